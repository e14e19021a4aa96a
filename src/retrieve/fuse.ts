import type { PassageId } from "../corpus.ts"
import type { LexicalHit } from "./lexical-leg.ts"
import type { VectorHit } from "./vector-index.ts"

/** How much the rank in each leg counts. With 0 for the vectors nothing is embedded. */
export interface FusionWeights {
  readonly lexical: number
  readonly vector: number
}

export interface FusedArticle {
  readonly article: number
  score: number
  readonly passages: Map<PassageId, number>
}

/** The constant of reciprocal rank fusion: the first ranks differ little, so that both legs have a say. */
const RANK_CONSTANT = 60

/**
 * Articles by reciprocal rank fusion, best first: the sum over the legs of weight / (60 + rank) (Cormack, Clarke and
 * Büttcher 2009, eq. 1); within each, passages fused in the same way. Hits best first.
 */
export function fuse(
  found: readonly Pick<LexicalHit, "article" | "passages">[],
  near: readonly VectorHit[],
  weights: FusionWeights,
): FusedArticle[] {
  const nearby = new Map<number, VectorHit[]>()
  for (const hit of near) nearby.set(hit.article, [...(nearby.get(hit.article) ?? []), hit])
  const fused = new Map<number, FusedArticle>()
  const add = (
    weight: number,
    hits: Iterable<readonly [article: number, passages: readonly { readonly id: PassageId }[]]>,
  ) => {
    let rank = 0
    for (const [article, passages] of hits) {
      const target = fused.get(article) ?? { article, score: 0, passages: new Map() }
      fused.set(article, target)
      target.score += weight / (RANK_CONSTANT + ++rank)
      passages.forEach(({ id }, i) => {
        const known = target.passages.get(id) ?? 0
        target.passages.set(id, known + weight / (RANK_CONSTANT + i + 1))
      })
    }
  }
  add(
    weights.lexical,
    found.map(({ article, passages }) => [article, passages]),
  )
  add(weights.vector, nearby)
  return [...fused.values()].sort((a, b) => b.score - a.score)
}
