import type { StoredArticle } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"
import type { Wants } from "./subscription.ts"

const KEY_DIGITS = 8

/** One place, topic or keyword that a reader chose. */
export interface Choice {
  readonly kind: keyof Wants
  readonly word: string
}

/** Places, topics, keywords, each in the order in which they were chosen. */
export function choicesOf(wants: Wants): Choice[] {
  return dimensionsOf(wants).flat()
}

/**
 * Places on the one hand, topics and keywords on the other. Where both are named an article stands for one of each, so
 * only choices of one dimension can take each other's place.
 */
export function dimensionsOf({ places, topics, keywords }: Wants): (readonly Choice[])[] {
  const of = (kind: Choice["kind"], words: readonly string[]) => words.map((word) => ({ kind, word }))
  return [of("places", places), [...of("topics", topics), ...of("keywords", keywords)]]
}

export function isPlace({ kind }: Choice): boolean {
  return kind === "places"
}

/** Whether an article would be accepted for this choice alone. */
export type StandsFor = (article: StoredArticle, choice: Choice) => boolean

/** Short, and the same wherever it stands: names the choice in a button and in the database. */
export function choiceKey({ kind, word }: Choice): string {
  return shortHash([kind, word], KEY_DIGITS)
}
