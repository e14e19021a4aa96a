import type { Evidence } from "../corpus.ts"
import type { Question } from "../retrieve/question.ts"
import { shortHash } from "../text/hash.ts"
import type { Language } from "../text/languages.ts"
import type { Answered } from "./answer.ts"

/** Answers that models gave before. */
export interface AnswerCache {
  /** The newest one under the key, with its generation. */
  find(key: string): Answered | undefined
}

/** All that decides what a model is asked and what of its reply may be shown. */
export interface Asking {
  readonly question: Question
  readonly evidence: readonly Evidence[]
  readonly promptVersion: string
  readonly model: string
  readonly language: Language
}

/**
 * The same for the same question, read in the same way, on the same spans of the same versions. A text that was
 * changed, retracted, corrected or updated since gives another key.
 */
export function cacheKey({ question, evidence, promptVersion, model, language }: Asking): string {
  const { text, days, place, range } = question
  const spans = evidence.map(({ articleId, version, field, start, end, ...known }) => [
    [articleId, version, field, start, end, known.incomplete],
    [...known.corrections, ...known.updates, ...known.printings].map(({ id }) => id),
  ])
  const read = JSON.stringify([text, days ?? null, place ?? null, range ?? null])
  return shortHash([model, promptVersion, language, read, JSON.stringify(spans)], 32)
}
