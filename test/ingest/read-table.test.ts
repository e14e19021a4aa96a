import fc from "fast-check"
import { expect, test } from "vitest"
import { articleText } from "../../src/corpus.ts"
import type { ColumnMap } from "../../src/ingest/field-names.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

/** One line an item: its input, then date, title and text, or the reason; a note as it is. */
async function read(
  content: string | Uint8Array,
  columns: ColumnMap = {},
  name = "a.csv",
): Promise<string[]> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content
  const lines: string[] = []
  for await (const item of readItems(bytesSource(name, bytes), { crawledOn: null, columns })) {
    if (item.kind === "note") lines.push(`note ${item.text}`)
    else if (item.kind === "rejected") lines.push(`${item.input} rejected: ${item.reason}`)
    else {
      const { publishedAt, title, body } = item.article
      lines.push(`${item.input} ${publishedAt} ${title} | ${articleText(body).replaceAll("\n", "/")}`)
    }
  }
  return lines
}

const LAMP = "老灯塔停了十一年，上周五晚上重新亮了起来。"
const QUAY = "渔港新码头昨天启用，一次能停靠六条渔船。"

test.each<[what: string, content: string | Uint8Array, expected: string[]]>([
  [
    "names of exports, and a column that nobody needs",
    `编号,标题,内容,发布时间,点击数\n1,灯塔亮了,${LAMP},2024-05-18,88\n`,
    [
      "note text ← 内容, title ← 标题, publishedAt ← 发布时间, id ← 编号; ignored: 点击数",
      `a.csv:2 2024-05-18 灯塔亮了 | ${LAMP}`,
    ],
  ],
  [
    "our own names need no note",
    `title,text,date\n灯塔亮了,${LAMP},2024-05-18\n`,
    [`a.csv:2 2024-05-18 灯塔亮了 | ${LAMP}`],
  ],
  [
    "names with prefixes, marks and remarks",
    `post_title,Post-Content,publish time,稿件来源（必填）\n灯塔亮了,${LAMP},2024/5/18 08:00,某报\n`,
    [
      "note text ← Post-Content, title ← post_title, publishedAt ← publish time, source ← 稿件来源（必填）",
      `a.csv:2 2024-05-18T08:00:00+08:00 灯塔亮了 | ${LAMP}`,
    ],
  ],
  [
    "names that tell nothing",
    `c1,c2,c3,c4,c5\n灯塔昨晚亮了,${LAMP},2024-05-18,https://paper.example/1.html,7\n码头启用了吗,${QUAY},2024-05-19,https://paper.example/2.html,7\n`,
    [
      "note text ← c2 (guessed), title ← c1 (guessed), publishedAt ← c3 (guessed), url ← c4 (guessed); ignored: c5",
      `a.csv:2 2024-05-18 灯塔昨晚亮了 | ${LAMP}`,
      `a.csv:3 2024-05-19 码头启用了吗 | ${QUAY}`,
    ],
  ],
  [
    "no row of names",
    `灯塔昨晚亮了,2024-05-18,${LAMP}\n码头启用了吗,2024-05-19,${QUAY}\n`,
    [
      "note text ← column 3 (guessed), title ← column 1 (guessed), publishedAt ← column 2 (guessed)",
      `a.csv:1 2024-05-18 灯塔昨晚亮了 | ${LAMP}`,
      `a.csv:2 2024-05-19 码头启用了吗 | ${QUAY}`,
    ],
  ],
  [
    "when it was published rather than changed or fetched",
    `a,b,更新时间,title,正文\n2024-05-20,2024-05-18,2023-01-01,灯塔亮了,${LAMP}\n`,
    [
      "note text ← 正文, title ← title, publishedAt ← b (guessed); ignored: a, 更新时间",
      `a.csv:2 2024-05-18 灯塔亮了 | ${LAMP}`,
    ],
  ],
  [
    "a summary is the text where there is no other",
    `title,link,description\n灯塔亮了,https://paper.example/1,${LAMP}\n`,
    ["note text ← description (guessed), title ← title, url ← link", `a.csv:2 null 灯塔亮了 | ${LAMP}`],
  ],
  [
    "no text at all",
    "标题,点击数\n灯塔亮了,88\n",
    ["a.csv rejected: no column holds the text (columns: 标题, 点击数); --map text=COLUMN says which"],
  ],
  ["names and nothing else", "title,text\n", ["a.csv rejected: no rows below the names of the columns"]],
  [
    "one name twice",
    `正文,标题,正文\n${LAMP},灯塔亮了,${QUAY}\n`,
    ["note text ← 正文, title ← 标题; ignored: 正文 (2)", `a.csv:2 null 灯塔亮了 | ${LAMP}`],
  ],
  ["semicolons", `title;text\n灯塔亮了;${LAMP}\n`, [`a.csv:2 null 灯塔亮了 | ${LAMP}`]],
  ["bars", `title|text\n灯塔亮了|${LAMP}\n`, [`a.csv:2 null 灯塔亮了 | ${LAMP}`]],
  [
    "commas within a table of tabs",
    `title\ttext, as sent\n灯塔亮了\ta, b, c。${LAMP}\n`,
    ["note text ← text, as sent (guessed), title ← title", `a.csv:2 null 灯塔亮了 | a, b, c。${LAMP}`],
  ],
  [
    "Excel's own first line",
    `sep=;\r\ntitle;text\r\n灯塔亮了;"a,b,c;d。"\r\n`,
    ["a.csv:3 null 灯塔亮了 | a,b,c;d。"],
  ],
  [
    "UTF-16 with tabs, as Excel saves it",
    Buffer.from(`\uFEFFtitle\ttext\r\n灯塔亮了\t${LAMP}\r\n`, "utf16le"),
    [`a.csv:2 null 灯塔亮了 | ${LAMP}`],
  ],
  [
    "a byte order mark before the first name",
    `\uFEFFtext,title\n${LAMP},灯塔亮了\n`,
    [`a.csv:2 null 灯塔亮了 | ${LAMP}`],
  ],
  [
    "rows that are cut, or cut within a cell",
    `title,text,date\n甲,${LAMP},2024-05-18\n乙,老灯塔亮了\n丙,${LAMP},2024-05-18,,\n丁,a,b,2024-05-18\n`,
    [
      `a.csv:2 2024-05-18 甲 | ${LAMP}`,
      "a.csv:3 rejected: 2 of 3 columns: the row breaks off",
      `a.csv:4 2024-05-18 丙 | ${LAMP}`,
      "a.csv:5 rejected: 4 columns instead of 3: is a separator not in quotation marks?",
    ],
  ],
  [
    "cells that are missing behind the text",
    `title,text,source,place\n甲,${LAMP},某报\n`,
    [`a.csv:2 null 甲 | ${LAMP}`],
  ],
  [
    "quotation marks within cells, as in inches",
    `title,text\n5" 屏,"他说""好""。\n第二行。"\n甲,说"好"。\n`,
    ['a.csv:2 null 5" 屏 | 他说"好"。/第二行。', 'a.csv:4 null 甲 | 说"好"。'],
  ],
  [
    "rows of several lines behind a quotation mark that is never closed",
    'title,text\n甲,"没有关\n乙,"第一行。\n第二行。"\n丙,说完了。\n',
    [
      "a.csv:2 rejected: a quotation mark is never closed",
      "a.csv:3 null 乙 | 第一行。/第二行。",
      "a.csv:5 null 丙 | 说完了。",
    ],
  ],
])("%s", async (_what, content, expected) => expect(await read(content)).toEqual(expected))

test("a person's word goes before names and contents", async () => {
  const table = `内容,标题,长标题,全文\n只是提要。,灯塔,灯塔昨晚亮了,${LAMP}\n`
  expect(await read(table)).toEqual([
    "note text ← 内容, title ← 标题; ignored: 长标题, 全文",
    "a.csv:2 null 灯塔 | 只是提要。",
  ])
  expect(await read(table, { text: "全文", abstract: "内容", title: "长标题", url: "网址" })).toEqual([
    "note text ← 全文, title ← 长标题, abstract ← 内容; ignored: 标题; no column 网址",
    `a.csv:2 null 灯塔昨晚亮了 | ${LAMP}`,
  ])
})

test("keys of records are told like columns", async () => {
  const records = [
    { headline: "灯塔亮了", story: LAMP, when: "2024-05-18", seen: 3 },
    { headline: "码头启用", story: QUAY, when: "2024-05-19", seen: 5 },
  ]
  const lines = records.map((record) => JSON.stringify(record)).join("\n")
  expect(await read(lines, {}, "a.jsonl")).toEqual([
    "note text ← story (guessed), title ← headline, publishedAt ← when (guessed); ignored: seen",
    `a.jsonl:1 2024-05-18 灯塔亮了 | ${LAMP}`,
    `a.jsonl:2 2024-05-19 码头启用 | ${QUAY}`,
  ])
  expect((await read(lines, { title: "when" }, "a.jsonl"))[1]).toBe(`a.jsonl:1 null 2024-05-18 | ${LAMP}`)
})

test("records that say text are taken at their word", async () => {
  const line = JSON.stringify({ id: "1", text: LAMP, remark: "还没有核对过的稿子", made: "2024-05-18" })
  expect(await read(line, {}, "a.jsonl")).toEqual([
    "note text ← text, id ← id; ignored: remark, made",
    expect.stringContaining("a.jsonl:1 null 老灯塔停了十一年"),
  ])
})

test("columns are told by what stands in them, in whatever order", async () => {
  const columns: Record<string, readonly string[]> = {
    text: [`${LAMP}守塔人的孙女按下了开关。`, `${QUAY}第一条船早上六点靠岸。`, `${LAMP}${QUAY}`],
    title: ["灯塔昨晚重新亮了", "渔港新码头启用", "灯塔和码头都回来了"],
    publishedAt: ["2024-05-18 08:00", "2024-05-19 09:30", "2024-05-20 10:00"],
    url: ["https://paper.example/a/1", "https://paper.example/a/2", "https://paper.example/a/3"],
    bylines: ["记者 柳如烟", "记者 柳如烟 通讯员 石一舟", "通讯员 石一舟"],
    source: ["临川日报", "临川日报", "石浦晚报"],
    clicks: ["12", "7", "7"],
    picture: ["https://paper.example/1.jpg", "https://paper.example/2.jpg", "https://paper.example/3.jpg"],
    hash: ["9f86d081884c", "60303ae22b99", "fd61a03af4f7"],
  }
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(Object.keys(columns), { minLength: Object.keys(columns).length }),
      async (order) => {
        const rows = [0, 1, 2].map((at) => order.map((field) => columns[field]?.[at] ?? "").join(","))
        const header = order.map((_, at) => `f${at}`).join(",")
        const [note] = await read(`${header}\n${rows.join("\n")}\n`)
        for (const [at, field] of order.entries()) {
          const nobody = field === "clicks" || field === "picture" || field === "hash"
          expect(note).toMatch(nobody ? new RegExp(`ignored.*f${at}`) : `${field} ← f${at} (guessed)`)
        }
      },
    ),
    { numRuns: 30 },
  )
})

test("GB18030 is told from the whole beginning, not line by line", async () => {
  const { encode } = await import("iconv-lite")
  const table = `标题,正文\n瘗鹤铭,${LAMP}\n瓿,${QUAY}\n`
  expect(await read(encode(table, "gb18030"))).toEqual([
    "note text ← 正文, title ← 标题",
    `a.csv:2 null 瘗鹤铭 | ${LAMP}`,
    `a.csv:3 null 瓿 | ${QUAY}`,
  ])
})

test("a quotation mark that is not doubled is one clear line", async () => {
  expect(await read(`title,text\n甲,"他说"好"。",乙\n丙,${LAMP}\n`)).toEqual([
    "a.csv:2 rejected: a quotation mark within quotation marks is not doubled",
    `a.csv:3 null 丙 | ${LAMP}`,
  ])
})
