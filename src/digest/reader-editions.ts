import type { StoredArticle } from "../corpus.ts"
import { type Candidate, candidatesOf } from "./candidate.ts"
import { type Choice, choiceKey, type StandsFor } from "./choice.ts"
import { compose, type WriteItem } from "./compose.ts"
import type { Edition, Headings } from "./edition.ts"
import type { Demand } from "./importance.ts"
import { inSlices, readArticles } from "./in-slices.ts"
import { once } from "./once.ts"
import { type ArticleList, firstDay, isBelieved, MOST_CANDIDATES, select, widePlaces } from "./select.ts"
import { shrinking, toldChoices } from "./shrink.ts"
import { EVERYTHING, type Wants } from "./subscription.ts"
import { WantedIndex } from "./wanted.ts"

/** More articles of some days than this are not looked at. */
const MOST_ARTICLES = 10_000

/** An edition of what came in after an instant. */
export interface Written {
  /** No groups: there is nothing. */
  readonly edition: Edition
  /** Up to where (ISO) it is no longer new. */
  readonly newestIngest: string | undefined
}

/** Writes an edition of the day, of the articles that came in after `since` and are wanted; see `shrink.ts`. */
export type WriteFor = (
  since: string,
  day: string,
  wants: Wants,
  shrunk: readonly Choice[],
) => Promise<Written>

interface Sources {
  readonly articles: ArticleList
  readonly headings: Headings
  readonly demand: Demand
  readonly item: WriteItem
}

interface Asked {
  readonly since: string
  readonly day: string
  readonly wants: Wants
  readonly shrunk: readonly Choice[]
}

/** The news of a day, for whichever reader. */
interface News {
  readonly articles: readonly {
    readonly article: StoredArticle
    readonly cameIn: string
    /** undefined: no news, or dated in days to come. */
    readonly candidate: Candidate | undefined
  }[]
  readonly wanted: WantedIndex
  readonly standsFor: StandsFor
  readonly wide: ReadonlySet<string>
}

/**
 * For one reader after the other: each gets what `selectNew` and `compose` would give of the wanted articles, and what
 * several of them get is read, weighed and written once. Holds what it has read: one for each time that digests are due.
 */
export function createReaderEditions(sources: Sources): WriteFor {
  const newsOf = new Map<string, Promise<News>>()
  const editions = new Map<string, Promise<Written>>()
  return (since, day, wants, shrunk) => {
    const { places, topics, keywords } = wants
    const key = [since, day, places, topics, keywords, shrunk.map(choiceKey)]
    return once(editions, JSON.stringify(key), async () => {
      const news = await once(newsOf, day, () => readNews(sources, day))
      return writeFor(sources, news, { since, day, wants, shrunk })
    })
  }
}

async function readNews({ articles: store, demand }: Sources, day: string): Promise<News> {
  const entries = store.entries({ fromDay: firstDay(day) }, MOST_ARTICLES)
  const cameIn = new Map(entries.map((entry) => [entry.number, entry.cameIn]))
  const wanted = new WantedIndex()
  const read = await readArticles(store, entries)
  await inSlices(read, (slice) => {
    for (const article of slice) wanted.add(article)
  })
  const news = await candidatesOf(
    read.filter((article) => isBelieved(article, day)),
    demand,
  )
  const candidates = new Map(news.map((candidate) => [candidate.article, candidate]))
  const articles = read.map((article) => ({
    article,
    cameIn: cameIn.get(article.number) ?? "",
    candidate: candidates.get(article),
  }))
  return { articles, wanted, standsFor: standsForIn(read, wanted), wide: widePlaces(store.places()) }
}

/** Of articles that the index holds in this order. */
function standsForIn(articles: readonly StoredArticle[], wanted: WantedIndex): StandsFor {
  const numbers = new Map(articles.map((article, at) => [article, at]))
  const known = new Map<string, (at: number) => boolean>()
  return (article, choice) => {
    const key = choiceKey(choice)
    const accepts = known.get(key) ?? wanted.accepting({ ...EVERYTHING, [choice.kind]: [choice.word] })
    known.set(key, accepts)
    return accepts(numbers.get(article) ?? -1)
  }
}

async function writeFor(
  { headings, item }: Sources,
  { articles, wanted, standsFor, wide }: News,
  { since, day, wants, shrunk }: Asked,
): Promise<Written> {
  const accepts = wanted.accepting(wants)
  const candidates = articles
    .filter(({ cameIn }, at) => cameIn > since && accepts(at))
    .slice(0, MOST_CANDIDATES)
    .flatMap(({ candidate }) => candidate ?? [])
  const selection = await select(candidates, wide, headings, shrinking(wants, shrunk, standsFor))
  const groups = await compose(selection, item)
  return {
    edition: {
      occurrence: null,
      date: day,
      groups,
      left: selection.left,
      choices: toldChoices(selection, wants, shrunk, standsFor),
    },
    newestIngest: selection.newestIngest,
  }
}
