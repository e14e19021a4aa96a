import { addDays } from "../text/dates.ts"
import { type DigestTime, latestDues } from "./schedule.ts"

/** Why a day has no daily edition. */
export type SkipReason = "nothing-new" | "no-readers" | "too-late" | "not-approved" | "editor"

/** A day whose digest came too late to be sent. */
export interface MissedDay {
  /** Number of its record: later ones are higher. */
  readonly record: number
  readonly date: string
  /** So many days before it were missed, too. */
  readonly earlier: number
}

/** Of the days that passed while nobody was there so many are noted one by one, those before them as a number. */
const MOST_MISSED = 7
/** Further back than this nobody counts. */
const MOST_COUNTED = 400

/**
 * The days after `known` and before `latest` whose digests were due while nobody was there, the oldest first. Days are
 * YYYY-MM-DD; `cutoff` as in `missedNothing`.
 */
export function missedDays(
  time: DigestTime,
  known: string,
  latest: string,
  cutoff: string | undefined,
  now: Date,
): Omit<MissedDay, "record">[] {
  if (known >= addDays(latest, -1)) return []
  const missed = latestDues(time, now, MOST_COUNTED).filter(
    ({ day, at }) => day < latest && day > known && !missedNothing(cutoff, at, now),
  )
  const noted = missed.slice(0, MOST_MISSED).reverse()
  return noted.map(({ day }, at) => ({ date: day, earlier: at === 0 ? missed.length - noted.length : 0 }))
}

/**
 * What was due before the archive was there is not missed. A cutoff (ISO) that lies in the future is that of a clock
 * that was wrong, and says nothing of what was there.
 */
export function missedNothing(cutoff: string | undefined, at: Date, now: Date): boolean {
  return cutoff === undefined || (Date.parse(cutoff) > at.getTime() && Date.parse(cutoff) <= now.getTime())
}
