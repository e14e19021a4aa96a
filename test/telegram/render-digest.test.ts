import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { DigestGroup, DigestItem, Edition } from "../../src/digest/edition.ts"
import type { Message } from "../../src/telegram/message.ts"
import { renderDigest } from "../../src/telegram/render-digest.ts"
import { TELEGRAM_LIMITS } from "../../src/telegram/split.ts"
import { loadTexts } from "../../src/telegram/texts.ts"

const texts = loadTexts("zh-CN")

function item(title: string, line: string, url: string | null = "https://paper.example/1"): DigestItem {
  return {
    articleId: title,
    version: 1,
    title,
    url,
    place: "白渡",
    line: { text: line, citations: [] },
    more: [],
    before: null,
  }
}

/** Groups of places where nothing else is said. */
function edition(given: readonly (Omit<DigestGroup, "kind"> & Partial<DigestGroup>)[], left = 0): Edition {
  const groups = given.map((group) => ({ kind: "place" as const, ...group }))
  return { occurrence: null, date: "2025-10-24", groups, left }
}

const marked = ({ text, entities }: Message) =>
  entities.map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`)

test("a small digest is one message: head, headings, linked titles, lines", () => {
  const groups = [
    { name: "汐川市", items: [item("大桥合龙", "工期提前一月。"), item("新校开学", "学位1350个。", null)] },
    { name: "其他", items: [item("征文启事", "征文启事")] },
  ]
  const [message, ...more] = renderDigest(edition(groups, 3), "汐川日报", texts)
  expect(more).toEqual([])
  expect(message?.text).toBe(
    [
      "汐川日报新闻摘要 · 2025年10月24日",
      "汐川市\n• 大桥合龙\n工期提前一月。",
      "• 新校开学\n学位1350个。",
      "其他\n• 征文启事",
      "另有 3 篇没有列出，发送 /latest 可以看到。",
    ].join("\n\n"),
  )
  expect(message && marked(message)).toEqual([
    "bold 汐川日报新闻摘要 · 2025年10月24日",
    "bold 汐川市",
    "text_link 大桥合龙",
    "bold 其他",
    "text_link 征文启事",
  ])
})

test("a line says whose words it repeats, and a lead where the paper goes on", () => {
  const said = { text: "年底通车。", citations: [], speaker: "市长田一苇" }
  const lead = { ...item("大桥合龙", ""), line: said, more: [{ text: "坝高四十米。", citations: [] }] }
  const [message] = renderDigest(edition([{ kind: "lead", name: "头条", items: [lead] }]), undefined, texts)
  expect(message?.text).toContain("• 大桥合龙\n据市长田一苇：年底通车。\n坝高四十米。")
})

test("words of time carry their dates where the day of the digest is another", () => {
  const date = {
    start: 0,
    end: 2,
    from: "2025-10-20",
    to: "2025-10-20",
    precision: "day",
    shown: "2025年10月20日",
  } as const
  const late = item("大桥合龙", "昨日合龙。")
  const groups = [{ name: "汐川市", items: [{ ...late, line: { ...late.line, dates: [date] } }] }]
  expect(renderDigest(edition(groups), "汐川日报", texts)[0]?.text).toContain("昨日（2025年10月20日）合龙。")
})

test("an edition without items gives no message", () => {
  expect(renderDigest(edition([]), undefined, texts)).toEqual([])
})

test("a group that goes on in the next message is named again", () => {
  const items = [item("甲", "一。".repeat(9)), item("乙", "二。".repeat(9)), item("丙", "三。".repeat(9))]
  const messages = renderDigest(edition([{ name: "白渡", items }]), undefined, texts, {
    limits: { units: 60, entities: 9 },
  })
  expect(messages.map(({ text }) => text.split("\n\n").map((block) => block.split("\n")[0]))).toEqual([
    ["本报新闻摘要 · 2025年10月24日", "白渡"],
    ["白渡（续）", "• 乙", "• 丙"],
  ])
})

test("markup in an article stays text", () => {
  const [message] = renderDigest(edition([{ name: "<b>", items: [item("[a](b)", "*x* <i>")] }]), "_p_", texts)
  expect(message?.text).toContain("<b>\n• [a](b)\n*x* <i>")
})

const words = fc.stringMatching(/^[一-龥a-z，。😀 ]{1,40}$/u)
const anyItem = fc.record({ title: words, lines: fc.integer({ min: 1, max: 60 }), line: words })

test("messages keep to the limits, and all items come whole, in order", () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyItem, { minLength: 1, maxLength: 12 }), { maxLength: 12 }), (given) => {
      let number = 0
      const groups = given.map((items, i) => ({
        name: `${i}县`,
        items: items.map(({ title, lines, line }) => item(`№${number++} ${title}`, line.repeat(lines))),
      }))
      const messages = renderDigest(edition(groups), "汐川日报", texts)
      for (const { text, entities } of messages) {
        expect(text.length).toBeLessThanOrEqual(TELEGRAM_LIMITS.units)
        expect(entities.length).toBeLessThanOrEqual(TELEGRAM_LIMITS.entities)
        for (const { offset, length } of entities) expect(offset + length).toBeLessThanOrEqual(text.length)
      }
      const seen = messages.flatMap(({ text }) => [...text.matchAll(/• №(\d+)\s/g)].map((match) => match[1]))
      expect(seen).toEqual(Array.from({ length: number }, (_, i) => `${i}`))
      const links = messages.flatMap(marked).filter((mark) => mark.startsWith("text_link №"))
      expect(links).toHaveLength(number)
    }),
    { numRuns: 60 },
  )
})

describe("an item", () => {
  const said = { text: "转移群众1200人。", citations: [] }
  const before = { id: "old", title: "洪水来了", url: null, publishedAt: "2025-10-20T07:00:00+08:00", said }
  const more = [{ text: "明年通车。", citations: [] }]
  const cases: [string, Partial<DigestGroup>, Partial<DigestItem>, string][] = [
    ["that leads tells more", { kind: "lead" }, { more }, "• 大桥合龙\n工期提前一月。明年通车。"],
    ["of a place tells one sentence", {}, { more }, "• 大桥合龙\n工期提前一月。"],
    [
      "that follows up tells what was said before",
      { kind: "follow-ups" },
      { before },
      "• 大桥合龙\n工期提前一月。\n此前（2025-10-20）：转移群众1200人。",
    ],
    [
      "that follows up in other words names the report",
      { kind: "follow-ups" },
      { before: { ...before, said: null } },
      "• 大桥合龙\n工期提前一月。\n此前的报道：《洪水来了》",
    ],
    [
      "that corrects names the report",
      { kind: "corrections" },
      { before: { ...before, said: null } },
      "• 大桥合龙\n工期提前一月。\n更正的是：《洪水来了》",
    ],
    ["in an editor's words says so", {}, { editors: true }, "• 大桥合龙\n编者：工期提前一月。"],
    [
      "whose title is the beginning of its line says it once",
      {},
      { line: { text: "大桥合龙，工期提前一月。", citations: [] } },
      "• 大桥合龙，工期提前一月。",
    ],
    [
      "whose title is glued to its line says it once, too",
      {},
      { line: { text: "大桥合龙白渡大桥昨日合龙。", citations: [] } },
      "• 大桥合龙\n白渡大桥昨日合龙。",
    ],
  ]
  test.each(cases)("%s", (_name, group, given, expected) => {
    const items = [{ ...item("大桥合龙", "工期提前一月。"), ...given }]
    const [message] = renderDigest(edition([{ name: "白渡", items, ...group }]), undefined, texts)
    const heading = { lead: "头条", "follow-ups": "后续", corrections: "更正", place: "白渡" }[
      group.kind ?? "place"
    ]
    expect(message?.text.split("\n\n")[1]).toBe(`${heading}\n${expected}`)
  })

  test("has its number where it is edited", () => {
    const groups = [
      { name: "甲", items: [item("一", "一。"), item("二", "二。")] },
      { name: "乙", items: [item("三", "三。")] },
    ]
    const [message] = renderDigest(edition(groups), undefined, texts, { numbered: true })
    expect(message?.text.match(/^\d\. ./gm)).toEqual(["1. 一", "2. 二", "3. 三"])
  })
})
