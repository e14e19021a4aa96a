import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  bestPossible,
  fillUp,
  leadThree,
  parseReferenceSummaries,
  rougeL,
} from "../../src/evaluate/summaries.ts"
import { textRank } from "../../src/evaluate/text-rank.ts"

/** Longest common subsequence by its definition. */
function common(a: string, b: string): number {
  if (a === "" || b === "") return 0
  if (a[0] === b[0]) return 1 + common(a.slice(1), b.slice(1))
  return Math.max(common(a.slice(1), b), common(a, b.slice(1)))
}

describe("rougeL", () => {
  const short = fc.stringMatching(/^[桥路水]{0,7}$/u)
  it("is the share of the longest common subsequence", () => {
    fc.assert(
      fc.property(short, short, (a, b) => {
        const expected = a === "" || b === "" ? 0 : (2 * common(a, b)) / (a.length + b.length)
        expect(rougeL(a, b)).toBeCloseTo(expected, 12)
      }),
    )
  })
  it.each([
    ["新桥通车", "新桥通车", 1],
    ["新桥 通车\n", "新桥通车", 1],
    ["新桥通车", "", 0],
    ["通车新桥", "新桥通车", 0.5],
  ])("%j against %j", (summary, reference, expected) => {
    expect(rougeL(summary, reference)).toBe(expected)
  })
})

describe("what it is compared with", () => {
  const sentences = ["大桥合龙了。", "天气很好。", "明年通车。"]
  it("the ceiling is the best of all sets within the length", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 20 }),
        fc.stringMatching(/^[大桥合龙明年通车]{1,12}$/u),
        (units, reference) => {
          const all = Array.from({ length: 8 }, (_, bits) =>
            sentences.filter((__, i) => bits & (1 << i)).join(""),
          )
          const best = Math.max(
            ...all.filter(({ length }) => length <= units).map((one) => rougeL(one, reference)),
          )
          expect(bestPossible(sentences, reference, units)).toBeCloseTo(best, 12)
        },
      ),
    )
  })
  it("fills up by worth, in the order of the text", () => {
    expect(fillUp(sentences, [1, 2, 3], 11)).toBe("天气很好。明年通车。")
    expect(fillUp(sentences, [3, 2, 1], 6)).toBe("大桥合龙了。")
  })
  it("takes the first three, cut", () => {
    const text = "一。二。三。四。"
    const spans = [0, 2, 4, 6].map((start) => ({ start, end: start + 2 }))
    expect(leadThree(text, spans, 200)).toBe("一。二。三。")
    expect(leadThree(text, spans, 3)).toBe("一。二")
    expect(leadThree("", [], 3)).toBe("")
  })
  it("TextRank puts the sentence first that shares most words, wherever it stands", () => {
    const scores = textRank([
      ["天", "晴"],
      ["桥", "通车", "路"],
      ["桥", "通车"],
      ["路", "桥", "宽"],
    ])
    expect(scores.indexOf(Math.max(...scores))).toBe(1)
    expect(scores.indexOf(Math.min(...scores))).toBe(0)
    expect(textRank([])).toEqual([])
  })
})

describe("parseReferenceSummaries", () => {
  it("reads what is behind the head of an export", () => {
    const line = JSON.stringify({
      ID: "x",
      title: " 桥 ",
      text: "2025-01-02，正文：桥通了。",
      summary: "通桥",
    })
    expect(parseReferenceSummaries(`${line}\n\n`)).toEqual([
      { id: "x", title: "桥", text: "桥通了。", reference: "通桥" },
    ])
  })
  it("leaves out what has no reference", () => {
    expect(parseReferenceSummaries('{"title":"a","time":"2025"}')).toEqual([])
  })
})
