import type { SetQuestion } from "./question-set.ts"
import { isAnsweredBy, outside, type Reduced, type Try } from "./refusal.ts"

/** A question that was refused, and what is found for it in articles that come in later. */
export interface Waited {
  /** Numbers of the articles that answer it. */
  readonly gold: ReadonlySet<number>
  /** Among what comes in are those that answer it. */
  readonly withGold: readonly Try[]
  /** What comes in is only near. */
  readonly nearOnly: readonly Try[]
}

/** What an archive takes in over months that is nearest to a question. */
const COME_IN = 30

/**
 * Every second article of the archive, without the gold, is what was there; the nearest of the others come in later, once
 * with the gold and once without. Undefined where nobody would wait, or what comes in may answer: without gold, where
 * an answer string stands in the nearest articles without the gold, and where what was there is not refused.
 */
export async function waitFor(
  question: SetQuestion,
  archive: Reduced,
  refusedBelow: number,
): Promise<Waited | undefined> {
  const gold = archive.standingFor(question.gold)
  const left = outside(gold)
  if (gold.size === 0 || (await isAnsweredBy(question, archive, left))) return undefined
  const there = await archive.tries(question, (number) => left(number) && number % 2 === 0)
  if (!there || there.some(({ confidence }) => confidence >= refusedBelow)) return undefined
  const near = await archive.found(question, (number) => left(number) && number % 2 === 1, COME_IN)
  const comeIn = new Set(near.map(({ number }) => number))
  const withGold = await archive.tries(question, (number) => comeIn.has(number) || gold.has(number))
  const nearOnly = await archive.tries(question, (number) => comeIn.has(number))
  return withGold && nearOnly ? { gold, withGold, nearOnly } : undefined
}

/** Shares of the questions that wait, from 0 to 1. */
export interface AwaitedPoint {
  readonly threshold: number
  /** Told by an article that answers, where one comes in. */
  readonly right: number
  /** Told by another one then. */
  readonly beside: number
  /** Told where none comes in that answers. */
  readonly unfounded: number
}

/** Null where nobody waits. */
export function awaitedAt(threshold: number, waited: readonly Waited[]): AwaitedPoint | null {
  if (waited.length === 0) return null
  const told = (tries: readonly Try[]) => tries.find(({ confidence }) => confidence >= threshold)
  const share = (is: (one: Waited) => boolean) => waited.filter(is).length / waited.length
  const isRight = ({ withGold, gold }: Waited) => gold.has(told(withGold)?.article ?? Number.NaN)
  return {
    threshold,
    right: share(isRight),
    beside: share((one) => told(one.withGold) !== undefined && !isRight(one)),
    unfounded: share(({ nearOnly }) => told(nearOnly) !== undefined),
  }
}
