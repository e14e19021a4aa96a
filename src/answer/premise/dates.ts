import { addDays, type Days } from "../../text/dates.ts"
import { timeRange } from "../../text/time-range.ts"
import { contentWords } from "../../text/words.ts"
import { bestTold, dayOf, type Matter, type Told } from "./told.ts"

interface ToldTime extends Days {
  readonly start: number
  readonly end: number
  readonly year: boolean
}

const YEAR = /年/u
const LONG_DAYS = 92
/** What was planned before says less than what is so now. */
const FORMERLY = /原计划|原定|原先|此前/u
const MOST_DAYS = 31
const PRINTED_DAYS = 3
const MOST_TIMES = 4
/** How far from a time the words stand that say what happened then. */
const NEAR = 14
const SAYS = 0.4
/** So much of the question in the sentence itself makes its time the one that is meant. */
const SAYS_IT = 0.45
const SAYS_ALL = 0.6

/**
 * A sentence that has another time for what a question dates; null where one has that time too. `words` are the words
 * of time of the question, `days` what they name, `rest` the question without them, `key` what happened then.
 */
export function otherTime(
  words: string,
  days: Days,
  key: readonly string[],
  matter: Matter,
): Told | undefined | null {
  const year = YEAR.test(words)
  const dated = matter.told.map((one) => ({
    one,
    times: timesIn(one).filter((time) => isLong(days) || !isLong(time)),
  }))
  if (matter.corrections.some((one) => isPrinted(one, days, year))) return null
  for (const { one, times } of dated) {
    const supports = (time: ToldTime) =>
      together(days, time, year && time.year) && (tells(key, one.text) > 0 || matter.own(one) >= SAYS_IT)
    if (times.some(supports)) return null
    const may = one.article === 0 || (times.length === 0 && matter.own(one) >= SAYS_ALL)
    if (may && isPrinted(one, days, year)) return null
  }
  const shared = new Map(
    dated.map(({ one, times }) => [
      one,
      Math.max(
        0,
        ...times.map((time) => tells(key, around(one.text, time)) || tells(key.slice(0, 1), one.text) / 2),
      ),
    ]),
  )
  return bestTold(matter.told, (one) => {
    const value = shared.get(one) ?? 0
    if (value === 0 || matter.cover(one) < SAYS) return 0
    return value + matter.cover(one) - (FORMERLY.test(one.text) ? 1 : 0)
  })
}

/** Whether an article was printed on these days, or on the day after them. */
function isPrinted(one: Told, days: Days, year: boolean): boolean {
  const day = dayOf(one)
  return day !== "" && together(days, { from: addDays(day, -1), to: day }, year)
}

/** What a question says to have happened at a time: the verbs and nouns behind it, or else before it. */
export function happened(question: string, words: string): string[] {
  const at = question.indexOf(words)
  const rest = question.slice(at + words.length).replace(BEHIND, "")
  const after = contentWords(rest).filter((word) => word.length > 1)
  const before = contentWords(question.slice(0, Math.max(0, at))).filter((word) => word.length > 1)
  return after.length > 0 ? [...after.slice(0, 3), ...before.slice(-1)] : before.slice(-3)
}

/** What belongs to the words of time. */
const BEHIND = /^(?:起才|起|那天|当天|之?前|以?后|之后|以来|夜里|晚上|晚|早上|才|就|开始|期间|的)+/u

/** Whether nothing in the archive's articles is of that time: neither words of theirs nor the days when they were printed. */
export function isUntold(words: string, days: Days, matter: Matter): boolean {
  if (addDays(days.from, MOST_DAYS) <= days.to) return false
  const year = YEAR.test(words)
  return !matter.told.some((one) => {
    const day = dayOf(one)
    const printed = day !== "" && together(days, { from: addDays(day, -PRINTED_DAYS), to: day }, year)
    return (
      printed ||
      one.text.includes(words) ||
      timesIn(one).some((time) => together(days, time, year && time.year))
    )
  })
}

function tells(key: readonly string[], text: string): number {
  return key.filter((word) => text.includes(word)).length
}

function around(text: string, { start, end }: ToldTime): string {
  return `${text.slice(Math.max(0, start - NEAR), start)}\n${text.slice(end, end + NEAR)}`
}

function timesIn(one: Told): ToldTime[] {
  const day = dayOf(one)
  if (day === "" || !/[年月日号天昨今明]/u.test(one.text)) return []
  const times: ToldTime[] = []
  let from = 0
  for (let i = 0; i < MOST_TIMES; i++) {
    // 5月1日前 names no days; that it is said of May is enough here.
    const rest = one.text
      .slice(from)
      .replace(/(?<=[日月底初旬年])[之以]?前/gu, (before) => ",".repeat(before.length))
    const range = timeRange(rest, day, day)
    if (!range) break
    const start = from + rest.indexOf(range.words)
    const end = start + range.words.length
    // 2016年以来 says nothing of a day.
    // Nor does 7月27日电, but of the report.
    if (range.from.slice(0, 4) === range.to.slice(0, 4) && !/^[电讯]/u.test(one.text.slice(end)))
      times.push({ from: range.from, to: range.to, start, end, year: YEAR.test(range.words) })
    from = end
  }
  return times
}

/** Whether two times share a day; where one has no year, in any year. */
function together(a: Days, b: Days, years: boolean): boolean {
  if (years) return a.from <= b.to && b.from <= a.to
  return a.from.slice(5) <= b.to.slice(5) && b.from.slice(5) <= a.to.slice(5)
}

/** A year or half of it, which says nothing of a day or a month. */
function isLong({ from, to }: Days): boolean {
  return addDays(from, LONG_DAYS) <= to
}
