import type { ArticleId, Claim, LinkKind, StoredArticle } from "../corpus.ts"
import { contentWords, queryTerms } from "../text/words.ts"
import { isVenue, names, sharedName } from "./named-matter.ts"
import { newsworthy, quoted } from "./newsworthy.ts"

/** An article that may tell more of the same matter. */
export interface NearArticle {
  readonly article: StoredArticle
  /** How the paper itself linked it. */
  readonly kind: LinkKind | null
  /** From 0 on: how much of what is telling in the one it also says; 1 where it says it as well. */
  readonly score: number
}

export interface StoryParts {
  /** Best first. */
  readonly related: (article: ArticleId, limit: number) => readonly NearArticle[]
  /** How many articles say a term of `queryTerms`, and how many there are. */
  readonly archive: { readonly size: number; documentFrequency(term: string): number }
}

/** A development: what one article says that is new at its time. */
export interface StoryLine {
  /** Of publication, YYYY-MM-DD. */
  readonly day: string
  readonly claim: Claim
  readonly article: StoredArticle
}

const MOST_LINES = 12
/** The share of a line's pairs of characters that the lines before it lack. */
const LEAST_NEW = 0.4

const NEAR = 30
/** A word or name is rare that at most so many articles say, or one in so many of a large archive. */
const FEW_ARTICLES = 12
const ONE_IN = 1_000
/** Where an article says what it tells of, in UTF-16 code units. */
const HEAD_UNITS = 600
/**
 * What must speak for it that two articles with a name in common tell of one matter: each rare word, a rare name, and
 * that they are `ALIKE`.
 */
const ENOUGH_SIGNS = 2
/** From this nearness on the other words of two articles are a sign, too. */
const ALIKE = 0.4
/** Without a name: so near, so many rare words, so few days apart. Columns that come each week are alike for longer. */
const SAME_EVENT = { score: 0.6, words: 5, days: 7 }
const DAY_MS = 86_400_000

/**
 * The matter of an article over time, oldest first: itself, what the paper linked to it as an update, and of the near
 * ones those that are about the same named project, place or work and have more than that in common, or report the same event.
 * A name alone joins nothing: a famous bridge and a venue stand in many separate matters; so does a person.
 */
export function createStory({ related, archive }: StoryParts): (article: StoredArticle) => StoryLine[] {
  const isRare = (term: string) =>
    archive.documentFrequency(term) <= Math.max(FEW_ARTICLES, archive.size / ONE_IN)
  return (article) => {
    const own = headWords(article).filter(isRare)
    const others = related(article.id, NEAR).flatMap(({ article: other, kind, score }) => {
      const name = sharedName(article, other)
      const there = new Set(headWords(other))
      const words = own.filter((word) => there.has(word) && !name?.includes(word)).length
      const signs =
        words + Number(name !== undefined && queryTerms(name).some(isRare)) + Number(score >= ALIKE)
      const linked = kind === "updates" || kind === "updated-by"
      const sameMatter = name !== undefined && signs >= ENOUGH_SIGNS && (score >= ALIKE || !isVenue(name))
      const { score: least, words: enough, days } = SAME_EVENT
      const sameEvent = score >= least && words >= enough && daysBetween(article, other) <= days
      return linked || sameMatter || sameEvent ? [{ article: other, name }] : []
    })
    return tell([{ article, name: others.flatMap(({ name }) => name ?? [])[0] }, ...others])
  }
}

/** Infinite where one has no day. */
function daysBetween(a: StoredArticle, b: StoredArticle): number {
  const [one, other] = [a, b].map(({ publishedAt }) => Date.parse(publishedAt?.slice(0, 10) ?? ""))
  const apart = Math.abs(Number(one) - Number(other)) / DAY_MS
  return Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart
}

function headWords({ title, abstract, text }: StoredArticle): string[] {
  const words = contentWords([title, abstract ?? "", text.slice(0, HEAD_UNITS)].join("\n"))
  return [...new Set(words)].filter((word) => word.length > 1)
}

/** Of articles that somebody chose: which belong together is theirs to say. */
export function storyOfThese(articles: readonly StoredArticle[]): StoryLine[] {
  const [first, ...rest] = articles
  if (!first) return []
  const others = rest.map((article) => ({ article, name: sharedName(first, article) }))
  return tell([{ article: first, name: others.flatMap(({ name }) => name ?? [])[0] }, ...others])
}

interface Told {
  readonly article: StoredArticle
  /** Of the matter. */
  readonly name: string | undefined
}

/** One line an article: its most newsworthy sentence that names the matter and repeats no earlier line. Undated ones have no place in time. */
function tell(told: readonly Told[]): StoryLine[] {
  const dated = told.flatMap(({ article, name }) => {
    const day = article.publishedAt?.slice(0, 10)
    const advert = article.flags.includes("advertisement")
    return day === undefined || advert || article.correction !== null ? [] : [{ article, name, day }]
  })
  const lines: StoryLine[] = []
  const known = new Set<string>()
  for (const { article, name, day } of dated.sort(byTime)) {
    const fresh = quoted(article, newsworthy(article)).filter(({ text }) => isNew(text, known))
    const claim = (name === undefined ? undefined : fresh.find(({ text }) => names(text, name))) ?? fresh[0]
    if (!claim) continue
    for (const pair of pairs(claim.text)) known.add(pair)
    lines.push({ day, claim, article })
  }
  return lines.slice(-MOST_LINES)
}

function byTime(a: { article: StoredArticle }, b: { article: StoredArticle }): number {
  const [one, other] = [a.article.publishedAt ?? "", b.article.publishedAt ?? ""]
  return one < other ? -1 : one > other ? 1 : a.article.number - b.article.number
}

function isNew(text: string, known: ReadonlySet<string>): boolean {
  const own = pairs(text)
  return own.filter((pair) => !known.has(pair)).length >= LEAST_NEW * Math.max(1, own.length)
}

function pairs(text: string): string[] {
  const letters = text.replace(/[^\p{L}\p{N}]/gu, "")
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, i) => letters.slice(i, i + 2))
}
