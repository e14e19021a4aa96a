import type { Freshness } from "../answer/freshness.ts"
import type { Texts } from "./texts.ts"

/** What a reader has to know before all: that the archive ends before the days asked for, that the newest is old. */
export function freshnessNotes({ asOf, archiveEnds, beyond, oldDays }: Freshness, texts: Texts): string[] {
  return [
    ...(beyond && archiveEnds !== null ? [texts.say("archive-ends", { day: archiveEnds })] : []),
    ...(oldDays !== null && asOf !== null
      ? [texts.say("newest-is-old", { day: asOf, age: ageOf(oldDays, texts) })]
      : []),
  ]
}

/** One short line: as of when, and how fresh the archive is. */
export function freshnessLine({ asOf, undated, archiveEnds, beyond }: Freshness, texts: Texts): string[] {
  const parts = [
    ...(asOf === null || (beyond && asOf === archiveEnds) ? [] : [texts.say("as-of", { day: asOf })]),
    ...(undated > 0 ? [texts.say(asOf === null ? "as-of-undated" : "as-of-partly")] : []),
    ...(archiveEnds === null || beyond ? [] : [texts.say("archive-until", { day: archiveEnds })]),
  ]
  return parts.length > 0 ? [parts.join(" · ")] : []
}

const MONTH_DAYS = 30.44
const MOST_DAYS = 60
const MOST_MONTHS = 24

function ageOf(days: number, texts: Texts): string {
  if (days <= MOST_DAYS) return texts.say("age-days", { count: days })
  const months = Math.floor(days / MONTH_DAYS)
  if (months < MOST_MONTHS) return texts.say("age-months", { count: months })
  return texts.say("age-years", { count: Math.floor(months / 12) })
}
