import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type FeedbackText,
  type RelevanceModel,
  relevanceModel,
  saysOf,
} from "../../src/retrieve/feedback.ts"
import { contentWords } from "../../src/text/words.ts"

/** Words that stay words side by side, with a full stop between them. */
const WORDS = ["学校", "食堂", "医院", "公园", "粮食", "龙舟", "火车", "银行"]
const said = (...words: readonly string[]) => words.join("。")
const flat = () => 1
const nobody = new Set<string>()
/** A place that none of the texts has. */
const STRANGER = 1_000

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 8 }).map((words) => said(...words))
const texts: fc.Arbitrary<FeedbackText[]> = fc
  .array(fc.record({ text, score: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100) }), {
    maxLength: 6,
  })
  .map((given) => given.sort((a, b) => b.score - a.score))
const idfs = fc
  .array(fc.integer({ min: 1, max: 50 }), { minLength: WORDS.length, maxLength: WORDS.length })
  .map((weights) => (term: string) => weights[WORDS.indexOf(term)] ?? 1)
const asked = fc.subarray(WORDS).map((words) => new Set(words))

function weightsOf({ terms }: RelevanceModel): Record<string, number> {
  return Object.fromEntries(terms.map(({ term, weight }) => [term, weight]))
}

describe("relevanceModel", () => {
  it("weighs a term by belief in the texts, its share of them and its idf", () => {
    fc.assert(
      fc.property(texts, asked, idfs, (given, leftOut, idf) => {
        const expected = new Map<string, number>()
        const beliefs = given.map(({ score }) => Math.exp(10 * score))
        const all = beliefs.reduce((sum, belief) => sum + belief, 0)
        given.forEach(({ text }, at) => {
          const terms = contentWords(text)
          for (const term of terms.filter((one) => !leftOut.has(one)))
            expected.set(
              term,
              (expected.get(term) ?? 0) + ((beliefs[at] ?? 0) / all / terms.length) * idf(term),
            )
        })
        const model = relevanceModel(given, leftOut, idf)
        expect(Object.keys(weightsOf(model)).sort()).toEqual([...expected.keys()].sort())
        for (const { term, weight } of model.terms) expect(weight).toBeCloseTo(expected.get(term) ?? 0, 9)
        const weights = model.terms.map(({ weight }) => weight)
        expect(weights).toEqual([...weights].sort((a, b) => b - a))
      }),
    )
  })

  const cases: [name: string, texts: FeedbackText[], asked: string[], terms: string[]][] = [
    ["no texts", [], [], []],
    ["empty texts", [{ text: "", score: 1 }], [], []],
    ["marks alone", [{ text: "。！？", score: 1 }], [], []],
    ["the question's words alone", [{ text: said("学校", "食堂"), score: 1 }], ["学校", "食堂"], []],
    ["stop words and single characters", [{ text: "的。和。桥。雨", score: 1 }], [], []],
    [
      "what a better text says before what a worse one says",
      [
        { text: "食堂", score: 0.9 },
        { text: "学校", score: 0.5 },
      ],
      [],
      ["食堂", "学校"],
    ],
    [
      "what two texts say before what one says",
      [
        { text: said("食堂", "学校"), score: 0.5 },
        { text: said("医院", "学校"), score: 0.5 },
      ],
      [],
      ["学校", "食堂", "医院"],
    ],
    [
      "a word by its share of the text",
      [{ text: said("食堂", "学校", "学校"), score: 1 }],
      [],
      ["学校", "食堂"],
    ],
  ]
  it.each(cases)("reads %s", (_, given, leftOut, terms) => {
    expect(relevanceModel(given, new Set(leftOut), flat).terms.map(({ term }) => term)).toEqual(terms)
  })

  it("keeps forty terms, those that count most", () => {
    const many = Array.from({ length: 100 }, (_, at) => `w${at}x`)
    const idf = (term: string) => many.indexOf(term) + 1
    const { terms } = relevanceModel([{ text: many.join(" "), score: 1 }], nobody, idf)
    expect(terms.map(({ term }) => term)).toEqual(many.slice(-40).reverse())
  })

  it("believes only the best twenty texts", () => {
    const given = Array.from({ length: 21 }, (_, at) => ({ text: at < 20 ? "食堂" : "学校", score: 0.5 }))
    const { terms, given: own } = relevanceModel(given, nobody, flat)
    expect(terms.map(({ term }) => term)).toEqual(["食堂"])
    expect(own).toHaveLength(20)
  })
})

describe("saysOf", () => {
  it("is from 0 to 1, and more for a text that says more", () => {
    fc.assert(
      fc.property(texts, idfs, text, text, (given, idf, one, more) => {
        const model = relevanceModel(given, nobody, idf)
        const less = saysOf(model, one, STRANGER)
        const both = saysOf(model, said(one, more), STRANGER)
        expect(less).toBeGreaterThanOrEqual(0)
        expect(both).toBeGreaterThanOrEqual(less)
        expect(both).toBeLessThan(1)
      }),
    )
  })

  it("holds a text against what the others say, as if it had not been there", () => {
    fc.assert(
      fc.property(texts, asked, idfs, (given, leftOut, idf) => {
        const model = relevanceModel(given, leftOut, idf)
        given.forEach(({ text }, at) => {
          const others = relevanceModel(
            given.filter((_, other) => other !== at),
            leftOut,
            idf,
          )
          expect(saysOf(model, text, at)).toBeCloseTo(saysOf(others, text, STRANGER), 6)
        })
      }),
    )
  })

  const cases: [name: string, texts: string[], place: number, says: boolean][] = [
    ["nothing of an empty model", [], 0, false],
    ["nothing where its own words are all", ["食堂"], 0, false],
    ["something where another one says the same", ["食堂", "食堂"], 0, true],
    ["nothing where the others say something else", ["食堂", "学校"], 0, false],
    ["something of others where it is not among them", ["食堂"], STRANGER, true],
  ]
  it.each(cases)("finds %s", (_, given, place, says) => {
    const model = relevanceModel(
      given.map((text) => ({ text, score: 0.5 })),
      nobody,
      flat,
    )
    expect(saysOf(model, "食堂", place) > 0).toBe(says)
  })
})
