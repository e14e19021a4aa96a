import { appendFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { createIngestRuns } from "../../src/ingest/ingest-run.ts"
import { isTooMuchMarkup, plainMarkupLines } from "../../src/ingest/plain-markup.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const STORY = "汐江二桥昨日合龙，全桥长1286米，两岸居民从此不必再绕行老桥。"
const page = (body: string) => `<html><head><title>汐江二桥合龙</title></head><body>${body}</body></html>`

async function read(name: string, content: string): Promise<string[]> {
  const lines: string[] = []
  for await (const item of readItems(bytesSource(name, Buffer.from(content))))
    lines.push(
      item.kind === "article"
        ? `article ${item.article.title}`
        : item.kind === "rejected"
          ? item.reason
          : item.text,
    )
  return lines
}

const MILLION = 1_000_000

describe("one line each, whatever is in the file", () => {
  test.each([
    ["a million elements", "a.html", page("<i>a</i>".repeat(MILLION)), "no article on this page"],
    [
      "tables nested a hundred thousand deep",
      "a.html",
      page("<table><tr><td>".repeat(100_000)),
      "no article on this page",
    ],
    ["nothing but brackets", "a.html", page("<".repeat(4 * MILLION)), "no article on this page"],
    ["elements that never end", "a.html", page("<a".repeat(2 * MILLION)), "no article on this page"],
    ["comments that never end", "a.html", page("<!-- ".repeat(MILLION)), "no article on this page"],
    ["scripts that never end", "a.html", page("<script>".repeat(MILLION)), "no article on this page"],
    ["a million entities", "a.html", page("&amp;".repeat(MILLION)), "no article on this page"],
    ["brackets in a dump", "a.txt", "（".repeat(MILLION), "no article on this page"],
    [
      "spaces in a dump",
      "a.txt",
      `汐川日报 2025-10-25 07:00\n${" ".repeat(5 * MILLION)}`,
      "no article on this page",
    ],
    [
      "entities that stand for gigabytes",
      "a.xml",
      '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title></item></channel></rss>',
      "defines entities of its own (DTD), which no feed needs and which is not read",
    ],
    ["over 20 MB", "a.html", page("a".repeat(21 * 1024 * 1024)), "the file is over 20 MB"],
  ])("%s", async (_, name, content, line) => {
    expect(await read(name, content)).toEqual([line])
  })

  test("a story among too much markup is found by its lines", async () => {
    const story = `<h1>汐江二桥合龙</h1><div>汐川日报 2025-10-25 07:00</div><p>${STORY}</p><p>${STORY.replace("昨日", "日前")}</p>`
    const html = page(`${story}<script>${"var a = 1;".repeat(400_000)}</script>`)
    expect(isTooMuchMarkup(html)).toBe(true)
    expect(await read("a.html", html)).toEqual(["article 汐江二桥合龙"])
  })
})

test("plain markup gives the lines that a reader sees", () => {
  const html =
    '<style>p{}</style><h1>标 题</h1><!-- 注 --><p>一<b>二</b>\n 三<br>四 &lt; 五 < 六</p><SCRIPT>if (a<b) x()</SCRIPT><ul><li>七<li>八</ul><p title="a">九'
  expect(plainMarkupLines(html).map(({ text }) => text)).toEqual([
    "标 题",
    "一二 三",
    "四 < 五 < 六",
    "七",
    "八",
    "九",
  ])
})

test("a file that changes while it is read is read again", async () => {
  const folder = temporaryFolder()
  const path = join(folder, "a.jsonl")
  writeFileSync(path, `${JSON.stringify({ id: "a", text: STORY })}\n`)
  const store = new SqliteArticleStore(openDatabase(temporaryFolder()), { embedderId: "test-2", indexes: [] })
  let writes = 1
  const known: string[] = []
  const runs = createIngestRuns({
    store,
    settling: store.settling,
    async *embed() {},
    // Stands in the middle of a run, after the file's state was noted.
    locate: (article) => {
      if (writes-- > 0)
        appendFileSync(
          path,
          `${JSON.stringify({ id: `b${writes}`, text: `${STORY}${"又讯。".repeat(9)}明年通车${writes}。` })}\n`,
        )
      return article
    },
    known: { has: () => false, add: (files) => known.push(...files.map((file) => file.path)) },
    siteRules: async () => [],
    ownPlaces: () => 0,
    ended: () => undefined,
  })
  const take = async () => {
    const lines: string[] = []
    for await (const line of runs.run([folder], {
      onlyChanged: false,
      now: new Date("2025-10-26T00:00:00Z"),
    }))
      lines.push("note" in line ? line.note.replace(folder, "") : line.status)
    return lines
  }
  expect((await take()).filter((line) => line.startsWith("/"))).toEqual([
    "/a.jsonl: changed while it was read; it is read again",
  ])
  expect(store.get("b0")).toBeDefined()
  expect(known).toHaveLength(1)
  writes = 100
  expect((await take()).filter((line) => line.startsWith("/"))).toEqual([
    "/a.jsonl: changed while it was read; it is read again",
    "/a.jsonl: changes all the time; take it in again when it is written to its end",
  ])
  expect(known).toHaveLength(1)
})
