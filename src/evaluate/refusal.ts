import { containsAnswer } from "./figures.ts"
import type { SetQuestion } from "./question-set.ts"

/** What one search gave: how sure it is that this answers the question, and its sentences. */
export interface Try {
  readonly confidence: number
  readonly reply: string
  /** Number of the article of the first sentence; null without one. */
  readonly article: number | null
}

/** Which articles there are for a question, by their numbers. */
export type Accept = (article: number) => boolean

/** An archive of which articles can be left out for a question. */
export interface Reduced {
  /**
   * Every search that is tried for the question, in order, whatever its confidence; null where the reply neither
   * answers nor refuses, but contradicts or asks back.
   */
  tries(question: SetQuestion, accept: Accept): Promise<readonly Try[] | null>
  /** The best articles: number, and title, abstract and text. */
  found(
    question: SetQuestion,
    accept: Accept,
    limit: number,
  ): Promise<readonly { readonly number: number; readonly text: string }[]>
  /** The numbers of the articles that stand for these ids, whichever of their printings they name. */
  standingFor(ids: readonly string[]): ReadonlySet<number>
}

/** A question as it was asked. */
export interface Trial {
  /** `whole`: it has gold. `removed`: its gold is out of the archive. `without-gold`: it never had any. */
  readonly archive: "whole" | "removed" | "without-gold"
  readonly tries: readonly Try[] | null
  readonly answers: readonly string[]
}

/** Asks a question of the whole archive and, where it has gold, of the archive without its gold articles. */
export async function tryQuestion(question: SetQuestion, archive: Reduced): Promise<Trial[]> {
  const { gold, answers } = question
  const tries = await archive.tries(question, () => true)
  if (gold.length === 0) return [{ archive: "without-gold", tries, answers }]
  const whole: Trial = { archive: "whole", tries, answers }
  const left = outside(archive.standingFor(gold))
  if (await isAnsweredBy(question, archive, left)) return [whole]
  return [whole, { archive: "removed", tries: await archive.tries(question, left), answers }]
}

export function outside(without: ReadonlySet<number>): Accept {
  return (article) => !without.has(article)
}

/** Where an answer string stands in so many of the best articles, these can answer, gold or not. */
const ANSWERED_WITHIN = 20

export async function isAnsweredBy(
  question: SetQuestion,
  archive: Reduced,
  accept: Accept,
): Promise<boolean> {
  const { answers } = question
  if (answers.length === 0) return false
  const near = await archive.found(question, accept, ANSWERED_WITHIN)
  return near.some(({ text }) => answers.some((answer) => containsAnswer(text, answer)))
}

/** What a threshold gives. Shares from 0 to 1; null of nothing. */
export interface CurvePoint {
  readonly threshold: number
  /** Of the questions that the archive can answer. */
  readonly answered: number | null
  /** Of those that it cannot. */
  readonly refused: number | null
  /** Of the questions that it can answer and that have answer strings: whose reply contains one. */
  readonly contained: number | null
  /** The same of those that were answered. */
  readonly precision: number | null
}

export interface RefusalFigures {
  readonly answerable: number
  readonly unanswerable: number
  /** Replies that contradict or ask back. They are in none of the other figures. */
  readonly otherwise: number
  /** Chance that a question that can be answered has the higher confidence of two; a tie counts a half. */
  readonly auroc: number | null
  /** The highest threshold at which 95 % of the answerable questions are answered. */
  readonly at95: CurvePoint | null
  readonly configured: CurvePoint
  readonly curve: readonly CurvePoint[]
}

const WANTED_ANSWERED = 0.95
const CURVE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]

export function refusalFigures(
  can: readonly Trial[],
  cannot: readonly Trial[],
  threshold: number,
): RefusalFigures {
  const [answerable, unanswerable] = [can.flatMap(judgedTrial), cannot.flatMap(judgedTrial)]
  const positive = answerable.map(surest).sort((a, b) => a - b)
  const negative = unanswerable.map(surest)
  const at = (value: number) => pointAt(value, answerable, unanswerable)
  const lost = Math.floor((1 - WANTED_ANSWERED) * positive.length + TINY)
  const reached = positive[lost]
  return {
    answerable: positive.length,
    unanswerable: negative.length,
    otherwise: can.length + cannot.length - positive.length - negative.length,
    auroc: auroc(positive, negative),
    at95: reached === undefined ? null : at(reached),
    configured: at(threshold),
    curve: CURVE.map(at),
  }
}

/** 5 % of 20 are 1, whatever the floating point says. */
const TINY = 1e-9

/** By ranks (Mann and Whitney 1947). `positive` ascending. */
function auroc(positive: readonly number[], negative: readonly number[]): number | null {
  if (positive.length === 0 || negative.length === 0) return null
  let wins = 0
  for (const value of negative) {
    const below = lowerBound(positive, value, (a, b) => a < b)
    const notAbove = lowerBound(positive, value, (a, b) => a <= b)
    wins += positive.length - notAbove + (notAbove - below) / 2
  }
  return wins / (positive.length * negative.length)
}

/** How many of the ascending values come before. */
function lowerBound(
  values: readonly number[],
  value: number,
  before: (a: number, b: number) => boolean,
): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(values[middle] as number, value)) low = middle + 1
    else high = middle
  }
  return low
}

interface JudgedTrial extends Trial {
  readonly tries: readonly Try[]
}

function judgedTrial({ tries, ...rest }: Trial): JudgedTrial[] {
  return tries === null ? [] : [{ ...rest, tries }]
}

/** The confidence up to which something is answered. */
function surest({ tries }: JudgedTrial): number {
  return Math.max(0, ...tries.map(({ confidence }) => confidence))
}

function pointAt(
  threshold: number,
  answerable: readonly JudgedTrial[],
  unanswerable: readonly JudgedTrial[],
): CurvePoint {
  const reply = ({ tries }: JudgedTrial) => tries.find(({ confidence }) => confidence >= threshold)?.reply
  const judged = answerable
    .filter(({ answers }) => answers.length > 0)
    .map((trial) => ({ trial, told: reply(trial) }))
  const told = judged.flatMap(({ trial, told }) => (told === undefined ? [] : [{ trial, told }]))
  const right = told.filter(({ trial, told }) => trial.answers.some((answer) => containsAnswer(told, answer)))
  return {
    threshold,
    answered: share(answerable.filter((trial) => reply(trial) !== undefined).length, answerable.length),
    refused: share(unanswerable.filter((trial) => reply(trial) === undefined).length, unanswerable.length),
    contained: share(right.length, judged.length),
    precision: share(right.length, told.length),
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
