import type { IndexedArticle } from "../corpus.ts"
import { BLOCK } from "./bit-packing.ts"
import { type FieldUnits, fieldsOf } from "./bm25f.ts"
import { FrozenSegment } from "./frozen-segment.ts"
import { Growing } from "./growing.ts"
import { MAX_COUNT, MAX_LENGTH, MAX_TERM } from "./segment.ts"
import { SegmentWriter } from "./segment-writer.ts"
import { TermOrdinals } from "./term-ordinals.ts"
import type { PostingList, SearchedSegment } from "./top-k.ts"

/** Articles that it takes: half a block, so that no term has more than a block of them and freezing takes milliseconds. */
const FULL = BLOCK / 2
/** An article with more terms than this fills the segment by itself. */
const MANY_TERMS = 500_000
const NONE = 0xffffffff

const scratch = new Uint16Array(MAX_TERM)
const chained = new Uint32Array(BLOCK)

/**
 * The end of the lexical index that articles are added to. They are found at once: the postings of a term are a
 * chain from its newest to its oldest row. Of an article with millions of different terms the last ones are left out.
 */
export class GrowingSegment implements SearchedSegment {
  readonly #analyze: (text: string) => readonly string[]
  readonly #fields: FieldUnits
  readonly #terms = new TermOrdinals()
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
    return this.rows === FULL || this.#terms.size > MANY_TERMS
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
    const ordinal = this.#terms.find(term)
    if (ordinal < 0) return undefined
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
    for (const ordinal of this.#terms.sorted()) this.#write(ordinal, newRows, writer)
    return new FrozenSegment(writer.finish())
  }

  #write(ordinal: number, newRows: Uint32Array, writer: SegmentWriter): void {
    writer.term(scratch, this.#terms.read(ordinal, scratch))
    const postings = this.#chain(ordinal)
    for (let i = 0; i < postings.length; i++) {
      const posting = postings[i] as number
      const row = newRows[this.#rows.values[posting] as number] as number
      if (row !== NONE) writer.posting(row, this.#counts.values[posting] as number)
    }
  }

  #addTerm(term: string, row: number, units: number): void {
    const ordinal = this.#terms.intern(term)
    if (ordinal < 0) return
    if (ordinal === this.#heads.length) this.#heads.push(NONE)
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
}
