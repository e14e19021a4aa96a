import { addDays, type Days } from "./dates.ts"
import { QUESTION_RULES, type QuestionClock, questionClock } from "./question-time-rules.ts"
import { fold } from "./scripts.ts"
import { withoutGaps } from "./time-text.ts"

/** The days that words name, both included. */
export interface NamedRange extends Days {
  /** As they stand in the text. */
  readonly words: string
  /** Those of the words that depend on today (昨天, 去年): what a text prints by them is another day. */
  readonly relativeWords: string
  /**
   * `relative`: named by today alone. `written`: a text prints the same words (8月5日, 2013年, 国庆节), so the range may
   * be what it tells of, and not when it was printed.
   */
  readonly kind: "relative" | "written"
}

interface Found extends Days {
  readonly start: number
  readonly end: number
  readonly relative: string
}

/** More is not looked at. */
const MOST = 500
const WHOLE_DAY = /\d[日号]|[一二三四五六七八九十][日号]|\d[-/.]\d/u
const TO = /^(?:到|至|[-~—–－～]{1,2})/u
const UNTIL_NOW = /^(?:以来|至今|到现在|到目前)/u
const SINCE = /^(?:以后|之后)/u
const BEFORE = /^(?:以前|之前|前(?![\p{Script=Han}]?[天日年季]))/u

/**
 * The days that a question names: the leftmost words that do, and of these the longest. `today` is YYYY-MM-DD in the
 * newspaper's zone; what has no year is the latest that begins neither after today nor after `newestDay`. Words in 《》
 * name a work. Impossible dates give nothing, nor does a time before a day.
 */
export function timeRange(text: string, today: string, newestDay?: string | null): NamedRange | undefined {
  const { compact, at } = withoutGaps(text.slice(0, MOST))
  const clock = questionClock(today, newestDay && newestDay < today ? newestDay : today)
  const begin = leftmost(compact, clock)
  if (!begin) return undefined
  const found = extended(compact, begin, clock)
  if (!found || found.from > found.to) return undefined
  const slice = (start: number, end: number) => text.slice(at[start], (at[end - 1] ?? 0) + 1)
  const words = slice(found.start, found.end)
  const relativeStart = compact.indexOf(found.relative, found.start)
  const relativeWords = found.relative && slice(relativeStart, relativeStart + found.relative.length)
  const kind = found.relative === "" || WHOLE_DAY.test(fold(words)) ? "written" : "relative"
  return { from: found.from, to: found.to, words, relativeWords, kind }
}

function leftmost(text: string, clock: QuestionClock, onlyAt?: number): Found | undefined {
  let best: Found | undefined
  for (const { pattern, read, relative } of QUESTION_RULES) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index
      if (best && start > best.start) break
      if (onlyAt !== undefined && start !== onlyAt) continue
      const groups = match.groups ?? {}
      const days = read(groups, clock)
      if (!days) continue
      const end = start + match[0].length
      const mine =
        relative && !/\d/u.test(match[0]) ? match[0] : (groups.ry ?? groups.rm ?? (relative ? match[0] : ""))
      if (!best || start < best.start || end > best.end) best = { ...days, start, end, relative: mine }
      break
    }
  }
  return best
}

/** With what stands behind it: another end (到11月), or until now (以来); undefined for what lies before it. */
function extended(text: string, begin: Found, clock: QuestionClock): Found | undefined {
  const rest = text.slice(begin.end)
  const until = UNTIL_NOW.exec(rest) ?? SINCE.exec(rest)
  if (until) {
    const from = SINCE.test(rest) ? addDays(begin.to, 1) : begin.from
    return { ...begin, from, to: clock.today, end: begin.end + until[0].length }
  }
  if (BEFORE.test(rest)) return undefined
  const to = TO.exec(rest)
  const next =
    to && leftmost(text, questionClock(clock.today, clock.newest, begin.from), begin.end + to[0].length)
  if (!next || next.to < begin.from) return begin
  return { ...begin, to: next.to, end: next.end }
}
