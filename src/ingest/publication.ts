import type { Flag } from "../corpus.ts"
import { latestDay } from "../text/dates.ts"
import { dayByAddress, yearByAddress } from "./address-day.ts"
import type { PrintedDate } from "./date-forms.ts"
import type { Line } from "./lines.ts"
import { fullDates, isoDate } from "./published-at.ts"

/** What helps to tell when something was published, besides the dates that are printed for it. */
export interface DateClues {
  /** The page's own address. */
  readonly address: string | null
  /** YYYY-MM-DD in China; what is dated later is not believed. */
  readonly crawledOn: string | null
  /** All that the page or the record prints. */
  readonly lines: readonly Line[]
}

export interface Publication {
  readonly publishedAt: string | null
  /** What of it is not printed: the year, the day, or all of it. */
  readonly flags: readonly Flag[]
}

/**
 * The first of the printed dates that can be true, the likeliest being first. A year that is not printed comes from
 * the page's address, from what else it prints, or from the day of the crawl. Where nothing is printed the day is
 * that by which the address files the page. Nothing is guessed: what these do not tell is undated.
 */
export function publication(printed: readonly PrintedDate[], clues: DateClues): Publication {
  const { address, crawledOn } = clues
  for (const date of printed) {
    const year = date.year ?? yearOf(date, printed, clues)
    if (year === null || !isPast(`${year}-${date.monthDay}`, crawledOn)) continue
    return { publishedAt: isoDate(date, year), flags: date.year === null ? ["year-inferred"] : [] }
  }
  // What is printed without its year speaks against an address that does not fit it.
  const day = address === null || printed.some(({ year }) => year === null) ? null : dayByAddress(address)
  return day !== null && isPast(day, crawledOn)
    ? { publishedAt: day, flags: ["date-from-address"] }
    : { publishedAt: null, flags: ["undated"] }
}

function isPast(day: string, crawledOn: string | null): boolean {
  return crawledOn === null || day <= crawledOn
}

function yearOf({ monthDay }: PrintedDate, printed: readonly PrintedDate[], clues: DateClues): number | null {
  const { address, crawledOn, lines } = clues
  const told = address === null ? null : yearByAddress(address, monthDay)
  const year = told ?? yearOnPage(monthDay, printed, lines)
  if (year !== null || crawledOn === null) return year
  const [month, day] = monthDay.split("-").map(Number)
  const latest = latestDay(month ?? 0, day ?? 0, crawledOn)
  return latest === null ? null : Number(latest.slice(0, 4))
}

/** A story that remembers what happened on such a day of another year. */
const LOOKS_BACK =
  /周年|纪念|当年|那年|那一年|(?:\d{1,3}|[一二两三四五六七八九十百几数]{1,4})[多余]?年(?:前|后|来|间|过去)/
const YEAR_AND_MONTH = /(?<!\d)((?:19|20)\d\d)年\d{1,2}月/g

/**
 * The year of the one full date with this month and day among those printed for the page, else in all that it prints.
 * There it has to be the last year of which the page speaks, and the story must not be one that looks back.
 */
function yearOnPage(
  monthDay: string,
  printed: readonly PrintedDate[],
  lines: readonly Line[],
): number | null {
  const own = yearsOf(printed, monthDay)
  if (own.size > 0) return only(own)
  const named = lines.flatMap(({ text }) => fullDates(text))
  const year = only(yearsOf(named, monthDay))
  if (year === null || lines.some(({ text }) => LOOKS_BACK.test(text))) return null
  const months = lines.flatMap(({ text }) =>
    [...text.matchAll(YEAR_AND_MONTH)].map((match) => Number(match[1])),
  )
  return [...named.map((date) => date.year ?? 0), ...months].every((other) => other <= year) ? year : null
}

function yearsOf(dates: readonly PrintedDate[], monthDay: string): Set<number> {
  return new Set(
    dates.flatMap((date) => (date.monthDay === monthDay && date.year !== null ? [date.year] : [])),
  )
}

function only(years: ReadonlySet<number>): number | null {
  const [first = null] = years
  return years.size === 1 ? first : null
}
