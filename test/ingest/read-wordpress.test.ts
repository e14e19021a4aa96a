import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import { expect, test } from "vitest"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { renderPost } from "../../src/ingest/shortcodes.ts"
import type { SourceFile } from "../../src/ingest/source-files.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

const EXPORT = readFileSync(
  fileURLToPath(new URL("../fixtures/exports/wordpress.xml", import.meta.url)),
  "utf8",
)

async function readAll(file: SourceFile) {
  const items = []
  for await (const item of readItems(file)) items.push(item)
  return items
}

const read = (xml: string, name = "site.xml") => readAll(bytesSource(name, Buffer.from(xml)))

test("published posts and pages are articles, the rest is counted", async () => {
  const common = { ...BLANK_DRAFT, source: "石浦新闻网" }
  expect(await read(EXPORT)).toEqual([
    {
      kind: "article",
      input: "site.xml:1",
      article: {
        ...common,
        id: "https://www.spxw.example/?p=11",
        url: "https://www.spxw.example/2024/05/lamp/",
        title: "老灯塔重新亮灯 & 开放参观",
        abstract: "停了十一年的石浦灯塔又亮了，每周六可以上去看看。",
        bylines: [{ role: "reporter", name: "柳如烟" }],
        publishedAt: "2024-05-18T08:30:00+08:00",
        section: "渔港",
        captions: ["亮灯当晚的老灯塔。"],
        body: [
          { text: "老灯塔停了十一年，上周五晚上重新亮了起来。" },
          { text: "守塔人的孙女按下了开关，全镇的人都来看，灯光照出三海里。" },
          { heading: "以后怎么开放" },
          { text: "每周六下午开放[1]，一次最多上去二十人。" },
        ],
        flags: ["very-short"],
      },
    },
    {
      kind: "article",
      input: "site.xml:2",
      article: {
        ...common,
        id: "https://www.spxw.example/?p=12",
        url: "https://www.spxw.example/2024/05/quay/",
        title: "渔港新码头启用",
        publishedAt: "2024-05-19T09:00:00+08:00",
        captions: ["第一条船靠岸。"],
        body: [{ text: "渔港新码头昨天启用，一次能停靠六条渔船。" }, { text: "码头长九十米，造了两年。" }],
        flags: ["very-short"],
      },
    },
    {
      kind: "article",
      input: "site.xml:8",
      article: {
        ...common,
        id: "https://www.spxw.example/?page_id=2",
        url: "https://www.spxw.example/write/",
        title: "投稿须知",
        bylines: [{ role: "reporter", name: "柳如烟" }],
        publishedAt: "2020-01-02T10:00:00+08:00",
        body: [{ text: "来稿请写明姓名和电话。" }, { text: "照片请单独发送。" }],
        flags: ["very-short"],
      },
    },
    {
      kind: "note",
      input: "site.xml",
      text: "only published posts and pages are read, not: 1 draft, 1 attachment, 1 revision, 1 nav_menu_item, 1 with a password",
    },
  ])
})

test("an export is the same in whatever pieces it comes", async () => {
  const bytes = Buffer.from(EXPORT)
  const whole = await readAll(bytesSource("site.xml", bytes))
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), async (size) => {
      const file: SourceFile = {
        ...bytesSource("site.xml", bytes),
        async *open() {
          for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
        },
      }
      expect(await readAll(file)).toEqual(whole)
    }),
    { numRuns: 20 },
  )
})

test("an export that breaks off is read as far as it goes", async () => {
  const items = await read(EXPORT.slice(0, EXPORT.indexOf("码头长九十米")))
  expect(items.map((item) => (item.kind === "rejected" ? item.reason : item.input))).toEqual([
    "site.xml:1",
    "the export breaks off after 1 published posts and pages",
  ])
})

test.each<[what: string, published: string, utc: string, expected: string | null]>([
  ["east of Greenwich", "2024-05-18 08:30:00", "2024-05-17 23:00:00", "2024-05-18T08:30:00+09:30"],
  ["west of it", "2024-05-17 20:00:00", "2024-05-18 00:00:00", "2024-05-17T20:00:00-04:00"],
  ["no time in UTC", "2024-05-18 08:30:00", "0000-00-00 00:00:00", "2024-05-18T08:30:00+08:00"],
  ["times that do not fit", "2024-05-18 08:30:00", "2023-01-01 00:00:00", "2024-05-18T08:30:00+08:00"],
  ["no time at all", "0000-00-00 00:00:00", "0000-00-00 00:00:00", null],
])("%s", async (_what, published, utc, expected) => {
  const head = EXPORT.slice(0, EXPORT.indexOf("<item>"))
  const item = `<item><title>灯塔</title><content:encoded>灯塔亮了。</content:encoded><wp:post_date>${published}</wp:post_date><wp:post_date_gmt>${utc}</wp:post_date_gmt></item>`
  const [first] = await read(`${head}${item}</channel></rss>`)
  expect(first).toMatchObject({ article: { publishedAt: expected } })
})

const MEGABYTE = 1024 * 1024

test("100 MB in posts, one of them without an end, take little memory", async () => {
  const head = EXPORT.slice(0, EXPORT.indexOf("<item>"))
  const block = Buffer.from("水。".repeat(MEGABYTE / 6))
  const post = (n: number) => [
    Buffer.from(
      `<item><title>第${n}条</title><content:encoded><![CDATA[第${n}座灯塔亮了。]]></content:encoded>`,
    ),
    Buffer.from("<wp:postmeta><wp:meta_value><![CDATA["),
    block,
    Buffer.from("]]></wp:meta_value></wp:postmeta></item>"),
  ]
  const file: SourceFile = {
    ...bytesSource("site.xml", new Uint8Array()),
    async *open() {
      yield Buffer.from(head)
      for (let n = 1; n <= 40; n++) yield* post(n)
      yield Buffer.from("<item><content:encoded><![CDATA[")
      for (let n = 0; n < 60; n++) yield block
      yield Buffer.from("]]></content:encoded></item>")
      yield* post(42)
      yield Buffer.from("</channel></rss>")
    },
  }
  const before = process.memoryUsage()
  let most = 0
  const results: string[] = []
  for await (const item of readItems(file)) {
    const now = process.memoryUsage()
    most = Math.max(most, now.arrayBuffers - before.arrayBuffers)
    results.push(item.kind === "rejected" ? item.reason : item.input)
  }
  expect(results).toHaveLength(42)
  expect(results.slice(-2)).toEqual(["over 5 million characters", "site.xml:42"])
  expect(most).toBeLessThan(40 * MEGABYTE)
})

test.each<[content: string, markup: string, captions?: string[]]>([
  ["[gallery]", ""],
  ["甲[gallery ids='1']乙", "甲乙"],
  ["甲[b]乙[/b]丙", "甲乙丙"],
  ["见附表[a]和[sic]", "见附表[a]和[sic]"],
  ["[1][注]", "[1][注]"],
  ['[video src="a.mp4"][/video]甲', "甲"],
  ["[caption]没有关", "[caption]没有关"],
  ["[caption id='1']<img> 甲[/caption]乙", "乙", ["<img> 甲"]],
  ['[caption caption="甲"]<img>[/caption]乙', "乙", ["甲"]],
  ["[caption id='1']甲[gallery]乙[/caption]丙", "丙", ["甲[gallery]乙"]],
  ["<figure><img><figcaption class='x'>甲</figcaption></figure>乙", "<figure><img></figure>乙", ["甲"]],
  ["<figcaption>没有关", "<figcaption>没有关"],
  ["甲\n\n乙<img\nsrc='x'>", "甲<br><br>乙<img\nsrc='x'>"],
  ["<!-- wp:paragraph -->\n<p>甲\n乙</p>", "<!-- wp:paragraph -->\n<p>甲\n乙</p>"],
])("%s", (content, markup, captions = []) => {
  expect(renderPost(content)).toEqual({ markup, captions })
})
