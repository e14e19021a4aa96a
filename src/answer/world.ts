import type { ArticleId, ArticleStore } from "../corpus.ts"
import type { Retriever } from "../retrieve/retriever.ts"
import type { Answerer } from "./answer.ts"
import type { AskBack } from "./clarify.ts"
import type { Confidence } from "./confidence.ts"
import type { CheckPremise } from "./premise/premise.ts"

/** Inverse document frequency of a search term in the archive: what it tells, above 0. */
export type TermWeight = (term: string) => number

/** What an answer is made from, besides the question. */
export interface World {
  readonly retrieve: Retriever["retrieve"]
  readonly list: ArticleStore["list"]
  readonly article: ArticleStore["get"]
  /** Sentences are measured against the question as it was meant. */
  readonly correct: (text: string) => string
  readonly weight: TermWeight
  readonly answering: (weight: TermWeight) => Answering
  /** What is given with less confidence than this, from 0 to 1, is refused; a model's words with much less. */
  readonly threshold: number
}

/** A world to measure in. */
export interface Narrowed {
  /** Only articles whose numbers it accepts are found, as if there were no others. */
  readonly accept?: (article: number) => boolean
  readonly threshold?: number
}

export function narrow(world: World, { accept, threshold = world.threshold }: Narrowed = {}): World {
  const retrieve: World["retrieve"] = (question, limit, options) =>
    world.retrieve(question, limit, { ...options, ...(accept && { accept }) })
  return { ...world, threshold, retrieve }
}

/** The same world where some articles are not found. */
export function without(articles: readonly ArticleId[], world: World): World {
  if (articles.length === 0) return world
  const left = new Set(articles)
  return {
    ...world,
    async retrieve(question, limit, options) {
      const found = await world.retrieve(question, limit + left.size, options)
      return found.filter(({ articleId }) => !left.has(articleId)).slice(0, limit)
    },
    list: (filter, limit) =>
      world
        .list(filter, limit + left.size)
        .filter(({ id }) => !left.has(id))
        .slice(0, limit),
  }
}

export interface Answering {
  readonly answerer: Answerer
  readonly confidence: Confidence
  readonly askBack: AskBack
  readonly premise: CheckPremise
}
