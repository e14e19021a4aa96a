import { expect, test } from "vitest"
import { articleText } from "../../src/corpus.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

/** One line an item: its input, then title and text, or the reason; a note as it is. */
async function check(content: unknown, expected: string[], name = "a.json"): Promise<void> {
  const bytes = Buffer.from(typeof content === "string" ? content : JSON.stringify(content, null, 2))
  const lines: string[] = []
  for await (const item of readItems(bytesSource(name, bytes))) {
    if (item.kind === "note") lines.push(`note ${item.text}`)
    else if (item.kind === "rejected") lines.push(`${item.input} rejected: ${item.reason}`)
    else lines.push(`${item.input} ${item.article.title} | ${articleText(item.article.body)}`)
  }
  expect(lines).toEqual(expected)
}

const LAMP = { title: "灯塔亮了", text: "老灯塔停了十一年，上周五晚上重新亮了起来。" }
const QUAY = { title: "码头启用", text: "渔港新码头昨天启用，一次能停靠六条渔船。" }
const LAMP_LINE = `${LAMP.title} | ${LAMP.text}`
const QUAY_LINE = `${QUAY.title} | ${QUAY.text}`

test.each<[what: string, content: unknown, expected: string[], name?: string]>([
  ["a list of records", [LAMP, QUAY], [`a.json:1 ${LAMP_LINE}`, `a.json:2 ${QUAY_LINE}`]],
  ["a list from standard input", [LAMP], [`-:1 ${LAMP_LINE}`], "-"],
  [
    "a list deep in an answer of an interface",
    { code: 0, data: { page: 1, list: [LAMP, QUAY] }, tags: [{ name: "渔业" }] },
    [`a.json:1 ${LAMP_LINE}`, `a.json:2 ${QUAY_LINE}`],
  ],
  [
    "a list whose keys tell nothing",
    { rows: [{ h: LAMP.title, b: LAMP.text, n: 1 }] },
    ["note text ← b (guessed), title ← h (guessed); ignored: n", `a.json:1 ${LAMP_LINE}`],
  ],
  [
    "values that the interface wraps",
    [{ title: { rendered: LAMP.title }, content: { rendered: `<p>${LAMP.text}</p>\n` }, status: "publish" }],
    ["note text ← content, title ← title; ignored: status", `a.json:1 ${LAMP_LINE}`],
  ],
  ["one record", { ...LAMP, images: [{ description: LAMP.text }] }, [`a.json ${LAMP_LINE}`]],
  [
    "JSON Lines under another name",
    `${JSON.stringify(LAMP)}\n${JSON.stringify(QUAY)}\n`,
    [`a.json:1 ${LAMP_LINE}`, `a.json:2 ${QUAY_LINE}`],
  ],
  [
    "JSON Lines whose first line is broken",
    `{"title":\n${JSON.stringify(LAMP)}\n${JSON.stringify(QUAY)}\n`,
    ["-:1 rejected: not JSON", `-:2 ${LAMP_LINE}`, `-:3 ${QUAY_LINE}`],
    "-",
  ],
  [
    "two lists of articles",
    { news: [LAMP], archive: { old: [QUAY] } },
    ["a.json rejected: several lists could be the articles: news, archive.old"],
  ],
  [
    "bad entries among good ones",
    [LAMP, "x", { title: "无文" }],
    [`a.json:1 ${LAMP_LINE}`, "a.json:2 rejected: not a JSON object", "a.json:3 rejected: no text"],
  ],
  [
    "records without a text",
    [{ name: "甲", size: 1 }],
    ["a.json rejected: no column holds the text (columns: name, size); --map text=COLUMN says which"],
  ],
  ["a list of words", ["灯塔", "码头"], ["a.json rejected: no list of articles in it"]],
  ["a file of settings", { name: "x", files: { a: 1 } }, ["a.json rejected: no list of articles in it"]],
  ["JSON that breaks off", '[{"title":"灯塔","te', ["a.json rejected: not JSON, or JSON that breaks off"]],
  ["no JSON", "灯塔亮了。", ["a.json rejected: not JSON, or JSON that breaks off"]],
  ["10,000 nested lists", "[".repeat(10_000), ["a.json rejected: not JSON, or JSON that breaks off"]],
])("%s", (_what, content, expected, name) => check(content, expected, name))

const JSON_FEED = {
  version: "https://jsonfeed.org/version/1.1",
  title: "临川日报",
  items: [
    {
      id: "urn:lamp",
      url: "https://paper.example/lamp",
      title: "灯塔亮了",
      content_html: "<p>老灯塔亮了。</p><p>孙女说好。</p>",
      summary: "停了十一年的灯塔又亮了。",
      date_published: "2024-05-18T08:00:00+08:00",
      authors: [{ name: "柳如烟" }],
      tags: ["渔港"],
    },
    {
      id: "urn:quay",
      content_text: "新码头昨天启用。\n能停六条船。",
      external_url: "https://other.example/quay",
    },
    { id: "urn:none", title: "无文" },
  ],
}

test.each(["a.json", "-", "feed.xml"])("a JSON Feed as %s", async (name) => {
  const items = []
  for await (const item of readItems(bytesSource(name, Buffer.from(JSON.stringify(JSON_FEED)))))
    items.push(item)
  expect(items).toMatchObject([
    {
      input: `${name}:1`,
      article: {
        id: "urn:lamp",
        url: "https://paper.example/lamp",
        title: "灯塔亮了",
        publishedAt: "2024-05-18T08:00:00+08:00",
        source: "临川日报",
        abstract: "停了十一年的灯塔又亮了。",
        bylines: [{ role: "reporter", name: "柳如烟" }],
        body: [{ text: "老灯塔亮了。" }, { text: "孙女说好。" }],
      },
    },
    {
      article: {
        id: "urn:quay",
        url: "https://other.example/quay",
        body: [{ text: "新码头昨天启用。" }, { text: "能停六条船。" }],
      },
    },
    { input: `${name}:3`, reason: "no text" },
  ])
  expect(items).toHaveLength(3)
})

test("version 1.0 of JSON Feed has one author", async () => {
  const [item] = JSON_FEED.items
  const feed = {
    version: "https://jsonfeed.org/version/1",
    title: "临川日报",
    items: [{ ...item, authors: undefined, author: { name: "石一舟" } }],
  }
  for await (const read of readItems(bytesSource("a.json", Buffer.from(JSON.stringify(feed)))))
    expect(read).toMatchObject({ article: { bylines: [{ role: "reporter", name: "石一舟" }] } })
})
