import type { ArchiveState } from "../corpus.ts"
import type { CallOptions } from "../models.ts"
import type { DayRange, Question } from "../retrieve/question.ts"
import type { Retriever } from "../retrieve/retriever.ts"
import { dayIn, timeRange } from "../text/dates.ts"
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

/** From a reader's words to an answer that has passed the gate. */
export function createAsk({ retriever, answerer, archive, timeZone }: AskDeps): Ask {
  return async (text, { now, place, ...options }) => {
    const started = performance.now()
    const question = readQuestion(text, now, timeZone, place)
    const state = archive()
    const beyond = question.range && state.newestDay !== null && question.range.to > state.newestDay
    const found = await retriever.retrieve(withinArchive(question, state), ARTICLES, options)
    const retrieved = performance.now()
    const answer = await answerer.answer(question, found, options)
    const done = performance.now()
    return {
      question,
      answer,
      ...(beyond ? { archiveEnds: state.newestDay } : {}),
      ms: { retrieve: retrieved - started, answer: done - retrieved, total: done - started },
    }
  }
}

export function readQuestion(text: string, now: Date, timeZone: string, place?: string): Question {
  const words = text.normalize("NFC").trim().slice(0, QUESTION_LIMIT)
  const range = timeRange(words, dayIn(now, timeZone))
  return { text: words, now, timeZone, ...(range ? { range } : {}), ...(place ? { place } : {}) }
}

/** Days after the end of the archive filter nothing out: the newest that there is is better than silence. */
function withinArchive(question: Question, { newestDay }: ArchiveState): Question {
  if (!question.range || newestDay === null || question.range.from <= newestDay) return question
  const { range, ...rest } = question
  return { ...rest, text: withoutWords(rest.text, range) }
}

function withoutWords(text: string, range: DayRange): string {
  const rest = text.replace(range.words, "")
  return rest.trim() === "" ? text : rest
}
