import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bestPassages } from "../../src/retrieve/retriever.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

/** Passages are named by what they say; those that begin with 题 are titles. */
function rankedTexts(articles: readonly (readonly string[])[]) {
  return ranked(
    ...articles.map((texts, at) =>
      texts.map((text) => evidence(text, { id: `a${at}`, field: text.startsWith("题") ? "title" : "text" })),
    ),
  )
}

describe("bestPassages", () => {
  const cases: [name: string, articles: string[][], limit: number, read: string[]][] = [
    ["nothing", [], 3, []],
    ["articles without passages", [[], []], 3, []],
    ["of one article, in its order", [["甲1", "甲2", "甲3"]], 9, ["甲1", "甲2", "甲3"]],
    [
      "by both places, the better article first",
      [["甲1", "甲2", "甲3"], ["乙1", "乙2"], ["丙1"]],
      9,
      ["甲1", "甲2", "乙1", "甲3", "乙2", "丙1"],
    ],
    ["as many as are asked for", [["甲1", "甲2"], ["乙1"]], 2, ["甲1", "甲2"]],
    ["none where none is asked for", [["甲1"]], 0, []],
    [
      "no title where there is a text",
      [
        ["题甲", "甲1"],
        ["乙1", "题乙"],
      ],
      9,
      ["甲1", "乙1"],
    ],
    ["a title where there is nothing else", [["题甲"], ["乙1", "乙2"]], 9, ["题甲", "乙1", "乙2"]],
    ["a title that takes no place from its texts", [["题甲", "甲1", "甲2"], ["乙1"]], 2, ["甲1", "甲2"]],
  ]
  it.each(cases)("%s", (_, articles, limit, read) => {
    expect(bestPassages(rankedTexts(articles), limit).map(({ text }) => text)).toEqual(read)
  })

  it("takes an abstract for a text", () => {
    const found = ranked([evidence("题目", { field: "title" }), evidence("摘要", { field: "abstract" })])
    expect(bestPassages(found, 9).map(({ text }) => text)).toEqual(["摘要"])
  })

  it("are what picking one by one gives", () => {
    const sizes = fc.array(fc.record({ titles: fc.nat(2), texts: fc.nat(5) }), { maxLength: 6 })
    fc.assert(
      fc.property(sizes, fc.nat(20), (given, limit) => {
        const articles = given.map(({ titles, texts }, at) => [
          ...Array.from({ length: titles }, (_, i) => `题${at}.${i}`),
          ...Array.from({ length: texts }, (_, i) => `文${at}.${i}`),
        ])
        const left = given.map(({ titles, texts }, at) =>
          Array.from({ length: texts || titles }, (_, i) => `${texts ? "文" : "题"}${at}.${i}`),
        )
        const picked: string[] = []
        for (let round = 0; round < left.length + 5; round++)
          left.forEach((texts, at) => {
            const text = texts[round - at]
            if (text !== undefined) picked.push(text)
          })
        expect(bestPassages(rankedTexts(articles), limit).map(({ text }) => text)).toEqual(
          picked.slice(0, limit),
        )
      }),
    )
  })
})
