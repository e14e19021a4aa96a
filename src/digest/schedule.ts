import { Cron } from "croner"
import { dayIn } from "../text/dates.ts"

/** A digest that was missed is sent if it is less late than this. */
export const LATEST_MS = 3 * 3_600_000

/** When the digest is due: a time of the day in an IANA time zone. */
export interface DigestTime {
  readonly hour: number
  readonly minute: number
  readonly timeZone: string
}

export interface Due {
  /** The newspaper's day of this occurrence, YYYY-MM-DD. */
  readonly day: string
  readonly at: Date
}

/**
 * The latest occurrence at or before `now`. A time that daylight saving skips is due at the first time after the
 * gap, one that it repeats is due once.
 */
export function latestDue(time: DigestTime, now: Date): Due {
  const [due] = latestDues(time, now, 1)
  if (!due) throw new Error(`no digest time before ${now.toISOString()}`)
  return due
}

/** The latest occurrences at or before `now`, at most so many, the latest first. */
export function latestDues(time: DigestTime, now: Date, most: number): Due[] {
  const nextSecond = new Date((Math.floor(now.getTime() / 1_000) + 1) * 1_000)
  const runs = schedule(time).previousRuns(most, nextSecond)
  return runs.map((at) => ({ day: dayIn(at, time.timeZone), at }))
}

/** The first occurrence after `now`. */
export function nextDue(time: DigestTime, now: Date): Due {
  const at = schedule(time).nextRun(now)
  if (!at) throw new Error(`no digest time after ${now.toISOString()}`)
  return { day: dayIn(at, time.timeZone), at }
}

function schedule({ hour, minute, timeZone }: DigestTime): Cron {
  return new Cron(`${minute} ${hour} * * *`, { timezone: timeZone, paused: true })
}
