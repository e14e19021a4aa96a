import { expect, test } from "vitest"
import { EVERYTHING, isPlain, matches, PLAIN_CHOICE, type Wants } from "../../src/digest/subscription.ts"
import { article } from "./articles.ts"

const SCHOOL = article({
  id: "1",
  title: "禾溪县扩建两所学校",
  abstract: "教育投入增加",
  section: "民生",
  place: ["广南省", "青江市", "禾溪"],
  text: "禾溪县第一小学扩建工程由何青负责，预计2026年ＡＢＣ公司完成。",
})

const CASES: readonly (readonly [name: string, wants: Partial<Wants>, matched: boolean])[] = [
  ["nothing chosen is everything", {}, true],
  ["a place by its name with its kind", { places: ["禾溪县"] }, true],
  ["a wider place", { places: ["青江"] }, true],
  ["another place", { places: ["白渡县"] }, false],
  ["any of two places", { places: ["白渡县", "青江市"] }, true],
  ["a topic in the title", { topics: ["学校"] }, true],
  ["a topic in the abstract", { topics: ["教育"] }, true],
  ["a topic in the column", { topics: ["民生"] }, true],
  ["a topic that only the text mentions", { topics: ["工程"] }, false],
  ["a keyword of the text", { keywords: ["工程"] }, true],
  ["a name in Traditional characters", { keywords: ["何青負責"] }, true],
  ["letters of any width and case", { keywords: ["abc"] }, true],
  ["a keyword that is nowhere", { keywords: ["大桥"] }, false],
  ["a topic or a keyword", { topics: ["大桥"], keywords: ["工程"] }, true],
  ["the topic, but elsewhere", { places: ["白渡县"], topics: ["学校"] }, false],
  ["the place, but another topic", { places: ["禾溪县"], topics: ["大桥"] }, false],
  ["both", { places: ["禾溪县"], topics: ["学校"] }, true],
]

test.each(CASES)("%s", (_name, wants, matched) => {
  expect(matches(SCHOOL, { ...EVERYTHING, ...wants })).toBe(matched)
})

test("only everything, with the newsroom's, every day, is plain", () => {
  expect(isPlain(PLAIN_CHOICE)).toBe(true)
  expect(isPlain({ ...PLAIN_CHOICE, weekdays: [1, 2, 3, 4, 5] })).toBe(false)
  expect(isPlain({ ...PLAIN_CHOICE, at: { hour: 8, minute: 0 } })).toBe(false)
  expect(isPlain({ ...PLAIN_CHOICE, wants: { ...EVERYTHING, topics: ["教育"] } })).toBe(false)
})
