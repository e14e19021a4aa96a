import type { ArticleId, Evidence } from "../corpus.ts"
import type { CallOptions } from "../models.ts"
import { attempts, type Question } from "./question.ts"

/** One article that was found, with its best passages first. Scores compare within one result only. */
export interface RankedArticle {
  readonly articleId: ArticleId
  readonly score: number
  readonly passages: readonly Evidence[]
}

export interface RetrieveOptions extends CallOptions {
  /** Ranks only articles whose numbers it accepts, as if there were no others. */
  readonly accept?: (article: number) => boolean
}

export interface Retriever {
  /** At most `limit` articles, best first; empty where nothing shares a term with the question. */
  retrieve(question: Question, limit: number, options?: RetrieveOptions): Promise<RankedArticle[]>
  /** The articles that `retrieve` gives, in the same order, and what made it. */
  explain?(question: Question, limit: number): Promise<Explanation[]>
}

/** Why an article stands where it stands. */
export interface Explanation {
  readonly articleId: ArticleId
  readonly score: number
  readonly parts: readonly ExplanationPart[]
}

/** What one leg or feature says of the article. */
export interface ExplanationPart {
  readonly name: string
  /** Counted from 1; null where the leg did not find the article, or a feature ranks nothing. */
  readonly rank: number | null
  readonly score: number
}

/** The articles of the days that the question names, or, where there are none, of all days. */
export function retrieveByDays(
  retriever: Retriever,
  question: Question,
  limit: number,
  options?: RetrieveOptions,
): Promise<RankedArticle[]> {
  return firstFinding(question, (attempt) => retriever.retrieve(attempt, limit, options))
}

/** What made the ranking of `retrieveByDays`; empty where the retriever does not say. */
export function explainByDays(
  retriever: Retriever,
  question: Question,
  limit: number,
): Promise<Explanation[]> {
  return firstFinding(question, async (attempt) => (await retriever.explain?.(attempt, limit)) ?? [])
}

async function firstFinding<T>(question: Question, find: (attempt: Question) => Promise<T[]>): Promise<T[]> {
  for (const attempt of attempts(question)) {
    const found = await find(attempt)
    if (found.length > 0) return found
  }
  return []
}

/**
 * The passages of a ranking that are read first, at most `limit`: by the place of their article and their own place in
 * it together, the better article first. A title goes with every passage, so none takes a place of its own where its
 * article has another.
 */
export function bestPassages(found: readonly RankedArticle[], limit: number): Evidence[] {
  return found
    .flatMap(({ passages }, article) => {
      const texts = passages.filter(({ field }) => field !== "title")
      return (texts.length > 0 ? texts : passages).map((passage, at) => ({ passage, round: article + at }))
    })
    .sort((a, b) => a.round - b.round)
    .slice(0, limit)
    .map(({ passage }) => passage)
}
