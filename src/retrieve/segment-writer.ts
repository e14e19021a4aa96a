import { BLOCK, pack, widthOf } from "./bit-packing.ts"
import { Growing } from "./growing.ts"
import { keyOf, MAX_TERM, type Segment, TERMS_PER_GROUP } from "./segment.ts"

export type Rows = Pick<Segment, "numbers" | "firstIds" | "idCounts" | "lengths">

/** About how large what is written will be; a better guess saves copying. */
export interface Room {
  readonly terms: number
  readonly tails: number
  readonly words: number
}

/** Writes a segment term by term: `term`, in order, then its postings in order, and so on. */
export class SegmentWriter {
  readonly #rows: Rows
  readonly #usual: number
  readonly #terms: Growing<Uint8Array<ArrayBuffer>>
  readonly #groupKeys = new Growing(new Uint32Array(0))
  readonly #groupTerms = new Growing(new Uint32Array(0))
  readonly #groupTails = new Growing(new Uint32Array(0))
  readonly #groupBlocks = new Growing(new Uint32Array(0))
  readonly #tails: Growing<Uint8Array<ArrayBuffer>>
  readonly #words: Growing<Uint32Array<ArrayBuffer>>
  readonly #blockLast = new Growing(new Uint32Array(0))
  readonly #blockAt = new Growing(new Uint32Array(0))
  readonly #blockWidths = new Growing(new Uint16Array(0))
  readonly #blockMost = new Growing(new Uint8Array(0))
  readonly #blockLeast = new Growing(new Uint16Array(0))
  #written = 0
  readonly #before = new Uint16Array(MAX_TERM)
  #beforeLength = 0
  readonly #units = new Uint16Array(MAX_TERM)
  #length = 0
  /** Of the current term. */
  #frequency = 0
  #lastFlushed = -1
  readonly #blockRows = new Uint32Array(BLOCK)
  readonly #blockCounts = new Uint32Array(BLOCK)
  readonly #packed = new Uint32Array(BLOCK)
  #filled = 0

  /** `usual` is what a single occurrence in the text counts. */
  constructor(rows: Rows, usual: number, room: Room = { terms: 0, tails: 0, words: 0 }) {
    this.#rows = rows
    this.#usual = usual
    this.#terms = new Growing(new Uint8Array(room.terms))
    this.#tails = new Growing(new Uint8Array(room.tails))
    this.#words = new Growing(new Uint32Array(room.words))
  }

  /** Begins a term; one that gets no postings is not written. */
  term(units: Uint16Array, length: number): void {
    this.#endTerm()
    for (let i = 0; i < length; i++) this.#units[i] = units[i] as number
    this.#length = length
  }

  posting(row: number, count: number): void {
    if (this.#filled === BLOCK) this.#flushBlock()
    this.#blockRows[this.#filled] = row
    this.#blockCounts[this.#filled++] = count
    this.#frequency++
  }

  finish(): Segment {
    this.#endTerm()
    // Unpacking the last block reads one word beyond it.
    this.#words.push(0)
    return {
      ...this.#rows,
      terms: this.#terms.take(),
      groupKeys: this.#groupKeys.take(),
      groupTerms: this.#groupTerms.take(),
      groupTails: this.#groupTails.take(),
      groupBlocks: this.#groupBlocks.take(),
      tails: this.#tails.take(),
      words: this.#words.take(),
      blockLast: this.#blockLast.take(),
      blockAt: this.#blockAt.take(),
      blockWidths: this.#blockWidths.take(),
      blockMost: this.#blockMost.take(),
      blockLeast: this.#blockLeast.take(),
      usualCount: Uint8Array.of(this.#usual),
    }
  }

  #endTerm(): void {
    if (this.#frequency === 0) return
    const tail = this.#tails.length
    // The group begins before this term's blocks and bytes, some of which are written already.
    const full = this.#frequency < BLOCK ? 0 : Math.ceil(this.#frequency / BLOCK) - 1
    if (this.#written % TERMS_PER_GROUP === 0) this.#beginGroup(this.#blockLast.length - full)
    if (this.#filled === BLOCK) this.#flushBlock()
    else this.#flushTail()
    this.#writeEntry(this.#tails.length - tail)
    this.#written++
    this.#frequency = 0
    this.#filled = 0
    this.#lastFlushed = -1
  }

  #beginGroup(block: number): void {
    this.#groupKeys.push(keyOf(this.#units, this.#length))
    this.#groupTerms.push(this.#terms.length)
    this.#groupTails.push(this.#tails.length)
    this.#groupBlocks.push(block)
    this.#beforeLength = 0
  }

  #writeEntry(tailBytes: number): void {
    const terms = this.#terms
    let shared = 0
    const most = Math.min(this.#length, this.#beforeLength)
    while (shared < most && this.#units[shared] === this.#before[shared]) shared++
    const rest = this.#length - shared
    if (shared < 15 && rest < 15) terms.push((shared << 4) | rest)
    else for (const byte of [255, shared, rest]) terms.push(byte)
    for (let i = shared; i < this.#length; i++) {
      const unit = this.#units[i] as number
      terms.push(unit & 255)
      terms.push(unit >>> 8)
      this.#before[i] = unit
    }
    this.#beforeLength = this.#length
    pushVarint(terms, this.#frequency)
    pushVarint(terms, tailBytes)
  }

  #flushBlock(): void {
    const packed = this.#packed
    let before = this.#lastFlushed
    for (let i = 0; i < BLOCK; i++) {
      const row = this.#blockRows[i] as number
      packed[i] = row - before - 1
      before = row
    }
    const at = this.#words.length
    const gapWidth = widthOf(packed)
    this.#words.reserve(at + 4 * gapWidth + 32)
    pack(packed, gapWidth, this.#words.values, at)
    for (let i = 0; i < BLOCK; i++) packed[i] = (this.#blockCounts[i] as number) - 1
    const countWidth = widthOf(packed)
    pack(packed, countWidth, this.#words.values, at + 4 * gapWidth)
    this.#words.length = at + 4 * (gapWidth + countWidth)
    this.#blockAt.push(at)
    this.#blockWidths.push((countWidth << 5) | gapWidth)
    this.#closeBlock()
  }

  #flushTail(): void {
    const tails = this.#tails
    if (this.#frequency > BLOCK) {
      this.#blockAt.push(tails.length)
      this.#blockWidths.push(0)
    }
    let before = this.#lastFlushed
    for (let i = 0; i < this.#filled; i++) {
      const row = this.#blockRows[i] as number
      const count = this.#blockCounts[i] as number
      const doubled = (row - before - 1) * 2
      before = row
      if (count === this.#usual) pushVarint(tails, doubled)
      else {
        pushVarint(tails, doubled + 1)
        pushVarint(tails, count)
      }
    }
    if (this.#frequency > BLOCK) this.#closeBlock()
  }

  #closeBlock(): void {
    const { lengths } = this.#rows
    let most = 0
    let least = Infinity
    for (let i = 0; i < this.#filled; i++) {
      most = Math.max(most, this.#blockCounts[i] as number)
      least = Math.min(least, lengths[this.#blockRows[i] as number] as number)
    }
    this.#lastFlushed = this.#blockRows[this.#filled - 1] as number
    this.#blockLast.push(this.#lastFlushed)
    this.#blockMost.push(most)
    this.#blockLeast.push(least)
    this.#filled = 0
  }
}

function pushVarint(into: Growing<Uint8Array<ArrayBuffer>>, value: number): void {
  let rest = value
  while (rest > 127) {
    into.push((rest & 127) | 128)
    rest >>>= 7
  }
  into.push(rest)
}
