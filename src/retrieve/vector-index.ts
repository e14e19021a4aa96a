import type { IndexedPassage, PassageId } from "../corpus.ts"
import type { FollowingIndex } from "./catch-up.ts"

export interface VectorHit {
  readonly id: PassageId
  /** Number of the article in the store. */
  readonly article: number
  /** Cosine of the angle to the query: 1 for the same direction. */
  readonly score: number
}

/** Passages by the nearness of their vectors. Vectors have unit length. */
export interface VectorIndex extends Omit<FollowingIndex, "add"> {
  add(passages: readonly IndexedPassage[]): void
  readonly dimensions: number
  /** Passages that can be found. */
  readonly size: number
  /**
   * The nearest passages, best first; at most `limit`. `accept` is asked by article number. Empty for a query that
   * is not finite; throws a RangeError for one of another length.
   */
  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[]
}

/** Follows the store as an index of articles does. A passage without a vector is left out. */
export function followingByPassages(index: VectorIndex): FollowingIndex {
  return {
    get highestId() {
      return index.highestId
    },
    liveIds: () => index.liveIds(),
    clear: () => index.clear(),
    remove: (ids) => index.remove(ids),
    add: (articles) =>
      index.add(articles.flatMap(({ passages }) => passages).filter(({ vector }) => vector.length > 0)),
  }
}
