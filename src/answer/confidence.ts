import type { Claim } from "../corpus.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { readSupport, type Support } from "./support.ts"

/**
 * From 0 to 1: the probability that the archive answers the question, taken that it answers half of what is asked. By
 * the article of the first claim; 0 without claims.
 */
export type Confidence = (
  question: Question,
  found: readonly RankedArticle[],
  claims: readonly Claim[],
) => number

/**
 * Learned by logistic regression on questions asked with their gold articles and without them, answerable and
 * unanswerable ones of a set at the same weight: quest, title, rgb, cmrc, drcd, the project's own set and cdqa, at a
 * third of their weight keywords and typos of the first three. L2 penalty 3 on standardised values. A support of
 * which the sign changed with the set (how many articles say the same, by how much the first is ahead of the next) is
 * not among them. See test/eval/RESULTS.md.
 */
const WEIGHTS: Readonly<Record<keyof Support, number>> = {
  passage: 1.54,
  sentence: 0.99,
  title: 1.05,
  subject: 1.5,
  missing: 1.01,
  unlike: -1.11,
  unmatched: -0.21,
  nouns: -0.1,
  names: -1.13,
  figures: -1.82,
  latin: -1.12,
  otherKind: -0.71,
  category: 0.22,
}
const CONSTANT = -5.95

/** `weight`: inverse document frequency of a search term in the archive, above 0. */
export function createConfidence(weight: (term: string) => number): Confidence {
  return (question, found, claims) => {
    const support = readSupport(question, found, claims, weight)
    return support ? logistic(logit(support)) : 0
  }
}

function logit(support: Support): number {
  return (Object.keys(WEIGHTS) as (keyof Support)[]).reduce(
    (sum, name) => sum + WEIGHTS[name] * support[name],
    CONSTANT,
  )
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value))
}
