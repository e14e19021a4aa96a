import type { ArticleStore, Claim } from "../corpus.ts"
import { attempts, type Question, readQuestion } from "../retrieve/question.ts"
import { annotate } from "./annotate.ts"
import { type Answer, type AnswerOptions, notFound } from "./answer.ts"
import { type Freshness, freshness } from "./freshness.ts"
import { newsWish } from "./news-wish.ts"
import { createRecorder, type Trace } from "./trace.ts"
import type { World } from "./world.ts"

export interface Concluded {
  readonly answer: Answer
  readonly ms: { readonly retrieve: number; readonly answer: number; readonly total: number }
}

export interface Asked extends Concluded {
  readonly question: Question
  readonly freshness: Freshness
  readonly trace: Trace
}

export interface AskOptions extends AnswerOptions {
  readonly now: Date
  readonly place?: string
}

export type Ask = (text: string, options: AskOptions) => Promise<Asked>

interface AskDeps {
  readonly world: World
  readonly archive: Pick<ArticleStore, "state" | "places">
  readonly timeZone: string
}

const ARTICLES = 8

/** From a reader's words to an answer that has passed the gate. All steps together take at most `deadlineMs`. */
export function createAsk({ world, archive, timeZone }: AskDeps): Ask {
  return async (text, { now, place, ...options }) => {
    const question = readQuestion(text, { now, timeZone, archive, ...(place && { place }) })
    const recorder = createRecorder(question, world)
    const concluded = await conclude(question, recorder.world, options)
    return {
      question,
      ...concluded,
      freshness: freshness(question, concluded.answer),
      trace: recorder.trace(),
    }
  }
}

/** The same question in the same world has the same answer. */
export async function conclude(
  question: Question,
  world: World,
  { deadlineMs, ...options }: AnswerOptions,
): Promise<Concluded> {
  const started = performance.now()
  const rest = (): AnswerOptions =>
    deadlineMs === undefined
      ? options
      : { ...options, deadlineMs: Math.max(1, deadlineMs - (performance.now() - started)) }
  const { answerer, confidence } = world.answering(world.weight)
  const headlines = newsWish(question, world.list)
  let answer: Answer | undefined = headlines && fromHeadlines(headlines)
  const plainText = world.correct(question.plainText)
  let retrieveMs = 0
  for (const attempt of answer ? [] : attempts(question)) {
    const before = performance.now()
    const found = await world.retrieve(attempt, ARTICLES, rest())
    retrieveMs += performance.now() - before
    if (answer && found.length === 0) break
    const asked = { ...attempt, plainText }
    answer = await answerer.answer(asked, found, rest())
    if (
      answer.kind === "answered" &&
      answer.mode !== "model" &&
      confidence(asked, found, answer.claims) < world.threshold
    )
      answer = notFound(found, answer.mode)
    if (answer.kind === "answered") break
  }
  answer = annotate(answer ?? (await answerer.answer(question, [], rest())), world.article)
  const totalMs = performance.now() - started
  return { answer, ms: { retrieve: retrieveMs, answer: totalMs - retrieveMs, total: totalMs } }
}

/** Headlines are the archive's own words: no model is asked for them. */
function fromHeadlines(claims: readonly Claim[]): Answer {
  if (claims.length === 0) return { kind: "not-found", nearest: [], mode: "keyless" }
  return { kind: "answered", claims, mode: "keyless" }
}
