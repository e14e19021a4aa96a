import type { Claim } from "../corpus.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { coverage, saidIn } from "./coverage.ts"
import { readFocus } from "./question-focus.ts"

/**
 * From 0 to 1: how sure it is that the archive answers the question, by the share of the question, weighted by
 * inverse document frequency, that the article of the first claim says in the passages that were found.
 */
export type Confidence = (
  question: Question,
  found: readonly RankedArticle[],
  claims: readonly Claim[],
) => number

/** Chosen with `newsroom eval` (test/eval/RESULTS.md): higher refuses more, of what can be answered too. */
export const REFUSAL_THRESHOLD = 0.55

/** `weight`: inverse document frequency of a search term in the archive, above 0. */
export function createConfidence(weight: (term: string) => number): Confidence {
  return (question, found, claims) => {
    const cited = claims[0]?.citations[0]?.articleId
    const passages = found.find(({ articleId }) => articleId === cited)?.passages ?? []
    const texts = passages.map((passage) => saidIn(passage))
    return coverage([passages[0]?.title ?? "", ...texts].join("\n"), readFocus(question, weight).words)
  }
}
