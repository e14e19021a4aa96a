import { Growing } from "./growing.ts"

/** The arrays of a table, as a snapshot keeps them. */
export interface TermTableParts {
  /** UTF-16 code units of all terms, one after the other. */
  readonly units: Uint16Array<ArrayBuffer>
  /** Where each term ends in `units`. */
  readonly ends: Uint32Array<ArrayBuffer>
  /** Open addressing with linear probing: ordinal + 1, or 0 for a free slot. A power of two long. */
  readonly slots: Uint32Array<ArrayBuffer>
}

/** Longest term in UTF-16 code units; what is longer is cut. */
const MAX_TERM = 64

const scratch = new Uint16Array(MAX_TERM)

/**
 * Terms and their ordinals 0, 1, 2 … in order of arrival. All in typed arrays, so that a table of a million terms
 * is read from a file without touching one of them, and holds no strings.
 */
export class TermTable {
  #units: Growing<Uint16Array<ArrayBuffer>>
  #ends: Growing<Uint32Array<ArrayBuffer>>
  #slots: Uint32Array<ArrayBuffer>

  constructor(parts?: TermTableParts) {
    this.#units = new Growing(parts?.units ?? new Uint16Array(0))
    this.#ends = new Growing(parts?.ends ?? new Uint32Array(0))
    this.#units.length = this.#units.values.length
    this.#ends.length = this.#ends.values.length
    this.#slots = parts?.slots ?? new Uint32Array(1024)
  }

  get size(): number {
    return this.#ends.length
  }

  /** The ordinal of a term, or -1. */
  find(term: string): number {
    const length = toScratch(term)
    return (this.#slots[this.#slot(scratch, 0, length)] as number) - 1
  }

  /** The ordinal of a term, which is added where it is new. */
  intern(term: string): number {
    return this.#intern(scratch, 0, toScratch(term))
  }

  /** As `intern`, for a term of another table. */
  internFrom(other: TermTable, ordinal: number): number {
    const ends = other.#ends.values
    return this.#intern(
      other.#units.values,
      ordinal === 0 ? 0 : (ends[ordinal - 1] as number),
      ends[ordinal] as number,
    )
  }

  parts(): TermTableParts {
    return { units: this.#units.toArray(), ends: this.#ends.toArray(), slots: this.#slots }
  }

  #intern(source: Uint16Array, start: number, end: number): number {
    const slot = this.#slot(source, start, end)
    const found = this.#slots[slot] as number
    if (found !== 0) return found - 1
    this.#units.reserve(this.#units.length + end - start)
    for (let i = start; i < end; i++) this.#units.push(source[i] as number)
    this.#ends.push(this.#units.length)
    this.#slots[slot] = this.size
    if (this.size * 2 > this.#slots.length) this.#spread()
    return this.size - 1
  }

  /** The slot that holds the term, or the free one where it belongs. */
  #slot(source: Uint16Array, start: number, end: number): number {
    const slots = this.#slots
    const units = this.#units.values
    const ends = this.#ends.values
    const mask = slots.length - 1
    for (let slot = hash(source, start, end) & mask; ; slot = (slot + 1) & mask) {
      const ordinal = (slots[slot] as number) - 1
      if (ordinal < 0) return slot
      let at = ordinal === 0 ? 0 : (ends[ordinal - 1] as number)
      if ((ends[ordinal] as number) - at !== end - start) continue
      let i = start
      while (i < end && units[at] === source[i]) {
        i++
        at++
      }
      if (i === end) return slot
    }
  }

  #spread(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    const units = this.#units.values
    let start = 0
    for (let ordinal = 0; ordinal < this.size; ordinal++) {
      const end = this.#ends.values[ordinal] as number
      let slot = hash(units, start, end) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = ordinal + 1
      start = end
    }
    this.#slots = slots
  }
}

function toScratch(term: string): number {
  const length = Math.min(term.length, MAX_TERM)
  for (let i = 0; i < length; i++) scratch[i] = term.charCodeAt(i)
  return length
}

/** FNV-1a over code units (Fowler, Noll, Vo), its high bits mixed into the low ones that choose the slot. */
function hash(source: Uint16Array, start: number, end: number): number {
  let value = 0x811c9dc5
  for (let i = start; i < end; i++) value = Math.imul(value ^ (source[i] as number), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
