import { randomUUID } from "node:crypto"
import { createWriteStream, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { pipeline } from "node:stream/promises"
import { AnotherProcessError, type HeldArchive, openArchive, openDryRun } from "../app.ts"
import type { Config } from "../config.ts"
import type { ColumnMap } from "../ingest/field-names.ts"
import { type IngestLine, type RunLine, summarizeLines } from "../ingest/ingest.ts"
import { countFiles } from "../ingest/source-files.ts"
import { askHolder } from "../server/control.ts"
import { type CommandContext, Failure, startProgress } from "./terminal.ts"

export interface IngestOptions {
  /** Which columns or keys of exports hold which fields. */
  readonly map?: ColumnMap
  /** Says what would be done, and stores nothing. */
  readonly dryRun?: boolean
}

/** Takes articles in, or has the process that holds the data folder do it. */
export async function ingest(
  context: CommandContext,
  paths: readonly string[],
  { map = {}, dryRun = false }: IngestOptions,
  signal?: AbortSignal,
): Promise<void> {
  const { config, terminal } = context
  const started = performance.now()
  const work = workOf(config, paths, map, dryRun)
  const wanted = work.paths
  const progress = startProgress(
    "ingest",
    (await countFiles(wanted)) + (work.feeds ? config.feeds.length : 0),
  )
  const files = new Set<string>()
  const lines: IngestLine[] = []
  /** The first line, kept back: if no other comes, it is the reason why the command failed. */
  let alone: IngestLine | undefined
  try {
    for await (const line of dryRun ? tryLines(context, work) : ingestLines(context, work, signal)) {
      if ("note" in line) {
        terminal.note(line.note)
        continue
      }
      if (alone) terminal.note(rejection(alone))
      alone = undefined
      lines.push({ ...line, title: null })
      const file = line.input.replace(/:\d+$/, "")
      if (!files.has(file)) progress.step()
      files.add(file)
      if (terminal.json) terminal.printJson(line)
      if (terminal.json || line.status !== "rejected") continue
      if (lines.length === 1) alone = line
      else terminal.note(rejection(line))
    }
  } finally {
    progress.stop()
  }
  const seconds = Math.round(performance.now() - started) / 1000
  const summary = summarizeLines(lines, seconds)
  const nothing = summary.rejected === lines.length
  if (terminal.json) terminal.printJson({ summary })
  else if (!nothing) {
    const { added, updated, unchanged, duplicate, rejected } = summary
    const counts = `added ${added}, updated ${updated}, unchanged ${unchanged}, duplicate ${duplicate}, rejected ${rejected}`
    terminal.print(`${counts}, in ${seconds} s${dryRun ? "; nothing was stored (--dry-run)" : ""}`)
  }
  if (lines.length === 0 && work.feeds) return
  if (lines.length === 0) throw new Failure(`nothing to ingest in ${wanted.join(" ")}`)
  const [first] = lines
  if (nothing && first && lines.length === 1) throw new Failure(rejection(first))
  if (nothing) throw new Failure(`nothing ingested: all ${lines.length} rejected`)
}

export function rejection({ input, reason }: IngestLine): string {
  return `rejected ${input}: ${reason}`
}

/** What a call of the command asks for. */
export interface Work {
  readonly paths: readonly string[]
  readonly columns: ColumnMap
  /** Also the feeds of the configuration. */
  readonly feeds: boolean
}

/** Without paths all that the configuration names is taken in: the corpus folder and, unless for trial, the feeds. */
export function workOf(config: Config, paths: readonly string[], columns: ColumnMap, dryRun = false): Work {
  if (paths.length > 0) return { paths, columns, feeds: false }
  return { paths: [config.corpusDir], columns, feeds: config.feeds.length > 0 && !dryRun }
}

async function* tryLines({ config, terminal }: CommandContext, work: Work): AsyncIterable<RunLine> {
  const { paths, columns } = work
  const trial = await openDryRun(config)
  try {
    yield* trial.ingestion.run(paths, { onlyChanged: false, now: terminal.now(), columns })
  } finally {
    trial.close()
  }
}

/** Opens the archive for the time that this takes, or has it done by the process that holds it. */
export async function* ingestLines(
  { config, terminal }: CommandContext,
  work: Work,
  signal?: AbortSignal,
): AsyncIterable<RunLine> {
  let archive: HeldArchive
  try {
    archive = await openArchive(config, { hold: true, note: terminal.note })
  } catch (error) {
    if (!(error instanceof AnotherProcessError)) throw error
    yield* handOver(config.dataDir, work, terminal.now())
    return
  }
  try {
    const { paths, columns, feeds } = work
    const options = { onlyChanged: false, now: terminal.now(), columns, ...(signal ? { signal } : {}) }
    yield* archive.ingestion.run(paths, options)
    if (feeds) yield* archive.feeds.take(terminal.now(), signal)
  } finally {
    await archive.close()
  }
}

/** Standard input is kept in a file for the other process; results still speak of "-". */
async function* handOver(dataDir: string, work: Work, now: Date): AsyncIterable<RunLine> {
  const spool = join(tmpdir(), `newsroom-${randomUUID()}`)
  const names = new Map<string, string>()
  try {
    for (const path of work.paths) {
      if (path === "-") await pipeline(process.stdin, createWriteStream(spool, { mode: 0o600 }))
      names.set(path === "-" ? spool : resolve(path), path)
    }
    const request = { ...work, paths: [...names.keys()], now }
    for await (const value of askHolder(dataDir, "ingest", request)) {
      const line = value as RunLine
      yield "note" in line
        ? { note: asNamed(line.note, names) }
        : { ...line, input: asNamed(line.input, names) }
    }
  } finally {
    rmSync(spool, { force: true })
  }
}

function asNamed(input: string, names: ReadonlyMap<string, string>): string {
  for (const [path, name] of names) if (input.startsWith(path)) return name + input.slice(path.length)
  return input
}
