import { goesBeyond, type Question } from "../retrieve/question.ts"
import { dayIn } from "../text/dates.ts"
import type { Answer } from "./answer.ts"

/** As of when an answer is, and how fresh the archive is. Days are YYYY-MM-DD. */
export interface Freshness {
  /** The newest day of the cited articles; null where none is cited, or none has a date. */
  readonly asOf: string | null
  /** Cited articles without a date. */
  readonly undated: number
  /** The newest day of the archive; null where no article has a date. */
  readonly archiveEnds: string | null
  /** The question asks for days after the end of the archive. */
  readonly beyond: boolean
  /** Days since `asOf`, where the question asks for the newest and that is old; else null. */
  readonly oldDays: number | null
}

/** What is older is no news any more; see `Wish.newest`. */
const OLD_DAYS = 30

export function freshness(question: Question, answer: Answer): Freshness {
  const cited = new Map(
    ("claims" in answer ? answer.claims : [])
      .flatMap(({ citations }) => citations)
      .map(({ articleId, publishedAt }) => [articleId, publishedAt?.slice(0, "YYYY-MM-DD".length)]),
  )
  const days = [...cited.values()].filter((day) => day !== undefined)
  const asOf = days.sort().at(-1) ?? null
  const today = dayIn(question.now, question.timeZone)
  const age = asOf === null ? 0 : (Date.parse(today) - Date.parse(asOf)) / 86_400_000
  return {
    asOf,
    undated: cited.size - days.length,
    archiveEnds: question.newestDay,
    beyond: goesBeyond(question),
    oldDays: question.wish.newest && age > OLD_DAYS ? age : null,
  }
}
