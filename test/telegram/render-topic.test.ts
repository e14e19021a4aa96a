import { expect, test } from "vitest"
import type { DigestItem, ToldChoice } from "../../src/digest/edition.ts"
import { OWN_ADDRESSES } from "../../src/telegram/article-link.ts"
import { renderTopic } from "../../src/telegram/render-topic.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { citation, verbatim } from "./samples.ts"

const item: DigestItem = {
  articleId: "a1",
  version: 1,
  title: "新桥通车",
  url: "https://paper.example/a1",
  place: "",
  line: verbatim("新桥长115米。"),
  more: [{ text: "这座桥投资两亿元。", citations: [citation({ quote: "总投资2亿元的大桥" })] }],
  before: null,
}
const choice: ToldChoice = { kind: "keywords", word: "大桥", articles: ["a1"], count: 1, left: 0 }
const topic = { edition: { date: "2025-10-24" }, choice, items: [item], restored: false }
const shown = (change: Partial<typeof topic>, language: "zh-CN" | "zh-TW" | "en" = "zh-CN") =>
  renderTopic({ ...topic, ...change }, loadTexts(language), "2025-10-24", OWN_ADDRESSES)

test("each article has its link, its sentences, and the paper's words where these are others", () => {
  const { text, entities } = shown({})
  expect(text).toBe(
    "“大桥” · 2025年10月24日的摘要\n\n• 新桥通车\n新桥长115米。这座桥投资两亿元。\n原文\n总投资2亿元的大桥",
  )
  expect(entities.map(({ type }) => type)).toEqual(["bold", "text_link", "bold", "expandable_blockquote"])
})

test.each([
  [{ choice: { ...choice, count: 3 } }, "另有 2 篇没有列出，发送 /search 大桥 可以找到。"],
  [
    { choice: { ...choice, kind: "places" as const, word: "禾溪县", count: 3 } },
    "另有 2 篇没有列出，发送 /latest 禾溪县 可以看到。",
  ],
  [{ restored: true }, "“大桥”从下一期起又全部列出。"],
])("what else there is to say stands at the end: %#", (change, last) => {
  expect(shown(change).text.split("\n\n").at(-1)).toBe(last)
})

test("the archive's words come in the reader's script", () => {
  expect(shown({ choice: { ...choice, word: "医院" } }, "zh-TW").text).toContain(
    "「醫院」 · 2025年10月24日的摘要",
  )
})
