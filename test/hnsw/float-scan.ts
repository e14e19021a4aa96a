import type { IndexedPassage, PassageId } from "../../src/corpus.ts"
import type { VectorHit, VectorIndex } from "../../src/retrieve/vector-index.ts"

/** Compares with every vector in full and sorts: what the other indexes are measured by. */
export class FloatScan implements VectorIndex {
  readonly dimensions: number
  highestId: PassageId = 0
  #passages: IndexedPassage[] = []

  constructor(dimensions: number) {
    this.dimensions = dimensions
  }

  get size(): number {
    return this.#passages.length
  }

  liveIds(): Uint32Array {
    return Uint32Array.from(this.#passages, ({ id }) => id)
  }

  add(passages: readonly IndexedPassage[]): void {
    for (const passage of passages) {
      const { id, vector } = passage
      if (id <= this.highestId) throw new RangeError(`passage ${id} comes after passage ${this.highestId}`)
      if (vector.length !== this.dimensions || !vector.every(Number.isFinite))
        throw new RangeError("no vector")
      this.highestId = id
      this.#passages.push(passage)
    }
  }

  remove(ids: readonly PassageId[]): void {
    const gone = new Set(ids)
    this.#passages = this.#passages.filter(({ id }) => !gone.has(id))
  }

  clear(): void {
    this.highestId = 0
    this.#passages = []
  }

  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[] {
    if (query.length !== this.dimensions) throw new RangeError("no vector")
    if (!query.every(Number.isFinite)) return []
    return this.#passages
      .filter(({ article }) => accept?.(article) ?? true)
      .map(({ id, article, vector }) => ({ id, article, score: product(query, vector) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
  }
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}
