import type { IndexedPassage, PassageId } from "../corpus.ts"
import { Best } from "../retrieve/best.ts"
import { Growing } from "../retrieve/growing.ts"
import type { VectorHit, VectorIndex } from "../retrieve/vector-index.ts"

/** The arrays of a scan, one entry a row; vectors one after the other. */
export interface ScanRows {
  readonly ids: Uint32Array<ArrayBuffer>
  readonly articles: Uint32Array<ArrayBuffer>
  /** 1 for each row that was removed. */
  readonly dead: Uint8Array<ArrayBuffer>
  readonly vectors: Float32Array<ArrayBuffer>
}

/**
 * Compares the query with every vector: always right, needs no file, and quick enough for tens of thousands of
 * passages. Rows are in the order of ids.
 */
export class ExactScan implements VectorIndex {
  readonly dimensions: number
  readonly #ids: Growing<Uint32Array<ArrayBuffer>>
  readonly #articles: Growing<Uint32Array<ArrayBuffer>>
  readonly #dead: Growing<Uint8Array<ArrayBuffer>>
  #vectors: Float32Array<ArrayBuffer>
  #deadRows: number

  constructor(dimensions: number, rows?: ScanRows) {
    this.dimensions = dimensions
    this.#ids = new Growing(rows?.ids ?? new Uint32Array(0))
    this.#articles = new Growing(rows?.articles ?? new Uint32Array(0))
    this.#dead = new Growing(rows?.dead ?? new Uint8Array(0))
    for (const column of [this.#ids, this.#articles, this.#dead]) column.length = column.values.length
    this.#vectors = rows?.vectors ?? new Float32Array(0)
    this.#deadRows = rows ? rows.dead.reduce((sum, flag) => sum + flag, 0) : 0
  }

  get size(): number {
    return this.rows - this.#deadRows
  }

  /** Rows, those of removed passages included. */
  get rows(): number {
    return this.#ids.length
  }

  get highestId(): PassageId {
    return this.rows === 0 ? 0 : (this.#ids.values[this.rows - 1] as number)
  }

  liveIds(): Uint32Array {
    return this.#ids.toArray().filter((_, row) => !this.isDead(row))
  }

  isDead(row: number): boolean {
    return this.#dead.values[row] === 1
  }

  /** Throws a RangeError where an id does not grow, or a vector has another length or is not finite. */
  add(passages: readonly IndexedPassage[]): void {
    for (const { id, article, vector } of passages) {
      if (id <= this.highestId) throw new RangeError(`passage ${id} comes after passage ${this.highestId}`)
      this.#checkLength(vector)
      if (!vector.every(Number.isFinite)) throw new RangeError(`vector of passage ${id} is not finite`)
      const start = this.rows * this.dimensions
      if (start + this.dimensions > this.#vectors.length) this.#grow()
      this.#vectors.set(vector, start)
      this.#ids.push(id)
      this.#articles.push(article)
      this.#dead.push(0)
    }
  }

  remove(ids: readonly PassageId[]): void {
    this.removeRows(ids)
  }

  /** As `remove`; the rows that died of it. */
  removeRows(ids: readonly PassageId[]): number[] {
    const died: number[] = []
    for (const id of ids) {
      const row = this.#rowOf(id)
      if (row === undefined || this.isDead(row)) continue
      this.#dead.values[row] = 1
      this.#deadRows++
      died.push(row)
    }
    return died
  }

  clear(): void {
    for (const column of [this.#ids, this.#articles, this.#dead]) column.length = 0
    this.#deadRows = 0
    this.#vectors = new Float32Array(0)
  }

  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[] {
    const best = new Best(limit)
    this.scan(query, best, 0, accept)
    return best.entries().map(({ key, score }) => this.hit(key, score))
  }

  /** Offers all rows from `firstRow` on, under their row as key. */
  scan(query: Float32Array, best: Best, firstRow: number, accept?: (article: number) => boolean): void {
    this.#checkLength(query)
    const { dimensions } = this
    const vectors = this.#vectors
    for (let row = firstRow; row < this.rows; row++) {
      if (this.isDead(row) || (accept && !accept(this.#articles.values[row] as number))) continue
      let sum = 0
      for (let i = 0, at = row * dimensions; i < dimensions; i++, at++) {
        sum += (query[i] as number) * (vectors[at] as number)
      }
      best.offer(row, sum)
    }
  }

  hit(row: number, score: number): VectorHit {
    return { id: this.#ids.values[row] as number, article: this.#articles.values[row] as number, score }
  }

  vector(row: number): Float32Array {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions)
  }

  /** The rows as they are; good until the next change. */
  toRows(): ScanRows {
    return {
      ids: this.#ids.toArray(),
      articles: this.#articles.toArray(),
      dead: this.#dead.toArray(),
      vectors: this.#vectors.subarray(0, this.rows * this.dimensions),
    }
  }

  /** A scan of the rows that live. */
  withoutDead(): ExactScan {
    const kept = new ExactScan(this.dimensions)
    kept.#vectors = new Float32Array(this.size * this.dimensions)
    for (let row = 0; row < this.rows; row++) {
      if (this.isDead(row)) continue
      kept.#vectors.set(this.vector(row), kept.rows * this.dimensions)
      kept.#ids.push(this.#ids.values[row] as number)
      kept.#articles.push(this.#articles.values[row] as number)
      kept.#dead.push(0)
    }
    return kept
  }

  #rowOf(id: PassageId): number | undefined {
    let low = 0
    let high = this.rows
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#ids.values[middle] as number) < id) low = middle + 1
      else high = middle
    }
    return low < this.rows && this.#ids.values[low] === id ? low : undefined
  }

  #checkLength(vector: Float32Array): void {
    if (vector.length === this.dimensions) return
    throw new RangeError(`a vector of ${vector.length} numbers among vectors of ${this.dimensions}`)
  }

  #grow(): void {
    const grown = new Float32Array(Math.max(this.#vectors.length * 2, this.dimensions * 64))
    grown.set(this.#vectors)
    this.#vectors = grown
  }
}
