import type { ArticleId, Claim } from "../corpus.ts"

/** One article of a digest. */
export interface DigestItem {
  readonly articleId: ArticleId
  readonly version: number
  readonly title: string
  readonly url: string | null
  /** One sentence; the title itself where the article has no sentence of its own. */
  readonly line: Claim
}

/** The items of one place, newest first. */
export interface DigestGroup {
  readonly name: string
  readonly items: readonly DigestItem[]
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
}

export function editionItems(edition: Edition): DigestItem[] {
  return edition.groups.flatMap((group) => [...group.items])
}
