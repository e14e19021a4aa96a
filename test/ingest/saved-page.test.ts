import { expect, test } from "vitest"
import { readPageDump } from "../../src/ingest/page-dump.ts"
import { readSavedPage } from "../../src/ingest/saved-page.ts"

const PAGE = "https://news.xichuan.example/a/1.html"

test.each<[tool: string, html: string, address: string | null, day: string | null]>([
  ["a browser", `<!-- saved from url=(0037)${PAGE} --><html></html>`, PAGE, null],
  [
    "a browser's extension",
    `<html><!--\n Page saved with SingleFile\n url: ${PAGE}\n saved date: Tue Aug 15 2023 07:08:00 GMT+0800 (中国标准时间)\n--><head>`,
    PAGE,
    "2023-08-15",
  ],
  [
    "the same in another zone",
    `<html><!-- Page saved with SingleFile\n url: ${PAGE}\n saved date: Mon Aug 14 2023 19:08:00 GMT-0400 -->`,
    PAGE,
    "2023-08-15",
  ],
  [
    "a mirroring tool",
    "<!-- Mirrored from www.xichuan.example/a/1.html by HTTrack Website Copier/3.x, Tue, 15 Aug 2023 07:08:00 GMT -->",
    "http://www.xichuan.example/a/1.html",
    "2023-08-15",
  ],
  [
    "a bundler",
    `<!-- Saved from ${PAGE} at 2023-08-15T17:08:00Z using monolith v2.7.0 -->`,
    PAGE,
    "2023-08-16",
  ],
  [
    "a web archive, at the end",
    `<html>${"<p>汐川</p>".repeat(2000)}</html><!--\n FILE ARCHIVED ON 23:08:00 Aug 14, 2023 AND RETRIEVED FROM THE\n INTERNET ARCHIVE ON 10:20:30 Nov 25, 2026.\n-->`,
    null,
    "2023-08-15",
  ],
  ["no page of its own", "<!-- saved from url=(0014)about:internet -->", null, null],
  ["a front page", "<!-- saved from url=(0028)https://news.xichuan.example/ -->", null, null],
  ["a comment on anything else", `<!-- template of 2023-08-15, url: ${PAGE} -->`, null, null],
  ["a comment that never ends", `<!-- saved from url=(0037)${PAGE}${" ".repeat(5000)}`, null, null],
  ["nothing", "", null, null],
])("%s", (_, html, address, day) => {
  expect(readSavedPage(html)).toEqual({ address, day })
})

const STORY = "市公路管理站昨天说，汐川大桥从今晚起夜里封闭北侧车道，施工到本周末，白天照常通行。"

test.each([
  ["nothing", [], null],
  ["the crawler's own note", ["抓取时间：2024-01-02 09:00"], "2023-12-30T07:08:00+08:00"],
  ["the address", ["网址: https://news.xichuan.example/a/202112/30/c1.html"], "2021-12-30T07:08:00+08:00"],
  [
    "both",
    ["URL: https://news.xichuan.example/a/202112/30/c1.html", "抓取时间：2024-01-02"],
    "2021-12-30T07:08:00+08:00",
  ],
  ["the page's clock, which does not count", ["今天是2024年1月2日 星期二"], null],
])("a dump with %s above its date line", (_, notes, expected) => {
  const dump = [...notes, "汐川大桥夜里封半边", "12-30 07:08", STORY].join("\n")
  const draft = readPageDump(dump)
  expect(draft).toMatchObject({ title: "汐川大桥夜里封半边", publishedAt: expected, body: [{ text: STORY }] })
})

test("a dump whose reader knows the day of the crawl", () => {
  const dump = ["汐川大桥夜里封半边", "12-30 07:08", STORY].join("\n")
  expect(readPageDump(dump, { crawledOn: "2024-01-02" })).toMatchObject({
    publishedAt: "2023-12-30T07:08:00+08:00",
    flags: ["year-inferred", "very-short"],
  })
})
