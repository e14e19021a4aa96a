import { readFile } from "node:fs/promises"
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { streamSSE } from "hono/streaming"
import { z } from "zod"
import type { ChatEvent } from "./chat-world.ts"
import type { LocalBotApi } from "./local-bot-api.ts"

/** Somebody or something that the page has a tab for. */
export interface Tab {
  readonly chatId: number
  readonly name: string
  /** One character in place of a picture. */
  readonly initial: string
  /** One line under the name. */
  readonly role: string
  /** Who writes in it; null where one can only read. */
  readonly userId: number | null
}

export interface PageOptions {
  readonly api: LocalBotApi
  readonly paperName: string
  readonly tabs: readonly Tab[]
  readonly examples: () => Promise<readonly string[]>
}

/** The event streams that are open; `close` ends them and refuses new ones. */
export interface Page {
  readonly app: Hono
  close(): void
}

const SCRIPTS = [
  "chat",
  "connection",
  "rich-text",
  "rich-blocks",
  "messages",
  "composer",
  "notices",
  "tabs",
  "theme",
]
const STYLES = ["base", "side", "messages", "rich", "notices", "composer", "phone"]
const FILES: ReadonlyMap<string, readonly [file: string, type: string]> = new Map<
  string,
  readonly [file: string, type: string]
>([
  ["/", ["index.html", "text/html; charset=utf-8"]],
  ["/page/icon.svg", ["icon.svg", "image/svg+xml"]],
  ...SCRIPTS.map((name) => [`/page/${name}.js`, [`${name}.js`, "text/javascript; charset=utf-8"]] as const),
  ...STYLES.map((name) => [`/page/${name}.css`, [`${name}.css`, "text/css; charset=utf-8"]] as const),
])

const HEADERS = {
  "Content-Security-Policy":
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache",
}
const BODY_LIMIT_BYTES = 1 << 20
/** How soon a browser that was cut off comes back. */
const RETRY_MS = 1000
const STREAMS_LIMIT = 20
const BACKLOG_LIMIT = 2000
const EXAMPLES_LIMIT = 8

const sentMessage = z.object({
  chatId: z.number().int(),
  text: z.string().trim().min(1).max(4096),
  replyTo: z.number().int().optional(),
})
const press = z.object({
  userId: z.number().int(),
  chatId: z.number().int(),
  messageId: z.number().int(),
  data: z.string().min(1).max(64),
})

/** The chat page and what it speaks to: a stream of events, messages, presses, example questions. */
export function pageRoutes(options: PageOptions): Page {
  const { api, tabs } = options
  const app = new Hono()
  const streams = new EventStreams(api, () => snapshot(options))

  app.use(async (context, next) => {
    await next()
    for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  })
  for (const [path, [file, type]] of FILES) {
    app.get(path, async (context) => {
      const bytes = await readFile(new URL(`./page/${file}`, import.meta.url))
      return context.body(bytes, 200, { "Content-Type": type })
    })
  }
  app.get("/playground/events", (context) => streams.open(context))
  app.get("/playground/photos/:id", (context) => {
    const bytes = api.photos.bytes(context.req.param("id"))
    return bytes
      ? context.body(new Uint8Array(bytes), 200, { "Content-Type": "image/png" })
      : context.notFound()
  })
  app.get("/playground/examples", async (context) => {
    const examples = await options.examples().catch(() => [])
    return context.json({ examples: examples.slice(0, EXAMPLES_LIMIT) })
  })

  // Another site's page can post a form here, but not JSON without asking first.
  app.use("/playground/*", async (context, next) => {
    const type = context.req.header("content-type") ?? ""
    if (context.req.method === "POST" && !type.startsWith("application/json")) {
      return context.json({ error: "application/json expected" }, 415)
    }
    return next()
  })
  app.use("/playground/*", bodyLimit({ maxSize: BODY_LIMIT_BYTES }))
  app.post("/playground/messages", async (context) => {
    const body = sentMessage.safeParse(await context.req.json().catch(() => undefined))
    const tab = tabs.find((one) => one.chatId === body.data?.chatId)
    if (!body.success || !tab) return context.json({ error: "bad message" }, 400)
    if (tab.userId === null) return context.json({ error: "read only" }, 403)
    const { text, replyTo } = body.data
    const message = api.userSends(tab.userId, tab.chatId, text, replyTo === undefined ? {} : { replyTo })
    return context.json({ messageId: message.message_id })
  })
  app.post("/playground/presses", async (context) => {
    const body = press.safeParse(await context.req.json().catch(() => undefined))
    if (!body.success) return context.json({ error: "bad press" }, 400)
    const { userId, chatId, messageId, data } = body.data
    if (!tabs.some((tab) => tab.userId === userId) || !api.world.message(chatId, messageId)) {
      return context.json({ error: "no such person or message" }, 404)
    }
    return context.json({ queryId: api.userPresses(userId, chatId, messageId, data) })
  })
  return { app, close: () => streams.close() }
}

function snapshot({ api, tabs, paperName }: PageOptions) {
  return {
    paperName,
    bot: { id: api.me.id, name: api.me.first_name, username: api.me.username },
    tabs: tabs.map((tab) => ({
      ...tab,
      commands: commandsOf(tab, api),
      entries: api.world.entries(tab.chatId),
    })),
  }
}

function commandsOf({ userId }: Tab, api: LocalBotApi) {
  if (userId === null) return []
  return api.commands.seenBy(userId, api.world.people.get(userId)?.language_code ?? "")
}

/** Each stream begins with a snapshot, so that one that was cut needs to remember nothing. */
class EventStreams {
  readonly #api: LocalBotApi
  readonly #snapshot: () => unknown
  readonly #ends = new Set<() => void>()
  #closed = false

  constructor(api: LocalBotApi, snapshot: () => unknown) {
    this.#api = api
    this.#snapshot = snapshot
  }

  open(context: Parameters<typeof streamSSE>[0]): Response {
    if (this.#closed || this.#ends.size >= STREAMS_LIMIT)
      return context.text("too many pages are open\n", 503)
    return streamSSE(context, async (stream) => {
      const backlog: ChatEvent[] = []
      let ended = false
      let wake = () => {}
      const end = () => {
        ended = true
        wake()
        stream.abort()
      }
      const stop = this.#api.subscribe((event) => {
        backlog.push(event)
        if (backlog.length > BACKLOG_LIMIT) end()
        wake()
      })
      this.#ends.add(end)
      stream.onAbort(() => {
        ended = true
        wake()
      })
      await stream.writeSSE({ event: "snapshot", retry: RETRY_MS, data: JSON.stringify(this.#snapshot()) })
      while (!ended) {
        const event = backlog.shift()
        if (!event) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        } else if (event.type === "commands") {
          await stream.writeSSE({ event: "snapshot", data: JSON.stringify(this.#snapshot()) })
        } else {
          await stream.writeSSE({ event: "chat", data: JSON.stringify(event) })
        }
      }
      stop()
      this.#ends.delete(end)
    })
  }

  close(): void {
    this.#closed = true
    for (const end of [...this.#ends]) end()
  }
}
