import { BLOCK } from "./bit-packing.ts"
import type { PostingCursor } from "./posting-cursor.ts"
import {
  blocksOf,
  compareUnits,
  keyOf,
  MAX_TERM,
  readRows,
  readTail,
  type Segment,
  type TermEntry,
  TermReader,
} from "./segment.ts"
import type { PostingList, SearchedSegment } from "./top-k.ts"

/** Terms whose dead rows are counted only once. */
const MOST_KNOWN = 20_000
/** To see whether one row has a term takes about as long as to decode so many of its rows. */
const LOOKUP_COST = 256

const rows = new Uint32Array(BLOCK)
const counts = new Uint32Array(BLOCK)
const units = new Uint16Array(MAX_TERM)

/** A segment and which of its rows have died since it was written. */
export class FrozenSegment implements SearchedSegment {
  readonly data: Segment
  readonly dead: Uint8Array<ArrayBuffer>
  /** Dead rows in the order of their death. */
  readonly #deaths: number[] = []
  /** For a term, how many of the first so many deaths were of rows that have it. */
  readonly #known = new Map<string, { readonly deaths: number; readonly having: number }>()
  readonly #reader: TermReader

  constructor(data: Segment, dead = new Uint8Array(data.numbers.length)) {
    this.data = data
    this.dead = dead
    this.#reader = new TermReader(data)
    for (let row = dead.indexOf(1); row >= 0; row = dead.indexOf(1, row + 1)) this.#deaths.push(row)
  }

  get rows(): number {
    return this.data.numbers.length
  }
  get numbers(): Uint32Array {
    return this.data.numbers
  }
  get lengths(): Uint16Array {
    return this.data.lengths
  }
  get deadRows(): number {
    return this.#deaths.length
  }
  get deaths(): readonly number[] {
    return this.#deaths
  }
  /** About as much as there is to do in merging it. */
  get postingBytes(): number {
    return this.data.words.byteLength + this.data.tails.length + this.data.terms.length
  }

  kill(row: number): void {
    if (this.dead[row] === 1) return
    this.dead[row] = 1
    this.#deaths.push(row)
  }

  find(term: string): PostingList | undefined {
    const entry = this.#entry(term)
    if (!entry) return undefined
    const live = entry.frequency - this.#deadIn(term, entry)
    return { live, open: (cursor: PostingCursor) => cursor.openEntry(this.data, entry) }
  }

  /** How many rows that live have the term at which the reader stands. */
  live(entry: TermEntry): number {
    return entry.frequency - (this.#deaths.length === 0 ? 0 : this.#countDead(entry))
  }

  #entry(term: string): TermEntry | undefined {
    const length = Math.min(term.length, MAX_TERM)
    for (let i = 0; i < length; i++) units[i] = term.charCodeAt(i)
    const key = keyOf(units, length)
    const { groupKeys } = this.data
    // The last group whose first term is not after this one: only where keys are equal do terms have to be compared.
    let low = lastAtMost(groupKeys, key)
    const reader = this.#reader
    while (low >= 0) {
      reader.seekGroup(low)
      reader.next()
      if (reader.key !== key || compareUnits(reader, units, length) <= 0) break
      low--
    }
    if (low < 0) return undefined
    do {
      const order = compareUnits(reader, units, length)
      if (order > 0) return undefined
      if (order === 0) {
        const { frequency, tail, block } = reader
        return { frequency, tail, block }
      }
    } while (reader.next())
    return undefined
  }

  #deadIn(term: string, entry: TermEntry): number {
    if (this.#deaths.length === 0) return 0
    const known = this.#known.get(term)
    const from = known?.deaths ?? 0
    if (from === this.#deaths.length) return known?.having ?? 0
    const toLookUp = this.#deaths.length - from
    const having =
      toLookUp * LOOKUP_COST > entry.frequency
        ? this.#countDead(entry)
        : this.#deaths
            .slice(from)
            .reduce((sum, row) => sum + (this.#has(entry, row) ? 1 : 0), known?.having ?? 0)
    if (this.#known.size >= MOST_KNOWN) this.#known.clear()
    this.#known.set(term, { deaths: this.#deaths.length, having })
    return having
  }

  #countDead({ frequency, tail, block }: TermEntry): number {
    const full = frequency < BLOCK ? 0 : Math.floor(frequency / BLOCK)
    let before = -1
    let count = 0
    for (let b = block; b < block + full; b++) {
      readRows(this.data, b, before, rows)
      before = rows[BLOCK - 1] as number
      for (let i = 0; i < BLOCK; i++) count += this.dead[rows[i] as number] as number
    }
    const rest = frequency - full * BLOCK
    readTail(this.data, tail, rest, before, rows, counts)
    for (let i = 0; i < rest; i++) count += this.dead[rows[i] as number] as number
    return count
  }

  #has({ frequency, tail, block }: TermEntry, row: number): boolean {
    const { blockLast } = this.data
    const end = block + blocksOf(frequency)
    let [low, high] = [block, end]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((blockLast[middle] as number) < row) low = middle + 1
      else high = middle
    }
    if (low === end && end > block) return false
    const before = low === block ? -1 : (blockLast[low - 1] as number)
    const rest = frequency - (low - block) * BLOCK
    if (rest >= BLOCK) readRows(this.data, low, before, rows)
    else readTail(this.data, tail, rest, before, rows, counts)
    return rows.subarray(0, Math.min(rest, BLOCK)).includes(row)
  }
}

/** The last index with a value of at most `value`, or -1; `values` ascend. */
export function lastAtMost(values: Uint32Array, value: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
