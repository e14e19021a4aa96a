import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  containsAnswer,
  evaluateAnswers,
  evaluateRetrieval,
  type RankedHit,
  scoreRanking,
} from "../../src/evaluate/figures.ts"

const ranking = (...ids: string[]): RankedHit[] => ids.map((id) => ({ id }))
const log2 = Math.log2

describe("scoreRanking", () => {
  const cases: [
    name: string,
    hits: RankedHit[],
    gold: string[],
    figures: [number, number, number, number],
  ][] = [
    ["first", ranking("a", "b"), ["a"], [1, 1, 1, 1]],
    ["second", ranking("b", "a"), ["a"], [0, 1, 1 / 2, 1 / log2(3)]],
    ["nowhere", ranking("b", "c"), ["a"], [0, 0, 0, 0]],
    ["nothing found", [], ["a"], [0, 0, 0, 0]],
    ["no gold", ranking("a"), [], [0, 0, 0, 0]],
    ["rank 11 is too late", ranking(..."bcdefghijka"), ["a"], [0, 0, 0, 0]],
    ["one of two", ranking("a", "x"), ["a", "b"], [1, 1, 1, 1 / (1 + 1 / log2(3))]],
    ["by a printing", [{ id: "x", printings: ["y", "a"] }], ["a"], [1, 1, 1, 1]],
    ["one hit for two printings", [{ id: "b", printings: ["a"] }], ["a", "b"], [1, 1, 1, 1]],
    ["the same twice counts once", ranking("a", "a"), ["a"], [1, 1, 1, 1]],
  ]
  it.each(cases)("%s", (_, hits, gold, [hitAt1, hitAt10, mrrAt10, ndcgAt10]) => {
    const scored = scoreRanking(hits, gold)
    expect(scored).toMatchObject({ hitAt1, hitAt10, mrrAt10 })
    expect(scored.ndcgAt10).toBeCloseTo(ndcgAt10, 12)
  })

  it("stays between 0 and 1, and never gets worse when a right article moves up", () => {
    const ids = fc.uniqueArray(fc.constantFrom(..."abcdefghijklmn"), { minLength: 2, maxLength: 14 })
    fc.assert(
      fc.property(ids, fc.subarray([..."abcdefghijklmn"]), fc.nat(), (found, gold, at) => {
        const scored = scoreRanking(ranking(...found), gold)
        for (const value of Object.values(scored)) {
          expect(value).toBeGreaterThanOrEqual(0)
          expect(value).toBeLessThanOrEqual(1 + 1e-12)
        }
        const i = 1 + (at % (found.length - 1))
        const [above, below] = [found[i - 1] as string, found[i] as string]
        if (gold.includes(above) || !gold.includes(below)) return
        const better = found.with(i - 1, below).with(i, above)
        const improved = scoreRanking(ranking(...better), gold)
        expect(improved.ndcgAt10).toBeGreaterThanOrEqual(scored.ndcgAt10)
        expect(improved.mrrAt10).toBeGreaterThanOrEqual(scored.mrrAt10)
      }),
    )
  })
})

const asked = (q: string, gold: string[], answers: string[] = []) => ({ q, gold, answers, type: null })

it("evaluateRetrieval averages over the questions", async () => {
  const questions = [asked("one", ["a"]), asked("two", ["b"])]
  const figures = await evaluateRetrieval(questions, () => ranking("a", "b"))
  expect(figures).toMatchObject({ questions: 2, hitAt1: 0.5, hitAt10: 1, mrrAt10: 0.75 })
  expect(await evaluateRetrieval([], () => [])).toMatchObject({ questions: 0, hitAt1: 0 })
})

it("evaluateAnswers counts refusals, and answers by their strings", async () => {
  const questions = [asked("one", [], ["115 家"]), asked("two", [], ["x"]), asked("three", [])]
  const replies: Record<string, string | null> = { one: "达１１５家。", two: null, three: "说不清" }
  const figures = await evaluateAnswers(questions, async (q) => replies[q] ?? null)
  expect(figures).toEqual({ questions: 3, answered: 2 / 3, contained: 0.5 })
})

it("containsAnswer looks past white space, width and case", () => {
  expect(containsAnswer("共 ＡＢ c\n1，", "abC 1")).toBe(true)
  expect(containsAnswer("共115家", "116")).toBe(false)
})
