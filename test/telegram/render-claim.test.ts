import { expect, test } from "vitest"
import type { Claim, TextKind } from "../../src/corpus.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { renderClaim, renderClaims } from "../../src/telegram/render-claim.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { article, stored } from "../fixtures/articles.ts"

const texts = loadTexts("zh-CN")
const TODAY = "2025-10-24"
const MAYOR = "市长田一苇"

/** Its own quote, of that kind. */
function claim(text: string, kind: TextKind = "report", more: Partial<Claim> = {}): Claim {
  const quote = quoteClaim(fieldEvidence(stored(article("a", [text])), "text"), 0, text.length)
  return { ...quote, citations: quote.citations.map((citation) => ({ ...citation, kind })), ...more }
}

const said = (text: string, speaker?: string) =>
  claim(text, "quotation", speaker === undefined ? {} : { speaker })

test.each<[name: string, given: Claim, shown: string]>([
  ["the paper's own words", claim("新桥通车。"), "新桥通车。"],
  ["very words", said("新桥通车。", MAYOR), "市长田一苇说：“新桥通车。”"],
  ["reported words", claim("新桥通车。", "report", { speaker: MAYOR }), "据市长田一苇：新桥通车。"],
  ["very words of nobody in particular", said("新桥通车。"), "“新桥通车。”"],
  ["very words that say themselves who speaks", said("“新桥通车。”石大海说。"), "“新桥通车。”石大海说。"],
  ["a sentence in which he speaks", said("他说：“新桥通车。", MAYOR), "据市长田一苇：他说：“新桥通车。"],
  [
    "a model's words for somebody's",
    { ...said("新桥通车。", MAYOR), text: "新桥已经通车。" },
    "据市长田一苇：新桥已经通车。",
  ],
])("%s", (_, given, shown) => {
  expect(renderClaim(given, TODAY, texts)).toBe(shown)
})

test("sentences of one voice make a paragraph, and nobody is taken to go on with another's words", () => {
  const own = claim("坝高四十米。")
  const reported = claim("工期提前。", "report", { speaker: MAYOR })
  const [one, two] = [said("新桥通车。", MAYOR), said("老桥拆除。", MAYOR)]
  const other = said("鱼多了。", "村民石大海")
  expect(renderClaims([own, own, reported, own, one, two, other], TODAY, texts)).toEqual([
    "坝高四十米。坝高四十米。",
    "据市长田一苇：工期提前。",
    "坝高四十米。",
    "市长田一苇说：“新桥通车。”“老桥拆除。”",
    "村民石大海说：“鱼多了。”",
  ])
  expect(renderClaims([], TODAY, texts)).toEqual([])
})
