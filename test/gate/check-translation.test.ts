import { expect, it } from "vitest"
import { checkTranslation } from "../../src/gate/check-translation.ts"
import { TRANSLATIONS } from "./translations.ts"

it("x", () => {
  let passed = 0
  for (const [quote, sentence] of TRANSLATIONS) {
    const fault = checkTranslation(sentence, [quote], "en")
    if (!fault) passed++
    else console.log(fault.fault, "|", fault.detail, "|", sentence, "|", quote)
  }
  console.log(passed, TRANSLATIONS.length)
  expect(passed).toBeGreaterThan(40)
})
