import type { PassageId } from "../corpus.ts"
import { normalTerms } from "../text/normal-terms.ts"
import { type RelevanceModel, relevanceModel, saysOf } from "./feedback.ts"
import { bestWindow, countTerms, findMatches, longestRun } from "./matches.ts"

/** A question as texts are compared with it. All texts are folded and Simplified. */
export interface RerankQuery {
  readonly text: string
  /** Terms of the search, each once; none in normal form. */
  readonly terms: readonly string[]
  /** Its amounts and days in normal form. */
  readonly normal: readonly string[]
  /** Those of the terms that are whole words of the question. */
  readonly words: ReadonlySet<string>
  /** Whether a text has something of the kind that is asked for; undefined where any text may have it. */
  readonly answers: ((text: string) => boolean) | undefined
  /** Inverse document frequency, above 0. */
  readonly idf: (term: string) => number
}

/** An article that the search found. */
export interface Candidate {
  /** Share of the best score that the query could have. */
  readonly lexical: number
  /** Title, abstract and text. */
  readonly text: string
  /** Weighed by the caller: how recent it is where that is asked for, whether it is of the place that is named. */
  readonly preference: number
}

/** What an article is ranked by; each from 0 to about 1. */
export interface Features {
  /** Score of the search. */
  readonly search: number
  /** The question's words, amounts and days that occur, by weight. */
  readonly coverage: number
  /** Its terms that stand within a hundred characters, by weight. */
  readonly proximity: number
  /** Longest piece of the question that stands there as it is, against the question's length. */
  readonly run: number
  /** Something of the kind that is asked for near the question's words; a half where anything would do. */
  readonly answer: number
  /** BM25 of the same, without pairs of characters. */
  readonly words: number
  /** Logarithm of the length: what the search takes off long articles is too much. */
  readonly length: number
  /** What the best articles say beside the question's words: articles of one matter agree. */
  readonly feedback: number
}

/**
 * Learned on four measuring sets together by the softmax of the right article's score (ListNet's top-one loss, Cao et
 * al. 2007), scaled so that the search weighs 1: see test/eval/RESULTS.md.
 */
const WEIGHTS: Readonly<Record<keyof Features, number>> = {
  search: 1,
  coverage: 0.42,
  proximity: 0.78,
  run: 0.6,
  answer: 0.28,
  words: 1.65,
  length: 0.66,
  feedback: 0.7,
}

export interface Reranked {
  /** Place among the candidates. */
  readonly index: number
  readonly score: number
  readonly features: Features
}

/** Window of proximity, and the one around whose beginning an answer is looked for. Characters. */
const NEAR = 100
const NEAREST = 40
const AROUND_ANSWER = [-40, 100] as const
/** Of an article, what the relevance model reads. */
const AROUND_FEEDBACK = [-50, 150] as const
const SHORTEST_QUESTION = 4
/** The logarithm of a length of 3,000 characters. */
const LONG = 8
const K1 = 1.2
const B = 0.75

/** Ranks articles by their texts, best first. `candidates` in the order of the search. */
export function rerank(query: RerankQuery, candidates: readonly Candidate[]): Reranked[] {
  const read = readQuery(query)
  const matched = candidates.map((candidate) => readCandidate(read, candidate))
  const averageLength =
    candidates.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, candidates.length)
  const model = relevanceModel(
    matched.map(({ near }, i) => ({ text: near, score: (candidates[i] as Candidate).lexical })),
    new Set(query.terms),
    query.idf,
  )
  return candidates
    .map((candidate, index) => {
      const own = matched[index] as MatchedCandidate
      const features = featuresOf(read, candidate, own, { model, index, averageLength })
      return { index, score: rounded(weigh(features) + candidate.preference), features }
    })
    .sort((a, b) => b.score - a.score || a.index - b.index)
}

/** Passages that share a term with the question, best first: BM25, lengths in characters, as a share of the best score. */
export function rankPassages(
  query: RerankQuery,
  passages: readonly { readonly id: PassageId; readonly text: string }[],
): { id: PassageId; score: number }[] {
  const { weights, total } = readQuery(query)
  const average = passages.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, passages.length)
  return passages
    .map(({ id, text }) => {
      const counts = countTerms(findMatches(text, query.terms), query.terms.length)
      const saturation = K1 * (1 - B + (B * text.length) / Math.max(1, average))
      let score = 0
      weights.forEach((weight, term) => {
        const count = counts[term] as number
        score += (weight * count) / (count + saturation)
      })
      return { id, score: score / total }
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.id - b.id)
}

/** Sums in another order differ in their last bits: equal candidates stay in the order of the search. */
function rounded(score: number): number {
  return Math.round(score * 1e12) / 1e12
}

/** What each feature adds to the score. */
export function weighedFeatures(features: Features): { name: string; score: number }[] {
  return (Object.keys(WEIGHTS) as (keyof Features)[]).map((name) => ({
    name,
    score: WEIGHTS[name] * features[name],
  }))
}

function weigh(features: Features): number {
  return weighedFeatures(features).reduce((sum, { score }) => sum + score, 0)
}

interface ReadQuery extends RerankQuery {
  /** Weight of each term. */
  readonly weights: Float64Array
  readonly total: number
  /** The same of words alone, 0 for the other terms, and then of the normal forms. */
  readonly wordWeights: Float64Array
  readonly wordTotal: number
}

function readQuery(query: RerankQuery): ReadQuery {
  const weights = Float64Array.from(query.terms, (term) => query.idf(term))
  const words = query.terms.map((term) => (query.words.has(term) ? query.idf(term) : 0))
  const wordWeights = Float64Array.from([...words, ...query.normal.map(query.idf)])
  return { ...query, weights, total: sumOf(weights), wordWeights, wordTotal: sumOf(wordWeights) }
}

function sumOf(weights: Float64Array): number {
  return weights.reduce((sum, weight) => sum + weight, 0) || 1
}

interface MatchedCandidate {
  /** How often each term occurs, and then each normal form. */
  readonly counts: readonly number[]
  readonly proximity: number
  readonly answer: number
  /** The text around the words of the question. */
  readonly near: string
}

function readCandidate(query: ReadQuery, { text }: Candidate): MatchedCandidate {
  const matches = findMatches(text, query.terms)
  const near = bestWindow(matches, query.weights, NEAR)
  const nearest = bestWindow(matches, query.weights, NEAREST)
  const answer = query.answers ? Number(query.answers(around(text, nearest.start, AROUND_ANSWER))) : 0.5
  const normal = query.normal.length > 0 ? normalTerms(text) : []
  return {
    counts: [
      ...countTerms(matches, query.terms.length),
      ...query.normal.map((wanted) => normal.filter((term) => term === wanted).length),
    ],
    proximity: near.weight / query.total,
    answer,
    near: around(text, near.start, AROUND_FEEDBACK),
  }
}

function around(text: string, at: number, [before, after]: readonly [number, number]): string {
  return text.slice(Math.max(0, at + before), at + after)
}

function featuresOf(
  query: ReadQuery,
  { lexical, text }: Candidate,
  { counts, proximity, answer }: MatchedCandidate,
  found: { readonly model: RelevanceModel; readonly index: number; readonly averageLength: number },
): Features {
  const saturation = K1 * (1 - B + (B * text.length) / found.averageLength)
  let covered = 0
  let words = 0
  query.wordWeights.forEach((weight, term) => {
    const count = counts[term] as number
    if (count === 0) return
    covered += weight
    words += (weight * count) / (count + saturation)
  })
  return {
    search: lexical,
    coverage: covered / query.wordTotal,
    proximity,
    run: longestRun(query.text, text) / Math.max(SHORTEST_QUESTION, query.text.length),
    answer,
    words: words / query.wordTotal,
    length: Math.log(text.length + 1) / LONG,
    feedback: saysOf(found.model, text, found.index),
  }
}
