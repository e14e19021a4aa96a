import { expect, test } from "vitest"
import { EVERYTHING, isPlain, PLAIN_CHOICE } from "../../src/digest/subscription.ts"

test("only everything, with the newsroom's, every day, is plain", () => {
  expect(isPlain(PLAIN_CHOICE)).toBe(true)
  expect(isPlain({ ...PLAIN_CHOICE, weekdays: [1, 2, 3, 4, 5] })).toBe(false)
  expect(isPlain({ ...PLAIN_CHOICE, at: { hour: 8, minute: 0 } })).toBe(false)
  expect(isPlain({ ...PLAIN_CHOICE, wants: { ...EVERYTHING, topics: ["教育"] } })).toBe(false)
})
