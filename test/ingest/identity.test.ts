import { expect, test } from "vitest"
import { BLANK_DRAFT, type Draft } from "../../src/ingest/draft.ts"
import { givenUrl, identified, isArticleUrl } from "../../src/ingest/identity.ts"

const DRAFT: Draft = {
  ...BLANK_DRAFT,
  title: "老街修好了",
  source: "临川日报",
  publishedAt: "2024-05-18",
  body: [{ text: "老街修了三个月。" }, { text: "花了五十万元。" }],
}

test("a given id stays; a derived one stays when the article is edited further down", () => {
  expect(identified(DRAFT, "cms-7").id).toBe("cms-7")
  const { id } = identified(DRAFT, null)
  expect(id).toMatch(/^[0-9a-f]{12}$/)
  expect(
    identified({ ...DRAFT, body: [{ text: "老街修了三个月。" }, { text: "花了六十万元。" }] }, null).id,
  ).toBe(id)
  expect(identified({ ...DRAFT, source: "临川晚报" }, null).id).not.toBe(id)
  expect(identified({ ...DRAFT, body: [{ text: "新街修了三个月。" }] }, null).id).not.toBe(id)
})

test("an address of the article's own is its identity, whatever else changes", () => {
  const url = "https://www.lcrb.example/2024/0518/a1.html"
  expect(identified({ ...DRAFT, url }, null).id).toBe(identified({ ...DRAFT, url, title: "新题" }, null).id)
  const root = { ...DRAFT, url: "https://www.lcrb.example/" }
  expect(identified(root, null).id).toBe(identified(DRAFT, null).id)
})

test.each([
  ["https://www.lcrb.example/2024/0518/a1.html", true],
  ["https://www.lcrb.example/?id=7", true],
  ["https://www.lcrb.example/#/a/7", true],
  ["https://www.lcrb.example/", false],
  ["https://www.lcrb.example", false],
  ["https://www.lcrb.example/index.html", false],
  ["ftp://www.lcrb.example/a", false],
  ["a1.html", false],
])("%s names an article: %s", (address, expected) => {
  expect(isArticleUrl(address)).toBe(expected)
})

test.each([
  ["https://www.lcrb.example/a", "https://www.lcrb.example/a"],
  ["/2024/a1.html", "/2024/a1.html"],
  ["javascript:alert(1)", null],
  [" JavaScript:alert(1)", null],
  ["data:text/html,x", null],
  ["", null],
  [7, null],
])("the given address %s", (value, expected) => {
  expect(givenUrl(value)).toBe(expected)
})
