import { randomBytes, timingSafeEqual } from "node:crypto"
import { readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import type { HttpBindings } from "@hono/node-server"
import { Hono } from "hono"
import { streamText } from "hono/streaming"
import { z } from "zod"
import { replaceFile } from "../files.ts"
import { lineOf } from "../text/error-line.ts"

/** What a command may ask of the process that holds the data folder: each line of its report as it comes. */
export type Handler = (request: unknown, signal: AbortSignal) => AsyncIterable<unknown>

const FILE = "control.json"
const address = z.object({ origin: z.string(), secret: z.string() })

export interface Control {
  readonly app: Hono<{ Bindings: HttpBindings }>
  /** Tells commands where to find this process: a file that only this user can read. */
  announce(origin: string): void
  withdraw(): void
}

/** The rim at which `ingest` and `digest publish` are handed to the running process. */
export function createControl(dataDir: string, handlers: Readonly<Record<string, Handler>>): Control {
  const secret = randomBytes(32).toString("base64url")
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.post("/control/:name", async (context) => {
    const given = context.req.header("authorization") ?? ""
    if (!same(given, `Bearer ${secret}`)) return context.text("", 401)
    const name = context.req.param("name")
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined
    if (!handler) return context.text("", 404)
    const request: unknown = await context.req.json().catch(() => undefined)
    return streamText(context, async (stream) => {
      const stopped = new AbortController()
      stream.onAbort(() => stopped.abort())
      try {
        for await (const line of handler(request, stopped.signal))
          await stream.writeln(JSON.stringify({ line }))
        await stream.writeln(JSON.stringify({ done: true }))
      } catch (error) {
        await stream.writeln(JSON.stringify({ error: lineOf(error) }))
      }
    })
  })
  return {
    app,
    announce: (origin) =>
      replaceFile(join(dataDir, FILE), [Buffer.from(JSON.stringify({ origin, secret }))], 0o600),
    withdraw: () => rmSync(join(dataDir, FILE), { force: true }),
  }
}

/** Asks the process that holds the data folder. Yields its lines; throws what it could not do, in its words. */
export async function* askHolder(dataDir: string, name: string, request: unknown): AsyncIterable<unknown> {
  const { origin, secret } = readAddress(dataDir)
  const response = await fetch(`${origin}/control/${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  }).catch(() => undefined)
  if (!response?.ok || !response.body) throw new Error(`the process that holds ${dataDir} does not answer`)
  for await (const text of linesOf(response.body)) {
    const message = JSON.parse(text) as { line?: unknown; error?: string; done?: boolean }
    if (message.error !== undefined) throw new Error(message.error)
    if (message.done) return
    yield message.line
  }
  throw new Error(`the process that holds ${dataDir} stopped before it was done`)
}

function readAddress(dataDir: string): z.output<typeof address> {
  try {
    return address.parse(JSON.parse(readFileSync(join(dataDir, FILE), "utf8")))
  } catch {
    throw new Error(`${dataDir} is in use by another process that takes no work; try again when it has ended`)
  }
}

/** Whole lines; a connection that breaks ends them. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncIterable<string> {
  let rest = ""
  try {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split("\n")
      rest = lines.pop() ?? ""
      yield* lines
    }
  } catch {
    return
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
