import { expect, it } from "vitest"
import { checkTranslation } from "../../src/gate/check-translation.ts"
import { LIES, TRANSLATIONS } from "./translations.ts"

it("x", () => {
  let passed = 0
  for (const [quote, sentence] of TRANSLATIONS) {
    const fault = checkTranslation(sentence, [quote], "en")
    if (!fault) passed++
    else console.log(fault.fault, "|", fault.detail, "|", sentence, "|", quote)
  }
  console.log(passed, TRANSLATIONS.length)
  for (const [quote, sentence] of LIES)
    if (!checkTranslation(sentence, [quote], "en")) console.log("LIE PASSES", sentence, quote)
  expect(passed).toBeGreaterThan(40)
})
