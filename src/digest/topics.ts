import { setImmediate } from "node:timers/promises"
import type { ArticleEntry, ArticleStore, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"
import { shortName } from "../text/place-names.ts"
import { commonNouns } from "../text/words.ts"
import { slices } from "./in-slices.ts"

export const MOST_TOPICS = 12
/** Whole months before the archive's newest, so that topics change with the month and not with the day. */
const MONTHS = 6
const MOST_ARTICLES = 1_000
/** So few say nothing of a month: then the newest of the archive are read. */
const FEW_ARTICLES = 100
const READ_UNITS = 400
/** A topic stands in so many headlines, or in this share of them, at least; and not in most of them. */
const LEAST_HEADLINES = 2
const LEAST_SHARE = 0.005
const LARGEST_SHARE = 0.3
/** In bits: half as many articles have the word as would, were it spread by chance. */
const LEAST_RESIDUAL = 1
/** Of two words that stand together in more than this share of the rarer one's headlines one is enough. */
const TOGETHER = 0.5

type TopicSource = Pick<ArticleStore, "entries" | "byNumbers" | "state" | "places">

/** The archive's topics. */
export interface Topics {
  /** Those that were found last, while what has changed since is looked through; before the first are found, all at once. */
  current(): readonly string[]
  /** Brings them in line with the archive in small steps; until `stopping`. Never throws. */
  follow(): Promise<void>
}

/**
 * The topics of the archive's newest months, each by its word, most telling first. A topic is a common noun of
 * headlines that is gathered in few articles: by its residual inverse document frequency in the texts, −log₂(d/N) +
 * log₂(1 − e^(−t/N)) for t uses in d of N (Church and Gale 1995, "Inverse Document Frequency: A Measure of Deviations
 * from Poisson"), times the logarithm of its headlines. Names of places are no topics. Only articles that are new among
 * them are segmented. `failed` hears why topics stay as they were; the next look tries again.
 */
export function createTopics(
  archive: TopicSource,
  { stopping, failed }: { readonly stopping: AbortSignal; readonly failed: (error: unknown) => void },
): Topics {
  const counts = new TopicCounts()
  let known: { readonly sequence: number; readonly topics: readonly string[] } | undefined
  let following: Promise<void> | undefined

  function* steps(): Generator<void> {
    const { sequence } = archive.state()
    const entries = newest(archive)
    counts.keep(entries)
    yield
    const missing = entries.filter((entry) => !counts.has(entry))
    for (const slice of slices(missing)) {
      for (const article of archive.byNumbers(slice.map(({ number }) => number))) counts.add(article)
      yield
    }
    known = { sequence, topics: counts.topics(archive.places()) }
  }

  async function stepByStep(): Promise<void> {
    await setImmediate()
    const work = steps()
    while (!stopping.aborted && !work.next().done) await setImmediate()
  }

  function follow(): Promise<void> {
    following ??= stepByStep()
      .catch(failed)
      .finally(() => {
        following = undefined
      })
    return following
  }

  return {
    follow,
    current() {
      if (!known) for (const _ of steps());
      else if (known.sequence !== archive.state().sequence) void follow()
      return known?.topics ?? []
    },
  }
}

interface Counted {
  readonly version: number
  readonly headline: ReadonlySet<string>
  readonly text: readonly string[]
}

/** The nouns of some articles, counted; what is taken out again leaves no trace. */
class TopicCounts {
  readonly #articles = new Map<number, Counted>()
  readonly #uses = new Map<string, number>()
  readonly #having = new Map<string, number>()
  /** The articles with a word in their headlines. */
  readonly #named = new Map<string, Set<number>>()

  has({ number, version }: Pick<ArticleEntry, "number" | "version">): boolean {
    return this.#articles.get(number)?.version === version
  }

  /** Takes out all others. */
  keep(entries: readonly ArticleEntry[]): void {
    const kept = new Map(entries.map(({ number, version }) => [number, version]))
    for (const [number, { version }] of this.#articles) if (kept.get(number) !== version) this.#remove(number)
  }

  add(article: Pick<StoredArticle, "number" | "version" | "title" | "text">): void {
    if (this.has(article)) return
    const { number, version, title } = article
    this.#remove(number)
    const [headline, text] = [new Set(nouns(title)), nouns(article.text.slice(0, READ_UNITS))]
    this.#articles.set(number, { version, headline, text })
    this.#count(text, 1)
    for (const word of headline) {
      const named = this.#named.get(word) ?? new Set<number>()
      this.#named.set(word, named.add(number))
    }
  }

  #remove(number: number): void {
    const counted = this.#articles.get(number)
    if (!counted) return
    this.#articles.delete(number)
    this.#count(counted.text, -1)
    for (const word of counted.headline) {
      const named = this.#named.get(word)
      named?.delete(number)
      if (named?.size === 0) this.#named.delete(word)
    }
  }

  #count(text: readonly string[], by: 1 | -1): void {
    for (const word of text) change(this.#uses, word, by)
    for (const word of new Set(text)) change(this.#having, word, by)
  }

  topics(places: ReturnType<TopicSource["places"]>): readonly string[] {
    const articles = this.#articles.size
    const names = new Set(places.flatMap(({ path }) => path.map(shortName)))
    const least = Math.max(LEAST_HEADLINES, articles * LEAST_SHARE)
    const ranked = [...this.#named]
      .filter(([, { size }]) => size >= least && size <= articles * LARGEST_SHARE)
      .filter(([word]) => !names.has(shortName(word)))
      .map(([word, { size }]) => {
        const residual = residualIdf(this.#uses.get(word) ?? 0, this.#having.get(word) ?? 0, articles)
        return { word, residual, score: residual * Math.log(1 + size) }
      })
      .filter(({ residual }) => residual >= LEAST_RESIDUAL)
      .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
    const topics: string[] = []
    for (const { word } of ranked) {
      if (topics.length === MOST_TOPICS) break
      if (!topics.some((other) => this.#isSame(word, other))) topics.push(word)
    }
    return topics
  }

  #isSame(word: string, other: string): boolean {
    if (word.includes(other) || other.includes(word)) return true
    const [have, others] = [this.#named.get(word), this.#named.get(other)]
    if (!have || !others) return false
    const both = [...have].filter((number) => others.has(number)).length
    return both > TOGETHER * Math.min(have.size, others.size)
  }
}

function change(counts: Map<string, number>, word: string, by: 1 | -1): void {
  const count = (counts.get(word) ?? 0) + by
  if (count === 0) counts.delete(word)
  else counts.set(word, count)
}

/** In bits, of a word used so often in so many of all texts; 0 for one that no text has. */
export function residualIdf(uses: number, having: number, texts: number): number {
  return having === 0 ? 0 : Math.log2(1 - Math.exp(-uses / texts)) - Math.log2(having / texts)
}

function newest(archive: TopicSource): readonly ArticleEntry[] {
  const day = archive.state().newestDay
  if (day === null) return []
  const firstOfMonth = `${day.slice(0, 7)}-01`
  const from = new Date(`${firstOfMonth}T00:00:00Z`)
  from.setUTCMonth(from.getUTCMonth() - MONTHS)
  const months = { fromDay: from.toISOString().slice(0, 10), toDay: addDays(firstOfMonth, -1) }
  const entries = archive.entries(months, MOST_ARTICLES)
  return entries.length >= FEW_ARTICLES ? entries : archive.entries({}, MOST_ARTICLES)
}

function nouns(text: string): string[] {
  return commonNouns(text).filter((word) => word.length > 1 && !/[\p{N}a-z]/u.test(word))
}
