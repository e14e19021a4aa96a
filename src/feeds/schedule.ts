import { Cron } from "croner"
import type { RunLine } from "../ingest/ingest.ts"

/** On the quarter-hours. */
const EVERY = "*/15 * * * *"

export interface FeedSchedule {
  /** Ends after the feed under way. */
  stop(): Promise<void>
}

interface Deps {
  readonly take: (now: Date, signal: AbortSignal) => AsyncIterable<RunLine>
  readonly now: () => Date
  readonly report: (line: RunLine) => void
  /** What nobody expected; the next time it is tried again. */
  readonly failed: (error: unknown) => void
}

/** Takes the feeds in at once and then every quarter of an hour, never twice at a time. Keeps no process alive. */
export function startFeedSchedule({ take, now, report, failed }: Deps): FeedSchedule {
  const stopping = new AbortController()
  let taking: Promise<void> | undefined
  const tick = () => {
    taking ??= run().finally(() => {
      taking = undefined
    })
  }
  async function run(): Promise<void> {
    try {
      for await (const line of take(now(), stopping.signal)) report(line)
    } catch (error) {
      failed(error)
    }
  }
  const cron = new Cron(EVERY, { unref: true }, tick)
  tick()
  return {
    async stop() {
      cron.stop()
      stopping.abort()
      await taking
    },
  }
}
