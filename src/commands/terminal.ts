import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import cliProgress from "cli-progress"
import type { Config } from "../config.ts"
import { fileReason } from "../ingest/source-files.ts"
import { lineOf } from "../text/error-line.ts"

/** A command that could not be done (1), or whose words are off (2). The message is one line. */
export class Failure extends Error {
  override readonly name = "Failure"
  readonly status: 1 | 2
  constructor(message: string, status: 1 | 2 = 1) {
    super(message)
    this.status = status
  }
}

/** One line for the operator. SQLite and the file system name neither what they speak of nor the cure. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return lineOf(error)
  const code = "code" in error ? String(error.code) : ""
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return `the database is damaged (${error.message}): move the data folder away and run newsroom ingest`
  }
  if (/^SQLITE_(READONLY|CANTOPEN)/.test(code)) return `the data folder cannot be written (${error.message})`
  if (code === "SQLITE_FULL" || code === "ENOSPC") return `the disk is full (${error.message})`
  return lineOf(error)
}

/** Where a command's words come from and where its lines go. */
export interface Terminal {
  readonly json: boolean
  readonly now: () => Date
  /** Results: standard output. */
  print(line: string): void
  /** One JSON value a line on standard output. */
  printJson(value: unknown): void
  /** Everything else: standard error. */
  note(line: string): void
}

/** What every command is given. */
export interface CommandContext {
  readonly config: Config
  readonly terminal: Terminal
}

export function createTerminal(json: boolean, now: () => Date): Terminal {
  return {
    json,
    now,
    print: (line) => process.stdout.write(`${line}\n`),
    printJson: (value) => process.stdout.write(`${JSON.stringify(value)}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  }
}

export interface Progress {
  step(count?: number): void
  stop(): void
}

const PLAIN_EVERY_MS = 5_000

/** On standard error: a bar on a terminal, a plain line now and then elsewhere. `total` 0: not known. */
export function startProgress(label: string, total: number): Progress {
  let done = 0
  if (process.stderr.isTTY && total > 0) {
    const format = `${label} {bar} {value}/{total} {eta_formatted}`
    const bar = new cliProgress.SingleBar(
      { format, hideCursor: true, clearOnComplete: true },
      cliProgress.Presets.shades_classic,
    )
    bar.start(total, 0)
    return { step: (count = 1) => bar.increment(count), stop: () => bar.stop() }
  }
  let last = Date.now()
  return {
    step(count = 1) {
      done += count
      if (Date.now() - last < PLAIN_EVERY_MS) return
      last = Date.now()
      process.stderr.write(`${label} ${done}${total > 0 ? `/${total}` : ""}\n`)
    },
    stop: () => undefined,
  }
}

/** JSON Lines from a file or, for "-", from standard input: the value of each line, or why it has none. */
export async function* readJsonLines(path: string): AsyncIterable<{ value: unknown } | { error: string }> {
  const input = path === "-" ? process.stdin : createReadStream(path)
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  const failed = new Promise<never>((_, reject) => {
    input.once("error", (error: Error) => reject(error))
  })
  failed.catch(() => undefined)
  const iterator = lines[Symbol.asyncIterator]()
  for (;;) {
    const { done, value } = await Promise.race([iterator.next(), failed]).catch((error: Error) => {
      throw new Failure(`${path}: ${fileReason(error)}`)
    })
    if (done) return
    const text = value.replace(/^\uFEFF/, "").trim()
    if (text !== "") yield parse(text)
  }
}

function parse(text: string): { value: unknown } | { error: string } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { error: "not a line of JSON" }
  }
}
