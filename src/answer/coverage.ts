import type { Evidence } from "../corpus.ts"
import type { Span } from "../text/sentences.ts"
import { searchTerms } from "../text/words.ts"
import type { Weights } from "./question-focus.ts"

const PARTLY = 0.8
/** A headline that a correction quotes says what another article tells. */
const HEADLINE = /《[^《》]{4,80}》/gu

/**
 * The share of the question, by weight, that a text says too. A long word that it does not have as such (names are
 * cut differently in different sentences) counts by the pairs of characters that it does have.
 */
export function coverage(text: string, asked: Weights): number {
  return coverageOf(new Set(searchTerms(text)), asked)
}

/** The same of the search terms of a text. */
export function coverageOf(here: ReadonlySet<string>, asked: Weights): number {
  let [said, total] = [0, 0]
  for (const [term, weight] of asked) {
    total += weight
    said += weight * (here.has(term) ? 1 : PARTLY * pairsShared(term, here))
  }
  return total === 0 ? 0 : said / total
}

/** The share of the pairs of neighbouring characters of a word of three or more. */
function pairsShared(word: string, here: ReadonlySet<string>): number {
  const pairs = word.length - 1
  if (pairs < 2) return 0
  let shared = 0
  for (let i = 0; i < pairs; i++) if (here.has(word.slice(i, i + 2))) shared++
  return shared / pairs
}

/** What evidence says itself, whole or in a span of its text. */
export function saidIn({ text, correcting }: Evidence, span?: Span): string {
  const part = span ? text.slice(span.start, span.end) : text
  return correcting ? part.replace(HEADLINE, "") : part
}
