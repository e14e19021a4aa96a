import type { Pair } from "./align.ts"
import { type DateWords, timeFollows } from "./date-words.ts"
import type { Otherwise } from "./fault.ts"
import { isNominal, type Token } from "./reading.ts"
import { isLastWord } from "./same-marks.ts"

/**
 * Where a date of the sentence follows from none of the quotes', or from that of something else: in the quotes each
 * word belongs to the date before it in its clause, else behind it there, else to the last one of the clauses before.
 */
export function otherwiseDated(
  sentence: readonly Token[],
  pairs: readonly Pair[],
  source: readonly Token[],
  publishedDay: (offset: number) => string | null,
): Otherwise | undefined {
  const dates = source.filter((token) => token.date)
  for (const token of sentence) {
    if (!token.date) continue
    const date = token.date
    const followed = dates.filter(
      (other) => other.date && timeFollows(date, other.date, publishedDay(other.start)),
    )
    // 2022年和2022年 for 2021年和2022年: one date of the quotes for two of the sentence.
    const repeated = sentence.filter((other) => other.date && other.text === token.text)
    if (followed.length < repeated.length) return { fault: "date", detail: token.text }
  }
  for (const pair of pairs) {
    const { said, at } = pair
    const token = source[at]
    if (!token || isTopic(pair, pairs, source)) continue
    const mine = dateOf(said, sentence, opensClause)
    if (!mine?.date || mine.date.vague) continue
    const theirs = dateOf(token, source, () => true)
    // The subject of a clause may be named before any date.
    if (!theirs?.date) {
      if (follows(mine.date, source, token, publishedDay)) continue
      if (isSubject(token, at, source)) continue
      return { fault: "attachment", detail: mine.text }
    }
    if (timeFollows(mine.date, theirs.date, publishedDay(theirs.start))) continue
    if (isSubject(token, at, source) && said.kind !== "figure") continue
    return { fault: "attachment", detail: mine.text }
  }
  return undefined
}

/** Whether a word is of the noun that a clause of the sentence begins with, told of in another clause of the quotes. */
function isTopic({ said, at }: Pair, pairs: readonly Pair[], source: readonly Token[]): boolean {
  const clauses = pairs
    .filter((other) => other.said.clause === said.clause)
    .map((other) => source[other.at]?.clause)
  return clauses[0] !== clauses.at(-1) && source[at]?.clause === clauses[0]
}

/** 去年建成，… said of what stands before the date in the same sentence. */
function follows(
  date: DateWords,
  source: readonly Token[],
  token: Token,
  publishedDay: (offset: number) => string | null,
): boolean {
  return source.some(
    (other) =>
      other.date !== undefined &&
      other.clause === token.clause &&
      timeFollows(date, other.date, publishedDay(other.start)),
  )
}

function isSubject(token: Token, at: number, source: readonly Token[]): boolean {
  return (
    isNominal(token) &&
    !isLastWord(token, at, source) &&
    !source.some(
      (other) => other.clause === token.clause && other.end <= token.start && /^v/u.test(other.tag),
    )
  )
}

function dateOf(
  token: Token,
  tokens: readonly Token[],
  reachesOn: (date: Token, tokens: readonly Token[]) => boolean,
): Token | undefined {
  let before: Token | undefined
  let earlier: Token | undefined
  for (const other of tokens) {
    if (!other.date || other.date.vague || other.sentence !== token.sentence) continue
    if (other.clause === token.clause && other.start < token.start) {
      if (!modifies(other, token, tokens)) before = other
    } else if (other.clause === token.clause && !before) return other
    // 去年9月，…: only a date that opens its clause is one of those behind it, too.
    else if (other.clause < token.clause && reachesOn(other, tokens)) earlier = other
  }
  return before ?? earlier
}

function opensClause(date: Token, tokens: readonly Token[]): boolean {
  return !tokens.some(
    ({ clause, start, end, kind, text }) =>
      clause === date.clause && (end <= date.start ? kind === "word" : start >= date.end && text === "的"),
  )
}

/** 今日开馆的新馆藏书120万册: the date is that of what stands before 的. */
function modifies(date: Token, token: Token, tokens: readonly Token[]): boolean {
  return tokens.some(({ start, end, text }) => start >= date.end && end <= token.start && text === "的")
}
