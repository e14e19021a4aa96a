import type { PassageId } from "../corpus.ts"
import type { FollowingIndex } from "./catch-up.ts"

export interface VectorHit {
  readonly id: PassageId
  /** Number of the article in the store. */
  readonly article: number
  /** Cosine of the angle to the query: 1 for the same direction. */
  readonly score: number
}

/** Passages by the nearness of their vectors. Vectors have unit length. */
export interface VectorIndex extends FollowingIndex {
  readonly dimensions: number
  /** Passages that can be found. */
  readonly size: number
  /**
   * The nearest passages, best first; at most `limit`. `accept` is asked by article number. Empty for a query that
   * is not finite; throws a RangeError for one of another length.
   */
  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[]
}
