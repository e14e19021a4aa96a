import fc from "fast-check"
import { expect, test } from "vitest"
import { isKeyword, readKeywords } from "../../src/digest/keyword.ts"
import { type DigestChoice, PLAIN_CHOICE, WEEKDAYS } from "../../src/digest/subscription.ts"
import { choiceOfPayload, subscriptionPayload } from "../../src/telegram/subscription-link.ts"

const word = fc.stringMatching(/^[一-龥a-z]{2,6}$/u)
const words = fc.uniqueArray(word, { maxLength: 2 })
const choice: fc.Arbitrary<DigestChoice> = fc.record({
  wants: fc.record({ places: words, topics: words, keywords: words }),
  at: fc.option(fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.constant(0) })),
  weekdays: fc.subarray([...WEEKDAYS], { minLength: 1 }),
})

test("a link offers what it was made of, in the characters and the length that Telegram takes", () => {
  fc.assert(
    fc.property(choice, (made) => {
      const payload = subscriptionPayload(made)
      if (payload === undefined) return
      expect(payload).toMatch(/^[\w-]{1,64}$/)
      expect(choiceOfPayload(payload)).toEqual(made)
    }),
  )
})

test("whatever payload somebody writes, it offers a sound choice or none", () => {
  const written = fc.oneof(
    fc.string(),
    fc
      .string({ unit: fc.constantFrom(..."ptkhd01789\n词桥"), maxLength: 12 })
      .map((text) => Buffer.from(text).toString("base64url")),
    fc.stringMatching(/^[\w-]{0,70}$/),
  )
  fc.assert(
    fc.property(written, (text) => {
      const offered = choiceOfPayload(`sub_${text}`)
      if (!offered) return
      const { wants, at, weekdays } = offered
      for (const one of [...wants.places, ...wants.topics, ...wants.keywords])
        expect(isKeyword(one)).toBe(true)
      expect(at?.hour ?? 0).toBeLessThan(24)
      expect(weekdays.length).toBeGreaterThan(0)
      expect(weekdays.every((day) => day >= 1 && day <= 7)).toBe(true)
    }),
    { numRuns: 500 },
  )
  expect(choiceOfPayload("a_xyz")).toBeUndefined()
  expect(choiceOfPayload("sub_all")).toEqual(PLAIN_CHOICE)
})

test.each([
  ["桥", "桥"],
  ["词".repeat(500), "词".repeat(500)],
  ["词".repeat(31), "词".repeat(31)],
  ["词".repeat(30), ["词".repeat(30)]],
  ["  何青 ", ["何青"]],
  ["何青、第二大桥，AI 大赛\n何青", ["何青", "第二大桥", "AI 大赛"]],
  ["何青、桥、渡口、a", "桥"],
  ["！！！", "！！！"],
  ["𠮷野", ["𠮷野"]],
  ["𠮷", "𠮷"],
  ["", ""],
  ["、", "、"],
  ["何\u200b青", ["何青"]],
])("keywords of %j", (typed, read) => {
  expect(readKeywords(typed)).toEqual(typeof read === "string" ? { bad: read } : { words: read })
})
