import type { Candidate } from "./candidates.ts"
import { scoreSets } from "./sentence-set.ts"

/** How much a summary may say. Lengths are in UTF-16 code units and give way where the article has no less. */
export interface Budget {
  /** So many sentences come even where they are longer than `units`. */
  readonly least: number
  readonly most: number
  readonly units: number
  /** A longer sentence is taken only where there are too few shorter ones. */
  readonly sentenceUnits: number
}

/** Sets of one size that are kept to be enlarged. */
const BEAM = 12
/** Of a long article those that are best by themselves are chosen from. */
const MOST_CHOSEN_FROM = 40

interface Chosen {
  readonly set: readonly number[]
  readonly units: number
  readonly score: number
}

/**
 * The set of sentences that `scoreSets` finds best, filled up as far as the budget goes, in the order of the text: found
 * by beam search. A sentence that leans on the one before it comes only with that one.
 */
export function chooseSentences(from: readonly Candidate[], title: string, budget: Budget): Candidate[] {
  const short = from.filter(({ text }) => text.length <= budget.sentenceUnits)
  const pool = short.length >= budget.least ? short : from
  const scorer = scoreSets(pool, title, budget.units)
  const first = best(
    pool.map((_, i) => i),
    (i) => scorer.score([i]) / (pool[i]?.text.length ?? 1),
    MOST_CHOSEN_FROM,
  )
  const open = new Set(first)
  for (const i of first) if (pool[i]?.leans && pool[i - 1]) open.add(i - 1)

  let beam: readonly Chosen[] = [{ set: [], units: 0, score: 0 }]
  let found: Chosen | undefined
  while (beam.length > 0) {
    const larger = new Map<string, Chosen>()
    for (const chosen of beam) {
      const next = [...open].flatMap((i) => enlarged(chosen, i, pool, budget) ?? [])
      if (next.length === 0 && chosen.set.length > 0 && (!found || chosen.score > found.score)) found = chosen
      for (const { set, units } of next) {
        const key = set.join()
        if (!larger.has(key)) larger.set(key, { set, units, score: scorer.score(set) })
      }
    }
    beam = best([...larger.values()], ({ score }) => score, BEAM)
  }
  return (found?.set ?? []).flatMap((i) => pool[i] ?? [])
}

/** undefined where the sentence is there already, has no room, or leans on one that is not there. */
function enlarged(
  { set, units }: Chosen,
  i: number,
  pool: readonly Candidate[],
  { least, most, units: limit }: Budget,
): Omit<Chosen, "score"> | undefined {
  const candidate = pool[i]
  if (!candidate || set.includes(i) || set.length === most) return undefined
  const more = units + candidate.text.length
  if (more > limit && set.length >= least) return undefined
  if (candidate.leans && !set.some((j) => pool[j]?.start === candidate.previousStart)) return undefined
  return { set: [...set, i].sort((a, b) => a - b), units: more }
}

function best<T>(of: readonly T[], score: (one: T) => number, most: number): T[] {
  const scored = of.map((one) => ({ one, score: score(one) }))
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ one }) => one)
}
