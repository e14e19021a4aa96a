/** Where the terms of a query stand in a text, in the order of the text. Terms by their place in the query. */
export interface Matches {
  readonly positions: Uint32Array
  readonly terms: Uint16Array
}

/** A piece of a text, and how much of the query's weight stands in it. */
export interface Window {
  readonly start: number
  readonly weight: number
}

/** All occurrences, overlapping ones too. Text and terms are folded. */
export function findMatches(text: string, terms: readonly string[]): Matches {
  const found: number[] = []
  terms.forEach((term, index) => {
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
      found.push(at * MOST_TERMS + index)
  })
  found.sort((a, b) => a - b)
  return {
    positions: Uint32Array.from(found, (key) => Math.floor(key / MOST_TERMS)),
    terms: Uint16Array.from(found, (key) => key % MOST_TERMS),
  }
}

const MOST_TERMS = 0x10000

/** How often each of so many terms stands in the text. */
export function countTerms({ terms }: Matches, size: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (const term of terms) (counts[term] as number)++
  return counts
}

/** The first of the windows of `length` characters in which distinct terms begin that weigh most together. */
export function bestWindow({ positions, terms }: Matches, weights: Float64Array, length: number): Window {
  const inside = new Uint32Array(weights.length)
  let best: Window = { start: 0, weight: 0 }
  let weight = 0
  let first = 0
  for (let i = 0; i < positions.length; i++) {
    const term = terms[i] as number
    if ((inside[term] as number)++ === 0) weight += weights[term] as number
    while ((positions[i] as number) - (positions[first] as number) > length) {
      const left = terms[first++] as number
      if (--(inside[left] as number) === 0) weight -= weights[left] as number
    }
    if (weight > best.weight + TINY) best = { start: positions[first] as number, weight }
  }
  return best
}

/** Sums of weights that went in and out again are not quite what they were. */
const TINY = 1e-9

/** Length of the longest piece of the query that stands in the text as it is. */
export function longestRun(query: string, text: string): number {
  let longest = 0
  for (let at = 0; at + longest < query.length; at++) {
    while (at + longest < query.length && text.includes(query.slice(at, at + longest + 1))) longest++
  }
  return longest
}
