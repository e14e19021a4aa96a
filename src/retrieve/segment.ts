/**
 * The format of a segment: a part of the lexical index that never changes. Articles are counted from 0 in it, in the
 * order in which they were added; that number is the article's `row`.
 *
 * Rows. `numbers`, `firstIds`, `idCounts`, `lengths`: number in the store, passage ids, length in units (see
 * bm25f.ts) of each row.
 *
 * Terms. In the order of their UTF-16 code units, in groups of 16, front-coded (Witten, Moffat and Bell 1999,
 * "Managing Gigabytes", section 4.1). An entry in `terms`: one byte with the number of units shared with the term before in its
 * high half and that of the rest in its low half, or 255 and a byte for each where one is 15 or more; the rest,
 * two bytes a unit, low byte first; the document frequency as varint (7 bits a byte, lowest first, high bit: more
 * follow); how many bytes of `tails` are the term's, as varint. For each group: `groupKeys`, the first two units of
 * its first term; where it begins in `terms` (`groupTerms`), in `tails` (`groupTails`) and among the blocks
 * (`groupBlocks`).
 *
 * Postings. Rows that have the term ascend, with the units that it makes up, at most 255. A term with fewer than
 * 128 rows has them in `tails` alone; one with more has full blocks of 128 and the rest, if any, as a last block in
 * `tails`. In `tails`: varint of `2 · gap`, plus 1 and followed by a varint of the count where that is not the
 * commonest one, a single occurrence (`usualCount`). `gap` is the distance to the row before, less 1; before the
 * first row stands -1. A full block in `words`: gaps, then counts less 1, each packed (bit-packing.ts) in the width
 * that `blockWidths` has, `16 · counts' + gaps'` with gaps' in the low 5 bits and counts' above.
 *
 * Blocks. `blockLast`, `blockAt`, `blockWidths`, `blockMost`, `blockLeast`: last row, where it begins in `words` or
 * `tails`, widths, largest count and smallest length. As a contribution to BM25 grows with the count and falls with
 * the length, the last two bound it at any average length (Ding and Suel 2011).
 */
import { BLOCK, unpack, unpackGaps } from "./bit-packing.ts"

type Bytes = Uint8Array<ArrayBuffer>
type Halves = Uint16Array<ArrayBuffer>
type Words = Uint32Array<ArrayBuffer>

export interface Segment {
  readonly numbers: Words
  readonly firstIds: Words
  readonly idCounts: Words
  readonly lengths: Halves
  readonly terms: Bytes
  readonly groupKeys: Words
  readonly groupTerms: Words
  readonly groupTails: Words
  readonly groupBlocks: Words
  readonly tails: Bytes
  readonly words: Words
  readonly blockLast: Words
  readonly blockAt: Words
  readonly blockWidths: Halves
  readonly blockMost: Bytes
  readonly blockLeast: Halves
  /** One value: what a single occurrence in the text counts. */
  readonly usualCount: Bytes
}

export const TERMS_PER_GROUP = 16
/** Longest term in UTF-16 code units; what is longer is cut. */
export const MAX_TERM = 64
export const MAX_COUNT = 255
export const MAX_LENGTH = 65_535
/** Rows of a segment at most: so offsets stay below 2 to the 32nd, and merging needs little room. */
export const MAX_ROWS = 1 << 18

/** Where the postings of a term are in a segment. */
export interface TermEntry {
  readonly frequency: number
  /** Where its part of `tails` begins. */
  readonly tail: number
  /** Its first block; of no meaning for a term with fewer than BLOCK rows. */
  readonly block: number
}

/** How many entries of the block arrays a term has. */
export function blocksOf(frequency: number): number {
  return frequency < BLOCK ? 0 : Math.ceil(frequency / BLOCK)
}

/** The first two units of a term as one number: terms that are in order have keys in order. */
export function keyOf(units: Uint16Array, length: number): number {
  const [first, second] = [length > 0 ? units[0] : 0, length > 1 ? units[1] : 0]
  return (first as number) * 0x10000 + (second as number)
}

/** Goes through the terms of a segment in order. */
export class TermReader implements TermEntry {
  readonly #segment: Segment
  readonly units = new Uint16Array(MAX_TERM)
  length = 0
  key = 0
  frequency = 0
  tail = 0
  block = 0
  #at = 0
  #end = 0
  #tailBytes = 0

  constructor(segment: Segment) {
    this.#segment = segment
    this.#end = segment.terms.length
  }

  /** Goes to before the first term of a group. */
  seekGroup(group: number): void {
    const { groupTerms, groupTails, groupBlocks, terms } = this.#segment
    this.#at = groupTerms[group] as number
    this.#end = group + 1 < groupTerms.length ? (groupTerms[group + 1] as number) : terms.length
    this.tail = groupTails[group] as number
    this.block = groupBlocks[group] as number
    this.#tailBytes = 0
    this.frequency = 0
  }

  /** The next term becomes the current one; false after the last, or after the last of a group. */
  next(): boolean {
    if (this.#at >= this.#end) return false
    this.tail += this.#tailBytes
    this.block += blocksOf(this.frequency)
    const { terms } = this.#segment
    const head = terms[this.#at++] as number
    let shared = head >>> 4
    let rest = head & 15
    if (head === 255) {
      shared = terms[this.#at++] as number
      rest = terms[this.#at++] as number
    }
    const { units } = this
    this.length = shared + rest
    for (let i = shared; i < this.length; i++, this.#at += 2)
      units[i] = (terms[this.#at] as number) | ((terms[this.#at + 1] as number) << 8)
    this.key = keyOf(units, this.length)
    this.frequency = this.#varint()
    this.#tailBytes = this.#varint()
    return true
  }

  term(): string {
    return String.fromCharCode(...this.units.subarray(0, this.length))
  }

  #varint(): number {
    const { terms } = this.#segment
    let byte = terms[this.#at++] as number
    let value = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = terms[this.#at++] as number
      value |= (byte & 127) << shift
    }
    return value
  }
}

/** Below 0, 0 or above 0 as the reader's term stands before, is, or stands after the given one. */
export function compareUnits(
  { units, length }: { readonly units: Uint16Array; readonly length: number },
  other: Uint16Array,
  otherLength: number,
): number {
  const shorter = Math.min(length, otherLength)
  for (let i = 0; i < shorter; i++) {
    const difference = (units[i] as number) - (other[i] as number)
    if (difference !== 0) return difference
  }
  return length - otherLength
}

/** Decodes the rows of a block in `words` into the first BLOCK places. `before` is the last row of the block before, or -1. */
export function readRows(segment: Segment, block: number, before: number, rows: Uint32Array): void {
  const width = (segment.blockWidths[block] as number) & 31
  unpackGaps(segment.words, segment.blockAt[block] as number, width, before, rows)
}

/** Decodes the counts of a block in `words`. */
export function readCounts(segment: Segment, block: number, counts: Uint32Array): void {
  const widths = segment.blockWidths[block] as number
  unpack(segment.words, (segment.blockAt[block] as number) + 4 * (widths & 31), widths >>> 5, counts)
}

/** Decodes `length` postings in `tails` from `at` on. */
export function readTail(
  { tails, usualCount }: Segment,
  at: number,
  length: number,
  before: number,
  rows: Uint32Array,
  counts: Uint32Array,
): void {
  const usual = usualCount[0] as number
  let row = before
  for (let i = 0; i < length; i++) {
    let byte = tails[at++] as number
    let value = byte & 127
    for (let shift = 7; byte > 127; shift += 7) {
      byte = tails[at++] as number
      value |= (byte & 127) << shift
    }
    row += (value >>> 1) + 1
    rows[i] = row
    if ((value & 1) === 0) {
      counts[i] = usual
      continue
    }
    byte = tails[at++] as number
    counts[i] = byte > 127 ? (byte & 127) | ((tails[at++] as number) << 7) : byte
  }
}
