import type { Logger } from "pino"
import { z } from "zod"
import type { HeldArchive } from "../app.ts"
import type { Config } from "../config.ts"
import { type FeedSchedule, startFeedSchedule } from "../feeds/schedule.ts"
import { FIELDS } from "../ingest/field-names.ts"
import type { Handler } from "../server/control.ts"
import { lineOf } from "../text/error-line.ts"
import { startProgress, type Terminal } from "./terminal.ts"

/** Lines at the start about what could not be read. */
const MOST_REJECTED = 20

/** What runs while `start` does. */
export interface Program {
  readonly archive: HeldArchive
  readonly config: Config
  readonly terminal: Terminal
  readonly log: Logger
  readonly signal: AbortSignal
}

/** Takes in what has changed in the corpus folder; one line for each file that could not be read. */
export async function bringUpToDate({ archive, config, terminal, signal }: Program): Promise<void> {
  const progress = startProgress("ingest", await archive.ingestion.countChanged([config.corpusDir]))
  let [changed, rejected] = [0, 0]
  let current: string | undefined
  try {
    for await (const line of archive.ingestion.run([config.corpusDir], {
      onlyChanged: true,
      now: terminal.now(),
      signal,
    })) {
      if ("note" in line) {
        terminal.note(line.note)
        continue
      }
      const file = line.input.replace(/:\d+$/, "")
      if (file !== current) progress.step()
      current = file
      if (line.status === "added" || line.status === "updated") changed++
      if (line.status === "rejected" && ++rejected <= MOST_REJECTED)
        terminal.note(`rejected ${line.input}: ${line.reason}`)
    }
  } finally {
    progress.stop()
  }
  if (rejected > MOST_REJECTED)
    terminal.note(`and ${rejected - MOST_REJECTED} more rejected; newsroom ingest lists all`)
  await archive.saveIndexes()
  const { articles, newestDay } = archive.store.state()
  terminal.note(
    `${articles} articles${newestDay ? ` up to ${newestDay}` : ""}, ${changed} of them new or changed`,
  )
}

const ingestRequest = z.object({
  paths: z.array(z.string()).max(10_000),
  now: z.string(),
  columns: z.partialRecord(z.enum(FIELDS), z.string()),
  feeds: z.boolean(),
})

export function handleIngest({ archive }: Program): Handler {
  return async function* (request, signal) {
    const { paths, columns, feeds, ...given } = ingestRequest.parse(request)
    const now = new Date(given.now)
    yield* archive.ingestion.run(paths, { onlyChanged: false, now, columns, signal })
    if (feeds) yield* archive.feeds.take(now, signal)
  }
}

/** Takes in the feeds of the configuration again and again; undefined where there are none. */
export function scheduleFeeds({ archive, terminal, log }: Program): FeedSchedule | undefined {
  if (archive.feeds.addresses.length === 0) return undefined
  return startFeedSchedule({
    take: archive.feeds.take,
    now: terminal.now,
    report(line) {
      if ("note" in line) log.info(line.note)
      else if (line.status === "rejected") log.warn({ input: line.input, reason: line.reason }, "rejected")
    },
    failed: (error) => log.warn({ error: lineOf(error) }, "feeds could not be taken in"),
  })
}
