import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type FusionWeights, fuse } from "../../src/retrieve/fuse.ts"

interface Found {
  readonly article: number
  readonly passages: readonly { readonly id: number; readonly score: number }[]
}

/** A passage's id tells its article. */
const PER_ARTICLE = 10
const articleOf = (id: number) => Math.floor(id / PER_ARTICLE)

/** Distinct articles in any order, each with some of its passages in any order. */
const found: fc.Arbitrary<Found[]> = fc
  .uniqueArray(
    fc.record({
      article: fc.nat(8),
      own: fc.uniqueArray(fc.nat(PER_ARTICLE - 1), { maxLength: 4 }),
    }),
    { selector: ({ article }) => article, maxLength: 8 },
  )
  .map((hits) =>
    hits.map(({ article, own }) => ({
      article,
      passages: own.map((at) => ({ id: article * PER_ARTICLE + at, score: 1 })),
    })),
  )
/** Distinct passages of any articles in any order. */
const near = fc
  .uniqueArray(fc.nat(8 * PER_ARTICLE), { maxLength: 15 })
  .map((ids) => ids.map((id, at) => ({ id, article: articleOf(id), score: 1 - at / 100 })))
const weight = fc.constantFrom(0.25, 0.5, 1, 2)
const weights: fc.Arbitrary<FusionWeights> = fc.record({ lexical: weight, vector: weight })

/** The rank of the first one, counted from 1; a leg that does not have it gives nothing. */
function share(weight: number, ranking: readonly number[], one: number): number {
  const at = ranking.indexOf(one)
  return at < 0 ? 0 : weight / (60 + at + 1)
}

describe("fuse", () => {
  it("gives the sum of weight / (60 + rank) over the legs, of articles and of passages in them", () => {
    fc.assert(
      fc.property(found, near, weights, (hits, nearest, { lexical, vector }) => {
        const inWords = hits.map(({ article }) => article)
        const inVectors = [...new Set(nearest.map(({ article }) => article))]
        const fused = fuse(hits, nearest, { lexical, vector })
        expect(fused.map(({ article }) => article).sort()).toEqual(
          [...new Set([...inWords, ...inVectors])].sort(),
        )
        for (const { article, score, passages } of fused) {
          expect(score).toBeCloseTo(share(lexical, inWords, article) + share(vector, inVectors, article), 12)
          const said = hits.find((hit) => hit.article === article)?.passages.map(({ id }) => id) ?? []
          const close = nearest.filter((hit) => hit.article === article).map(({ id }) => id)
          expect([...passages.keys()].sort()).toEqual([...new Set([...said, ...close])].sort())
          for (const [id, own] of passages)
            expect(own).toBeCloseTo(share(lexical, said, id) + share(vector, close, id), 12)
        }
        const scores = fused.map(({ score }) => score)
        expect(scores).toEqual([...scores].sort((a, b) => b - a))
      }),
    )
  })

  it("keeps the order of one leg where the other weighs nothing, and puts what that alone found last", () => {
    fc.assert(
      fc.property(found, near, weight, (hits, nearest, one) => {
        const inWords = hits.map(({ article }) => article)
        const byWords = fuse(hits, nearest, { lexical: one, vector: 0 }).map(({ article }) => article)
        expect(byWords.slice(0, inWords.length)).toEqual(inWords)
        const inVectors = [...new Set(nearest.map(({ article }) => article))]
        const byVectors = fuse(hits, nearest, { lexical: 0, vector: one }).map(({ article }) => article)
        expect(byVectors.slice(0, inVectors.length)).toEqual(inVectors)
      }),
    )
  })

  it("is the same in any unit of the weights", () => {
    fc.assert(
      fc.property(found, near, weights, (hits, nearest, { lexical, vector }) => {
        const order = (scale: number) =>
          fuse(hits, nearest, { lexical: scale * lexical, vector: scale * vector }).map(
            ({ article }) => article,
          )
        expect(order(4)).toEqual(order(1))
      }),
    )
  })

  const cases: [name: string, hits: number[], nearest: number[], order: number[]][] = [
    ["nothing", [], [], []],
    ["words alone", [3, 1], [], [3, 1]],
    ["vectors alone", [], [3, 1], [3, 1]],
    ["what both found before what one found better", [1, 2], [3, 2], [2, 1, 3]],
    ["equals in the order of the words", [1], [2], [1, 2]],
  ]
  it.each(cases)("puts %s in order", (_, hits, nearest, order) => {
    const fused = fuse(
      hits.map((article) => ({ article, passages: [] })),
      nearest.map((article) => ({ id: article * PER_ARTICLE, article, score: 1 })),
      { lexical: 1, vector: 1 },
    )
    expect(fused.map(({ article }) => article)).toEqual(order)
  })
})
