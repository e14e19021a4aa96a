import { describe, expect, it } from "vitest"
import { createAttribution, isUnattributed } from "../../src/answer/attribute.ts"
import type { Claim, StoredArticle, TextKind } from "../../src/corpus.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { article, stored } from "../fixtures/articles.ts"

const LI = "汐川市水利局局长李向明"
const A1 = stored(
  article("a1", [
    `${LI}说：“大坝七月合龙。明年蓄水。”`,
    "李向明表示，钱还差三百万元。工地上塔吊林立。",
    "“水退了。”他说。",
    "总工程师周远也来了。他说：“坝高四十米。”",
  ]),
)

function quoting(words: string, of: StoredArticle = A1): Claim {
  const at = of.text.indexOf(words)
  return quoteClaim(fieldEvidence(of, "text"), at, at + words.length)
}

const find = (id: string) => (id === "a1" ? A1 : undefined)

const attribute = createAttribution(find)

describe("speakers of claims", () => {
  it.each<[string, Claim, string | undefined, TextKind | undefined]>([
    ["very words", quoting("明年蓄水。"), LI, "quotation"],
    ["reported words without the name", quoting("钱还差三百万元。"), LI, "report"],
    ["a sentence that names its speaker", quoting("李向明表示，钱还差三百万元。"), undefined, "report"],
    ["the reporter's own words", quoting("工地上塔吊林立。"), undefined, "report"],
    ["he, of whom the text is sure", quoting("水退了。"), LI, "quotation"],
    ["he, who could be two", quoting("坝高四十米。"), undefined, "quotation"],
    ["a model's sentence", { ...quoting("大坝七月合龙。"), text: "大坝将在七月合龙。" }, LI, "quotation"],
    [
      "a model's that names him",
      { ...quoting("大坝七月合龙。"), text: "李向明说大坝七月合龙。" },
      undefined,
      "quotation",
    ],
    [
      "words of two",
      {
        text: "合龙，差三百万元。",
        citations: [...quoting("大坝七月合龙。").citations, ...quoting("坝高四十米。").citations],
      },
      undefined,
      "quotation",
    ],
    [
      "an article that is gone",
      quoting("明年蓄水。", stored(article("gone", ["明年蓄水。"]))),
      undefined,
      "report",
    ],
  ])("%s", (_, claim, speaker, kind) => {
    const given = attribute(claim)
    expect({ speaker: given.speaker, kind: given.citations[0]?.kind }).toEqual({ speaker, kind })
    expect({ ...given, speaker: undefined }.text).toBe(claim.text)
  })

  it.each<[string, Partial<Claim>, boolean]>([
    ["very words of nobody in particular", {}, true],
    ["those that have a speaker", { speaker: LI }, false],
    ["those in quotation marks", { text: "“坝高四十米。”他说。" }, false],
    ["the paper's own words", quoting("工地上塔吊林立。"), false],
    ["words without a quote", { citations: [] }, false],
  ])("%s: unattributed %s", (_, given, expected) => {
    expect(isUnattributed({ ...attribute(quoting("坝高四十米。")), ...given })).toBe(expected)
  })
})
