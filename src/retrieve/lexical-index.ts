import { setImmediate } from "node:timers/promises"
import type { IndexedArticle, PassageId, PassageIndex } from "../corpus.ts"
import { searchTerms } from "../text/words.ts"
import { Best } from "./best.ts"
import { BLOCK } from "./bit-packing.ts"
import {
  FIELD_WEIGHTS,
  type FieldUnits,
  fieldUnits,
  type IndexedField,
  normalization,
  termWeight,
} from "./bm25f.ts"
import { FrozenSegment, lastAtMost } from "./frozen-segment.ts"
import { GrowingSegment } from "./growing-segment.ts"
import { MAX_TERM } from "./segment.ts"
import { chooseMerge, SegmentMerge } from "./segment-merge.ts"
import { liveTerms, type TermFrequency } from "./segment-terms.ts"
import { offerBest, type PostingList, type WeighedList } from "./top-k.ts"

export interface LexicalOptions {
  /** Cuts a text into terms; queries come cut in the same way. */
  readonly analyze?: (text: string) => readonly string[]
  /** How much a term of each field counts: multiples of 0.25. */
  readonly fieldWeights?: Readonly<Record<IndexedField, number>>
}

/** `weight` is finite and not negative; that of a term which stands in the query twice adds up. */
export interface QueryTerm {
  readonly term: string
  readonly weight: number
}

export interface ArticleHit {
  /** Number of the article in the store. */
  readonly article: number
  readonly score: number
}

/** Segments of about one size before they are merged. */
const FAN_IN = 16
/** The same where the index is made compact. */
const COMPACT_FAN_IN = 2
/** Postings that each merge goes on for with every posting that is added: so it is done before the next of its size is due. */
const MERGE_PACE = 8
/** The same between two turns of the event loop, where nothing is added. */
const MERGE_SLICE = 400_000
/** Scores are sums of whole numbers up to this. */
const SCALE = 2 ** 29

/**
 * An inverted index in memory, ranked by BM25F (see bm25f.ts) over the articles that live. Articles are found as
 * soon as they are added, to a growing segment. Full segments are frozen and merged as they get more, in the small steps that
 * each `add` and `remove` brings with it, so that none takes long.
 *
 * An article comes in one call of `add`; once one of its passages is removed, the article is gone.
 */
export class LexicalIndex implements PassageIndex {
  readonly #analyze: (text: string) => readonly string[]
  readonly #fields: FieldUnits
  #frozen: FrozenSegment[]
  #merges: SegmentMerge[] = []
  #growing: GrowingSegment
  #highestId: PassageId = 0
  #live = { articles: 0, length: 0, passages: 0 }

  /** `segments` are those of another index with the same options. */
  constructor(options: LexicalOptions = {}, segments: readonly FrozenSegment[] = []) {
    this.#analyze = options.analyze ?? searchTerms
    this.#fields = fieldUnits(options.fieldWeights ?? FIELD_WEIGHTS)
    this.#growing = new GrowingSegment(this.#analyze, this.#fields)
    this.#frozen = [...segments]
    for (const segment of segments) {
      for (let row = 0; row < segment.rows; row++) {
        this.#highestId = (segment.data.firstIds[row] as number) + (segment.data.idCounts[row] as number) - 1
        if (segment.dead[row] === 0) this.#count(segment, row, 1)
      }
    }
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
    for (const segment of this.#segments()) {
      const { firstIds, idCounts } = idsOf(segment)
      for (let row = 0; row < segment.rows; row++) {
        if (segment.dead[row] === 1) continue
        const first = firstIds[row] as number
        for (let id = first; id < first + (idCounts[row] as number); id++) ids[at++] = id
      }
    }
    return ids
  }

  /** Throws a RangeError where the ids of an article's passages are not consecutive and above all ids before them. */
  add(articles: readonly IndexedArticle[]): void {
    for (const article of articles) {
      if (article.passages.length > 0) this.#addOne(article)
    }
  }

  remove(ids: readonly PassageId[]): void {
    for (const id of ids) this.#removeOne(id)
    this.#chooseMerges(FAN_IN)
    this.#merge(ids.length * BLOCK, FAN_IN)
  }

  clear(): void {
    this.#frozen = []
    this.#merges = []
    this.#growing = new GrowingSegment(this.#analyze, this.#fields)
    this.#highestId = 0
    this.#live = { articles: 0, length: 0, passages: 0 }
  }

  /** Everything as frozen segments, for a snapshot: good until the next change. */
  freeze(): readonly FrozenSegment[] {
    if (this.#growing.rows > 0) {
      const frozen = this.#growing.freeze()
      if (frozen.rows > 0) this.#frozen.push(frozen)
      this.#growing = new GrowingSegment(this.#analyze, this.#fields)
    }
    return this.#frozen
  }

  /** Merges until there are few segments, which makes searches quicker. Other work goes on meanwhile, on the index too. */
  async compact(): Promise<void> {
    this.freeze()
    this.#chooseMerges(COMPACT_FAN_IN)
    while (this.#merge(MERGE_SLICE, COMPACT_FAN_IN)) await setImmediate()
  }

  /** In how many articles the term occurs. */
  documentFrequency(term: string): number {
    return this.#segments().reduce((sum, segment) => sum + (segment.find(term)?.live ?? 0), 0)
  }

  /** All terms that occur, in the order of their UTF-16 code units. Nothing may be added or removed meanwhile. */
  terms(): Iterable<TermFrequency> {
    return liveTerms(this.freeze())
  }

  /**
   * The articles that share a term with the query, best first, equal scores in the order of arrival; at most `limit`.
   * `accept` is asked by article number and may be asked of any. Throws a RangeError for a weight that is not finite or
   * is negative.
   */
  search(query: readonly QueryTerm[], limit: number, accept?: (article: number) => boolean): ArticleHit[] {
    const segments = this.#segments()
    const { lists, unit } = this.#weigh(query, segments)
    if (limit < 1) return []
    const normal = normalization(this.#live, this.#fields.unit)
    const best = new Best(limit)
    const bases: number[] = []
    let base = 0
    segments.forEach((segment, i) => {
      bases.push(base)
      const own = lists[i] as WeighedList[]
      if (own.length > 0) offerBest(segment, own, normal, base, best, accept)
      base += segment.rows
    })
    const starts = Uint32Array.from(bases)
    return best.entries().map(({ key, score }) => {
      const index = lastAtMost(starts, key)
      const row = key - (bases[index] as number)
      return { article: segments[index]?.numbers[row] as number, score: score * unit }
    })
  }

  /** The query's postings in each segment, and what a score of 1 there is worth. */
  #weigh(query: readonly QueryTerm[], segments: readonly Searched[]) {
    const weights = new Map<string, number>()
    for (const { term, weight } of query) {
      if (!(weight >= 0 && weight < Infinity)) throw new RangeError(`weight of ${term} is ${weight}`)
      const cut = term.slice(0, MAX_TERM)
      weights.set(cut, (weights.get(cut) ?? 0) + weight)
    }
    const found = [...weights].flatMap(([term, given]) => {
      if (given === 0) return []
      const lists = segments.map((segment) => segment.find(term))
      const frequency = lists.reduce((sum, list) => sum + (list?.live ?? 0), 0)
      return frequency === 0 ? [] : [{ lists, weight: given * termWeight(this.#live.articles, frequency) }]
    })
    const unit = found.reduce((most, { weight }) => Math.max(most, weight), 0) / SCALE
    const lists = segments.map((_, i) =>
      found.flatMap(({ lists, weight }): WeighedList[] => {
        const list: PostingList | undefined = lists[i]
        return list && list.live > 0 ? [{ list, weight: weight / unit }] : []
      }),
    )
    return { lists, unit }
  }

  #addOne(article: IndexedArticle): void {
    article.passages.forEach(({ id }, i) => {
      if (i === 0 ? id <= this.#highestId : id !== this.#highestId + 1)
        throw new RangeError(`passage ${id} comes after passage ${this.#highestId}`)
      this.#highestId = id
    })
    const before = this.#growing.postings
    this.#growing.add(article)
    this.#count(this.#growing, this.#growing.rows - 1, 1)
    const added = this.#growing.postings - before
    if (this.#growing.isFull) {
      this.freeze()
      this.#chooseMerges(FAN_IN)
    }
    this.#merge(added * MERGE_PACE, FAN_IN)
  }

  #removeOne(id: PassageId): void {
    const segments = this.#segments()
    for (let i = segments.length - 1; i >= 0; i--) {
      const segment = segments[i] as Searched
      const { firstIds, idCounts } = idsOf(segment)
      const row = lastAtMost(firstIds.subarray(0, segment.rows), id)
      if (row < 0) continue
      if (id < (firstIds[row] as number) + (idCounts[row] as number) && segment.dead[row] === 0) {
        segment.kill(row)
        this.#count(segment, row, -1)
      }
      return
    }
  }

  #count(segment: Searched, row: number, sign: 1 | -1): void {
    this.#live.articles += sign
    this.#live.length += sign * (segment.lengths[row] as number)
    this.#live.passages += sign * (idsOf(segment).idCounts[row] as number)
  }

  #segments(): Searched[] {
    return this.#growing.rows === 0 ? this.#frozen : [...this.#frozen, this.#growing]
  }

  /** Goes on with all merges; false where there is nothing to merge. */
  #merge(budget: number, fanIn: number): boolean {
    for (const merge of this.#merges) {
      const merged = merge.step(budget)
      if (!merged) continue
      this.#merges = this.#merges.filter((other) => other !== merge)
      const at = this.#frozen.indexOf(merge.segments[0] as FrozenSegment)
      this.#frozen.splice(at, merge.segments.length, ...(merged.rows > 0 ? [merged] : []))
      this.#chooseMerges(fanIn)
    }
    return this.#merges.length > 0
  }

  #chooseMerges(fanIn: number): void {
    for (;;) {
      const busy = new Set(this.#merges.flatMap(({ segments }) => segments))
      const chosen = chooseMerge(this.#frozen, busy, fanIn)
      if (!chosen) return
      this.#merges.push(new SegmentMerge(chosen))
    }
  }
}

type Searched = FrozenSegment | GrowingSegment

function idsOf(segment: Searched): { readonly firstIds: Uint32Array; readonly idCounts: Uint32Array } {
  return segment instanceof FrozenSegment ? segment.data : segment
}
