import { Growing } from "./growing.ts"
import { MAX_COUNT, type Postings } from "./postings.ts"
import { TermTable } from "./term-table.ts"

/** A passage cut into terms. */
export interface AnalyzedPassage {
  readonly id: number
  readonly terms: readonly string[]
  /** How much a term counts for its article: a whole number, 0 for not at all. */
  readonly weight: number
}

const NONE = 0xffffffff

/**
 * The growing end of the lexical index: passages can be added and searched at once. The postings of a term are a
 * chain from its newest to its oldest passage.
 */
export class PostingsBuilder {
  readonly terms = new TermTable()
  /** Newest posting of each term. */
  readonly heads = new Growing(new Uint32Array(1024))
  /** The next older posting of the same term, for each posting. */
  readonly older = new Growing(new Uint32Array(1024))
  readonly passages = new Growing(new Uint32Array(1024))
  readonly counts = new Growing(new Uint8Array(1024))
  readonly numbers = new Growing(new Uint32Array(16))
  readonly firsts = new Growing(new Uint32Array(16))
  readonly articleLengths = new Growing(new Uint32Array(16))
  readonly ids = new Growing(new Uint32Array(16))
  readonly passageLengths = new Growing(new Uint32Array(16))
  /** Run of each passage. */
  readonly runs = new Growing(new Uint32Array(16))
  readonly weights = new Growing(new Uint8Array(16))
  readonly #termOf = new Growing(new Uint32Array(1024))

  add(article: number, passages: readonly AnalyzedPassage[]): void {
    const run = this.numbers.length
    let length = 0
    this.numbers.push(article)
    this.firsts.push(this.ids.length)
    for (const passage of passages) {
      const ordinal = this.ids.length
      this.ids.push(passage.id)
      this.runs.push(run)
      this.weights.push(passage.weight)
      this.passageLengths.push(passage.terms.length)
      length += passage.terms.length * passage.weight
      for (const term of passage.terms) this.#addTerm(term, ordinal)
    }
    this.articleLengths.push(length)
  }

  /** The newest posting of a term, or -1. Go on with `next`. */
  newest(ordinal: number): number {
    return ordinal < 0 ? -1 : (this.heads.values[ordinal] as number)
  }

  next(posting: number): number {
    const older = this.older.values[posting] as number
    return older === NONE ? -1 : older
  }

  freeze(): Postings {
    const passageOffsets = this.#passageOffsets()
    const passages = new Uint32Array(this.passages.length)
    const passageCounts = new Uint8Array(this.passages.length)
    const next = passageOffsets.slice()
    for (let posting = 0; posting < passages.length; posting++) {
      const term = this.#termOf.values[posting] as number
      const at = next[term] as number
      next[term] = at + 1
      passages[at] = this.passages.values[posting] as number
      passageCounts[at] = this.counts.values[posting] as number
    }
    this.firsts.push(this.ids.length)
    const frozen = {
      terms: this.terms,
      passageOffsets,
      passages,
      passageCounts,
      numbers: this.numbers.toArray(),
      firsts: this.firsts.toArray(),
      articleLengths: this.articleLengths.toArray(),
      ids: this.ids.toArray(),
      passageLengths: this.passageLengths.toArray(),
    }
    this.firsts.length--
    return { ...frozen, ...this.#articlePostings(passageOffsets, passages, passageCounts) }
  }

  #addTerm(term: string, passage: number): void {
    const ordinal = this.terms.intern(term)
    if (ordinal === this.heads.length) this.heads.push(NONE)
    const head = this.heads.values[ordinal] as number
    if (head !== NONE && this.passages.values[head] === passage) {
      const count = this.counts.values[head] as number
      if (count < MAX_COUNT) this.counts.values[head] = count + 1
      return
    }
    this.heads.values[ordinal] = this.passages.length
    this.older.push(head)
    this.#termOf.push(ordinal)
    this.passages.push(passage)
    this.counts.push(1)
  }

  #passageOffsets(): Uint32Array<ArrayBuffer> {
    const offsets = new Uint32Array(this.terms.size + 1)
    for (let posting = 0; posting < this.passages.length; posting++) {
      ;(offsets[(this.#termOf.values[posting] as number) + 1] as number)++
    }
    for (let term = 0; term < this.terms.size; term++) {
      ;(offsets[term + 1] as number) += offsets[term] as number
    }
    return offsets
  }

  /** Sums each term's passages of one run to one posting. */
  #articlePostings(
    passageOffsets: Uint32Array,
    passages: Uint32Array,
    passageCounts: Uint8Array,
  ): Pick<Postings, "articleOffsets" | "articles" | "articleCounts"> {
    const articleOffsets = new Uint32Array(this.terms.size + 1)
    const articles = new Growing(new Uint32Array(passages.length))
    const counts = new Growing(new Uint8Array(passages.length))
    for (let term = 0; term < this.terms.size; term++) {
      let open = NONE
      const end = passageOffsets[term + 1] as number
      for (let i = passageOffsets[term] as number; i < end; i++) {
        const passage = passages[i] as number
        const run = this.runs.values[passage] as number
        if (run !== open) {
          articles.push(run)
          counts.push(0)
          open = run
        }
        const sum =
          (counts.values[counts.length - 1] as number) +
          (passageCounts[i] as number) * (this.weights.values[passage] as number)
        counts.values[counts.length - 1] = Math.min(sum, MAX_COUNT)
      }
      articleOffsets[term + 1] = articles.length
    }
    return { articleOffsets, articles: articles.toArray(), articleCounts: counts.toArray() }
  }
}
