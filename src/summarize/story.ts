import type { Claim, LinkKind, StoredArticle } from "../corpus.ts"
import { names, sharedName } from "./named-matter.ts"
import { newsworthy, quoted } from "./newsworthy.ts"

/** An article that may tell more of the same matter; `kind` where the paper itself linked it. */
export interface NearArticle {
  readonly article: StoredArticle
  readonly kind: LinkKind | null
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

/**
 * The matter of an article over time, oldest first: itself, what the paper linked to it as an update, and of the near
 * ones those that are about the same named project, place, work or person.
 */
export function storyOf(article: StoredArticle, near: readonly NearArticle[]): StoryLine[] {
  const others = near.flatMap(({ article: other, kind }) => {
    const name = sharedName(article, other)
    const linked = kind === "updates" || kind === "updated-by"
    return linked || name !== undefined ? [{ article: other, name }] : []
  })
  const own = others.flatMap(({ name }) => name ?? [])[0]
  return tell([{ article, name: own }, ...others])
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
