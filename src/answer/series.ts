import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import type { FigureSeries } from "./answer.ts"
import { figureSeries } from "./figure-series.ts"
import { rescheduled } from "./planned-days.ts"

/** What several articles tell otherwise of what is asked: figures, or the day of a plan. */
export function findSeries(question: Question, found: readonly RankedArticle[]): FigureSeries | undefined {
  return figureSeries(question, found) ?? rescheduled(question, found)
}
