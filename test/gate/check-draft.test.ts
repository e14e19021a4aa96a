import { describe, expect, test } from "vitest"
import { checkDraft } from "../../src/gate/check-draft.ts"
import { checkTranslation } from "../../src/gate/check-translation.ts"
import type { Language } from "../../src/text/languages.ts"
import { evidence } from "../fixtures/evidence.ts"

const TEXT = "白渡县昨日下了雨。截至9月21日，白渡县转移群众3200人，尚未安置完毕。"
const QUOTE = "白渡县转移群众3200人"
const EVIDENCE = [evidence(TEXT, { id: "rain", start: 10 })]

function check(text: string, language: Language, quote = QUOTE) {
  const verdict = checkDraft({ text, quote, source: 1 }, EVIDENCE, language)
  return verdict.passed ? verdict.claim : verdict.fault
}

describe("a sentence in the reader's language", () => {
  test("is checked as a translation where it is one, over the paper's own words", () => {
    expect(check("Baidu County evacuated 3,200 people.", "en")).toMatchObject({
      text: "Baidu County evacuated 3,200 people.",
      citations: [{ articleId: "rain", quote: QUOTE, start: 10 + TEXT.indexOf(QUOTE) }],
    })
    expect(check("Baidu County evacuated 2,300 people.", "en")).toBe("figure")
  })

  const sentences = ["Baidu County evacuated 3,200 people.", "It rained.", "Mayor Li resigned.", "3200"]
  test.each(sentences)("%s: passes only where the check of translations lets it", (sentence) => {
    const passes = typeof check(sentence, "en") !== "string"
    expect(passes).toBe(checkTranslation(sentence, [QUOTE], "en") === undefined)
  })

  const cases: [
    name: string,
    text: string,
    language: Language,
    quote: string | undefined,
    outcome: string,
  ][] = [
    ["a translation of a quote that is not there", "It snowed.", "en", "白渡县昨日下了雪", "quote-not-found"],
    ["a translation of next to nothing", "It rained.", "en", "雨", "quote-too-short"],
    ["a translation with an address", "See paper.example.", "en", undefined, "address"],
    ["an English sentence for a reader of Chinese", "Baidu County burned down.", "zh-CN", undefined, "words"],
  ]
  test.each(cases)("%s", (_, text, language, quote, outcome) => {
    expect(check(text, language, quote)).toBe(outcome)
  })

  test.each(["zh-CN", "zh-TW", "en"] as const)("in Chinese is checked as Chinese for %s", (language) => {
    expect(check("白渡县转移群众3200人。", language)).toMatchObject({ citations: [{ articleId: "rain" }] })
    expect(check("白渡县转移群众2300人。", language)).toBe("figure")
  })
})
