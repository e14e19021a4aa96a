import { expect, test } from "vitest"
import type { Edition, ToldChoice } from "../../src/digest/edition.ts"
import { PLAIN_CHOICE, type Subscription } from "../../src/digest/subscription.ts"
import { OWN_ADDRESSES } from "../../src/telegram/article-link.ts"
import { createOwnDigestRenderer, TOPIC_PRESSED } from "../../src/telegram/render-own-digest.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import type { Language } from "../../src/text/languages.ts"
import { verbatim } from "./samples.ts"

const ID = 123_456_789_012_345
const SUBSCRIPTION: Subscription = {
  ...PLAIN_CHOICE,
  id: ID,
  chatId: 1,
  language: null,
  draft: false,
  since: "",
  doneDay: null,
}
const line = verbatim("新桥长115米。")
const item = {
  articleId: "a1",
  version: 1,
  title: "新桥通车",
  url: null,
  place: "",
  line,
  more: [],
  before: null,
}
const told = (word: string, left = 0): ToldChoice => ({
  kind: "keywords",
  word,
  articles: ["a1"],
  count: 3,
  left,
})

function rendered(choices: readonly ToldChoice[] | undefined, language: Language = "zh-CN", items = 1) {
  const many = Array.from({ length: items }, () => item)
  const edition: Edition = {
    occurrence: null,
    date: "2025-10-24",
    groups: [{ kind: "place", name: "禾溪县", items: many }],
    left: 0,
    ...(choices && { choices }),
  }
  return createOwnDigestRenderer()(edition, SUBSCRIPTION, "青江日报", loadTexts(language), OWN_ADDRESSES)
}

const rows = (choices: readonly ToldChoice[] | undefined) =>
  rendered(choices)
    .at(-1)
    ?.buttons?.map((row) => row.map(({ text }) => text))
const STOP = ["不再接收这份摘要"]

test.each([
  ["an edition of before there were topics", undefined, [STOP]],
  ["one topic", [told("教育")], [["教育 · 3"], STOP]],
  ["two", [told("教育"), told("医院")], [["教育 · 3", "医院 · 3"], STOP]],
  [
    "four short ones",
    ["甲", "乙", "丙", "丁"].map((word) => told(word)),
    [["甲 · 3", "乙 · 3"], ["丙 · 3", "丁 · 3"], STOP],
  ],
  [
    "five",
    ["甲", "乙", "丙", "丁", "戊"].map((word) => told(word)),
    [["甲 · 3", "乙 · 3", "丙 · 3"], ["丁 · 3", "戊 · 3"], STOP],
  ],
  [
    "three with a long one",
    ["甲", "第二人民医院", "丙"].map((word) => told(word)),
    [["甲 · 3", "第二人民医院 · 3"], ["丙 · 3"], STOP],
  ],
  [
    "one that has shrunk",
    [told("教育"), told("医院", 2)],
    [["教育 · 3", "医院 · 3"], ["恢复“医院”全部"], STOP],
  ],
] satisfies [string, ToldChoice[] | undefined, string[][]][])(
  "below the digest: %s",
  (_name, choices, expected) => {
    expect(rows(choices)).toEqual(expected)
  },
)

test("what each button sends is short enough, its own, and known", () => {
  const words = ["甲", "乙", "丙", "丁", "戊"].map((word) => told(word.repeat(30), 9))
  const buttons =
    rendered([...words, { ...told("甲".repeat(30)), kind: "topics" }])
      .at(-1)
      ?.buttons?.flat() ?? []
  const data = buttons.map((button) => button.data)
  expect(new Set(data).size).toBe(12)
  for (const one of data) expect(Buffer.byteLength(one)).toBeLessThanOrEqual(64)
  expect(data.filter((one) => TOPIC_PRESSED.test(one))).toHaveLength(6)
  for (const { text } of buttons) expect(text.length).toBeLessThan(40)
})

test.each([
  [
    "zh-CN",
    "“教育”（另有 2 条）、“医院”（另有 9 条）这里只列最重要的一条：您常点别的按钮，已有 10 期以上没有点过它。",
  ],
  [
    "zh-TW",
    "「教育」（另有 2 則）、「醫院」（另有 9 則）這裡只列最重要的一則：您常點別的按鈕，已有 10 期以上沒有點過它。",
  ],
  [
    "en",
    "Of “教育” (2 more), “医院” (9 more) only the most important story is listed: you often press other buttons, and have not pressed that one in 10 digests or more.",
  ],
] as const)("says in %s what was left out, and why", (language, note) => {
  const [message] = rendered([told("教育", 2), told("医院", 9), told("大桥")], language)
  expect(message?.text.split("\n\n").at(-1)).toBe(note)
})

test("the buttons stand below the last message alone", () => {
  const messages = rendered([told("教育")], "zh-CN", 400)
  expect(messages.length).toBeGreaterThan(1)
  expect(messages.map(({ buttons }) => buttons !== undefined)).toEqual(
    messages.map((_, at) => at === messages.length - 1),
  )
})
