import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fold } from "../../src/text/scripts.ts"
import { queryTerms, searchTerms, words } from "../../src/text/words.ts"

describe("words", () => {
  const cases: [text: string, found: string[]][] = [
    ["", []],
    ["，。！ \n", []],
    ["截至2013年7月，企业达１１５家", ["截至", "2013", "年", "7", "月", "企业", "达", "115", "家"]],
    ["GPT-4 與 12.5%", ["gpt-4", "与", "12.5%"]],
  ]
  it.each(cases)("%s", (text, found) => {
    expect(words(text).map((word) => word.text)).toEqual(found)
  })

  it("gives offsets into the text as it was", () => {
    const text = fc.string({ unit: fc.constantFrom(..."梧州日報　ＡＢc12，。\n𠮷\ud842 黨建合作") })
    fc.assert(
      fc.property(text, (text) => {
        let last = 0
        for (const word of words(text)) {
          expect(word.start).toBeGreaterThanOrEqual(last)
          const given = fold(text.slice(word.start, word.end))
          expect(
            given.replace(
              /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
              "\ufffd",
            ),
          ).toBe(word.text)
          last = word.end
        }
      }),
    )
  })
})

describe("searchTerms", () => {
  const cases: [text: string, terms: string[]][] = [
    ["", []],
    ["中国科学院", ["中国", "科学", "学院", "科学院", "中国科学院", "中国", "国科", "科学", "学院"]],
    ["镇，区", ["镇", "区"]],
    ["ｉPhone 15", ["iphone", "15", "=15"]],
  ]
  it.each(cases)("%s", (text, terms) => {
    expect(searchTerms(text)).toEqual(terms)
  })

  it("finds the same terms in either script", () => {
    for (const [traditional, simplified] of [
      ["粵桂合作特別試驗區", "粤桂合作特别试验区"],
      ["計程車的軟體", "出租车的软件"],
    ] as const) {
      expect(searchTerms(traditional)).toEqual(searchTerms(simplified))
    }
  })
})

describe("queryTerms", () => {
  const nothing = ["", "？？？", "是什么", "请问是谁呢？", "😀😀"]
  it.each(nothing)("drops the stop words of %s", (question) => {
    expect(queryTerms(question)).toEqual([])
  })

  it("pairs no characters across a stop word", () => {
    expect(queryTerms("党建的合作")).not.toContain("建合")
    expect(queryTerms("党建的合作")).toEqual(expect.arrayContaining(["党建", "合作"]))
  })

  it("reads 10,000 characters of anything in a moment", () => {
    for (const text of ["的".repeat(10_000), "梧".repeat(10_000), "((((".repeat(2_500), "a".repeat(10_000)]) {
      const started = performance.now()
      queryTerms(text)
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  })
})
