/** How two runs differ in one measure, question by question. */
export interface PairedDifference {
  readonly questions: number
  readonly before: number
  readonly after: number
  /** Questions that the second run does better, worse, alike. */
  readonly wins: number
  readonly losses: number
  readonly ties: number
  /** How often a difference at least as large comes by chance, were both runs equally good. */
  readonly p: number
}

const PERMUTATIONS = 10_000
const SEED = 20_071_106
/** Sums of the same differences in another order may differ by this. */
const ROUNDING = 1e-9

/**
 * Two-sided paired randomization test (Smucker, Allan and Carterette 2007): under the null hypothesis each question's
 * two scores may as well be swapped. 10,000 draws of who swaps, the same in every run; what was seen counts as one more
 * draw, so that p is never 0 (Phipson and Smyth 2010). For Hit@1 it comes to McNemar's exact test, the sign test over the
 * questions that differ. `pairs` are not empty.
 */
export function comparePaired(
  pairs: readonly (readonly [before: number, after: number])[],
): PairedDifference {
  const differences = pairs.map(([before, after]) => after - before)
  const differing = differences.filter((difference) => Math.abs(difference) > ROUNDING)
  const seen = Math.abs(sum(differing)) - ROUNDING
  const random = mulberry32(SEED)
  let asLarge = 0
  for (let i = 0; i < PERMUTATIONS; i++) {
    let drawn = 0
    for (const difference of differing) drawn += random() < 0.5 ? difference : -difference
    if (Math.abs(drawn) >= seen) asLarge++
  }
  const wins = differing.filter((difference) => difference > 0).length
  return {
    questions: pairs.length,
    before: sum(pairs.map(([before]) => before)) / pairs.length,
    after: sum(pairs.map(([, after]) => after)) / pairs.length,
    wins,
    losses: differing.length - wins,
    ties: pairs.length - differing.length,
    p: (asLarge + 1) / (PERMUTATIONS + 1),
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Tommy Ettinger's generator of 32 bits, public domain: numbers from 0 to below 1. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
