import { addDays } from "./dates.ts"
import type { InYear, Reading } from "./time-readings.ts"

/** In days: from when on a date is too far off to be meant without its year. */
const FAR = 270
const HALF_YEAR = 183
const SOON = 45
/** What was to come may have come when it is told. */
const JUST_PAST = 31
const LONG_PAST = 120

/**
 * Of a time that a text names without its year, the year that is meant on its day of publication; undefined where it
 * could be two. Most are of the same year; in January a December is last year's; `ahead`: what is to come.
 */
export function nearestYear(today: string, ahead: boolean, inYear: InYear): Reading | undefined {
  const year = Number(today.slice(0, 4))
  const here = inYear(year)
  if (!here) return undefined
  const until = daysBetween(today, here.from)
  const since = daysBetween(here.to, today)
  if (until <= 0 && since <= 0) return here
  if (ahead) {
    if (until > 0 || since <= JUST_PAST) return here
    return since > LONG_PAST ? inYear(year + 1) : undefined
  }
  if (until > 0) return until <= HALF_YEAR ? here : until > FAR ? inYear(year - 1) : undefined
  const next = inYear(year + 1)
  return since > FAR && next && next.from <= addDays(today, SOON) ? undefined : here
}

/** Of what comes back each year (a festival): that of the same year, where another one is not much nearer. */
export function nearestReturn(today: string, ahead: boolean, inYear: InYear): Reading | undefined {
  const sure = nearestYear(today, ahead, inYear)
  if (sure) return sure
  const next = inYear(Number(today.slice(0, 4)) + 1)
  return next && next.from <= addDays(today, SOON) ? next : undefined
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
