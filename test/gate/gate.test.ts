import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Evidence } from "../../src/corpus.ts"
import { gate, quoteClaim } from "../../src/gate/gate.ts"
import { evidence } from "../fixtures/evidence.ts"

const TEXT = "汐江二桥昨日合龙。全桥长1.2公里，总投资3.6亿元，由城建公司承建。"
const PASSAGE = evidence(TEXT, { start: 100 })

describe("gate", () => {
  const passing: [sentence: string, quotes: string[], cited: string[]][] = [
    ["全桥长1.2公里。", ["全桥长1.2公里"], ["全桥长1.2公里"]],
    [" 全桥长1.2公里。\n", [" 全桥长1.2公里 "], ["全桥长1.2公里"]],
    ["全橋長１.２公里", ["全橋長１.２公里"], ["全桥长1.2公里"]],
    ["全桥长1.2公里，投资3.6亿元。", ["全桥长1.2公里", "总投资3.6亿元"], ["全桥长1.2公里", "总投资3.6亿元"]],
    ["总投资3.6亿元", [TEXT], [TEXT]],
  ]
  it.each(passing)("passes %j", (sentence, quotes, cited) => {
    const verdict = gate(
      sentence,
      quotes.map((quote) => ({ quote, evidence: PASSAGE })),
    )
    expect(verdict.passed && verdict.claim.text).toBe(sentence.trim())
    expect(verdict.passed && verdict.claim.citations.map(({ quote }) => quote)).toEqual(cited)
    if (verdict.passed) for (const citation of verdict.claim.citations) checkOffsets(citation, PASSAGE)
  })

  const failing: [sentence: string, quotes: string[], fault: string][] = [
    ["", ["全桥长1.2公里"], "no-quote"],
    ["  ", ["全桥长1.2公里"], "no-quote"],
    ["全桥长1.2公里。", [], "no-quote"],
    ["全桥长1.2公里。", [""], "quote-too-short"],
    ["全桥长1.2公里。", ["全桥"], "quote-too-short"],
    ["全桥长1.2公里。", ["全桥长12公里"], "quote-not-found"],
    ["全桥长1.2公里。", ["全桥长1.2公里", "由建设公司承建"], "quote-not-found"],
    ["全桥长1.3公里。", ["全桥长1.2公里"], "figure"],
    ["全桥长1.2公里，总投资3.6亿元。", ["全桥长1.2公里"], "figure"],
  ]
  it.each(failing)("refuses %j on %j", (sentence, quotes, fault) => {
    const verdict = gate(
      sentence,
      quotes.map((quote) => ({ quote, evidence: PASSAGE })),
    )
    expect(!verdict.passed && verdict.fault).toBe(fault)
  })

  it("takes a whole passage as a quote, however short", () => {
    expect(gate("合龙", [{ quote: "合龙", evidence: evidence("合龙") }]).passed).toBe(true)
  })

  it("passes every sentence as its own quote, with exact offsets, whatever stands around it", () => {
    const part = fc.string({ unit: fc.constantFrom(..."汐江二桥，未3.6亿元ＡBｃ 橋𠮷"), minLength: 4 })
    fc.assert(
      fc.property(part, part, part, fc.nat(500), (before, quote, after, start) => {
        fc.pre(quote.trim().length >= 4 && gateable(quote))
        const passage = evidence(`${before}。${quote}。${after}`, { start })
        const verdict = gate(quote, [{ quote, evidence: passage }])
        expect(verdict.passed).toBe(true)
        if (verdict.passed) for (const citation of verdict.claim.citations) checkOffsets(citation, passage)
      }),
    )
  })

  it("reads a quote within its sentence: what was cut off may turn it", () => {
    const cases: [text: string, quote: string, fault: string][] = [
      ["据称，汐江二桥今年合龙。", "汐江二桥今年合龙", "modality"],
      ["目前汐江二桥尚未确定收费标准。", "确定收费标准", "negation"],
      ["县长说，汐江二桥今年合龙。", "汐江二桥今年合龙", "speaker"],
      ["汐江二桥合龙后，将缩短路程。", "汐江二桥合龙", "attachment"],
      ["市教育局副局长辞职。", "局长辞职", "quantity"],
    ]
    for (const [text, quote, fault] of cases) {
      const verdict = gate(`${quote}。`, [{ quote, evidence: evidence(text) }])
      expect(verdict.passed || verdict.fault).toBe(fault)
    }
  })

  it("never passes a quote that is not in the evidence", () => {
    const text = fc.string({ unit: fc.constantFrom(..."甲乙丙12。"), minLength: 4, maxLength: 8 })
    fc.assert(
      fc.property(text, text, (text, quote) => {
        fc.pre(!text.includes(quote.trim()))
        expect(gate(quote, [{ quote, evidence: evidence(text) }]).passed).toBe(false)
      }),
    )
  })
})

/** Sentences that are nothing but punctuation once trimmed say nothing. */
function gateable(quote: string): boolean {
  return /[\p{L}\p{N}]/u.test(quote)
}

function checkOffsets(
  {
    quote,
    start,
    end,
    field,
    articleId,
    version,
  }: { quote: string; start: number; end: number } & Pick<Evidence, "field" | "articleId" | "version">,
  passage: Evidence,
) {
  const whole = " ".repeat(passage.start) + passage.text
  expect(whole.slice(start, end)).toBe(quote)
  expect({ field, articleId, version }).toEqual({
    field: passage.field,
    articleId: passage.articleId,
    version: passage.version,
  })
}

describe("quoteClaim", () => {
  it("is its own quote, at offsets of the field", () => {
    const claim = quoteClaim(PASSAGE, 0, 9)
    expect(claim.text).toBe("汐江二桥昨日合龙。")
    expect(claim.citations).toHaveLength(1)
    for (const citation of claim.citations) {
      expect(citation.quote).toBe(claim.text)
      checkOffsets(citation, PASSAGE)
    }
  })
})
