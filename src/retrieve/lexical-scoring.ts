import type { PassageId } from "../corpus.ts"
import { Best } from "./best.ts"
import { endOf, type LexicalPart, type Saturation } from "./lexical-part.ts"

export interface ArticleHit {
  /** Number of the article in the store. */
  readonly article: number
  readonly score: number
  /** The article's best passages that share a term with the query, best first. */
  readonly passages: readonly { readonly id: PassageId; readonly score: number }[]
}

export interface WeighedTerm {
  readonly term: string
  readonly article: Saturation
  readonly passage: Saturation
}

/** A term by its ordinal in one part. */
export interface ResolvedTerm {
  readonly ordinal: number
  readonly article: Saturation
  readonly passage: Saturation
}

export const PASSAGES_PER_HIT = 12

/** One array of sums for all searches, which never overlap: they do not wait for anything. */
let sums = new Float64Array(1024)

/** The terms of a query that the part has. */
export function resolve(part: LexicalPart, query: readonly WeighedTerm[]): ResolvedTerm[] {
  return query.flatMap(({ term, article, passage }) => {
    const ordinal = part.find(term)
    return ordinal < 0 ? [] : [{ ordinal, article, passage }]
  })
}

/** Scores all runs of the part, term at a time, and offers them under the keys `base + run`. */
export function offerRuns(
  part: LexicalPart,
  query: readonly ResolvedTerm[],
  base: number,
  best: Best,
  accept: ((article: number) => boolean) | undefined,
): void {
  if (query.length === 0) return
  const { runs, dead, numbers } = part
  if (sums.length < runs) sums = new Float64Array(runs * 2)
  sums.fill(0, 0, runs)
  for (const { ordinal, article } of query) part.scoreRuns(ordinal, article, sums)
  let floor = Math.max(0, best.floor)
  for (let run = 0; run < runs; run++) {
    const score = sums[run] as number
    if (score <= floor || dead[run] === 1) continue
    if (accept && !accept(numbers[run] as number)) continue
    best.offer(base + run, score)
    floor = Math.max(0, best.floor)
  }
}

export function bestPassages(
  part: LexicalPart,
  run: number,
  query: readonly ResolvedTerm[],
): ArticleHit["passages"] {
  const first = part.firsts[run] as number
  const end = endOf(part, run)
  const scores = new Float64Array(end - first)
  for (const { ordinal, passage } of query) part.scorePassages(ordinal, passage, first, end, scores)
  const best = new Best(PASSAGES_PER_HIT)
  for (let i = 0; i < scores.length; i++) {
    if ((scores[i] as number) > 0) best.offer(i, scores[i] as number)
  }
  return best.entries().map(({ key, score }) => ({ id: part.ids[first + key] as number, score }))
}
