import type { Span } from "../text/sentences.ts"
import { beginsWithNoun } from "../text/words.ts"

/** A sentence longer than this, in characters, is quoted by the clause that answers, where that can stand alone. */
const LONG_SENTENCE = 120
/** 本报讯（记者某某）, 某社某地7月28日电: how an agency begins. What is said according to somebody stays. */
const STAMP =
  /^(?!据).{0,40}?(?:\d{1,2}日[电讯](?!话|[动力影视梯器商站网讯])|本[报网台]讯|[网社报]讯|(?:记者|通讯员)[\s　]*\p{Script=Han}{1,3}[\s　]?\p{Script=Han}{0,2}[\s　]*摄)[\s　]*(?:[（(][^（）()]{1,40}[）)])?[\s　]*/u
const SHORTEST_REST = 12
/** Somebody speaks, a condition is set, or a colon begins what is said of all clauses after it. */
const GOVERNS =
  /(?:说|称|表示|指出|介绍|强调|要求|认为|透露|宣布|提出|规定|明确|否认|获悉)(?:[，,：:“]|$)|[：:]|(?:^|，)(?:如果?|若|除非|只有|只要|一旦|凡|倘若|假如|未经)|情况下|(?:者|的)，$/u
/** What takes back or narrows what was said before. */
const NARROWS = /^(?:但|不过|然而|可是|却|除|否则|不|未|没有|并非|仅|只|而|其中|前提|同时不)/u

/**
 * The part of a sentence that is quoted: without the stamp of a news agency before it; of a long one, the clause between
 * semicolons that `value` puts first, where no speaker, condition, subject or restriction is lost by that.
 */
export function quotable(text: string, { start, end }: Span, value: (clause: string) => number): Span {
  const whole = text.slice(start, end)
  const stamp = STAMP.exec(whole)?.[0].length ?? 0
  const span = whole.length - stamp >= SHORTEST_REST ? { start: start + stamp, end } : { start, end }
  if (span.end - span.start <= LONG_SENTENCE) return span
  const clauses = clausesOf(text, span)
  if (clauses.length < 2) return span
  const values = clauses.map((clause) => value(text.slice(clause.start, clause.end)))
  const best = values.indexOf(Math.max(...values))
  const clause = clauses[best] as Span
  const next = clauses[best + 1]
  if (next && NARROWS.test(text.slice(next.start, next.end).trimStart())) return span
  if (best === 0) return clause
  const before = text.slice(span.start, clause.start)
  const own = text.slice(clause.start, clause.end)
  const alone = !GOVERNS.test(before) && !NARROWS.test(own) && beginsWithNoun(own)
  if (alone) return clause
  return clause.end - span.start <= LONG_SENTENCE ? { start: span.start, end: clause.end } : span
}

/** Between semicolons outside quotation marks, without them. */
function clausesOf(text: string, { start, end }: Span): Span[] {
  const clauses: Span[] = []
  let from = start
  let depth = 0
  for (let i = start; i < end; i++) {
    const char = text[i] as string
    if ("“「『（(《".includes(char)) depth++
    else if ("”」』）)》".includes(char)) depth = Math.max(0, depth - 1)
    if (depth > 0 || (char !== "；" && char !== ";")) continue
    clauses.push({ start: from, end: i })
    from = i + 1
  }
  if (from < end) clauses.push({ start: from, end })
  return clauses
}
