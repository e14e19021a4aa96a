import { expect, test } from "vitest"
import { articleText } from "../../src/corpus.ts"
import type { Item } from "../../src/ingest/item.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import type { SourceFile } from "../../src/ingest/source-files.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

async function read(name: string, content: string | Uint8Array): Promise<Item[]> {
  return readAll(bytesSource(name, typeof content === "string" ? Buffer.from(content) : content))
}

async function readAll(file: SourceFile): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of readItems(file)) if (item.kind !== "note") items.push(item)
  return items
}

/** One line an item: its input, then title and text, or the reason. */
async function check(name: string, content: string | Uint8Array, expected: string[]): Promise<void> {
  const items = await read(name, content)
  expect(
    items.map((item) =>
      item.kind === "article"
        ? `${item.input} ${item.article.title} | ${articleText(item.article.body).replaceAll("\n", "/")}`
        : `${item.input} rejected: ${item.reason}`,
    ),
  ).toEqual(expected)
}

const PAGE = "石浦的灯塔\n\n老灯塔停了十一年，上周五晚上重新亮了起来，守塔人的孙女按下了开关。\n"
const STORY = "石浦的灯塔 | 老灯塔停了十一年，上周五晚上重新亮了起来，守塔人的孙女按下了开关。"
const LINE = '{"title":"灯塔","text":"老灯塔亮了。"}'
const RSS = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>临川日报</title>${items}`
const ENTRY = (n: number) =>
  `<item><title>第${n}条</title><guid>g${n}</guid><description>第${n}座灯塔亮了。</description></item>`

test.each<[string, string, string | Uint8Array, string[]]>([
  ["an empty file", "a.txt", "", ["a.txt rejected: the file is empty"]],
  ["a file of white space", "a.txt", " \n\n", ["a.txt rejected: the file is empty"]],
  ["a binary file", "a.txt", Buffer.from([1, 0, 2, 0, 0, 3, 0]), ["a.txt rejected: a binary file, not text"]],
  [
    "a binary export",
    "a.jsonl",
    Buffer.from([1, 0, 2, 0, 0, 3]),
    ["a.jsonl rejected: a binary file, not text"],
  ],
  [
    "navigation only",
    "a.txt",
    "首页 | 新闻 | 时政 | 民生\n相关新闻:\n  • 一条\n",
    ["a.txt rejected: no article on this page"],
  ],
  [
    "a login form",
    "a.html",
    "<html><body><form>用户名<input>密码<input></form></body></html>",
    ["a.html rejected: no article on this page"],
  ],
  ["broken HTML", "a.html", "<html><body><div><p><b>", ["a.html rejected: no article on this page"]],
  [
    "front matter that is not YAML",
    "a.md",
    "---\ntitle: [1\n---\n文。",
    [expect.stringMatching(/^a.md rejected: the front matter is not YAML/)],
  ],
  [
    "front matter without a text",
    "a.md",
    "---\ntitle: 灯塔\n---\n",
    ["a.md rejected: no text below the front matter"],
  ],
  ["no feed", "a.xml", "<note>灯塔</note>", ["a.xml rejected: not a feed that can be read"]],
  ["a feed without items", "a.xml", `${RSS("")}</channel></rss>`, ["a.xml rejected: the feed has no items"]],
  [
    "a truncated feed",
    "a.xml",
    `${RSS(ENTRY(1) + ENTRY(2))}<item><title>第三条</ti`,
    [
      "a.xml:1 第1条 | 第1座灯塔亮了。",
      "a.xml:2 第2条 | 第2座灯塔亮了。",
      "a.xml rejected: the feed breaks off after 2 items",
    ],
  ],
  [
    "a feed that breaks off behind a summary",
    "a.xml",
    `${RSS(ENTRY(1))}<item><title>第2条</title><description>只是提要。</description><content:encoded>第2座`,
    ["a.xml:1 第1条 | 第1座灯塔亮了。", "a.xml rejected: the feed breaks off after 1 items"],
  ],
  [
    "a feed with lines of the server behind its end",
    "a.xml",
    `${RSS(ENTRY(1))}</channel></rss>\n<!-- 0.1 s -->\n<script>count()</script>`,
    ["a.xml:1 第1条 | 第1座灯塔亮了。"],
  ],
  [
    "bad lines among good ones",
    "a.jsonl",
    `${LINE}\n{"title":\n\n[1]\n{"title":"无文"}\n${LINE}`,
    [
      "a.jsonl:1 灯塔 | 老灯塔亮了。",
      "a.jsonl:2 rejected: not JSON",
      "a.jsonl:4 rejected: not a JSON object",
      "a.jsonl:5 rejected: no text",
      "a.jsonl:6 灯塔 | 老灯塔亮了。",
    ],
  ],
  [
    "a table in Chinese with a quoted line feed",
    "a.csv",
    '标题,正文,来源\r\n灯塔,"老灯塔亮了。\n孙女说:""亮了""。",临川日报\r\n',
    ['a.csv:2 灯塔 | 老灯塔亮了。/孙女说:"亮了"。'],
  ],
  [
    "a table without a text",
    "a.csv",
    "标题,来源\n灯塔,某报\n",
    ["a.csv rejected: no column holds the text (columns: 标题, 来源); --map text=COLUMN says which"],
  ],
  [
    "a quotation mark that is never closed",
    "a.csv",
    'title,text\n灯塔,"老灯塔\n桥,桥通了。\n',
    ["a.csv:2 rejected: a quotation mark is never closed", "a.csv:3 桥 | 桥通了。"],
  ],
  ["a table with tabs", "a.tsv", "title\ttext\n灯塔\t老灯塔亮了。\n", ["a.tsv:2 灯塔 | 老灯塔亮了。"]],
  ["a page from standard input", "-", PAGE, [`- ${STORY}`]],
  ["lines from standard input", "-", `${LINE}\n`, ["-:1 灯塔 | 老灯塔亮了。"]],
  ["a table from standard input", "-", "title,text\n灯塔,亮了。\n", ["-:2 灯塔 | 亮了。"]],
  ["a feed from standard input", "-", `${RSS(ENTRY(1))}</channel></rss>`, ["-:1 第1条 | 第1座灯塔亮了。"]],
  ["Markdown from standard input", "-", "---\ntitle: 灯塔\n---\n亮了。", ["- 灯塔 | 亮了。"]],
  [
    "a web page under a text name",
    "a.txt",
    "<!doctype html><html><body></body></html>",
    ["a.txt rejected: no article on this page"],
  ],
  [
    "UTF-16 lines",
    "a.jsonl",
    Buffer.from(`\uFEFF${LINE}\n${LINE}\n`, "utf16le"),
    ["a.jsonl:1 灯塔 | 老灯塔亮了。", "a.jsonl:2 灯塔 | 老灯塔亮了。"],
  ],
])("%s", (_what, name, content, expected) => check(name, content, expected))

test("a line of an export keeps what it gives", async () => {
  const record = {
    id: 17,
    url: "https://www.lcrb.example/a17",
    title: "灯塔",
    date: "2024-05-18T08:00:00+08:00",
    source: "临川日报",
    place: "云泽省 > 临川市",
    bylines: ["记者 柳如烟"],
    abstract: "亮了。",
    text: "<p>老灯塔&nbsp;亮了。</p><p>孙女说好。</p>",
  }
  const [item] = await read("a.jsonl", JSON.stringify(record))
  expect(item).toMatchObject({
    input: "a.jsonl:1",
    article: {
      id: "17",
      url: "https://www.lcrb.example/a17",
      title: "灯塔",
      publishedAt: "2024-05-18T08:00:00+08:00",
      source: "临川日报",
      place: ["云泽省", "临川市"],
      bylines: [{ role: "reporter", name: "柳如烟" }],
      abstract: "亮了。",
      body: [{ text: "老灯塔 亮了。" }, { text: "孙女说好。" }],
    },
  })
})

test("an Atom feed gives ids, dates and people", async () => {
  const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>临川日报</title><entry><id>urn:7</id><title>灯塔</title>
    <link href="https://www.lcrb.example/7"/><published>2024-05-18T08:00:00+08:00</published><author><name>柳如烟</name></author>
    <summary>灯塔停了十一年。</summary><content type="html">&lt;p&gt;老灯塔亮了。&lt;/p&gt;</content></entry></feed>`
  const [item] = await read("a.atom", atom)
  expect(item).toMatchObject({
    article: {
      id: "urn:7",
      url: "https://www.lcrb.example/7",
      publishedAt: "2024-05-18T08:00:00+08:00",
      source: "临川日报",
      abstract: "灯塔停了十一年。",
      bylines: [{ role: "reporter", name: "柳如烟" }],
      body: [{ text: "老灯塔亮了。" }],
    },
  })
})

test("an RDF feed gives the dates and people of Dublin Core", async () => {
  const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
    <channel rdf:about="u"><title>临川日报</title></channel><item rdf:about="urn:1"><title>灯塔</title><link>https://www.lcrb.example/1</link>
    <dc:date>2024-05-18T08:00:00+08:00</dc:date><dc:creator>柳如烟</dc:creator><description>老灯塔亮了。</description></item></rdf:RDF>`
  const [item] = await read("a.xml", rdf)
  expect(item).toMatchObject({
    article: {
      id: "urn:1",
      publishedAt: "2024-05-18T08:00:00+08:00",
      bylines: [{ role: "reporter", name: "柳如烟" }],
    },
  })
})

test("titles with markup and authors with addresses, as feeds have them", async () => {
  const item = `<item><title>&lt;b&gt;灯塔&lt;/b&gt;亮了</title><author>desk@paper.example (柳如烟)</author><description>老灯塔亮了。</description></item>`
  const [first] = await read("a.xml", `${RSS(item)}</channel></rss>`)
  expect(first).toMatchObject({
    article: { title: "灯塔亮了", bylines: [{ role: "reporter", name: "柳如烟" }] },
  })
})

const MEGABYTE = 1024 * 1024

/** Bytes that come as they are asked for, so that a test sees how many were held. */
function streamed(name: string, chunks: () => AsyncGenerator<Uint8Array>): SourceFile {
  return { ...bytesSource(name, new Uint8Array()), open: chunks }
}

test("a line of 50 MB without an end is one rejected item, and what follows goes on", async () => {
  const block = Buffer.alloc(MEGABYTE, "x")
  const file = streamed("a.jsonl", async function* () {
    yield Buffer.from(`${LINE}\n`)
    for (let i = 0; i < 50; i++) yield block
    yield Buffer.from(`\n${LINE}\n`)
  })
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  const items: Item[] = []
  for await (const item of readItems(file)) {
    most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    if (item.kind !== "note") items.push(item)
  }
  expect(items.map((item) => (item.kind === "rejected" ? item.reason : item.article.title))).toEqual([
    "灯塔",
    "line 2 is over 5 MB",
    "灯塔",
  ])
  expect(most).toBeLessThan(20 * MEGABYTE)
})

test("a page over 20 MB is rejected before it is held, and its stream is closed", async () => {
  const block = Buffer.alloc(MEGABYTE, "水。")
  let given = 0
  let closed = false
  const file = streamed("a.html", async function* () {
    try {
      for (; given < 1000; given++) yield block
    } finally {
      closed = true
    }
  })
  expect(await readAll(file)).toEqual([
    { kind: "rejected", input: "a.html", reason: "the file is over 20 MB" },
  ])
  expect(given).toBeLessThan(25)
  expect(closed).toBe(true)
})

test("elements nested 10,000 deep are read by their lines", async () => {
  const story = "<h1>灯塔</h1><p>老灯塔停了十一年，上周五晚上重新亮了起来，守塔人按下了开关。</p>"
  for (const tag of ["div", "table><tr><td", "b", "ul><li"]) {
    const html = `<html><body>${`<${tag}>`.repeat(10_000)}${story}</body></html>`
    const started = performance.now()
    const [item] = await read("a.html", html)
    expect(item?.kind === "article" && articleText(item.article.body)).toContain("老灯塔停了十一年")
    expect(performance.now() - started).toBeLessThan(10_000)
  }
})

test("a page of 20,000 paragraphs is read in time, without what it hides", async () => {
  const hidden = '<p style="display:none">看不见的甲。</p>'
  const html = `<html><body><h1>灯塔亮了</h1>${hidden}${"<p>老灯塔停了十一年，上周五亮了。</p>".repeat(20_000)}</body></html>`
  const started = performance.now()
  const [item] = await read("a.html", html)
  expect(performance.now() - started).toBeLessThan(10_000)
  const text = item?.kind === "article" ? articleText(item.article.body) : ""
  expect(text.split("\n")).toHaveLength(20_000)
  expect(text).not.toContain("看不见")
})

test("a feed with entities that multiply stays small", async () => {
  const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    "",
  )
  const xml = `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "lol">${entities}]>${RSS("")}<item><title>题</title><description>&e9;</description></item></channel></rss>`
  for (const item of await read("a.xml", xml)) {
    if (item.kind === "article") expect(articleText(item.article.body).length).toBeLessThan(10_000)
  }
})

test("hidden text and scripts of a page are no text", async () => {
  const html = `<html><body><h1>灯塔亮了</h1><div><p hidden>看不见的甲。</p><p style="font-size:0">看不见的乙。</p><!-- 看不见的丙。 -->
    <script>document.write("看不见的丁。")</script><p>老灯塔停了十一年，\u200B上周五晚上重新亮了起来，守塔人的孙女按下了开关，全镇的人都来看。</p></div></body></html>`
  const [item] = await read("a.html", html)
  expect(item?.kind === "article" && articleText(item.article.body)).toBe(
    "老灯塔停了十一年，上周五晚上重新亮了起来，守塔人的孙女按下了开关，全镇的人都来看。",
  )
})

test("a file that fails while it is read is one rejected item", async () => {
  const file = streamed("a.txt", async function* () {
    yield Buffer.from("老灯塔")
    throw Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" })
  })
  expect(await readAll(file)).toEqual([
    { kind: "rejected", input: "a.txt", reason: "may not be read (permission denied)" },
  ])
})
