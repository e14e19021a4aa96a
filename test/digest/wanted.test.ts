import fc from "fast-check"
import { expect, test } from "vitest"
import { EVERYTHING, type Wants } from "../../src/digest/subscription.ts"
import { type Matched, WantedIndex } from "../../src/digest/wanted.ts"
import { shortName } from "../../src/text/place-names.ts"
import { fold } from "../../src/text/scripts.ts"
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
  const index = new WantedIndex()
  index.add(SCHOOL)
  expect(index.accepting({ ...EVERYTHING, ...wants })(0)).toBe(matched)
})

const words = fc.array(fc.constantFrom("桥", "学校", "學校", "新桥", "ABC", "ａｂ", "桥开"), { maxLength: 2 })
const names = fc.constantFrom("禾溪县", "禾溪", "白渡县", "青江市")
const anyWants = fc.record({ places: fc.array(names, { maxLength: 2 }), topics: words, keywords: words })
const phrase = fc.array(fc.constantFrom("新桥", "开学", "学校", "Abc", "桥", "開"), { maxLength: 4 })
const anyArticle = fc.record({
  title: phrase.map((parts) => parts.join("")),
  abstract: fc.option(phrase.map((parts) => parts.join(""))),
  section: fc.option(fc.constantFrom("民生", "学校")),
  text: phrase.map((parts) => parts.join("")),
  place: fc.array(names, { maxLength: 2 }),
})

/** Looks into the article itself. */
function wants(
  { title, abstract, section, text, place }: Matched,
  { places, topics, keywords }: Wants,
): boolean {
  const inside = (parts: readonly (string | null)[], word: string) =>
    parts.some((part) => fold(part ?? "").includes(fold(word)))
  const head = [title, abstract, section]
  return (
    (places.length === 0 || places.some((name) => place.map(shortName).includes(shortName(name)))) &&
    (topics.length + keywords.length === 0 ||
      topics.some((word) => inside(head, word)) ||
      keywords.some((word) => inside([...head, text], word)))
  )
}

test("whoever asks after whom, each gets what looking into every article would give", () => {
  fc.assert(
    fc.property(
      fc.array(anyArticle, { maxLength: 6 }),
      fc.array(anyWants, { maxLength: 6 }),
      (given, asked) => {
        const index = new WantedIndex()
        for (const one of given) index.add(one)
        for (const one of asked)
          expect(given.map((_, at) => index.accepting(one)(at))).toEqual(given.map((it) => wants(it, one)))
      },
    ),
  )
})
