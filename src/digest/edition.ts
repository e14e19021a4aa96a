import type { ArticleId, ArticleReference, Claim } from "../corpus.ts"
import type { Choice } from "./choice.ts"

/** lead: the one story told first and at more length; follow-ups: updates of stories reported before. */
export type GroupKind = "lead" | "follow-ups" | "place" | "corrections"

/** What groups without a printed name are called, in the language of the digest. */
export interface Headings {
  readonly lead: string
  readonly followUps: string
  /** Of the articles without a place. */
  readonly elsewhere: string
  readonly corrections: string
}

/** The article that an update or a correction is about. */
export interface Before extends ArticleReference {
  /** What it said where the new line now says something else: its own sentence, verbatim; null where none is near. */
  readonly said: Claim | null
}

/** One article of a digest. */
export interface DigestItem {
  readonly articleId: ArticleId
  readonly version: number
  readonly title: string
  readonly url: string | null
  /** The heading of its place, under which it stands where it is no lead, follow-up or correction. */
  readonly place: string
  /** One sentence; the title itself where the article has no sentence of its own. */
  readonly line: Claim
  /** Further sentences, shown where the article leads. */
  readonly more: readonly Claim[]
  readonly before: Before | null
  /** An editor's own words that the article does not back: shown as the editor's. The line has no citations then. */
  readonly editors?: boolean
}

/** Most important first. */
export interface DigestGroup {
  readonly kind: GroupKind
  /** As it is shown. */
  readonly name: string
  readonly items: readonly DigestItem[]
}

/** A choice of the reader's of which the edition tells something. */
export interface ToldChoice extends Choice {
  /** Its articles, most important first, with those that were left out of the edition: capped. */
  readonly articles: readonly ArticleId[]
  /** How many articles there were. */
  readonly count: number
  /** How many of them were left out since the choice has shrunk. */
  readonly left: number
}

/** What one digest says. No groups: there is nothing to send. */
export interface Edition {
  /** `daily:DAY` on schedule, `news:INSTANT` in between, `day:DAY` for a past day; each once; null for a preview. */
  readonly occurrence: string | null
  /** The day it is of, YYYY-MM-DD in the newspaper's time zone. */
  readonly date: string
  readonly groups: readonly DigestGroup[]
  /** Articles that the cap left out. */
  readonly left: number
  /** Of a reader's own digest: what gets a button below it. */
  readonly choices?: readonly ToldChoice[]
}

export function editionItems(edition: Edition): DigestItem[] {
  return edition.groups.flatMap((group) => [...group.items])
}

/** All that an item says that stands on a quote. */
export function itemClaims({ line, more, before }: DigestItem): Claim[] {
  return [line, ...more, ...(before?.said ? [before.said] : [])]
}

/** The edition without the items of these articles, and without a word of them in the items that go on from them. */
export function withoutArticles<T extends Edition>(edition: T, gone: ReadonlySet<ArticleId>): T {
  const left = withoutItems(
    edition,
    editionItems(edition).filter(({ articleId }) => gone.has(articleId)),
  )
  const groups = left.groups.map((group) => ({
    ...group,
    items: group.items.map((item) =>
      item.before && gone.has(item.before.id) ? { ...item, before: null } : item,
    ),
  }))
  return { ...left, groups }
}

/** The edition without these items, and without the groups that only they made up. */
export function withoutItems<T extends Edition>(edition: T, items: readonly DigestItem[]): T {
  const groups = edition.groups
    .map((group) => ({ ...group, items: group.items.filter((item) => !items.includes(item)) }))
    .filter((group) => group.items.length > 0)
  const gone = new Set(items.map(({ articleId }) => articleId))
  const choices = edition.choices?.flatMap((choice): ToldChoice[] => {
    const articles = choice.articles.filter((id) => !gone.has(id))
    const count = choice.count - (choice.articles.length - articles.length)
    return articles.length > 0 ? [{ ...choice, articles, count }] : []
  })
  return { ...edition, groups, ...(choices && { choices }) }
}
