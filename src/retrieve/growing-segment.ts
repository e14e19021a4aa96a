import type { IndexedArticle } from "../corpus.ts"
import { BLOCK } from "./bit-packing.ts"
import { type FieldUnits, fieldsOf } from "./bm25f.ts"
import { FrozenSegment } from "./frozen-segment.ts"
import { Growing } from "./growing.ts"
import { keyOf, MAX_COUNT, MAX_LENGTH, MAX_TERM } from "./segment.ts"
import { SegmentWriter } from "./segment-writer.ts"
import type { PostingList, SearchedSegment } from "./top-k.ts"

/** So many that a key and an ordinal fit into one number. The rest of an article that has more is not indexed. */
const MAX_TERMS = 2 ** 21
const NONE = 0xffffffff

const scratch = new Uint16Array(MAX_TERM)
const chained = new Uint32Array(BLOCK)

/**
 * The end of the lexical index that articles are added to. They are found at once: the postings of a term are a
 * chain from its newest to its oldest row. At most BLOCK articles, so that no term has more than a block of them.
 */
export class GrowingSegment implements SearchedSegment {
  readonly #analyze: (text: string) => readonly string[]
  readonly #fields: FieldUnits
  readonly #ordinals = new Map<string, number>()
  readonly #terms: string[] = []
  /** Of each term, the key (see segment.ts) and the length. */
  readonly #keys = new Growing(new Uint32Array(1024))
  readonly #sizes = new Growing(new Uint8Array(1024))
  /** Newest posting of each term. */
  readonly #heads = new Growing(new Uint32Array(1024))
  /** The next older posting of the same term, the row and the count of each posting. */
  readonly #older = new Growing(new Uint32Array(1024))
  readonly #rows = new Growing(new Uint32Array(1024))
  readonly #counts = new Growing(new Uint8Array(1024))
  readonly #numbers = new Growing(new Uint32Array(16))
  readonly #firstIds = new Growing(new Uint32Array(16))
  readonly #idCounts = new Growing(new Uint32Array(16))
  readonly #lengths = new Growing(new Uint16Array(16))
  readonly #dead = new Growing(new Uint8Array(16))

  constructor(analyze: (text: string) => readonly string[], fields: FieldUnits) {
    this.#analyze = analyze
    this.#fields = fields
  }

  get rows(): number {
    return this.#numbers.length
  }
  get numbers(): Uint32Array {
    return this.#numbers.values
  }
  get firstIds(): Uint32Array {
    return this.#firstIds.values
  }
  get idCounts(): Uint32Array {
    return this.#idCounts.values
  }
  get lengths(): Uint16Array {
    return this.#lengths.values
  }
  get dead(): Uint8Array {
    return this.#dead.values
  }
  get postings(): number {
    return this.#rows.length
  }
  get isFull(): boolean {
    return this.rows === BLOCK || this.#terms.length > MAX_TERMS / 4
  }

  add(article: IndexedArticle): void {
    const row = this.rows
    let length = 0
    for (const [field, text] of fieldsOf(article)) {
      const units = this.#fields.units[field]
      if (units === 0) continue
      const terms = this.#analyze(text)
      length += terms.length * units
      for (const term of terms) this.#addTerm(term, row, units)
    }
    this.#numbers.push(article.number)
    this.#firstIds.push(article.passages[0]?.id ?? 0)
    this.#idCounts.push(article.passages.length)
    this.#lengths.push(Math.min(length, MAX_LENGTH))
    this.#dead.push(0)
  }

  kill(row: number): void {
    this.#dead.values[row] = 1
  }

  find(term: string): PostingList | undefined {
    const ordinal = this.#ordinals.get(cut(term))
    if (ordinal === undefined) return undefined
    const postings = this.#chain(ordinal).slice()
    const live = postings.filter((posting) => this.dead[this.#rows.values[posting] as number] === 0).length
    return {
      live,
      open: (cursor) =>
        cursor.openRows(postings.length, (rows, counts) => {
          postings.forEach((posting, i) => {
            rows[i] = this.#rows.values[posting] as number
            counts[i] = this.#counts.values[posting] as number
          })
        }),
    }
  }

  /** The rows that live as a segment of their own. */
  freeze(): FrozenSegment {
    const kept = Array.from({ length: this.rows }, (_, row) => row).filter((row) => this.dead[row] === 0)
    const newRows = new Uint32Array(this.rows).fill(NONE)
    kept.forEach((row, i) => {
      newRows[row] = i
    })
    const rows = {
      numbers: Uint32Array.from(kept, (row) => this.numbers[row] as number),
      firstIds: Uint32Array.from(kept, (row) => this.firstIds[row] as number),
      idCounts: Uint32Array.from(kept, (row) => this.idCounts[row] as number),
      lengths: Uint16Array.from(kept, (row) => this.lengths[row] as number),
    }
    const writer = new SegmentWriter(rows, this.#fields.units.body || 1)
    for (const ordinal of this.#sortedOrdinals()) this.#write(ordinal, newRows, writer)
    return new FrozenSegment(writer.finish())
  }

  #write(ordinal: number, newRows: Uint32Array, writer: SegmentWriter): void {
    const length = this.#sizes.values[ordinal] as number
    const key = this.#keys.values[ordinal] as number
    scratch[0] = key >>> 16
    scratch[1] = key
    if (length > 2) {
      const term = this.#terms[ordinal] as string
      for (let i = 2; i < length; i++) scratch[i] = term.charCodeAt(i)
    }
    writer.term(scratch, length)
    const postings = this.#chain(ordinal)
    for (let i = 0; i < postings.length; i++) {
      const posting = postings[i] as number
      const row = newRows[this.#rows.values[posting] as number] as number
      if (row !== NONE) writer.posting(row, this.#counts.values[posting] as number)
    }
  }

  #addTerm(given: string, row: number, units: number): void {
    const term = cut(given)
    let ordinal = this.#ordinals.get(term)
    if (ordinal === undefined) {
      ordinal = this.#terms.length
      if (ordinal === MAX_TERMS) return
      this.#ordinals.set(term, ordinal)
      this.#terms.push(term)
      scratch[0] = term.charCodeAt(0)
      scratch[1] = term.charCodeAt(1)
      this.#keys.push(keyOf(scratch, term.length))
      this.#sizes.push(term.length)
      this.#heads.push(NONE)
    }
    const head = this.#heads.values[ordinal] as number
    if (head !== NONE && this.#rows.values[head] === row) {
      this.#counts.values[head] = Math.min((this.#counts.values[head] as number) + units, MAX_COUNT)
      return
    }
    this.#heads.values[ordinal] = this.#rows.length
    this.#older.push(head)
    this.#rows.push(row)
    this.#counts.push(Math.min(units, MAX_COUNT))
  }

  /** The postings of a term, the oldest first; good until the next call. */
  #chain(ordinal: number): Uint32Array {
    let at = chained.length
    let posting = this.#heads.values[ordinal] as number
    for (; posting !== NONE; posting = this.#older.values[posting] as number) chained[--at] = posting
    return chained.subarray(at)
  }

  /** By the first two units of their terms, which sort quickly as numbers, and where these are equal by the terms. */
  #sortedOrdinals(): Uint32Array {
    const terms = this.#terms
    const keys = this.#keys.values
    const ordered = new Float64Array(terms.length)
    for (let ordinal = 0; ordinal < ordered.length; ordinal++)
      ordered[ordinal] = (keys[ordinal] as number) * MAX_TERMS + ordinal
    ordered.sort()
    const sorted = new Uint32Array(ordered.length)
    let sameKey = 0
    for (let i = 0; i < ordered.length; i++) {
      const ordinal = (ordered[i] as number) % MAX_TERMS
      if (i > 0 && keys[ordinal] !== keys[sorted[i - 1] as number]) sameKey = i
      let at = i
      for (; at > sameKey && (terms[sorted[at - 1] as number] as string) > (terms[ordinal] as string); at--)
        sorted[at] = sorted[at - 1] as number
      sorted[at] = ordinal
    }
    return sorted
  }
}

function cut(term: string): string {
  return term.length > MAX_TERM ? term.slice(0, MAX_TERM) : term
}
