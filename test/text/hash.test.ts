import { expect, it } from "vitest"
import { shortHash } from "../../src/text/hash.ts"

it("is a prefix of hexadecimal digits that stays the same", () => {
  expect(shortHash(["a", "b"])).toMatch(/^[0-9a-f]{12}$/)
  expect(shortHash(["a", "b"], 32)).toMatch(/^[0-9a-f]{32}$/)
  expect(shortHash(["a", "b"], 32).startsWith(shortHash(["a", "b"]))).toBe(true)
})

it.each([
  [["ab"], ["a", "b"]],
  [
    ["a", "b"],
    ["b", "a"],
  ],
  [["a"], ["a", ""]],
  [[], [""]],
  [["1:a"], ["a", "1:a"]],
  [["a1:b"], ["a", "b"]],
])("tells %j from %j", (one, other) => {
  expect(shortHash(one)).not.toBe(shortHash(other))
})
