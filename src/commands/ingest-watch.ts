import { setTimeout as sleep } from "node:timers/promises"
import type { ColumnMap } from "../ingest/field-names.ts"
import { type IngestLine, summarizeLines } from "../ingest/ingest.ts"
import { fileReason } from "../ingest/source-files.ts"
import { type FileChanges, watchPaths } from "../ingest/watched-paths.ts"
import { ingest, ingestLines, rejection, workOf } from "./ingest.ts"
import { type CommandContext, describeError, Failure } from "./terminal.ts"

/** How long to wait before what could not be done is tried again. */
const AGAIN_MS = 5_000

/**
 * Takes articles in as `ingest` does, then what is added or changed, until a signal. The archive is held only while
 * something is taken in, so that `start` may come and go beside it.
 */
export async function ingestWatch(
  context: CommandContext,
  paths: readonly string[],
  { map = {} }: { readonly map?: ColumnMap },
): Promise<void> {
  if (paths.includes("-")) throw new Failure("--watch: standard input cannot be watched", 2)
  const { terminal } = context
  const stopping = new AbortController()
  const { signal } = stopping
  const onSignal = () => (signal.aborted ? process.exit(1) : stopping.abort())
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal)
  const watched = workOf(context.config, paths, map).paths
  try {
    const rounds = await watchPaths(watched, signal).catch((error: unknown) => {
      throw new Failure(`${watched.join(" ")}: ${fileReason(error)}`)
    })
    await ingest(context, paths, { map }, signal).catch((error: unknown) => {
      terminal.note(describeError(error))
    })
    terminal.note(`watching ${watched.join(" ")}`)
    const round = createRound(context, map, signal)
    for await (const changes of rounds) await round(changes)
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal)
  }
}

/** One round after the other, each a line for each thing done. What could not be done is tried again until it is. */
function createRound(context: CommandContext, columns: ColumnMap, signal: AbortSignal) {
  const { terminal } = context
  let saidRemoved = false
  return async ({ changed, removed }: FileChanges): Promise<void> => {
    if (removed.length > 0 && !saidRemoved) {
      saidRemoved = true
      terminal.note(`removed ${removed[0]}: what was taken in from a file stays when the file goes`)
    }
    let said: string | undefined
    while (changed.length > 0 && !signal.aborted) {
      try {
        return await takeIn(context, changed, columns, signal)
      } catch (error) {
        const line = describeError(error)
        if (line !== said) terminal.note(`${line}; trying again`)
        said = line
        await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }
}

async function takeIn(
  context: CommandContext,
  paths: readonly string[],
  columns: ColumnMap,
  signal: AbortSignal,
): Promise<void> {
  const { terminal } = context
  const started = performance.now()
  const lines: IngestLine[] = []
  for await (const line of ingestLines(context, { paths, columns, feeds: false }, signal)) {
    if (signal.aborted) break
    if ("note" in line) {
      terminal.note(line.note)
      continue
    }
    lines.push({ ...line, title: null })
    if (terminal.json) terminal.printJson(line)
    else if (line.status === "rejected") terminal.note(rejection(line))
    else if (line.status !== "unchanged") terminal.print(`${line.status} ${line.input}: ${line.title}`)
  }
  const seconds = Math.round(performance.now() - started) / 1000
  if (terminal.json) terminal.printJson({ summary: summarizeLines(lines, seconds) })
}
