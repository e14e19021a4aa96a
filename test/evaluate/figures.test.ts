import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  average,
  averageByType,
  containsAnswer,
  type Found,
  measure,
  type RankedHit,
  type Scores,
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

describe("measure", () => {
  const found = (...articles: [id: string, passage: string][]): Found => ({
    hits: articles.map(([id]) => ({ id })),
    passages: articles.map(([, passage]) => passage),
    allPassages: articles.map(([, passage]) => passage),
  })
  const cases: [
    name: string,
    line: { gold?: string[]; answers?: string[] },
    found: Found,
    reply: string[] | null,
    scores: Scores,
  ][] = [
    [
      "the gold article first, the answer in its passage and in the reply",
      { gold: ["a"], answers: ["115 家"] },
      found(["a", "达１１５家"]),
      ["有企业。又有115", "家。"],
      {
        hitAt1: 1,
        hitAt10: 1,
        mrrAt10: 1,
        ndcgAt10: 1,
        goldOrAnswerAt1: 1,
        answerInPassages: 1,
        answered: 1,
        contained: 1,
        containedFirst: 0,
        ceiling: 1,
      },
    ],
    [
      "the answer in the first sentence, and in the fourth of a passage",
      { gold: ["a"], answers: ["115家"] },
      found(["a", "一。二！三？115家。"]),
      ["有115家。没有别的。"],
      { contained: 1, containedFirst: 1, ceiling: 1 },
    ],
    [
      "an answer over four sentences is above the ceiling",
      { gold: ["a"], answers: ["一。二。三。四。"] },
      found(["a", "零。一。二。三。四。"]),
      null,
      { answerInPassages: 1, contained: 0, containedFirst: 0, ceiling: 0 },
    ],
    [
      "another article that has the answer, in no passage",
      { gold: ["b"], answers: ["115家"] },
      found(["a", "没有"], ["b", "也没有"]),
      null,
      { hitAt1: 0, mrrAt10: 0.5, goldOrAnswerAt1: 1, answerInPassages: 0, answered: 0, contained: 0 },
    ],
    [
      "another article without the answer",
      { gold: ["b"], answers: ["116家"] },
      found(["a", "没有"], ["b", "那里116家"]),
      ["不知道"],
      { hitAt1: 0, goldOrAnswerAt1: 0, answerInPassages: 1, answered: 1, contained: 0 },
    ],
    [
      "nothing found",
      { gold: ["a"], answers: ["x"] },
      found(),
      null,
      { hitAt1: 0, ndcgAt10: 0, goldOrAnswerAt1: 0, answerInPassages: 0, answered: 0, contained: 0 },
    ],
  ]
  it.each(cases)("%s", async (_, line, articles, reply, scores) => {
    const question = { q: "几家", gold: [], answers: [], type: null, now: null, ...line }
    const texts: Record<string, string> = { a: "这里一共115家企业" }
    const result = await measure(question, {
      search: async () => articles,
      wholeText: (id) => texts[id] ?? "",
      ask: async () => reply,
    })
    expect(result).toMatchObject({ question, found: articles.hits, reply, scores })
  })

  it.each([
    ["no gold, no answers: a refusal is all that can be judged", {}, ["answered"]],
    ["gold alone", { gold: ["a"] }, ["hitAt1", "hitAt10", "mrrAt10", "ndcgAt10", "answered"]],
    ["answers without gold", { answers: ["x"] }, ["answered"]],
  ])("%s", async (_, line, measures) => {
    const question = { q: "几家", gold: [], answers: [], type: null, now: null, ...line }
    const { scores } = await measure(question, {
      search: async () => found(["a", "x"]),
      wholeText: () => "x",
      ask: async () => ["x"],
    })
    expect(Object.keys(scores).sort()).toEqual([...measures].sort())
  })
})

describe("averages", () => {
  const rows: { scores: Scores; reply: string[] | null }[] = [
    { scores: { answered: 1, hitAt1: 1, contained: 1 }, reply: ["有。没有！", "四个字。"] },
    { scores: { answered: 0, hitAt1: 0 }, reply: null },
    { scores: { answered: 1 }, reply: ["有。"] },
  ]

  it("go over the questions that have the measure, and are null where none has", () => {
    expect(average(rows)).toMatchObject({
      questions: 3,
      hitAt1: 0.5,
      contained: 1,
      answered: 2 / 3,
      hitAt10: null,
      characters: 5.5,
      sentences: 2,
    })
    expect(average([])).toMatchObject({ questions: 0, answered: null, characters: null })
  })

  it("stand for each type, the most frequent first", () => {
    const types = ["date", "number", "number"]
    const results = rows.map(({ scores, reply }, i) => ({
      question: { q: `${i}`, gold: [], answers: [], type: types[i] ?? null, now: null },
      scores,
      found: [],
      reply,
    }))
    const figures = averageByType(results)
    expect([...figures.keys()]).toEqual(["number", "date"])
    expect(figures.get("number")).toMatchObject({ questions: 2, hitAt1: 0, answered: 0.5 })
  })
})

describe("containsAnswer", () => {
  it.each([
    ["共 ＡＢ c\n1，", "abC 1", true],
    ["共115家", "116", false],
    ["票价160元", "60元", false],
    ["先160元，后60元", "60元", true],
    ["22.4万亩", "2.4万亩", false],
    ["1,600人", "600人", false],
    ["1,600人", "1", false],
    ["有3.5米", "3", false],
    ["有3.5米", "5米", false],
    ["有3，50人", "3", true],
    ["有3米", "3", true],
    ["2026年5月", "2026年", true],
    ["第3，60元", "60元", true],
    ["", "x", false],
  ])("%j has %j: %s", (text, answer, has) => {
    expect(containsAnswer(text, answer)).toBe(has)
  })

  it("finds an answer between any words", () => {
    const words = fc.stringMatching(/^[\u4e00-\u9fff]{0,5}$/)
    fc.assert(
      fc.property(words, words, fc.constantFrom("60元", "3.5", "第2名"), (left, right, answer) => {
        expect(containsAnswer(`${left}${answer}${right}`, answer)).toBe(true)
      }),
    )
  })
})
