import type { Field, IndexedPassage, PassageId, PassageIndex } from "../corpus.ts"
import { searchTerms } from "../text/words.ts"
import { Best } from "./best.ts"
import { endOf, FrozenPart, GrowingPart, type LexicalPart, lowerBound } from "./lexical-part.ts"
import {
  type ArticleHit,
  bestPassages,
  offerRuns,
  type ResolvedTerm,
  resolve,
  type WeighedTerm,
} from "./lexical-scoring.ts"
import { mergePostings, type Postings } from "./postings.ts"
import { PostingsBuilder } from "./postings-builder.ts"

export interface LexicalOptions {
  /** Cuts a passage into terms; queries come cut in the same way. */
  readonly analyze?: (text: string) => readonly string[]
  /** How much a term of each field counts for its article: whole numbers of at least 1. */
  readonly fieldWeights?: Readonly<Record<Field, number>>
}

const K1 = 1.2
const B = 0.75
/** Passages in the growing part before it is frozen. */
const FREEZE_AT = 8_192
/** Share of dead runs in a part from which on it is rewritten without them. */
const REWRITE_AT = 0.25

/** Titles count once more beside the body, which mostly repeats them: chosen by measurement, test/eval/RESULTS.md. */
export const FIELD_WEIGHTS: Readonly<Record<Field, number>> = { title: 1, abstract: 1, text: 1 }

/**
 * An inverted index in memory, ranked by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework",
 * 2009, eq. 3.15; k1 = 1.2, b = 0.75) with the idf of Lucene, ln(1 + (N - n + 0.5) / (n + 0.5)), which is never
 * negative. Articles are ranked as wholes, their fields counted with weights (simple BM25F); the passages of those
 * that are returned are scored in the same way, with passage lengths and the articles' idf.
 *
 * The passages of an article come in one call of `add`; once one of them is removed, the article is gone.
 * Statistics are those of the articles that live. New passages are found at once: they go to a growing part, which
 * is frozen when it is large and merged with its neighbours, so that parts stay few and double in size.
 */
export class LexicalIndex implements PassageIndex {
  readonly #analyze: (text: string) => readonly string[]
  readonly #fieldWeights: Readonly<Record<Field, number>>
  #frozen: FrozenPart[] = []
  #builder = new PostingsBuilder()
  #growing = new GrowingPart(this.#builder)
  #highestId: PassageId = 0
  #live = { articles: 0, articleLength: 0, passages: 0, passageLength: 0 }

  constructor(options: LexicalOptions = {}, postings?: Postings) {
    this.#analyze = options.analyze ?? searchTerms
    this.#fieldWeights = options.fieldWeights ?? FIELD_WEIGHTS
    if (!postings) return
    const part = new FrozenPart(postings)
    this.#frozen.push(part)
    this.#highestId = postings.ids.at(-1) ?? 0
    for (let run = 0; run < part.runs; run++) this.#count(part, run, 1)
  }

  /** Articles that can be found. */
  get size(): number {
    return this.#live.articles
  }

  /** The highest id that was ever added; 0 before the first. */
  get highestId(): PassageId {
    return this.#highestId
  }

  /** Ids of all passages that can be found, ascending. */
  liveIds(): Uint32Array {
    const ids = new Uint32Array(this.#live.passages)
    let at = 0
    for (const part of this.#parts()) {
      for (let run = 0; run < part.runs; run++) {
        if (part.dead[run] === 1) continue
        for (let p = part.firsts[run] as number; p < endOf(part, run); p++) ids[at++] = part.ids[p] as number
      }
    }
    return ids
  }

  /** Throws a RangeError where an id is not above all ids before it. */
  add(passages: readonly IndexedPassage[]): void {
    for (let start = 0; start < passages.length; ) {
      const { article } = passages[start] as IndexedPassage
      let end = start
      while (passages[end]?.article === article) end++
      this.#addArticle(article, passages.slice(start, end))
      start = end
    }
  }

  remove(ids: readonly PassageId[]): void {
    for (const id of ids) this.#removeOne(id)
    this.#frozen = this.#frozen.flatMap((part) => {
      const dead = part.dead.reduce((sum, flag) => sum + flag, 0)
      if (dead < part.runs * REWRITE_AT || dead === 0) return [part]
      return dead === part.runs ? [] : [new FrozenPart(mergePostings([part]))]
    })
  }

  clear(): void {
    this.#frozen = []
    this.#renewBuilder()
    this.#highestId = 0
    this.#live = { articles: 0, articleLength: 0, passages: 0, passageLength: 0 }
  }

  /** Everything that lives as one part, which the index goes on with. */
  freeze(): Postings {
    const only = this.#frozen[0]
    if (this.#frozen.length === 1 && only && this.#growing.runs === 0 && !only.dead.includes(1)) {
      return only.postings
    }
    const postings = mergePostings([...this.#frozen, this.#freezeBuilder()])
    this.#frozen = [new FrozenPart(postings)]
    this.#renewBuilder()
    return postings
  }

  /** In how many articles the term occurs. */
  documentFrequency(term: string): number {
    return this.#parts().reduce((sum, part) => sum + part.frequency(part.find(term)), 0)
  }

  /**
   * The articles that share a term with the query, best first, equal scores in the order of arrival. A term that
   * stands twice in the query counts twice. `accept` is asked by article number and may be asked of any.
   */
  search(terms: readonly string[], limit: number, accept?: (article: number) => boolean): ArticleHit[] {
    const query = this.#weigh(terms)
    if (query.length === 0 || limit < 1) return []
    const parts = this.#parts()
    const queries = parts.map((part) => resolve(part, query))
    const best = new Best(limit)
    let base = 0
    parts.forEach((part, i) => {
      offerRuns(part, queries[i] as ResolvedTerm[], base, best, accept)
      base += part.runs
    })
    return best.entries().map(({ key, score }) => {
      let index = 0
      let run = key
      while (run >= (parts[index] as LexicalPart).runs) run -= (parts[index++] as LexicalPart).runs
      const part = parts[index] as LexicalPart
      const passages = bestPassages(part, run, queries[index] as ResolvedTerm[])
      return { article: part.numbers[run] as number, score, passages }
    })
  }

  #weigh(terms: readonly string[]): WeighedTerm[] {
    const times = new Map<string, number>()
    for (const term of terms) times.set(term, (times.get(term) ?? 0) + 1)
    const { articles, articleLength, passages, passageLength } = this.#live
    const articleSlope = (K1 * B * articles) / Math.max(1, articleLength)
    const passageSlope = (K1 * B * passages) / Math.max(1, passageLength)
    const query: WeighedTerm[] = []
    for (const [term, count] of times) {
      const frequency = this.documentFrequency(term)
      if (frequency === 0) continue
      const weight = count * (K1 + 1) * Math.log(1 + (articles - frequency + 0.5) / (frequency + 0.5))
      const base = K1 * (1 - B)
      query.push({
        term,
        article: { weight, base, slope: articleSlope },
        passage: { weight, base, slope: passageSlope },
      })
    }
    return query
  }

  #addArticle(article: number, passages: readonly IndexedPassage[]): void {
    for (const { id } of passages) {
      if (id <= this.#highestId) throw new RangeError(`passage ${id} comes after passage ${this.#highestId}`)
      this.#highestId = id
    }
    this.#builder.add(
      article,
      passages.map(({ id, text, field }) => ({
        id,
        terms: this.#analyze(text),
        weight: this.#fieldWeights[field],
      })),
    )
    this.#growing.makeRoom()
    this.#count(this.#growing, this.#growing.runs - 1, 1)
    if (this.#growing.passages >= FREEZE_AT) this.#freezeGrowing()
  }

  #removeOne(id: PassageId): void {
    for (const part of [...this.#frozen, this.#growing]) {
      const passage = lowerBound(part.ids, id, 0, part.passages)
      if (passage === part.passages) continue
      if (part.ids[passage] !== id) return
      const run = lowerBound(part.firsts, passage + 1, 0, part.runs) - 1
      if (part.dead[run] === 1) return
      part.kill(run)
      this.#count(part, run, -1)
      return
    }
  }

  #count(part: LexicalPart, run: number, sign: 1 | -1): void {
    const live = this.#live
    live.articles += sign
    live.articleLength += sign * (part.articleLengths[run] as number)
    for (let p = part.firsts[run] as number; p < endOf(part, run); p++) {
      live.passages += sign
      live.passageLength += sign * (part.passageLengths[p] as number)
    }
  }

  #parts(): LexicalPart[] {
    return this.#growing.runs === 0 ? this.#frozen : [...this.#frozen, this.#growing]
  }

  #freezeBuilder() {
    return { postings: this.#builder.freeze(), dead: this.#growing.dead }
  }

  #freezeGrowing(): void {
    this.#frozen.push(new FrozenPart(mergePostings([this.#freezeBuilder()])))
    this.#renewBuilder()
    for (;;) {
      const [before, last] = this.#frozen.slice(-2)
      if (!before || !last || before.passages > last.passages * 2) return
      this.#frozen.splice(-2, 2, new FrozenPart(mergePostings([before, last])))
    }
  }

  #renewBuilder(): void {
    this.#builder = new PostingsBuilder()
    this.#growing = new GrowingPart(this.#builder)
  }
}
