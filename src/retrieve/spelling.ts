import { pinyin } from "pinyin-pro"
import { fold, isHan, toSimplified } from "../text/scripts.ts"
import { isStopWord, words } from "../text/words.ts"
import { Best } from "./best.ts"
import { Growing } from "./growing.ts"
import type { TermFrequency } from "./segment-terms.ts"

export interface Vocabulary {
  /** Articles. */
  readonly size: number
  documentFrequency(term: string): number
  /** In the order of their UTF-16 code units. */
  terms(): Iterable<TermFrequency>
}

export interface Spelling {
  /** The text, folded and Simplified, as it was probably meant: as long, characters exchanged where they do not fit. */
  correct(text: string): string
  /** Learns the archive now, so that no question has to wait for it. */
  prepare(): void
}

/** A pair of characters in so many articles or more is no mistake: this share of all, at least 5. */
const COMMON_SHARE = 1 / 1_000
const COMMON_LEAST = 5
/** What an exchange costs, in nats: a homophone, any other character, and more inside a word that the archive has. */
const HOMOPHONE_COST = 6
const OTHER_COST = 12
const WORD_COST = 3
/** Another character is tried only where it stands between these neighbours in so many articles. */
const ATTESTED = 5
const OTHERS = 30
const KNOWN_WORD = 1
/** Weight of the single character against the pair: the add-k of Jelinek and Mercer, in articles. */
const SMOOTHING = 20
/** The model is made anew when the archive has grown by so much. */
const STALE_AT = 1.25

/**
 * Spelling by the noisy channel (Kernighan, Church and Gale 1990): the characters that make the question most probable
 * by the archive's own pairs of characters, at a cost for each exchange, found by Viterbi's algorithm. Only a character
 * that hardly ever meets its neighbours is exchanged, so that a clean question costs some lookups.
 */
export function createSpelling(vocabulary: Vocabulary): Spelling {
  let model: { readonly pairs: PairModel; readonly sounds: Homophones; readonly size: number } | undefined
  const current = () => {
    if (!model || vocabulary.size > model.size * STALE_AT || vocabulary.size * STALE_AT < model.size) {
      const pairs = new PairModel(vocabulary.terms())
      model = { pairs, sounds: new Homophones(pairs), size: vocabulary.size }
    }
    return model
  }
  return {
    prepare: () => void current(),
    correct(text) {
      const folded = fold(toSimplified(text))
      const common = Math.max(COMMON_LEAST, vocabulary.size * COMMON_SHARE)
      const misfit = misfits(folded, (pair) => vocabulary.documentFrequency(pair) < common)
      if (misfit.size === 0) return folded
      const costs = wordCosts(folded, (word) => vocabulary.documentFrequency(word) >= KNOWN_WORD)
      const { pairs, sounds } = current()
      let corrected = ""
      let start = 0
      for (let end = 1; end <= folded.length; end++) {
        if (end < folded.length && isHan(folded.charCodeAt(end)) === isHan(folded.charCodeAt(start))) continue
        const run = folded.slice(start, end)
        const tried = (at: number) =>
          misfit.has(start + at) && (costs[start + at] as number) < Infinity
            ? (costs[start + at] as number)
            : null
        corrected += isHan(run.charCodeAt(0)) ? decode(run, tried, pairs, sounds) : run
        start = end
      }
      return corrected
    },
  }
}

/** Positions of the characters that make a rare pair with each of their neighbours. */
function misfits(text: string, isRare: (pair: string) => boolean): Set<number> {
  const found = new Set<number>()
  /** Whether the pair that ends here is rare; undefined where there is no pair. */
  const rare = Array.from({ length: text.length + 1 }, (_, at) =>
    at > 0 && isHan(text.charCodeAt(at)) && isHan(text.charCodeAt(at - 1))
      ? isRare(text.slice(at - 1, at + 1))
      : undefined,
  )
  for (let at = 0; at < text.length; at++) {
    const pairs = [rare[at], rare[at + 1]].filter((pair) => pair !== undefined)
    if (pairs.length > 0 && pairs.every(Boolean)) found.add(at)
  }
  return found
}

/** What an exchange costs more at each position: inside a known word some, a stop word is left alone. */
function wordCosts(text: string, isKnown: (word: string) => boolean): Float64Array {
  const costs = new Float64Array(text.length)
  for (const { text: word, start, end } of words(text)) {
    if (isStopWord(word)) costs.fill(Infinity, start, end)
    else if (word.length > 1 && isKnown(word)) costs.fill(WORD_COST, start, end)
  }
  return costs
}

interface State {
  readonly unit: number
  readonly score: number
  readonly before: State | undefined
}

/** `tried` gives the cost of an exchange at a position, or null where none is tried. */
function decode(
  run: string,
  tried: (at: number) => number | null,
  pairs: PairModel,
  sounds: Homophones,
): string {
  let states: State[] = []
  for (let at = 0; at < run.length; at++) {
    const unit = run.charCodeAt(at)
    const extra = tried(at)
    const candidates = new Map([[unit, 0]])
    if (extra !== null && run.length > 1) {
      for (const other of sounds.of(unit)) if (other !== unit) candidates.set(other, HOMOPHONE_COST + extra)
      if (at > 0 && at + 1 < run.length) {
        for (const other of pairs.between(run.charCodeAt(at - 1), run.charCodeAt(at + 1), ATTESTED, OTHERS))
          if (!candidates.has(other)) candidates.set(other, OTHER_COST + extra)
      }
    }
    const before = states
    states = [...candidates].map(([candidate, cost]) => {
      if (at === 0) return { unit: candidate, score: pairs.single(candidate) - cost, before: undefined }
      let best = before[0] as State
      let most = -Infinity
      for (const state of before) {
        const score = state.score + pairs.following(state.unit, candidate)
        if (score > most) {
          most = score
          best = state
        }
      }
      return { unit: candidate, score: most - cost, before: best }
    })
  }
  let state: State | undefined = states.reduce((a, b) => (b.score > a.score ? b : a))
  const units: number[] = []
  for (; state; state = state.before) units.push(state.unit)
  return String.fromCharCode(...units.reverse())
}

/** How probable characters are after each other, by the articles that have the pair. */
class PairModel {
  /** First character in the high 16 bits, second in the low ones; ascending. */
  readonly #keys: Uint32Array
  readonly #counts: Uint32Array
  readonly #asFirst = new Float64Array(0x10000)
  readonly #asSecond = new Float64Array(0x10000)
  readonly #total: number

  /** Of the terms those count that are pairs of Chinese characters. */
  constructor(terms: Iterable<TermFrequency>) {
    const keys = new Growing(new Uint32Array(0x10000))
    const counts = new Growing(new Uint32Array(0x10000))
    let total = 0
    for (const { term, documentFrequency } of terms) {
      const first = term.charCodeAt(0)
      const second = term.charCodeAt(1)
      if (term.length !== 2 || !isHan(first) || !isHan(second)) continue
      keys.push(first * 0x10000 + second)
      counts.push(documentFrequency)
      ;(this.#asFirst[first] as number) += documentFrequency
      ;(this.#asSecond[second] as number) += documentFrequency
      total += documentFrequency
    }
    this.#keys = keys.toArray()
    this.#counts = counts.toArray()
    this.#total = total
  }

  characters(): number[] {
    return Array.from({ length: 0x10000 }, (_, unit) => unit).filter(
      (unit) => (this.#asFirst[unit] as number) + (this.#asSecond[unit] as number) > 0,
    )
  }

  /** Logarithm of the probability of a character. */
  single(unit: number): number {
    return Math.log(this.#share(unit))
  }

  /** Logarithm of the probability of a character after another. */
  following(first: number, second: number): number {
    const count = this.#count(first, second)
    return Math.log(
      (count + SMOOTHING * this.#share(second)) / ((this.#asFirst[first] as number) + SMOOTHING),
    )
  }

  /** The characters that stand most often after the first and before the last one, in at least `least` articles each. */
  between(first: number, last: number, least: number, limit: number): number[] {
    const best = new Best(limit)
    const end = this.#lowerBound((first + 1) * 0x10000)
    for (let at = this.#lowerBound(first * 0x10000); at < end; at++) {
      const count = this.#counts[at] as number
      if (count < least || count <= best.floor) continue
      const unit = (this.#keys[at] as number) & 0xffff
      const fewer = Math.min(count, this.#count(unit, last))
      if (fewer >= least) best.offer(unit, fewer)
    }
    return best.entries().map(({ key }) => key)
  }

  #share(unit: number): number {
    return ((this.#asSecond[unit] as number) + 0.5) / (this.#total + 0x10000 / 2)
  }

  #count(first: number, second: number): number {
    const key = first * 0x10000 + second
    const at = this.#lowerBound(key)
    return this.#keys[at] === key ? (this.#counts[at] as number) : 0
  }

  #lowerBound(key: number): number {
    let low = 0
    let high = this.#keys.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#keys[middle] as number) < key) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Characters of the archive by how they are read, tones left out; a character with several readings counts for each. */
class Homophones {
  readonly #bySound = new Map<string, number[]>()
  readonly #sounds = new Map<number, readonly string[]>()

  constructor(pairs: PairModel) {
    for (const unit of pairs.characters()) {
      for (const sound of this.#soundsOf(unit)) {
        const known = this.#bySound.get(sound)
        if (known) known.push(unit)
        else this.#bySound.set(sound, [unit])
      }
    }
  }

  of(unit: number): number[] {
    return this.#soundsOf(unit).flatMap((sound) => this.#bySound.get(sound) ?? [])
  }

  #soundsOf(unit: number): readonly string[] {
    const known = this.#sounds.get(unit)
    if (known) return known
    const all = pinyin(String.fromCharCode(unit), { multiple: true, toneType: "none", type: "array" })
    const sounds = [...new Set(all)]
    this.#sounds.set(unit, sounds)
    return sounds
  }
}
