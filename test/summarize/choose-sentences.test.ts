import fc from "fast-check"
import { expect, test } from "vitest"
import { candidates } from "../../src/summarize/candidates.ts"
import { type Budget, chooseSentences } from "../../src/summarize/choose-sentences.ts"
import { scoreSets } from "../../src/summarize/sentence-set.ts"

const words = fc.constantFrom(
  "大桥",
  "昨日",
  "合龙",
  "3座",
  "学校",
  "将",
  "开工",
  "全长9公里",
  "总投资",
  "稻谷",
  "丰收",
)
const sentence = fc
  .tuple(fc.constantFrom("", "", "", "该", "其"), fc.array(words, { minLength: 4, maxLength: 12 }))
  .map(([lean, said]) => `${lean}${said.join("")}。`)
const given = fc.record({
  text: fc.array(sentence, { minLength: 1, maxLength: 4 }).map((all) => all.join("")),
  title: fc.array(words, { minLength: 1, maxLength: 3 }).map((all) => all.join("")),
  units: fc.integer({ min: 10, max: 120 }),
  most: fc.integer({ min: 1, max: 4 }),
})

/** All sets within the budget in which nothing leans on what is left out, and to which nothing can be added. */
function filledSets(from: ReturnType<typeof candidates>, { units, most }: Budget): number[][] {
  const allowed = (set: readonly number[]) =>
    set.length <= most &&
    set.reduce((sum, i) => sum + (from[i]?.text.length ?? 0), 0) <= units &&
    set.every((i) => !from[i]?.leans || set.some((j) => from[j]?.start === from[i]?.previousStart))
  const sets = Array.from({ length: 2 ** from.length }, (_, bits) =>
    [...from.keys()].filter((i) => bits & (1 << i)),
  ).filter(allowed)
  return sets.filter(
    (set) =>
      set.length > 0 && !from.some((_, i) => !set.includes(i) && allowed([...set, i].sort((a, b) => a - b))),
  )
}

test("the best of all sets that fill the budget, in the order of the text", () => {
  fc.assert(
    fc.property(given, ({ text, title, units, most }) => {
      const budget = { least: 0, most, units, sentenceUnits: units }
      const from = candidates([{ text }], text).filter((one) => one.text.length <= units)
      const chosen = chooseSentences(candidates([{ text }], text), title, budget)
      const scorer = scoreSets(from, title, units)
      const scores = filledSets(from, budget).map((set) => scorer.score(set))
      const own = chosen.map(({ start }) => from.findIndex((one) => one.start === start))
      expect(own).toEqual([...own].sort((a, b) => a - b))
      if (scores.length === 0) expect(chosen).toEqual([])
      else expect(scorer.score(own)).toBeCloseTo(Math.max(...scores), 10)
    }),
    { numRuns: 300 },
  )
})

test("the least number of sentences comes even where they are too long", () => {
  const text = `${"大桥合龙".repeat(20)}。${"学校开学".repeat(20)}。`
  const budget = { least: 1, most: 3, units: 30, sentenceUnits: 30 }
  expect(chooseSentences(candidates([{ text }], text), "大桥合龙", budget)).toHaveLength(1)
})
