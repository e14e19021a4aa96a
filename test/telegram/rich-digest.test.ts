import fc from "fast-check"
import type { InputRichBlock, RichText } from "grammy/types"
import { expect, test } from "vitest"
import type { Citation, Claim } from "../../src/corpus.ts"
import type { DigestGroup, DigestItem, Edition } from "../../src/digest/edition.ts"
import { Parameters } from "../../src/playground/parameters.ts"
import { isRefusal } from "../../src/playground/reply.ts"
import { readRichMessage } from "../../src/playground/rich-message.ts"
import { type DigestMessage, renderDigest } from "../../src/telegram/render-digest.ts"
import { RICH_LIMITS } from "../../src/telegram/rich-digest.ts"
import { richLines } from "../../src/telegram/rich-text.ts"
import { loadTexts } from "../../src/telegram/texts.ts"

const texts = loadTexts("zh-CN")
const NO_REMARKS = { printings: [], incomplete: false, corrections: [], updates: [] }

function citation(title: string, quote: string, more: Partial<Citation> = {}): Citation {
  const origin = {
    url: `https://paper.example/${title}`,
    source: "汐川日报",
    publishedAt: "2025-10-24T07:00:00+08:00",
  }
  const place = { field: "text", start: 0, end: quote.length } as const
  return { articleId: title, version: 1, title, quote, ...origin, ...place, ...NO_REMARKS, ...more }
}

const claim = (title: string, text: string, quotes = [text]): Claim => ({
  text,
  citations: quotes.map((quote) => citation(title, quote)),
})

function item(title: string, line: Claim, more: Partial<DigestItem> = {}): DigestItem {
  const url = `https://paper.example/${title}`
  return { articleId: title, version: 1, title, url, place: "白渡", line, more: [], before: null, ...more }
}

const edition = (groups: readonly DigestGroup[], left = 0): Edition => ({
  occurrence: null,
  date: "2025-10-24",
  groups,
  left,
})

/** One line a block, more to the right what is within it; formatting as Markdown has it. */
function outline(blocks: readonly InputRichBlock[], indent = ""): string[] {
  const within = (all: readonly InputRichBlock[]) => outline(all, `${indent}  `)
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "heading":
        return [`${indent}${"#".repeat(block.size)} ${marked(block.text)}`]
      case "paragraph":
        return marked(block.text)
          .split("\n")
          .map((line) => indent + line)
      case "list":
        return block.items.flatMap(({ blocks }) => [`${indent}-`, ...within(blocks)])
      case "blockquote":
        return [
          `${indent}>`,
          ...within(block.blocks),
          ...(block.credit ? [`${indent}— ${marked(block.credit)}`] : []),
        ]
      case "details":
        return [`${indent}${block.is_open ? "▾" : "▸"} ${marked(block.summary)}`, ...within(block.blocks)]
      default:
        return [`${indent}${block.type}: ${"text" in block ? marked(block.text) : ""}`]
    }
  })
}

function marked(text: RichText): string {
  if (typeof text === "string") return text
  if (Array.isArray(text)) return text.map(marked).join("")
  if (text.type === "bold") return `**${marked(text.text)}**`
  return text.type === "url" ? `[${marked(text.text)}](${text.url})` : `?${text.type}`
}

const only = (messages: readonly DigestMessage[]) => {
  expect(messages).toHaveLength(1)
  return outline(messages[0]?.rich ?? [])
}

test("a digest with all that there is", () => {
  const elsewhere = citation("洪水来了", "转移群众1200人。", { source: "汐川晚报" })
  const said = { text: elsewhere.quote, citations: [elsewhere] }
  const before = {
    id: "洪水来了",
    title: "洪水来了",
    url: null,
    publishedAt: "2025-10-20T07:00:00+08:00",
    said,
  }
  const groups: DigestGroup[] = [
    {
      kind: "lead",
      name: "头条",
      items: [
        item("大桥合龙", claim("大桥合龙", "工期提前一月。", ["工期比计划提前一个月。"]), {
          more: [claim("大桥合龙", "明年通车。")],
        }),
      ],
    },
    {
      kind: "follow-ups",
      name: "后续",
      items: [item("洪水退去", claim("洪水退去", "群众1300人回家。"), { before })],
    },
    {
      kind: "place",
      name: "白渡",
      items: [
        item("新校开学", { text: "学校很好。", citations: [] }, { editors: true }),
        item("灯会开幕", claim("灯会开幕", "灯会开幕，今晚点灯。"), { url: null }),
      ],
    },
    {
      kind: "corrections",
      name: "更正",
      items: [item("更正", claim("更正", "应为3米。"), { before: { ...before, said: null } })],
    },
  ]
  const about = "白渡县的报道"
  expect(only(renderDigest(edition(groups, 3), "汐川日报", texts, { about }))).toEqual([
    "### 汐川日报新闻摘要 · 2025年10月24日",
    about,
    "##### 头条",
    "**[大桥合龙](https://paper.example/大桥合龙)**",
    "工期提前一月。明年通车。",
    "##### 后续",
    "-",
    "  **[洪水退去](https://paper.example/洪水退去)**",
    "  群众1300人回家。",
    "  >",
    "    此前（2025-10-20）：转移群众1200人。",
    "##### 白渡",
    "-",
    "  **[新校开学](https://paper.example/新校开学)**",
    "  编者：学校很好。",
    "-",
    "  **灯会开幕**，今晚点灯。",
    "##### 更正",
    "-",
    "  **[更正](https://paper.example/更正)**",
    "  应为3米。",
    "  更正的是：《洪水来了》",
    "footer: 另有 3 篇没有列出，发送 /latest 可以看到。",
    "▸ 每句话的原文出处",
    "  >",
    "    工期比计划提前一个月。",
    "    明年通车。",
    "  — [大桥合龙](https://paper.example/大桥合龙) · 2025-10-24",
    "  >",
    "    群众1300人回家。",
    "  — [洪水退去](https://paper.example/洪水退去) · 2025-10-24",
    "  >",
    "    转移群众1200人。",
    "  — [洪水来了](https://paper.example/洪水来了) · 汐川晚报 · 2025-10-24",
    "  >",
    "    灯会开幕，今晚点灯。",
    "  — [灯会开幕](https://paper.example/灯会开幕) · 2025-10-24",
    "  >",
    "    应为3米。",
    "  — [更正](https://paper.example/更正) · 2025-10-24",
  ])
})

test("what is quoted is shown as it was printed, all else in the reader's script", () => {
  const groups = [
    { kind: "place", name: "白渡", items: [item("大桥", claim("大桥", "桥长三里。"))] },
  ] as const
  const [message] = renderDigest(edition(groups), undefined, loadTexts("zh-TW"))
  const lines = richLines(message?.rich ?? [])
  expect(lines).toContain("大橋\n橋長三里。")
  expect(lines).toContain("桥长三里。")
})

const words = fc.stringMatching(/^[一-龥a-z，。😀<>*_[\]() ]{1,40}$/u).filter((text) => text.trim() !== "")
const anyItem = fc.record({
  words,
  times: fc.integer({ min: 1, max: 60 }),
  quotes: fc.array(words, { maxLength: 3 }),
})
const anyGroup = fc.record({
  kind: fc.constantFrom("lead", "follow-ups", "place", "corrections"),
  items: fc.array(anyItem, { minLength: 1, maxLength: 9 }),
})

/** Without the marks that only a plain message needs. */
const bare = (line: string) => line.replace(/^• /u, "").trim()

test("says all that the plain message says, of the same items, with their evidence, and Telegram takes it", () => {
  fc.assert(
    fc.property(fc.array(anyGroup, { minLength: 1, maxLength: 5 }), (given) => {
      let number = 0
      const groups = given.map(({ kind, items }, at) => ({
        kind,
        name: `${at}县`,
        items: items.map((one) => {
          const title = `№${++number}№`
          return item(title, claim(title, one.words.repeat(one.times), one.quotes))
        }),
      }))
      const messages = renderDigest(edition(groups, 2), "汐川日报", texts)
      for (const { text, rich = [] } of messages) {
        const said = richLines(rich).flatMap((line) => line.split("\n").map(bare))
        for (const line of text.split("\n").map(bare).filter(Boolean)) expect(said).toContain(line)
        const titles = [...text.matchAll(/№\d+№/gu)].map(([title]) => title)
        expect(new Set(richLines(rich).join("\n").match(/№\d+№/gu))).toEqual(new Set(titles))
        for (const one of groups.flatMap(({ items }) => items).filter(({ title }) => titles.includes(title)))
          for (const { quote } of one.line.citations)
            expect(said).toContain(quote.replace(/\s+/g, " ").trim())
        expect(isRefusal(readRichMessage(new Parameters({ rich_message: { blocks: rich } })))).toBe(false)
      }
    }),
    { numRuns: 60 },
  )
})

test.each([
  ["too many blocks", Array.from({ length: RICH_LIMITS.blocks }, () => "引文")],
  ["too long", Array.from({ length: 50 }, (_, at) => `${at}${"字".repeat(790)}`)],
])("is left out where Telegram would not take it: %s", (_name, quotes) => {
  const line = claim(
    "大桥",
    "桥长三里。",
    quotes.map((quote, at) => `${quote}${at}`),
  )
  const groups = [{ kind: "place", name: "白渡", items: [item("大桥", line)] }] as const
  const [message] = renderDigest(edition(groups), undefined, texts)
  expect(message?.text).toContain("桥长三里。")
  expect(message).not.toHaveProperty("rich")
})
