import type { ArticleStore, Claim } from "../corpus.ts"
import { attempts, goesBeyond, type Question, readQuestion } from "../retrieve/question.ts"
import type { Retriever } from "../retrieve/retriever.ts"
import type { Spelling } from "../retrieve/spelling.ts"
import { withoutInstructions } from "../text/instructions.ts"
import { type Answer, type Answerer, type AnswerOptions, notFound } from "./answer.ts"
import { attribute } from "./attribute.ts"
import type { Confidence } from "./confidence.ts"
import { guarded, safe } from "./guard.ts"
import { newsWish } from "./news-wish.ts"

export interface Asked {
  readonly question: Question
  readonly answer: Answer
  /** The newest day of the archive, where the question asks for days after it. */
  readonly archiveEnds?: string
  readonly ms: { readonly retrieve: number; readonly answer: number; readonly total: number }
}

export interface AskOptions extends AnswerOptions {
  readonly now: Date
  readonly place?: string
}

export type Ask = (text: string, options: AskOptions) => Promise<Asked>

interface AskDeps {
  readonly retriever: Retriever
  readonly answerer: Answerer
  readonly archive: Pick<ArticleStore, "list" | "state" | "places" | "get">
  /** Sentences are measured against the question as it was meant. */
  readonly spelling: Pick<Spelling, "correct">
  readonly confidence: Confidence
  /** What the extractive answerer gives with less confidence than this, from 0 to 1, is refused. */
  readonly threshold: number
  readonly timeZone: string
}

const ARTICLES = 8

/** From a reader's words to an answer that has passed the gate. All steps together take at most `deadlineMs`. */
export function createAsk(deps: AskDeps): Ask {
  const { retriever, archive, spelling, confidence, threshold, timeZone } = deps
  const answerer = guarded(deps.answerer, (...judged) => confidence(...judged) >= threshold)
  return async (text, { now, place, deadlineMs, ...options }) => {
    const started = performance.now()
    const rest = (): AnswerOptions =>
      deadlineMs === undefined
        ? options
        : { ...options, deadlineMs: Math.max(1, deadlineMs - (performance.now() - started)) }
    const question = readQuestion(withoutInstructions(text), {
      now,
      timeZone,
      archive,
      ...(place && { place }),
    })
    const { newestDay } = question
    const headlines = newsWish(question, archive.list)
    let answer: Answer | undefined = headlines && fromHeadlines(headlines)
    const plainText = spelling.correct(question.plainText)
    let retrieveMs = 0
    for (const attempt of answer ? [] : attempts(question)) {
      const before = performance.now()
      const found = safe(await retriever.retrieve(attempt, ARTICLES, rest()))
      retrieveMs += performance.now() - before
      if (answer && found.length === 0) break
      const asked = { ...attempt, plainText }
      answer = await answerer.answer(asked, found, rest())
      if (
        answer.kind === "answered" &&
        answer.mode !== "model" &&
        confidence(asked, found, answer.claims) < threshold
      )
        answer = notFound(found, answer.mode)
      if (answer.kind === "answered") break
    }
    answer ??= await answerer.answer(question, [], rest())
    const totalMs = performance.now() - started
    return {
      question,
      answer: attribute(answer, archive.get),
      ...(goesBeyond(question) && newestDay !== null ? { archiveEnds: newestDay } : {}),
      ms: { retrieve: retrieveMs, answer: totalMs - retrieveMs, total: totalMs },
    }
  }
}

/** Headlines are the archive's own words: no model is asked for them. */
function fromHeadlines(claims: readonly Claim[]): Answer {
  if (claims.length === 0) return { kind: "not-found", nearest: [], mode: "keyless" }
  return { kind: "answered", claims, mode: "keyless" }
}
