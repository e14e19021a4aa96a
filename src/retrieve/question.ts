import { addDays, dayIn, timeRange } from "../text/dates.ts"

/** A reader's question as it is searched: what was asked, and when. */
export interface Question {
  readonly text: string
  readonly now: Date
  /** IANA zone of the newspaper; days are counted in it. */
  readonly timeZone: string
  /** The days that the question names, where it names any: 昨天, 上周, 2013年8月. */
  readonly range?: DayRange
  /** A place that the reader filters by; not guessed from the text. */
  readonly place?: string
}

/** Days are YYYY-MM-DD, both included. */
export interface DayRange {
  readonly from: string
  readonly to: string
  /** The words that named it. */
  readonly words: string
}

/** How much of a question is read; more than this is not a question. */
export const QUESTION_LIMIT = 500
/** A daily prints the day after. */
const PRINTED_AFTER_DAYS = 1

/** `newestDay` is the archive's: a day without a year is meant to lie in it. */
export function readQuestion(
  text: string,
  now: Date,
  timeZone: string,
  place?: string,
  newestDay?: string | null,
): Question {
  const words = text.normalize("NFC").trim().slice(0, QUESTION_LIMIT)
  const range = timeRange(words, dayIn(now, timeZone), newestDay)
  return { text: words, now, timeZone, ...(range ? { range } : {}), ...(place ? { place } : {}) }
}

/** A day of a month, which stands in texts as such: the story may have been printed any time after. */
const DATE = /\d[月/.-]\d/u

/**
 * First only what was printed in the days that the question names, then all: a day may also be what the text tells
 * of. Written dates and days after the end of the archive filter nothing out.
 */
export function attempts(question: Question, newestDay: string | null): Question[] {
  const { range, ...rest } = question
  if (!range) return [question]
  if (DATE.test(range.words)) return [rest]
  if (newestDay === null || range.from > newestDay) return [{ ...rest, text: withoutWords(rest.text, range) }]
  return [{ ...question, range: printedWithin(range) }, rest]
}

/** The days on which a daily prints what happened in the range. */
export function printedWithin(range: DayRange): DayRange {
  return { ...range, to: addDays(range.to, PRINTED_AFTER_DAYS) }
}

/** Words that name a day by today alone (昨天, 上周) are in no text; a date may well be. */
function withoutWords(text: string, { words }: DayRange): string {
  const rest = /\d/.test(words) ? text : text.replace(words, "")
  return rest.trim() === "" ? text : rest
}
