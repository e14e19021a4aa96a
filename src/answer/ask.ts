import type { ArticleStore, Claim } from "../corpus.ts"
import { attempts, type Question, readQuestion } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { withoutInstructions } from "../text/instructions.ts"
import { annotate } from "./annotate.ts"
import { type Answer, type Answered, type AnswerOptions, notFound } from "./answer.ts"
import { figureSeries } from "./figure-series.ts"
import { wholeQuestion } from "./follow-up.ts"
import { type Freshness, freshness } from "./freshness.ts"
import { foundNothing } from "./generative-answerer.ts"
import { guarded, safe } from "./guard.ts"
import { newsWish } from "./news-wish.ts"
import { createRecorder, type Trace } from "./trace.ts"
import type { Turn } from "./turn.ts"
import { type Narrowed, narrow, type World, without } from "./world.ts"

/** What one search gave, and how sure it is that this answers the question. */
export interface Judged {
  readonly confidence: number
  readonly claims: readonly Claim[]
}

export interface Concluded {
  readonly answer: Answer
  /** Of each search in order, up to the one whose answer is told; empty where nothing had to be judged. */
  readonly judged: readonly Judged[]
  readonly ms: { readonly retrieve: number; readonly answer: number; readonly total: number }
}

export interface Asked extends Concluded {
  readonly question: Question
  /** The whole question, where the reader's words were a follow-up. */
  readonly understoodAs?: string
  readonly freshness: Freshness
  readonly trace: Trace
}

export interface AskOptions extends AnswerOptions {
  readonly now: Date
  readonly place?: string
  /** What was said before in the same chat, oldest first: a follow-up is read after it. */
  readonly turns?: readonly Turn[]
  /** For measuring. */
  readonly narrowed?: Narrowed
}

export type Ask = (text: string, options: AskOptions) => Promise<Asked>

interface AskDeps {
  readonly world: World
  readonly archive: Pick<ArticleStore, "state" | "places">
  readonly timeZone: string
}

/** How many articles an answer may be made of. */
export const ARTICLES_READ = 8

/** From a reader's words to an answer that has passed the gate. All steps together take at most `deadlineMs`. */
export function createAsk({ world, archive, timeZone }: AskDeps): Ask {
  return async (text, { now, place, turns = [], narrowed, ...options }) => {
    const whole = wholeQuestion(withoutInstructions(text), turns, now, archive.places())
    const question = readQuestion(whole.question, { now, timeZone, archive, ...(place && { place }) })
    const recorder = createRecorder(question, without(whole.exclude ?? [], narrow(world, narrowed)))
    const concluded = await conclude(question, recorder.world, options)
    return {
      question,
      ...concluded,
      ...(whole.from === "self" ? {} : { understoodAs: whole.question }),
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
  const { answerer: plain, confidence, askBack, premise } = world.answering(world.weight)
  const answerer = guarded(plain, (...judged) => confidence(...judged) >= world.threshold)
  const finished = (told: Answer) => annotate(told, world.article)
  const headlines = newsWish(question, world.list)
  let answer: Answer | undefined = headlines && fromHeadlines(headlines)
  const judged: Judged[] = []
  const plainText = world.correct(question.plainText)
  let retrieveMs = 0
  for (const attempt of answer ? [] : attempts(question)) {
    const before = performance.now()
    const found = safe(await world.retrieve(attempt, ARTICLES_READ, rest()))
    retrieveMs += performance.now() - before
    if (answer && found.length === 0) break
    const asked = { ...attempt, plainText }
    answer = askBack(asked, found) ?? premise(asked, found)
    if (answer?.kind === "not-found") continue
    if (answer) break
    const isSure = (claims: readonly Claim[]) =>
      confidence(asked, found, claims) >= needed({ mode: "model" }, world.threshold)
    answer = await answerer.answer(asked, found, streamedWhere(isSure, finished, rest()))
    if (answer.kind !== "answered") {
      judged.push({ confidence: 0, claims: [] })
      continue
    }
    const { claims, mode, generation } = answer
    const sure = confidence(asked, found, claims)
    judged.push({ confidence: sure, claims })
    if (sure >= needed(answer, world.threshold)) {
      answer = withSeries(answer, asked, found)
      break
    }
    answer = { ...notFound(found, mode), ...(generation && { generation }) }
  }
  answer = finished(answer ?? (await answerer.answer(question, [], rest())))
  const totalMs = performance.now() - started
  return {
    answer,
    judged,
    ms: { retrieve: retrieveMs, answer: totalMs - retrieveMs, total: totalMs },
  }
}

/** A model's words with the figures of other days or papers; an extract has them already. */
function withSeries(answer: Answered, question: Question, found: readonly RankedArticle[]): Answered {
  const series = answer.mode === "model" ? figureSeries(question, found) : undefined
  return series ? { ...answer, series } : answer
}

/** What would be refused is not told in the meantime either; what is told is told as in the answer. */
function streamedWhere(
  isSure: (claims: readonly Claim[]) => boolean,
  finished: (answer: Answer) => Answer,
  options: AnswerOptions,
): AnswerOptions {
  const { onClaim } = options
  if (!onClaim) return options
  const claims: Claim[] = []
  return {
    ...options,
    onClaim: (claim) => {
      claims.push(claim)
      if (!isSure(claims)) return
      const told = finished({ kind: "answered", claims: [claim], mode: "model" })
      if ("claims" in told) for (const one of told.claims) onClaim(one)
    },
  }
}

/** How many times as often a model finds nothing in passages that hold no answer as in passages that do. */
const SILENCE = 7
/** And how many times as seldom it finds there what passes the gate. */
const FINDING = 5

/**
 * The threshold, or where a model read the same passages and found an answer or none, the confidence that is the same
 * odds after that (Bayes' rule; the confidence is a probability): .3 becomes .08 or .75.
 */
function needed({ mode, generation }: Pick<Answered, "mode" | "generation">, threshold: number): number {
  const times = mode === "model" ? 1 / FINDING : foundNothing(generation) ? SILENCE : 1
  return times === 1 ? threshold : (times * threshold) / (1 - threshold + times * threshold)
}

/** Headlines are the archive's own words: no model is asked for them. */
function fromHeadlines(claims: readonly Claim[]): Answer {
  if (claims.length === 0) return { kind: "not-found", nearest: [], mode: "keyless" }
  return { kind: "answered", claims, mode: "keyless" }
}
