import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { comparePaired } from "../../src/evaluate/paired-test.ts"

type Pair = readonly [number, number]

/** All 2^n ways in which the scores of each pair may be swapped. */
function exactP(pairs: readonly Pair[]): number {
  const differences = pairs.map(([before, after]) => after - before)
  const seen = Math.abs(differences.reduce((a, b) => a + b, 0))
  let asLarge = 0
  for (let signs = 0; signs < 2 ** differences.length; signs++) {
    const drawn = differences.reduce((sum, d, i) => sum + ((signs >> i) & 1 ? d : -d), 0)
    if (Math.abs(drawn) >= seen - 1e-9) asLarge++
  }
  return asLarge / 2 ** differences.length
}

/** McNemar's exact test: a fair coin over the pairs that differ, two-sided. */
function mcNemarP(wins: number, losses: number): number {
  const n = wins + losses
  let tail = 0
  let ways = 1
  for (let k = 0; k <= Math.min(wins, losses); k++) {
    tail += ways / 2 ** n
    ways = (ways * (n - k)) / (k + 1)
  }
  return Math.min(1, 2 * tail)
}

const hits = (wins: number, losses: number, ties: number): Pair[] => [
  ...Array.from({ length: wins }, (): Pair => [0, 1]),
  ...Array.from({ length: losses }, (): Pair => [1, 0]),
  ...Array.from({ length: ties }, (): Pair => [1, 1]),
]

/** Four standard errors of a share of 10,000 draws. */
const NEAR = 4 * Math.sqrt(0.25 / 10_000)

describe("comparePaired", () => {
  it("counts wins, losses and ties, and gives both means", () => {
    const compared = comparePaired([
      [0.5, 1],
      [1, 0.25],
      [0, 0],
      [0.2, 0.3],
    ])
    expect(compared).toMatchObject({ questions: 4, before: 0.425, wins: 2, losses: 1, ties: 1 })
    expect(compared.after).toBeCloseTo(0.3875, 12)
  })

  it("comes near the share over all swaps", () => {
    const score = fc.integer({ min: 0, max: 4 }).map((n) => n / 4)
    fc.assert(
      fc.property(fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 10 }), (pairs) => {
        expect(Math.abs(comparePaired(pairs).p - exactP(pairs))).toBeLessThan(NEAR)
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    [0, 0, 20],
    [5, 5, 10],
    [8, 1, 300],
    [24, 8, 320],
    [30, 2, 0],
  ])("is McNemar's test where scores are 0 or 1: %i wins, %i losses, %i ties", (wins, losses, ties) => {
    const { p } = comparePaired(hits(wins, losses, ties))
    expect(Math.abs(p - mcNemarP(wins, losses))).toBeLessThan(NEAR)
    expect(p).toBeGreaterThan(0)
  })

  it("gives the same each time, and the same p both ways round", () => {
    const pairs = hits(9, 3, 5)
    expect(comparePaired(pairs)).toEqual(comparePaired(pairs))
    const turned = pairs.map(([before, after]): Pair => [after, before])
    expect(comparePaired(turned).p).toBe(comparePaired(pairs).p)
  })
})
