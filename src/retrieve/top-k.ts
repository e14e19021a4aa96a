import type { Best } from "./best.ts"
import type { Normalization } from "./bm25f.ts"
import { NO_ROW, PostingCursor } from "./posting-cursor.ts"

/** The postings of one term in one segment. */
export interface PostingList {
  /** How many rows that live have the term. */
  readonly live: number
  open(cursor: PostingCursor): void
}

export interface SearchedSegment {
  readonly rows: number
  readonly numbers: Uint32Array
  readonly lengths: Uint16Array
  /** 1 for each row that was removed. */
  readonly dead: Uint8Array
}

export interface WeighedList {
  readonly list: PostingList
  /** What the term contributes at most, below 2 to the 30th. */
  readonly weight: number
}

/** Rows that are scored together. */
const WINDOW = 4_096

/** Used by one search after the other: none waits for anything. */
const sums = new Float64Array(WINDOW)
const marks = new Uint32Array(WINDOW / 32)
const cursors: PostingCursor[] = []

/**
 * Offers the best rows of a segment under the keys `base + row`, in order. MaxScore (Turtle and Flood 1995) with
 * the maxima of blocks (Ding and Suel 2011), applied to one window of rows after the other (Chakrabarti, Chaudhuri
 * and Ganti 2011, "Interval-based pruning for top-k processing over compressed lists"): in each, the terms that together
 * cannot lift a row above the floor are only looked up for rows that the others have found.
 */
export function offerBest(
  segment: SearchedSegment,
  lists: readonly WeighedList[],
  normalization: Normalization,
  base: number,
  best: Best,
  accept: ((article: number) => boolean) | undefined,
): void {
  const terms = lists.map(({ list, weight }, i) => {
    const cursor = cursors[i] ?? new PostingCursor()
    cursors[i] = cursor
    cursor.weigh(weight, normalization, segment.lengths)
    list.open(cursor)
    return { cursor, bound: 0 }
  })
  for (let start = 0; start < segment.rows; ) {
    const end = Math.min(start + WINDOW, segment.rows)
    let total = 0
    for (const term of terms) {
      term.bound = term.cursor.bound(start, end)
      total += term.bound
    }
    if (total > Math.max(0, best.floor)) {
      sortByBound(terms)
      offerWindow({ segment, terms, base, best, accept }, start, end)
    }
    start = total > 0 ? end : nextWindow(terms, end)
  }
}

interface Term {
  readonly cursor: PostingCursor
  bound: number
}

interface Scoring {
  readonly segment: SearchedSegment
  /** By bound, the least first. */
  readonly terms: readonly Term[]
  readonly base: number
  readonly best: Best
  readonly accept: ((article: number) => boolean) | undefined
}

function offerWindow(scoring: Scoring, start: number, end: number): void {
  const { segment, terms, base, best, accept } = scoring
  let floor = Math.max(0, best.floor)
  let optional = 0
  let optionalBound = 0
  while (optionalBound + (terms[optional] as Term).bound <= floor)
    optionalBound += (terms[optional++] as Term).bound
  for (let i = optional; i < terms.length; i++) (terms[i] as Term).cursor.addTo(sums, marks, start, end)
  for (let word = 0; word < marks.length; word++) {
    let bits = marks[word] as number
    if (bits === 0) continue
    marks[word] = 0
    while (bits !== 0) {
      const place = word * 32 + 31 - Math.clz32(bits & -bits)
      bits &= bits - 1
      const sum = sums[place] as number
      sums[place] = 0
      const row = start + place
      if (sum + optionalBound <= floor || segment.dead[row] === 1) continue
      if (accept && !accept(segment.numbers[row] as number)) continue
      const score = completed(terms, optional, optionalBound, row, sum, floor)
      if (score <= floor) continue
      best.offer(base + row, score)
      floor = Math.max(0, best.floor)
    }
  }
}

/** The sum with what the optional terms add, or some number not above the floor where they cannot lift it so far. */
function completed(
  terms: readonly Term[],
  optional: number,
  optionalBound: number,
  row: number,
  sum: number,
  floor: number,
): number {
  let score = sum
  let rest = optionalBound
  for (let i = optional - 1; i >= 0; i--) {
    if (score + rest <= floor) return 0
    const { cursor, bound } = terms[i] as Term
    if (bound === 0) break
    rest -= bound
    cursor.skipTo(row)
    if (score + rest + cursor.blockBound > floor) score += cursor.at(row)
  }
  return score
}

/** Insertion sort: the order changes little from window to window. */
function sortByBound(terms: Term[]): void {
  for (let i = 1; i < terms.length; i++) {
    const term = terms[i] as Term
    let at = i
    for (; at > 0 && (terms[at - 1] as Term).bound > term.bound; at--) terms[at] = terms[at - 1] as Term
    terms[at] = term
  }
}

/** Where the window begins that has the next posting of any of the terms. */
function nextWindow(terms: readonly Term[], end: number): number {
  let next = NO_ROW
  for (const { cursor } of terms) next = Math.min(next, cursor.earliest)
  return Math.max(end, next - (next % WINDOW))
}
