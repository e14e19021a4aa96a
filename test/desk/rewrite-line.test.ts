import { expect, test } from "vitest"
import { rewriteLine } from "../../src/desk/rewrite-line.ts"
import type { DigestItem } from "../../src/digest/edition.ts"
import { article } from "../digest/articles.ts"

const TEXT =
  "白渡大桥昨日合龙。大桥全长640米，总投资3.2亿元。项目负责人何晓峰介绍，大桥计划明年5月通车。大桥没有设收费站。"
const BRIDGE = article({ id: "1", version: 2, title: "白渡大桥合龙", text: TEXT, publishedAt: "2025-10-24" })
const ITEM: DigestItem = {
  articleId: "1",
  version: 1,
  title: BRIDGE.title,
  url: null,
  place: "白渡县",
  line: { text: "白渡大桥昨日合龙。", citations: [] },
  more: [{ text: "大桥全长640米。", citations: [] }],
  before: null,
}

test.each([
  ["a sentence of the article", "大桥没有设收费站。", true],
  ["a part of one", "大桥全长640米。", true],
  ["two sentences in one", "白渡大桥昨日合龙，大桥全长640米，总投资3.2亿元。", true],
  ["another figure", "大桥全长650米，总投资3.2亿元。", false],
  ["another name", "项目负责人何晓山介绍，大桥计划明年5月通车。", false],
  ["a denial taken away", "大桥设收费站。", false],
  ["what the article does not speak of", "县里还要再修三座。", false],
])("%s", (_name, words, backed) => {
  const { item, fault } = rewriteLine(ITEM, `  ${words}\n`, BRIDGE)
  expect({ backed: fault === null, editors: item.editors === true }).toEqual({ backed, editors: !backed })
  expect(item.line.text).toBe(words)
  expect(item.version).toBe(2)
  expect(item.more).toEqual([])
  expect(item.line.citations.length > 0).toBe(backed)
  for (const { field, start, end, quote } of item.line.citations) {
    expect(BRIDGE[field]?.slice(start, end)).toBe(quote)
  }
})

test("backed words after the editor's own are no longer the editor's", () => {
  const own = rewriteLine(ITEM, "县里还要再修三座。", BRIDGE).item
  expect(rewriteLine(own, "大桥没有设收费站。", BRIDGE).item.editors).toBe(undefined)
})

test("words of time carry their dates", () => {
  expect(rewriteLine(ITEM, "白渡大桥昨日合龙。", BRIDGE).item.line.dates).toMatchObject([
    { from: "2025-10-23" },
  ])
})
