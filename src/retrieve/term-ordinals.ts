import { Growing } from "./growing.ts"
import { keyOf, MAX_TERM } from "./segment.ts"

/** Most that can be held: so many that a key and an ordinal fit into one number. */
const MOST = 2 ** 21
const FREE = 0xffffffff

/**
 * Terms and their ordinals 0, 1, 2 … in order of arrival. Most terms have one or two units: their key (see
 * segment.ts) says all, so that no string is kept or hashed for them.
 */
export class TermOrdinals {
  readonly #keys = new Growing(new Uint32Array(1024))
  readonly #lengths = new Growing(new Uint8Array(1024))
  /** Open addressing with linear probing over the short terms; a power of two long, at most half full. */
  #slots = new Uint32Array(4096).fill(FREE)
  readonly #longer = new Map<string, number>()
  /** Of the longer terms, by ordinal. */
  readonly #texts: string[] = []
  readonly #units = new Uint16Array(MAX_TERM)

  get size(): number {
    return this.#keys.length
  }
  get isFull(): boolean {
    return this.size === MOST
  }

  /** The ordinal of a term, or -1. Terms are cut to MAX_TERM units. */
  find(given: string): number {
    const term = given.length > MAX_TERM ? given.slice(0, MAX_TERM) : given
    const key = this.#keyOf(term)
    if (!isShort(term, key)) return this.#longer.get(term) ?? -1
    const ordinal = this.#slots[this.#slot(key)] as number
    return ordinal === FREE ? -1 : ordinal
  }

  /** The ordinal of a term, which is added where it is new; -1 where there is no room for it. */
  intern(given: string): number {
    const term = given.length > MAX_TERM ? given.slice(0, MAX_TERM) : given
    const key = this.#keyOf(term)
    if (!isShort(term, key)) return this.#longer.get(term) ?? this.#addLonger(term, key)
    const slot = this.#slot(key)
    const known = this.#slots[slot] as number
    if (known !== FREE) return known
    if (this.isFull) return -1
    const ordinal = this.#add(term, key, "")
    this.#slots[slot] = ordinal
    if (this.size * 2 > this.#slots.length) this.#spread()
    return ordinal
  }

  /** Writes the units of a term, and gives their number. */
  read(ordinal: number, units: Uint16Array): number {
    const key = this.#keys.values[ordinal] as number
    const text = this.#texts[ordinal] as string
    units[0] = key >>> 16
    units[1] = key
    for (let i = 2; i < text.length; i++) units[i] = text.charCodeAt(i)
    return this.#lengths.values[ordinal] as number
  }

  /** All ordinals in the order of their terms. */
  sorted(): Uint32Array {
    const keys = this.#keys.values
    const ordered = new Float64Array(this.size)
    for (let ordinal = 0; ordinal < ordered.length; ordinal++)
      ordered[ordinal] = (keys[ordinal] as number) * MOST + ordinal
    ordered.sort()
    const sorted = new Uint32Array(ordered.length)
    for (let i = 0; i < sorted.length; i++) sorted[i] = (ordered[i] as number) % MOST
    for (let start = 0; start < sorted.length; ) {
      let end = start + 1
      const key = keys[sorted[start] as number]
      while (end < sorted.length && keys[sorted[end] as number] === key) end++
      if (end > start + 1) sorted.subarray(start, end).sort((a, b) => this.#compare(a, b))
      start = end
    }
    return sorted
  }

  /** For two terms with equal keys: one that is short is the shorter one. */
  #compare(a: number, b: number): number {
    const [left, right] = [this.#texts[a] as string, this.#texts[b] as string]
    return left < right ? -1 : left > right ? 1 : 0
  }

  #keyOf(term: string): number {
    this.#units[0] = term.charCodeAt(0)
    this.#units[1] = term.charCodeAt(1)
    return keyOf(this.#units, term.length)
  }

  #addLonger(term: string, key: number): number {
    if (this.isFull) return -1
    const ordinal = this.#add(term, key, term)
    this.#longer.set(term, ordinal)
    return ordinal
  }

  #add(term: string, key: number, text: string): number {
    this.#keys.push(key)
    this.#lengths.push(term.length)
    this.#texts.push(text)
    return this.size - 1
  }

  /** The slot that holds the short term with this key, or the free one where it belongs. */
  #slot(key: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = Math.imul(key ^ (key >>> 15), 0x2c1b3c6d)
    slot = (slot ^ (slot >>> 13)) & mask
    for (; ; slot = (slot + 1) & mask) {
      const ordinal = slots[slot] as number
      if (ordinal === FREE || this.#keys.values[ordinal] === key) return slot
    }
  }

  #spread(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2).fill(FREE)
    for (let ordinal = 0; ordinal < this.size; ordinal++) {
      const key = this.#keys.values[ordinal] as number
      if (this.#texts[ordinal] === "") this.#slots[this.#slot(key)] = ordinal
    }
  }
}

/** Whether the key alone says what term it is. An empty one, or one with a unit 0, is kept as text. */
function isShort(term: string, key: number): boolean {
  return term.length === 2 ? (key & 0xffff) !== 0 && key >>> 16 !== 0 : term.length === 1 && key !== 0
}
