import { BLOCK } from "./bit-packing.ts"
import type { Normalization } from "./bm25f.ts"
import { blocksOf, readCounts, readRows, readTail, type Segment, type TermEntry } from "./segment.ts"

/** Stands after every row. */
export const NO_ROW = 0x7fffffff

/**
 * Goes forward through the postings of one term in one segment, block by block, and decodes no block that is
 * skipped. Contributions to a score are whole numbers, so that their sum does not depend on the order.
 */
export class PostingCursor {
  readonly #rows = new Uint32Array(BLOCK)
  readonly #counts = new Uint32Array(BLOCK)
  #segment: Segment | undefined
  #lengths: Uint16Array = new Uint16Array(0)
  #weight = 0
  #base = 0
  #slope = 0
  /** The current block, and where the term's blocks end. */
  #block = 0
  #endBlock = 0
  /** Last rows of the block before and of the current one; rows of the current one are between. */
  #before = -1
  #last = NO_ROW
  #rest = 0
  #decoded = false
  #counted = false
  #size = 0
  #at = 0
  /** No posting of the current block contributes more. */
  blockBound = 0

  /** To be called before one of the `open…`. */
  weigh(weight: number, { base, slope }: Normalization, lengths: Uint16Array): void {
    this.#weight = weight
    this.#base = base
    this.#slope = slope
    this.#lengths = lengths
  }

  openEntry(segment: Segment, entry: TermEntry): void {
    const blocks = blocksOf(entry.frequency)
    if (blocks === 0) {
      this.openRows(entry.frequency, (rows, counts) => {
        readTail(segment, entry.tail, entry.frequency, -1, rows, counts)
      })
      return
    }
    this.#segment = segment
    this.#endBlock = entry.block + blocks
    this.#rest = entry.frequency - (blocks - 1) * BLOCK
    this.#enter(entry.block, -1)
  }

  /** Of at most BLOCK rows, which `read` fills in. */
  openRows(size: number, read: (rows: Uint32Array, counts: Uint32Array) => void): void {
    this.#segment = undefined
    this.#block = 0
    this.#endBlock = 1
    this.#before = -1
    read(this.#rows, this.#counts)
    this.#size = size
    this.#last = size === 0 ? NO_ROW : (this.#rows[size - 1] as number)
    this.#at = 0
    this.#decoded = true
    this.#counted = true
    this.blockBound = 0
    for (let i = 0; i < size; i++) this.blockBound = Math.max(this.blockBound, this.#contribution(i))
  }

  /** No posting from the current one on stands before this row. */
  get earliest(): number {
    if (this.#last === NO_ROW) return NO_ROW
    return this.#decoded ? (this.#rows[this.#at] as number) : this.#before + 1
  }

  /** Goes on to the first posting at `row` or after it, or to the block where it is. */
  skipTo(row: number): void {
    if (this.#last < row) this.#skipBlocks(row)
    if (this.#decoded && this.#last !== NO_ROW) this.#skipWithin(row)
  }

  /** What a posting in rows `start … end - 1` contributes at most; 0 where there is none. Goes to `start`. */
  bound(start: number, end: number): number {
    this.skipTo(start)
    if (this.#last === NO_ROW) return 0
    // A block that reaches beyond several such stretches is worth decoding, to see whether this one has a posting.
    if (!this.#decoded && this.#last - this.#before > end - start) {
      this.#decode()
      this.#skipWithin(start)
    }
    if (this.earliest >= end) return 0
    let most = this.blockBound
    const segment = this.#segment
    if (!segment) return most
    for (let b = this.#block; (segment.blockLast[b] as number) + 1 < end && b + 1 < this.#endBlock; b++)
      most = Math.max(most, this.#boundOf(segment, b + 1))
    return most
  }

  /** Adds all postings before `end` to `sums`, where row `start` stands first, and marks them in `marks`. Goes to `end`. */
  addTo(sums: Float64Array, marks: Uint32Array, start: number, end: number): void {
    const [weight, base, slope, lengths] = [this.#weight, this.#base, this.#slope, this.#lengths]
    const [rows, counts] = [this.#rows, this.#counts]
    this.skipTo(start)
    while (this.#last !== NO_ROW && this.#before + 1 < end) {
      this.#decode()
      if ((rows[this.#at] as number) < start) this.#skipWithin(start)
      this.#count()
      const size = this.#size
      let at = this.#at
      for (; at < size; at++) {
        const row = rows[at] as number
        if (row >= end) break
        const count = counts[at] as number
        const place = row - start
        ;(sums[place] as number) += ((weight * count) / (count + base + slope * (lengths[row] as number))) | 0
        marks[place >>> 5] = (marks[place >>> 5] as number) | (1 << (place & 31))
      }
      this.#at = at
      if (at < size) return
      this.#enterNext()
    }
  }

  /** What the posting at `row` contributes; 0 where there is none. Goes to `row`. */
  at(row: number): number {
    this.skipTo(row)
    if (this.#before >= row || this.#last === NO_ROW) return 0
    if (!this.#decoded) {
      this.#decode()
      this.#skipWithin(row)
    }
    if (this.#rows[this.#at] !== row) return 0
    this.#count()
    return this.#contribution(this.#at)
  }

  #contribution(at: number): number {
    const count = this.#counts[at] as number
    const length = this.#lengths[this.#rows[at] as number] as number
    return ((this.#weight * count) / (count + this.#base + this.#slope * length)) | 0
  }

  #boundOf({ blockMost, blockLeast }: Segment, block: number): number {
    const most = blockMost[block] as number
    const length = blockLeast[block] as number
    // One more for what division rounds.
    return (((this.#weight * most) / (most + this.#base + this.#slope * length)) | 0) + 1
  }

  #skipBlocks(row: number): void {
    const segment = this.#segment
    if (!segment) {
      this.#last = NO_ROW
      return
    }
    const { blockLast } = segment
    let low = this.#block
    let step = 1
    while (low + step < this.#endBlock && (blockLast[low + step] as number) < row) {
      low += step
      step *= 2
    }
    let high = Math.min(low + step, this.#endBlock)
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if ((blockLast[middle] as number) < row) low = middle
      else high = middle
    }
    this.#enter(high, blockLast[high - 1] as number)
  }

  #enterNext(): void {
    if (this.#segment) this.#enter(this.#block + 1, this.#last)
    else this.#last = NO_ROW
  }

  #enter(block: number, before: number): void {
    const segment = this.#segment as Segment
    this.#block = block
    this.#before = before
    this.#decoded = false
    this.#counted = false
    this.#at = 0
    if (block >= this.#endBlock) {
      this.#last = NO_ROW
      return
    }
    this.#last = segment.blockLast[block] as number
    this.blockBound = this.#boundOf(segment, block)
  }

  #decode(): void {
    if (this.#decoded) return
    const segment = this.#segment as Segment
    this.#decoded = true
    this.#at = 0
    if (this.#block + 1 < this.#endBlock || this.#rest === BLOCK) {
      this.#size = BLOCK
      readRows(segment, this.#block, this.#before, this.#rows)
      return
    }
    this.#size = this.#rest
    this.#counted = true
    const at = segment.blockAt[this.#block] as number
    readTail(segment, at, this.#rest, this.#before, this.#rows, this.#counts)
  }

  #count(): void {
    if (this.#counted) return
    this.#counted = true
    readCounts(this.#segment as Segment, this.#block, this.#counts)
  }

  /** Within the decoded block, whose last row is not before `row`. */
  #skipWithin(row: number): void {
    const rows = this.#rows
    let low = this.#at
    if ((rows[low] as number) >= row) return
    let step = 1
    while (low + step < this.#size && (rows[low + step] as number) < row) {
      low += step
      step *= 2
    }
    let high = Math.min(low + step, this.#size)
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if ((rows[middle] as number) < row) low = middle
      else high = middle
    }
    this.#at = high
  }
}
