import type { ArticleId, StoredArticle } from "../corpus.ts"

/** How much readers asked for a story lately, by its article; see `answer/hot.ts`. */
export type Demand = ReadonlyMap<ArticleId, number>

/**
 * What makes an article important, in points: only what can be read off the archive. Chosen by hand so that the paper's
 * own judgement (its front page) outweighs any one other sign, and no two weak signs outweigh it.
 */
export const POINTS = {
  frontPage: 3,
  /** Of a text of `LONG_UNITS` or more; a shorter one gets its share of the logarithm. */
  length: 1.5,
  /** Each other paper that printed it, up to `MOST_PRINTINGS`. */
  printing: 0.5,
  /** It goes on with a story that was reported before. */
  followUp: 1.5,
  /** At most, for what readers asked for: it, or the story that it goes on with. */
  demand: 2,
  /** The paper wrote an abstract for it. */
  abstract: 0.25,
  opinion: -1.5,
  /** Many were filled in after its form; see `series.ts`. */
  ofSeries: -1.5,
  incomplete: -1,
  veryShort: -1,
  garbled: -3,
} as const

export const LONG_UNITS = 1_600
const SHORT_UNITS = 100
export const MOST_PRINTINGS = 4
/** A demand of so much gives half of the points. */
const HALF_DEMAND = 3

/** 1, 01, A1, 一版, 头版: as pages are printed. */
const FRONT_PAGE = /^(?:第?\s*(?:A\s*)?0{0,2}1\s*版?|第?一版|头版)$/iu

export function importance(article: StoredArticle, demand: Demand = new Map()): number {
  const { page, text, printings, flags, abstract, links } = article
  const earlier = links.filter(({ kind }) => kind === "updates")
  const asked = Math.max(0, ...[article, ...earlier].map(({ id }) => demand.get(id) ?? 0))
  const length =
    Math.log(Math.max(text.length, SHORT_UNITS) / SHORT_UNITS) / Math.log(LONG_UNITS / SHORT_UNITS)
  return (
    (page !== null && FRONT_PAGE.test(page.trim()) ? POINTS.frontPage : 0) +
    POINTS.length * Math.min(1, length) +
    POINTS.printing * Math.min(printings.length, MOST_PRINTINGS) +
    (earlier.length > 0 ? POINTS.followUp : 0) +
    POINTS.demand * (asked / (asked + HALF_DEMAND)) +
    (abstract === null ? 0 : POINTS.abstract) +
    (flags.includes("opinion") ? POINTS.opinion : 0) +
    (flags.includes("incomplete") ? POINTS.incomplete : 0) +
    (flags.includes("very-short") ? POINTS.veryShort : 0) +
    (flags.includes("garbled") ? POINTS.garbled : 0)
  )
}
