import { MAX_COUNT, type Postings } from "./postings.ts"
import type { PostingsBuilder } from "./postings-builder.ts"

/**
 * The saturation of BM25 with its length normalization: a term that occurs `count` times in a text of `length`
 * terms counts `weight · count / (count + base + slope · length)`.
 */
export interface Saturation {
  readonly weight: number
  readonly base: number
  readonly slope: number
}

/** One part of the lexical index, frozen or growing, as scoring sees it. Runs and passages count from 0 in it. */
export interface LexicalPart {
  /** 1 for each run that was removed. */
  readonly dead: Uint8Array
  readonly numbers: Uint32Array
  readonly runs: number
  readonly passages: number
  readonly ids: Uint32Array
  readonly articleLengths: Uint32Array
  readonly passageLengths: Uint32Array
  /** First passage of each run. The run's last passage stands before the next run's first. */
  readonly firsts: Uint32Array
  /** The term's ordinal in this part, or -1; the other methods take it. */
  find(term: string): number
  /** How many runs that live have the term. */
  frequency(ordinal: number): number
  /** Adds what the term contributes to the score of each run. */
  scoreRuns(ordinal: number, saturation: Saturation, scores: Float64Array): void
  /** Adds what the term contributes to passages `first … end - 1`, the first of which is `scores[0]`. */
  scorePassages(
    ordinal: number,
    saturation: Saturation,
    first: number,
    end: number,
    scores: Float64Array,
  ): void
}

export class FrozenPart implements LexicalPart {
  readonly postings: Postings
  readonly dead: Uint8Array
  #removed = false

  constructor(postings: Postings) {
    this.postings = postings
    this.dead = new Uint8Array(postings.numbers.length)
  }

  get numbers(): Uint32Array {
    return this.postings.numbers
  }
  get runs(): number {
    return this.postings.numbers.length
  }
  get passages(): number {
    return this.postings.ids.length
  }
  get ids(): Uint32Array {
    return this.postings.ids
  }
  get articleLengths(): Uint32Array {
    return this.postings.articleLengths
  }
  get passageLengths(): Uint32Array {
    return this.postings.passageLengths
  }
  get firsts(): Uint32Array {
    return this.postings.firsts
  }

  kill(run: number): void {
    this.dead[run] = 1
    this.#removed = true
  }

  find(term: string): number {
    return this.postings.terms.find(term)
  }

  frequency(ordinal: number): number {
    const { articleOffsets, articles } = this.postings
    if (ordinal < 0) return 0
    const start = articleOffsets[ordinal] as number
    const end = articleOffsets[ordinal + 1] as number
    if (!this.#removed) return end - start
    let live = 0
    for (let i = start; i < end; i++) live += 1 - (this.dead[articles[i] as number] as number)
    return live
  }

  scoreRuns(ordinal: number, { weight, base, slope }: Saturation, scores: Float64Array): void {
    const { articleOffsets, articles, articleCounts, articleLengths } = this.postings
    if (ordinal < 0) return
    const end = articleOffsets[ordinal + 1] as number
    for (let i = articleOffsets[ordinal] as number; i < end; i++) {
      const run = articles[i] as number
      const count = articleCounts[i] as number
      ;(scores[run] as number) += (weight * count) / (count + base + slope * (articleLengths[run] as number))
    }
  }

  scorePassages(
    ordinal: number,
    saturation: Saturation,
    first: number,
    end: number,
    scores: Float64Array,
  ): void {
    const { weight, base, slope } = saturation
    const { passageOffsets, passages, passageCounts, passageLengths } = this.postings
    if (ordinal < 0) return
    const last = passageOffsets[ordinal + 1] as number
    let i = lowerBound(passages, first, passageOffsets[ordinal] as number, last)
    for (; i < last && (passages[i] as number) < end; i++) {
      const passage = passages[i] as number
      const count = passageCounts[i] as number
      const length = passageLengths[passage] as number
      ;(scores[passage - first] as number) += (weight * count) / (count + base + slope * length)
    }
  }
}

export class GrowingPart implements LexicalPart {
  readonly #builder: PostingsBuilder
  #dead = new Uint8Array(16)

  constructor(builder: PostingsBuilder) {
    this.#builder = builder
  }

  get dead(): Uint8Array {
    return this.#dead
  }
  get numbers(): Uint32Array {
    return this.#builder.numbers.values
  }
  get runs(): number {
    return this.#builder.numbers.length
  }
  get passages(): number {
    return this.#builder.ids.length
  }
  get ids(): Uint32Array {
    return this.#builder.ids.values
  }
  get articleLengths(): Uint32Array {
    return this.#builder.articleLengths.values
  }
  get passageLengths(): Uint32Array {
    return this.#builder.passageLengths.values
  }
  get firsts(): Uint32Array {
    return this.#builder.firsts.values
  }

  /** To be called after each `add` of the builder. */
  makeRoom(): void {
    if (this.runs <= this.#dead.length) return
    const dead = new Uint8Array(this.runs * 2)
    dead.set(this.#dead)
    this.#dead = dead
  }

  kill(run: number): void {
    this.#dead[run] = 1
  }

  find(term: string): number {
    return this.#builder.terms.find(term)
  }

  frequency(ordinal: number): number {
    let live = 0
    this.#eachRun(ordinal, (run) => {
      live += 1 - (this.#dead[run] as number)
    })
    return live
  }

  scoreRuns(ordinal: number, { weight, base, slope }: Saturation, scores: Float64Array): void {
    const lengths = this.articleLengths
    this.#eachRun(ordinal, (run, count) => {
      ;(scores[run] as number) += (weight * count) / (count + base + slope * (lengths[run] as number))
    })
  }

  scorePassages(
    ordinal: number,
    saturation: Saturation,
    first: number,
    end: number,
    scores: Float64Array,
  ): void {
    const { weight, base, slope } = saturation
    const builder = this.#builder
    for (let posting = builder.newest(ordinal); posting >= 0; posting = builder.next(posting)) {
      const passage = builder.passages.values[posting] as number
      if (passage >= end) continue
      if (passage < first) return
      const count = builder.counts.values[posting] as number
      const length = builder.passageLengths.values[passage] as number
      ;(scores[passage - first] as number) += (weight * count) / (count + base + slope * length)
    }
  }

  /** Sums the chain of a term to one call a run, as `PostingsBuilder.freeze` does. */
  #eachRun(ordinal: number, visit: (run: number, count: number) => void): void {
    const builder = this.#builder
    let open = -1
    let sum = 0
    for (let posting = builder.newest(ordinal); posting >= 0; posting = builder.next(posting)) {
      const passage = builder.passages.values[posting] as number
      const run = builder.runs.values[passage] as number
      if (run !== open && open >= 0) {
        visit(open, Math.min(sum, MAX_COUNT))
        sum = 0
      }
      open = run
      sum += (builder.counts.values[posting] as number) * (builder.weights.values[passage] as number)
    }
    if (open >= 0) visit(open, Math.min(sum, MAX_COUNT))
  }
}

/** Where the passages of a run end. */
export function endOf(part: LexicalPart, run: number): number {
  return run + 1 < part.runs ? (part.firsts[run + 1] as number) : part.passages
}

/** The first index from `start` on, below `end`, whose value is at least `value`; `values` ascend there. */
export function lowerBound(values: Uint32Array, value: number, start: number, end: number): number {
  let low = start
  let high = end
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
