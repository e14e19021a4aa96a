import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Material } from "./material.ts"

export interface ProgramReport {
  readonly articles: number
  /** `ingest` from start to exit: analysis, vectors, database and indexes included. */
  readonly ingestSeconds: number
  readonly ingestPeakMegabytes: number
  /** `start` on what was ingested, until it prints `ready`. */
  readonly readySeconds: number
  readonly startPeakMegabytes: number
  /** `search --batch`, a query: from its first line of output to its last. */
  readonly searchMs: number
}

const PROGRAM = join(import.meta.dirname, "../../src/newsroom.mjs")
const LIMIT_MS = 15 * 60_000
/** Makes a process say its peak memory on standard error when it ends. */
const REPORT_PEAK = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write("peak-kilobytes " + process.resourceUsage().maxRSS))',
)}`

/** Runs the real program from outside on the articles, in a temporary folder. Throws where a command fails. */
export async function measureProgram({ articles, queries }: Material): Promise<ProgramReport> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  try {
    const corpus = join(folder, "corpus")
    mkdirSync(corpus)
    const archive = join(folder, "articles.jsonl")
    writeFileSync(archive, jsonLines(articles.map(({ id, passages }) => ({ id, text: passages.join("\n") }))))
    const batch = join(folder, "queries.jsonl")
    writeFileSync(batch, jsonLines(queries.map((query, id) => ({ id, query }))))

    const shared = ["--data", join(folder, "data"), "--corpus", corpus]
    const ingest = await finished(run(["ingest", archive, "--json", ...shared]))
    const start = await started(run(["start", ...shared]))
    const search = await finished(run(["search", "--batch", batch, ...shared]))
    return {
      articles: summaryOf(ingest.output).added,
      ingestSeconds: ingest.seconds,
      ingestPeakMegabytes: ingest.peakMegabytes,
      readySeconds: start.readySeconds,
      startPeakMegabytes: start.peakMegabytes,
      searchMs: search.outputMs / Math.max(1, queries.length - 1),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Run {
  readonly child: ChildProcess
  readonly begun: number
  readonly what: string
}

function run(args: readonly string[], heapMegabytes?: number): Run {
  const heap = heapMegabytes === undefined ? "" : `--max-old-space-size=${heapMegabytes} `
  const options = `${heap}--import ${REPORT_PEAK}`
  const env = { ...process.env, PORT: "0", NODE_OPTIONS: options, LOG_LEVEL: "error" }
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIMIT_MS,
  })
  return { child, begun: performance.now(), what: args[0] ?? "" }
}

export interface FileReport {
  readonly name: string
  readonly megabytes: number
  readonly seconds: number
  readonly peakMegabytes: number
  /** Null where the process did not survive. */
  readonly outcome: string | null
}

const HEAP_MEGABYTES = 768
const MEGABYTE = 1_048_576

/** Takes one file after the other in, each by a process of its own with a small heap. */
export async function measureFiles(
  files: Iterable<readonly [name: string, content: string]>,
): Promise<FileReport[]> {
  const reports: FileReport[] = []
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  try {
    for (const [name, content] of files) {
      const path = join(folder, name)
      writeFileSync(path, content)
      const words = ["ingest", path, "--json", "--data", join(folder, `${name}-data`), "--corpus", folder]
      const ended = await exited(run(words, HEAP_MEGABYTES))
      rmSync(path)
      const megabytes = Buffer.byteLength(content) / MEGABYTE
      reports.push({ name, megabytes, ...ended })
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return reports
}

async function exited({ child, begun }: Run): Promise<Omit<FileReport, "name" | "megabytes">> {
  const output = collect(child, "stdout")
  const errors = collect(child, "stderr")
  const code = await exitOf(child)
  const seconds = (performance.now() - begun) / 1_000
  const line = output().split("\n", 1)[0] ?? ""
  const { status, reason } = (line === "" ? {} : JSON.parse(line)) as { status?: string; reason?: string }
  const outcome = code === null || status === undefined ? null : [status, reason].filter(Boolean).join(": ")
  return { seconds, peakMegabytes: peakOf(errors()), outcome }
}

async function finished({ child, begun, what }: Run) {
  const output = collect(child, "stdout")
  const errors = collect(child, "stderr")
  let first: number | undefined
  let last = 0
  child.stdout?.on("data", () => {
    last = performance.now()
    first ??= last
  })
  const code = await exitOf(child)
  const seconds = (performance.now() - begun) / 1_000
  if (code !== 0) throw new Error(`${what} ended with ${code}: ${errors().slice(-500)}`)
  const outputMs = last - (first ?? last)
  return { output: output(), seconds, outputMs, peakMegabytes: peakOf(errors()) }
}

async function started({ child, begun, what }: Run) {
  const output = collect(child, "stdout")
  const errors = collect(child, "stderr")
  const ended = exitOf(child)
  const ready = new Promise<number>((resolve) => {
    child.stdout?.on("data", () => {
      if (/^ready /m.test(output())) resolve((performance.now() - begun) / 1_000)
    })
  })
  const readySeconds = await Promise.race([ready, ended.then(() => undefined)])
  child.kill("SIGTERM")
  await ended
  if (readySeconds === undefined) throw new Error(`${what} was never ready: ${errors().slice(-500)}`)
  return { readySeconds, peakMegabytes: peakOf(errors()) }
}

function collect(child: ChildProcess, stream: "stdout" | "stderr"): () => string {
  let text = ""
  child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk
  })
  return () => text
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on("error", reject).on("close", resolve)
  })
}

function peakOf(errors: string): number {
  return Number(/peak-kilobytes (\d+)/.exec(errors)?.[1] ?? 0) / 1_024
}

function summaryOf(output: string): { added: number } {
  const last = output.trim().split("\n").at(-1) ?? ""
  return (JSON.parse(last) as { summary: { added: number } }).summary
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("")
}
