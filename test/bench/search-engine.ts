import type { BenchArticle } from "./material.ts"

/** What is measured beside what. Terms come as the analyzer cuts them; a query is an OR of its terms. */
export interface Engine {
  add(number: number, article: BenchArticle, analyze: (text: string) => string[]): void
  /** Called once after the last `add`. */
  finish?(): Promise<void> | void
  /** Numbers of the best articles; with `filtered` only of those that `kept` keeps. */
  search?(terms: readonly string[], filtered: boolean): readonly number[] | Promise<readonly number[]>
  /** Bytes that are kept in all. */
  bytes?(): number
  /** Reads what was kept, as a start of the program would. */
  reopen?(): void
}

export const TOP = 100
/** The filter keeps one article of ten. */
export const KEPT = { modulus: 10, rest: 3 } as const
export const kept = (number: number) => number % KEPT.modulus === KEPT.rest
