import type { Field, IndexedArticle } from "../corpus.ts"

/** What an article is found by. `lead` is the first passage of its text, `body` the rest. */
export type IndexedField = Exclude<Field, "text"> | "lead" | "body" | "place" | "bylines"

/**
 * How much one occurrence in each field counts: multiples of a quarter, 0 for not at all. Titles count beside the
 * body, which mostly repeats them: chosen by measurement, test/eval/RESULTS.md.
 */
export const FIELD_WEIGHTS: Readonly<Record<IndexedField, number>> = {
  title: 1,
  abstract: 1,
  lead: 1,
  body: 1,
  place: 1,
  bylines: 1,
}

/** Saturation and length normalization of BM25. */
const K1 = 1.2
const B = 0.75

/**
 * Simple BM25F (Robertson, Zaragoza and Taylor 2004, section 3): occurrences are weighted by their field and summed
 * before they saturate. Sums are kept as whole units, the largest that all weights are multiples of.
 */
export interface FieldUnits {
  /** What one unit is worth. */
  readonly unit: number
  readonly units: Readonly<Record<IndexedField, number>>
}

/** Throws a RangeError for a weight that is no multiple of a quarter. */
export function fieldUnits(weights: Readonly<Record<IndexedField, number>>): FieldUnits {
  const quarters = Object.entries(weights).map(([field, weight]) => [field, weight * 4] as const)
  for (const [field, count] of quarters)
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`the weight of ${field} is not a multiple of 0.25`)
  const divisor = quarters.reduce((sum, [, count]) => greatestCommonDivisor(sum, count), 0) || 1
  const units = Object.fromEntries(quarters.map(([field, count]) => [field, count / divisor]))
  return { unit: divisor / 4, units: units as Record<IndexedField, number> }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/** The texts of an article by field. */
export function* fieldsOf({ place, bylines, passages }: IndexedArticle): Generator<[IndexedField, string]> {
  let first = true
  for (const { field, text } of passages) {
    if (field !== "text") yield [field, text]
    else {
      yield [first ? "lead" : "body", text]
      first = false
    }
  }
  if (place.length > 0) yield ["place", place.join("\n")]
  if (bylines.length > 0) yield ["bylines", bylines.join("\n")]
}

/** Of all articles that can be found; lengths in units. */
export interface Statistics {
  readonly articles: number
  readonly length: number
}

/**
 * A term that makes up `count` units of an article of `length` units counts
 * `weight · count / (count + base + slope · length)`.
 */
export interface Normalization {
  readonly base: number
  readonly slope: number
}

export function normalization({ articles, length }: Statistics, unit: number): Normalization {
  return { base: (K1 * (1 - B)) / unit, slope: (K1 * B * articles) / unit / Math.max(1, length) }
}

/** `k1 + 1` times the idf of Lucene, which is never negative: ln(1 + (N - n + 0.5) / (n + 0.5)). */
export function termWeight(articles: number, documentFrequency: number): number {
  return (K1 + 1) * Math.log(1 + (articles - documentFrequency + 0.5) / (documentFrequency + 0.5))
}
