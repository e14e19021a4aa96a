import { expect, it } from "vitest"
import { checkTranslation } from "../../src/gate/check-translation.ts"
import { FINAL_LIES, HELD_OUT_LIES, HELD_OUT_TRUE, LAST_LIES, LIES, TRANSLATIONS } from "./translations.ts"

it("x", () => {
  for (const set of [TRANSLATIONS, HELD_OUT_TRUE]) {
    let passed = 0
    for (const [quote, sentence] of set) {
      const fault = checkTranslation(sentence, [quote], "en")
      if (!fault) passed++
      else if (set !== TRANSLATIONS) console.log(fault.fault, "|", fault.detail, "|", sentence, "|", quote)
    }
    console.log("PASSED", passed, set.length)
  }
  for (const set of [LIES, HELD_OUT_LIES, LAST_LIES, FINAL_LIES]) {
    let passed = 0
    for (const [quote, sentence] of set)
      if (!checkTranslation(sentence, [quote], "en")) {
        passed++
        console.log("LIE PASSES", sentence, quote)
      }
    console.log("LIES PASSED", passed, set.length)
  }
  expect(1).toBe(1)
})
