import type { Db } from "./database.ts"

/**
 * The times at which batches of articles came in. What is put later came in later, though a run has one time for all
 * its batches and a clock may be set back: else a digest that goes out in between takes the rest for seen.
 */
export function createIngestTimes(db: Db) {
  const read = db.prepare<[], string | null>("SELECT max(ingested_at) FROM articles").pluck()
  const latest = (): string | undefined => read.get() ?? undefined
  return {
    /** ISO instant; undefined for an empty archive. */
    latest,
    /** `now`, or a millisecond after the latest where that is not earlier. */
    next(now: Date): string {
      const before = latest()
      const at = now.toISOString()
      return before === undefined || at > before ? at : new Date(Date.parse(before) + 1).toISOString()
    },
  }
}
