import type { ArticleStore, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"
import { shortName } from "../text/place-names.ts"
import { commonNouns } from "../text/words.ts"

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

type TopicSource = Pick<ArticleStore, "list" | "state" | "places">

/**
 * The topics of the archive's newest months, each by its word, most telling first. A topic is a common noun of
 * headlines that is gathered in few articles: by its residual inverse document frequency in the texts, −log₂(d/N) +
 * log₂(1 − e^(−t/N)) for t uses in d of N (Church and Gale 1995, "Inverse Document Frequency: A Measure of Deviations
 * from Poisson"), times the logarithm of its headlines. Names of places are no topics.
 */
export function findTopics(archive: TopicSource): readonly string[] {
  const articles = newest(archive)
  const headlines = articles.map(({ title }) => new Set(nouns(title)))
  const texts = articles.map(({ text }) => nouns(text.slice(0, READ_UNITS)))
  const uses = count(texts)
  const having = count(texts.map((text) => new Set(text)))
  const places = new Set(archive.places().flatMap(({ path }) => path.map(shortName)))
  const least = Math.max(LEAST_HEADLINES, articles.length * LEAST_SHARE)
  const ranked = [...count(headlines)]
    .filter(([, named]) => named >= least && named <= articles.length * LARGEST_SHARE)
    .filter(([word]) => !places.has(shortName(word)))
    .map(([word, named]) => {
      const residual = residualIdf(uses.get(word) ?? 0, having.get(word) ?? 0, articles.length)
      return { word, residual, score: residual * Math.log(1 + named) }
    })
    .filter(({ residual }) => residual >= LEAST_RESIDUAL)
    .sort((a, b) => b.score - a.score || (a.word < b.word ? -1 : 1))
  const topics: string[] = []
  for (const { word } of ranked) {
    if (topics.length === MOST_TOPICS) break
    if (!topics.some((other) => isSameTopic(word, other, headlines))) topics.push(word)
  }
  return topics
}

/** Topics, found once for each state of the archive. */
export function createTopics(archive: TopicSource): () => readonly string[] {
  let known: { readonly sequence: number; readonly topics: readonly string[] } | undefined
  return () => {
    const { sequence } = archive.state()
    if (known?.sequence !== sequence) known = { sequence, topics: findTopics(archive) }
    return known.topics
  }
}

/** In bits, of a word used so often in so many of all texts; 0 for one that no text has. */
export function residualIdf(uses: number, having: number, texts: number): number {
  return having === 0 ? 0 : Math.log2(1 - Math.exp(-uses / texts)) - Math.log2(having / texts)
}

function newest(archive: TopicSource): readonly StoredArticle[] {
  const day = archive.state().newestDay
  if (day === null) return []
  const firstOfMonth = `${day.slice(0, 7)}-01`
  const from = new Date(`${firstOfMonth}T00:00:00Z`)
  from.setUTCMonth(from.getUTCMonth() - MONTHS)
  const months = { fromDay: from.toISOString().slice(0, 10), toDay: addDays(firstOfMonth, -1) }
  const articles = archive.list(months, MOST_ARTICLES)
  return articles.length >= FEW_ARTICLES ? articles : archive.list({}, MOST_ARTICLES)
}

function nouns(text: string): string[] {
  return commonNouns(text).filter((word) => word.length > 1 && !/[\p{N}a-z]/u.test(word))
}

function count(lists: readonly Iterable<string>[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const word of list) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

function isSameTopic(word: string, other: string, headlines: readonly ReadonlySet<string>[]): boolean {
  if (word.includes(other) || other.includes(word)) return true
  const [have, others] = [word, other].map((one) => headlines.filter((headline) => headline.has(one)).length)
  const both = headlines.filter((headline) => headline.has(word) && headline.has(other)).length
  return both > TOGETHER * Math.min(have ?? 0, others ?? 0)
}
