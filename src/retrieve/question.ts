import type { ArticleStore } from "../corpus.ts"
import { addDays, type Days, dayIn } from "../text/dates.ts"
import { fold } from "../text/scripts.ts"
import { type NamedRange, timeRange } from "../text/time-range.ts"
import { properNames } from "../text/words.ts"
import { type PlaceInText, placeInText } from "./place-in-text.ts"
import { withoutCourtesy, withoutQuestionWords } from "./search-text.ts"
import { readWish, type Wish } from "./wish.ts"

/** A reader's question, and all that is read off its words: once, for the retriever, the answerer and wishes for news. */
export interface Question {
  /** As it was asked, without control and format characters. */
  readonly text: string
  /** Without courtesies and without words that name days by today alone (昨天, 上周); 今年 stays, which stories say too. */
  readonly plainText: string
  /** Nor with question words, nor 今年: what is searched for. Empty where the question is about nothing. */
  readonly searchText: string
  readonly now: Date
  /** IANA zone of the newspaper; days are counted in it. */
  readonly timeZone: string
  /** The archive's last day when the question was read. */
  readonly newestDay: string | null
  /** Only what was printed in these days is found. */
  readonly days?: Days
  /** Only what is of this place is found. */
  readonly place?: string
  /** The days that the words name. A hint: see `attempts`. */
  readonly range?: NamedRange
  /** The archive's place that the words name. A hint: the story may only speak of it. */
  readonly placeInText?: PlaceInText
  /** What is quoted, and names of persons, places, organizations and works. Folded. */
  readonly names: readonly string[]
  readonly wish: Wish
}

export interface QuestionContext {
  readonly now: Date
  readonly timeZone: string
  /** The archive's last day and its places; without it a question names no place. */
  readonly archive?: Pick<ArticleStore, "state" | "places">
  /** What the reader filters by. */
  readonly days?: Days
  readonly place?: string
  /** YYYY-MM-DD: words of time are counted from this day, an article's, and not from today. */
  readonly against?: string
}

/** How much of a question is read, in UTF-16 code units; more than this is not a question. */
export const QUESTION_LIMIT = 500

export function readQuestion(text: string, context: QuestionContext): Question {
  const { now, timeZone, archive, days, place, against } = context
  const whole = clean(text.slice(0, MOST_READ)).slice(0, QUESTION_LIMIT).replace(HALF, "").trim()
  const newestDay = archive?.state().newestDay ?? null
  const range = timeRange(whole, against ?? dayIn(now, timeZone), against ?? newestDay)
  const asked = withoutCourtesy(whole)
  const undated = range ? unlessEmpty(asked.replace(range.relativeWords, " ").trim(), asked) : asked
  const plainText = range && YEAR_WORDS.test(range.relativeWords) ? asked : undated
  const named = archive && placeInText(whole, archive.places())
  return {
    text: whole,
    plainText,
    searchText: unlessEmpty(withoutQuestionWords(undated), range?.words ?? ""),
    now,
    timeZone,
    newestDay,
    ...(days && { days }),
    ...(place && { place }),
    ...(range && { range }),
    ...(named && { placeInText: named }),
    names: readNames(plainText),
    wish: readWish(whole, range?.words),
  }
}

/** White space and marks may stand before the words. */
const MOST_READ = 20 * QUESTION_LIMIT
const YEAR_WORDS = /年/u
const HALF = /\p{Cs}/gu
const CONTENT = /[\p{L}\p{N}]/u
const QUOTED = /《([^《》]{2,40})》|“([^“”]{2,40})”|「([^「」]{2,40})」|『([^『』]{2,40})』|"([^"]{2,40})"/gu

function clean(text: string): string {
  return text
    .replace(HALF, "")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Cc}/gu, " ")
    .normalize("NFC")
    .trim()
}

function unlessEmpty(text: string, otherwise: string): string {
  return CONTENT.test(text) ? text : otherwise
}

function readNames(text: string): string[] {
  const quoted = [...text.matchAll(QUOTED)].map((match) => fold(match.slice(1).find(Boolean) ?? ""))
  return [...new Set([...quoted, ...properNames(text)])]
}

/** A daily prints the day after. */
const PRINTED_AFTER_DAYS = 1
/** What happened in a longer time is told for as long after it: the figures of a month, a year. */
const LONG_DAYS = 7

/**
 * First only what was printed about the days that the question names by today (昨天, 上周), then all: a day may also be
 * what the text tells of. Written dates, which are in texts, and days after the end of the archive filter nothing out.
 * A question about nothing is not searched.
 */
export function attempts(question: Question): Question[] {
  const { range, newestDay, days, searchText } = question
  if (searchText === "") return []
  if (days || range?.kind !== "relative" || newestDay === null || range.from > newestDay) return [question]
  const length = lengthOf(range)
  return [
    { ...question, days: printedWithin(range, length > LONG_DAYS ? length : PRINTED_AFTER_DAYS) },
    question,
  ]
}

/** The days on which a daily prints what happened in the range. */
export function printedWithin({ from, to }: Days, after = PRINTED_AFTER_DAYS): Days {
  return { from, to: addDays(to, after) }
}

const MONTH_DAYS = 31

/** Whether the archive ends before the days that are asked for, or, where these are few, in them. */
export function goesBeyond({ range, newestDay }: Question): boolean {
  if (!range || newestDay === null) return false
  return range.from > newestDay || (range.to > newestDay && lengthOf(range) <= MONTH_DAYS)
}

function lengthOf({ from, to }: Days): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
}
