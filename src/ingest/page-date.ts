import type { PrintedDate } from "./date-forms.ts"
import type { Head } from "./head.ts"
import type { Line } from "./lines.ts"
import { type DateClues, type Publication, publication } from "./publication.ts"
import { findDate, UNSURE_RANK } from "./published-at.ts"

/** What is known of a page's date besides its lines. */
export interface PageClues extends Pick<DateClues, "address" | "crawledOn"> {
  /** By the page's data on itself, which nobody sees. */
  readonly stated: PrintedDate | null
  /** In an element for dates, maybe another article's. */
  readonly beside: PrintedDate | null
}

/** By what the head prints, what the page states of itself, and what stands beside; else by a label further down. */
export function publicationOf(head: Head, lines: readonly Line[], clues: PageClues): Publication {
  const { address, crawledOn, stated, beside } = clues
  const sure = head.dates.filter(({ rank }) => rank > UNSURE_RANK)
  const [first, ...others] = [...sure, stated, ...head.dates, beside].filter((date) => date !== null)
  const dates =
    first === undefined ? labelledDates(lines) : [timed(first, [stated, beside]), first, ...others]
  return publication(dates, { address: address ?? head.url, crawledOn: crawledOn ?? head.crawledOn, lines })
}

/** The same day with a time, where the page prints none with it but has one elsewhere. */
function timed(date: PrintedDate, elsewhere: readonly (PrintedDate | null)[]): PrintedDate {
  if (date.clock !== "") return date
  const { year, monthDay } = date
  return elsewhere.find((other) => other?.clock && other.year === year && other.monthDay === monthDay) ?? date
}

const MAX_LABELLED = 80

/** The date of the lines that have a label for it (发布时间：…), where they agree on one day. */
function labelledDates(lines: readonly Line[]): readonly PrintedDate[] {
  const found = lines
    .filter(({ text }) => text.length <= MAX_LABELLED && /(?:时间|日期)\s{0,2}[:：]/.test(text))
    .flatMap(({ text }) => findDate(text) ?? [])
    .filter(({ labelled }) => labelled)
  const days = new Set(found.map(({ year, monthDay }) => `${year}-${monthDay}`))
  return days.size === 1 ? found : []
}
