import type { IndexedPassage, PassageId } from "../corpus.ts"
import { Best } from "../retrieve/best.ts"
import { Growing } from "../retrieve/growing.ts"
import type { VectorHit, VectorIndex } from "../retrieve/vector-index.ts"
import { Int8Codes, largestMagnitude } from "./int8-codes.ts"

/** The arrays of a scan, one entry a row; vectors one after the other, in memory that other threads may read. */
export interface ScanRows {
  readonly ids: Uint32Array<ArrayBuffer>
  readonly articles: Uint32Array<ArrayBuffer>
  /** 1 for each row that was removed. */
  readonly dead: Uint8Array<ArrayBuffer>
  readonly vectors: Float32Array<SharedArrayBuffer>
}

interface Candidate {
  readonly row: number
  /** The score is no higher. */
  readonly most: number
}

/**
 * Compares the query with every vector: needs no file and no building. Products of int8 codes, each with a bound of
 * its error, rule out nearly all rows; those that may be among the nearest are compared in full. So the result is
 * that of comparing all in full, ties included. Rows are in the order of ids.
 */
export class ExactScan implements VectorIndex {
  readonly dimensions: number
  readonly #ids: Growing<Uint32Array<ArrayBuffer>>
  readonly #articles: Growing<Uint32Array<ArrayBuffer>>
  readonly #dead: Growing<Uint8Array<ArrayBuffer>>
  readonly #codes: Int8Codes
  #vectors: Float32Array<SharedArrayBuffer>
  #deadRows = 0
  #revision = 0

  constructor(dimensions: number, rows?: ScanRows) {
    this.dimensions = dimensions
    this.#ids = new Growing(rows?.ids ?? new Uint32Array(0))
    this.#articles = new Growing(rows?.articles ?? new Uint32Array(0))
    this.#dead = new Growing(rows?.dead ?? new Uint8Array(0))
    for (const column of [this.#ids, this.#articles, this.#dead]) column.length = column.values.length
    this.#vectors = rows?.vectors ?? sharedVectors(0)
    this.#codes = new Int8Codes(dimensions)
    for (let row = 0; row < this.rows; row++) {
      this.#codes.push(this.vector(row))
      if (this.isDead(row)) this.#deadRows++
    }
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

  /** Another number after each change. */
  get revision(): number {
    return this.#revision
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
      if (!Number.isFinite(largestMagnitude(vector)))
        throw new RangeError(`vector of passage ${id} is not finite`)
      const start = this.rows * this.dimensions
      if (start + this.dimensions > this.#vectors.length) this.#grow()
      this.#vectors.set(vector, start)
      this.#codes.push(vector)
      this.#ids.push(id)
      this.#articles.push(article)
      this.#dead.push(0)
      this.#revision++
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
      this.#revision++
      died.push(row)
    }
    return died
  }

  clear(): void {
    this.#truncate(0)
    this.#deadRows = 0
    this.#vectors = sharedVectors(0)
    this.#revision++
  }

  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[] {
    return this.nearest(query, limit, 0, accept).map(({ key, score }) => this.hit(key, score))
  }

  /** The nearest rows from `firstRow` on, under their row as key. */
  nearest(query: Float32Array, limit: number, firstRow: number, accept?: (article: number) => boolean) {
    this.#checkLength(query)
    const best = new Best(limit)
    if (limit < 1 || !query.every(Number.isFinite)) return best.entries()
    const { candidates, least } = this.#candidates(query, limit, firstRow, accept)
    for (const { row, most } of candidates) if (most >= least) best.offer(row, this.#score(query, row))
    return best.entries()
  }

  hit(row: number, score: number): VectorHit {
    return { id: this.#ids.values[row] as number, article: this.#articles.values[row] as number, score }
  }

  vector(row: number): Float32Array<SharedArrayBuffer> {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions)
  }

  /** The rows as they are; what is removed or added later is not seen, but `drop` moves the vectors. */
  toRows(): ScanRows {
    return {
      ids: this.#ids.toArray(),
      articles: this.#articles.toArray(),
      dead: this.#dead.toArray(),
      vectors: this.#vectors.subarray(0, this.rows * this.dimensions),
    }
  }

  /** Takes out the rows that have a 1 in `dropped`, all of them dead; the others close up. */
  drop(dropped: Uint8Array): void {
    if (!dropped.includes(1)) return
    const { dimensions } = this
    let to = 0
    for (let row = 0; row < this.rows; row++) {
      if (dropped[row] === 1) {
        this.#deadRows--
        continue
      }
      if (to < row) {
        this.#vectors.copyWithin(to * dimensions, row * dimensions, (row + 1) * dimensions)
        this.#codes.move(row, to)
        for (const { values } of [this.#ids, this.#articles, this.#dead]) values[to] = values[row] as number
      }
      to++
    }
    this.#truncate(to)
    this.#revision++
  }

  /** All that may be among the nearest, in the order of rows, and the least score that the last of the nearest has. */
  #candidates(
    query: Float32Array,
    limit: number,
    firstRow: number,
    accept?: (article: number) => boolean,
  ): { readonly candidates: Candidate[]; readonly least: number } {
    const { scale, norm, slack } = this.#codes.prepare(query)
    const scales = this.#codes.scales.values
    const errors = this.#codes.errors.values
    const dead = this.#dead.values
    const atLeast = new Best(limit)
    const candidates: Candidate[] = []
    for (const [first, end] of this.#runs(firstRow, accept)) {
      const dots = this.#codes.dots(first, end)
      let { floor } = atLeast
      for (let row = first; row < end; row++) {
        const estimate = (dots[row - first] as number) * (scales[row] as number) * scale
        const error = norm * (errors[row] as number) + slack
        if (estimate + error < floor || dead[row] === 1) continue
        candidates.push({ row, most: estimate + error })
        atLeast.offer(row, estimate - error)
        floor = atLeast.floor
      }
    }
    return { candidates, least: atLeast.floor }
  }

  /** From and to: rows one after the other whose articles are accepted. */
  *#runs(firstRow: number, accept?: (article: number) => boolean): Iterable<[first: number, end: number]> {
    const articles = this.#articles.values
    let asked: number | undefined
    let accepted = true
    for (let first = firstRow; first < this.rows; ) {
      const most = Math.min(this.rows, first + Int8Codes.BLOCK)
      let end = accept ? first : most
      while (accept && end < most) {
        if (articles[end] !== asked) {
          asked = articles[end] as number
          accepted = accept(asked)
        }
        if (!accepted) break
        end++
      }
      if (end > first) yield [first, end]
      first = Math.max(end, first + 1)
    }
  }

  #score(query: Float32Array, row: number): number {
    let sum = 0
    for (let i = 0, at = row * this.dimensions; i < query.length; i++, at++) {
      sum += (query[i] as number) * (this.#vectors[at] as number)
    }
    return sum
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

  #truncate(rows: number): void {
    for (const column of [this.#ids, this.#articles, this.#dead]) column.length = rows
    this.#codes.truncate(rows)
  }

  #grow(): void {
    const grown = sharedVectors(Math.max(this.#vectors.length * 2, this.dimensions * 64))
    grown.set(this.#vectors)
    this.#vectors = grown
  }
}

/** Room for so many numbers. */
export function sharedVectors(numbers: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(numbers * Float32Array.BYTES_PER_ELEMENT))
}
