import type { ArticleStore, Citation, Claim, ResolvedDate } from "../corpus.ts"
import type { Days } from "../text/dates.ts"
import { relativeDates } from "../text/relative-dates.ts"
import type { Answer } from "./answer.ts"
import { createAttribution } from "./attribute.ts"

/**
 * Adds to a claim what a reader is told beside its words, whatever it is a claim of: the dates of its words of time and
 * whose words it repeats; see `withDates` and `createAttribution`. Of articles as they are while it is in use.
 */
export function createAnnotator(article: ArticleStore["get"]): (claim: Claim) => Claim {
  const attributed = createAttribution(article)
  return (claim) => attributed(withDates(claim, article))
}

/** The answer with its claims annotated. */
export function annotate(answer: Answer, article: ArticleStore["get"]): Answer {
  if (answer.kind !== "answered" && answer.kind !== "contradicted") return answer
  const annotated = createAnnotator(article)
  const claims = answer.claims.map(annotated)
  if (answer.kind === "contradicted" || !answer.series) return { ...answer, claims }
  const rows = answer.series.rows.map((row) => ({ ...row, claim: annotated(row.claim) }))
  return { ...answer, claims, series: { ...answer.series, rows } }
}

/**
 * A claim with the dates of its words of time, by the days on which the cited articles were published. Only words that
 * stand in a quote too are dated, read with what stands around them in the article; not those that two quotes date
 * otherwise, nor those of an article without a date.
 */
export function withDates(claim: Claim, article: ArticleStore["get"]): Claim {
  const quoted = claim.citations.flatMap((citation) => datesOfQuote(citation, article))
  const sure = quoted.filter(({ words, from, to }) =>
    quoted.every((other) => other.words !== words || (other.from === from && other.to === to)),
  )
  const dates = placed(claim.text, sure)
  return dates.length > 0 ? { ...claim, dates } : claim
}

type Worded = ResolvedDate & { readonly words: string }

function datesOfQuote(citation: Citation, article: ArticleStore["get"]): Worded[] {
  const { articleId, version, field, publishedAt, quote } = citation
  if (publishedAt === null) return []
  const text = article(articleId, version)?.[field] ?? ""
  const known = text.slice(citation.start, citation.end) === quote
  const { read, start } = known ? surroundings(text, citation) : { read: quote, start: 0 }
  return relativeDates(read, publishedAt.slice(0, DAY))
    .filter((date) => date.start >= start && date.end <= start + quote.length)
    .map((date) => ({ ...date, words: read.slice(date.start, date.end) }))
}

/** YYYY-MM-DD */
const DAY = 10
/** What is read around a quote, in UTF-16 code units. */
const BEFORE = 240
const BEHIND = 40

/** A quote with the sentences before it and a little of what is behind; and where it begins in that. */
function surroundings(
  text: string,
  { start, end }: Citation,
): { readonly read: string; readonly start: number } {
  const far = Math.max(0, start - BEFORE)
  const sentence = far === 0 ? 0 : text.slice(far, start).search(/(?<=[。！？\n])/u)
  const begin = sentence === -1 ? start : far + sentence
  return { read: text.slice(begin, end + BEHIND), start: start - begin }
}

/** Where the words stand in a text; longer words first, and none within a number. */
function placed(text: string, dates: readonly Worded[]): ResolvedDate[] {
  const taken = new Uint8Array(text.length)
  const found: ResolvedDate[] = []
  const byWords = new Map(dates.map((date) => [date.words, date]))
  for (const [words, date] of [...byWords].sort(([a], [b]) => b.length - a.length)) {
    for (let start = text.indexOf(words); start !== -1; start = text.indexOf(words, start + words.length)) {
      const end = start + words.length
      const inNumber = /\d/u.test(text.charAt(start - 1)) && /\d/u.test(words.charAt(0))
      if (inNumber || taken.subarray(start, end).includes(1)) continue
      taken.fill(1, start, end)
      const { from, to, precision, shown } = date
      found.push({ start, end, from, to, precision, shown })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Words that lack no more than their year: 9月5日, 上半年, 国庆期间. */
const YEARLESS =
  /^(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s?月|\d{1,2}\s?[至到—–-]\d{1,2}\s?月|第?[一二三四1-4]季度|前[三3]季度|[上下]半年|(?![今去前明后昨]).*(?:假期|假日|长假|期间|黄金周))(?!.*以来)/u
const MONTHLESS = /^\d{1,2}\s?日/u
const YEAR = /(?:19|20)\d{2}(?=年)/gu

/**
 * The text of a claim with dates behind those words that a reader would take for others on the day of reading
 * (YYYY-MM-DD): 去年9月（2012年9月）, 9月5日（2012年）. Each date once, and nothing that the text says itself.
 */
export function textWithDates({ text, dates = [] }: Claim, today: string): string {
  const told = new Set<string>()
  let [shown, at, year, month] = ["", 0, "", ""]
  for (const [index, date] of dates.entries()) {
    if (date.shown === "" || repeatedBehind(text, date, dates[index + 1])) continue
    const words = text.slice(date.start, date.end)
    const days = `${date.from}..${date.to}`
    year = text.slice(at, date.start).match(YEAR)?.at(-1) ?? year
    const yearless = YEARLESS.test(words) && date.from.slice(0, 4) === date.to.slice(0, 4)
    const known =
      told.has(days) ||
      text.includes(date.shown) ||
      (yearless && year === date.from.slice(0, 4)) ||
      (MONTHLESS.test(words) && month === date.from.slice(0, 7)) ||
      understood(words, date, today)
    told.add(days)
    month = date.from.slice(0, 7)
    if (known) continue
    year = date.from.slice(0, 4)
    shown += text.slice(at, date.end) + inserted(text, date, yearless ? `${year}年` : date.shown)
    at = date.end
  }
  return shown + text.slice(at)
}

/** 昨日（8月4日） */
function repeatedBehind(text: string, date: ResolvedDate, next: ResolvedDate | undefined): boolean {
  return next !== undefined && next.from === date.from && next.start === date.end + 1 && bracketed(text, next)
}

function inserted(text: string, date: ResolvedDate, words: string): string {
  return bracketed(text, date) ? `，${words}` : `（${words}）`
}

function bracketed(text: string, { start, end }: ResolvedDate): boolean {
  return /[（(]/u.test(text.charAt(start - 1)) && /[）)]/u.test(text.charAt(end))
}

/** What goes on until now ends a little later for a reader of the same week. */
const SAME_NEWS_DAYS = 7

/** Whether the words say the same to a reader of that day. */
function understood(words: string, { from, to }: Days, today: string): boolean {
  const [read] = relativeDates(words, today)
  if (!read || read.from !== from) return false
  return Math.abs(Date.parse(read.to) - Date.parse(to)) <= (from === to ? 0 : SAME_NEWS_DAYS * 86_400_000)
}
