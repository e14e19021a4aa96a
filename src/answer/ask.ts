import type { ArchiveState } from "../corpus.ts"
import type { CallOptions } from "../models.ts"
import type { DayRange, Question } from "../retrieve/question.ts"
import type { Retriever } from "../retrieve/retriever.ts"
import { addDays, dayIn, timeRange } from "../text/dates.ts"
import type { Answer, Answerer } from "./answer.ts"

export interface Asked {
  readonly question: Question
  readonly answer: Answer
  /** The newest day of the archive, where the question asks for days after it. */
  readonly archiveEnds?: string
  readonly ms: { readonly retrieve: number; readonly answer: number; readonly total: number }
}

export interface AskOptions extends CallOptions {
  readonly now: Date
  readonly place?: string
}

export type Ask = (text: string, options: AskOptions) => Promise<Asked>

interface AskDeps {
  readonly retriever: Retriever
  readonly answerer: Answerer
  readonly archive: () => ArchiveState
  readonly timeZone: string
}

/** How much of a question is read; more than this is not a question. */
export const QUESTION_LIMIT = 500
const ARTICLES = 8
const PRINTED_AFTER_DAYS = 1

/** From a reader's words to an answer that has passed the gate. All steps together take at most `deadlineMs`. */
export function createAsk({ retriever, answerer, archive, timeZone }: AskDeps): Ask {
  return async (text, { now, place, deadlineMs, ...options }) => {
    const started = performance.now()
    const rest = (): CallOptions =>
      deadlineMs === undefined
        ? options
        : { ...options, deadlineMs: Math.max(1, deadlineMs - (performance.now() - started)) }
    const question = readQuestion(text, now, timeZone, place)
    const { newestDay } = archive()
    const beyond = question.range && newestDay !== null && question.range.to > newestDay
    let answer: Answer | undefined
    let retrieveMs = 0
    for (const attempt of attempts(question, newestDay)) {
      const before = performance.now()
      const found = await retriever.retrieve(attempt, ARTICLES, rest())
      retrieveMs += performance.now() - before
      if (answer && found.length === 0) break
      answer = await answerer.answer(attempt, found, rest())
      if (answer.kind === "answered") break
    }
    if (!answer) throw new Error("a question without an attempt")
    const totalMs = performance.now() - started
    return {
      question,
      answer,
      ...(beyond ? { archiveEnds: newestDay } : {}),
      ms: { retrieve: retrieveMs, answer: totalMs - retrieveMs, total: totalMs },
    }
  }
}

export function readQuestion(text: string, now: Date, timeZone: string, place?: string): Question {
  const words = text.normalize("NFC").trim().slice(0, QUESTION_LIMIT)
  const range = timeRange(words, dayIn(now, timeZone))
  return { text: words, now, timeZone, ...(range ? { range } : {}), ...(place ? { place } : {}) }
}

/**
 * First only what was printed in the days that the question names (a daily prints the day after), then all: a day may
 * also be what the text tells of. Days after the end of the archive filter nothing out.
 */
function attempts(question: Question, newestDay: string | null): Question[] {
  const { range, ...rest } = question
  if (!range) return [question]
  if (newestDay === null || range.from > newestDay) return [{ ...rest, text: withoutWords(rest.text, range) }]
  return [{ ...question, range: { ...range, to: addDays(range.to, PRINTED_AFTER_DAYS) } }, rest]
}

function withoutWords(text: string, range: DayRange): string {
  const rest = text.replace(range.words, "")
  return rest.trim() === "" ? text : rest
}
