import { expect, test } from "vitest"
import { readHtmlPage } from "../../src/ingest/html-page.ts"
import { readPageDump } from "../../src/ingest/page-dump.ts"
import { Trace } from "../../src/ingest/trace.ts"

const FIRST = "本报讯　昨日，云岭县新建的三座便民桥正式通车，两岸群众出行时间缩短了半个小时。"
const SECOND = "据了解，三座桥总投资一千二百万元，由县交通局负责建设，今后将有专人养护。"
const LINES: readonly (readonly [text: string, label: string])[] = [
  ["云岭县三座便民桥建成通车", "title"],
  ["来源：汐川日报 2025-10-08 07:00", "date and source"],
  [FIRST.replace("　", " "), "paragraph"],
  ["分享到：微信 微博", "left out: share bar"],
  ["上图为便民桥一景。", "caption"],
  ["群众点赞", "sub-heading"],
  [SECOND, "paragraph"],
  ["相关新闻", "left out: end of the story (recommended)"],
  ["清坪县秋粮收购开秤", "left out: end of the story (recommended)"],
]

test("each line of a text dump is told with what became of it", () => {
  const trace = new Trace()
  readPageDump(LINES.map(([text]) => text).join("\n"), { crawledOn: null, trace })
  expect(trace.entries).toEqual(LINES.map(([text, label]) => ({ text, label })))
})

test("lines of an HTML page outside the article are told, too", async () => {
  const trace = new Trace()
  const body = `<div>下载客户端看更多</div><article><h1>${LINES[0]?.[0]}</h1><p>${FIRST}</p><p>${SECOND}</p></article>`
  await readHtmlPage(`<html><body>${body}</body></html>`, { crawledOn: null, trace })
  const labels = new Map(trace.entries.map(({ text, label }) => [text, label]))
  expect(labels.get(SECOND)).toBe("paragraph")
  expect(labels.get("下载客户端看更多")).toMatch(/^left out: /)
})

test("what went before there were lines is told behind them", async () => {
  const trace = new Trace()
  const hidden = `<div style="display:none"><p>看不见的一段话。</p></div><div class="vote">投票选出您喜欢的桥</div>`
  const link = '<link rel="canonical" href="https://paper.example/a.html">'
  const body = `<article><h1>${LINES[0]?.[0]}</h1><p>${FIRST}</p><p>${SECOND}</p></article>${hidden}`
  const sites = [{ host: "paper.example", remove: [".vote"] }]
  await readHtmlPage(`<html><head>${link}</head><body>${body}</body></html>`, {
    crawledOn: null,
    trace,
    sites,
  })
  expect(trace.entries.slice(-2)).toEqual([
    { text: "看不见的一段话。", label: "left out: hidden on the page" },
    { text: "投票选出您喜欢的桥", label: "left out: rule of the site" },
  ])
})

test("a title that is not whole, and a part of a line that goes, are told", () => {
  const trace = new Trace()
  const lines = [
    "本报记者江晚舟昨日云岭县新建的三座便",
    "来源：汐川日报 2025-10-08 07:00",
    FIRST,
    `${SECOND}（责任编辑：宋归帆）`,
  ]
  readPageDump(lines.join("\n"), { crawledOn: null, trace })
  expect(trace.entries.map(({ label }) => label)).toEqual([
    "left out: a title that is not whole",
    "date and source",
    "paragraph",
    "paragraph, without what is glued to it",
  ])
})
