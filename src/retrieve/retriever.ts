import type { ArticleId, Evidence } from "../corpus.ts"
import type { CallOptions } from "../models.ts"
import { attempts, type Question } from "./question.ts"

/** One article that was found, with its best passages first. Scores compare within one result only. */
export interface RankedArticle {
  readonly articleId: ArticleId
  readonly score: number
  readonly passages: readonly Evidence[]
}

export interface Retriever {
  /** At most `limit` articles, best first; empty where nothing shares a term with the question. */
  retrieve(question: Question, limit: number, options?: CallOptions): Promise<RankedArticle[]>
}

/** The articles of the days that the question names, or, where there are none, of all days. */
export async function retrieveByDays(
  retriever: Retriever,
  question: Question,
  limit: number,
  options?: CallOptions,
): Promise<RankedArticle[]> {
  for (const attempt of attempts(question)) {
    const found = await retriever.retrieve(attempt, limit, options)
    if (found.length > 0) return found
  }
  return []
}
