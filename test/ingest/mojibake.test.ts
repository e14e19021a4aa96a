import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import fc from "fast-check"
import iconv from "iconv-lite"
import { describe, expect, test } from "vitest"
import { decode } from "../../src/ingest/decode.ts"
import { isGarbled, mendEncoding } from "../../src/ingest/mojibake.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const TEXT = "汐江二桥昨日合龙，全桥长1286米，市民说“等了好多年”。通车时间提前到明年5月1日前！"

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1")
const WRONG: Readonly<Record<string, (text: string) => string>> = {
  "UTF-8 as Latin-1": (text) => latin(Buffer.from(text)),
  "GBK as Latin-1": (text) => latin(iconv.encode(text, "gbk")),
  "GBK as Windows-1252": (text) => iconv.decode(iconv.encode(text, "gbk"), "win1252"),
}

function pages(): string[] {
  return readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:txt|html|md|xml|jsonl)$/.test(name))
    .flatMap((name) => {
      const decoded = decode(readFileSync(`${CORPUS}/${name}`))
      return decoded.kind === "text" ? [decoded.text] : []
    })
}

test.each(Object.entries(WRONG))("%s is undone, whole and in part", (_, corrupt) => {
  const bad = corrupt(TEXT)
  expect(bad).not.toBe(TEXT)
  expect(mendEncoding(bad)).toEqual({ text: TEXT, repaired: true })
  const mixed = `白渡县的河堤加固了。\n${bad}\n云岭县的路也通了。`
  expect(mendEncoding(mixed).text).toBe(`白渡县的河堤加固了。\n${TEXT}\n云岭县的路也通了。`)
})

test("UTF-8 read as GBK is undone but for the characters that lost a byte", () => {
  const bad = new TextDecoder("gb18030").decode(Buffer.from(TEXT))
  const { text, repaired } = mendEncoding(bad)
  expect(repaired).toBe(true)
  expect(text).toContain("汐江二桥昨日合龙")
  expect(isGarbled(text)).toBe(true)
  const even = "你好，汐川，欢迎您来"
  expect(mendEncoding(new TextDecoder("gb18030").decode(Buffer.from(even))).text).toBe(even)
})

test("the sample archive comes back exactly from Latin-1, page by page", () => {
  for (const text of pages()) expect(mendEncoding(latin(Buffer.from(text))).text).toBe(text)
})

test("good text comes back as it is", () => {
  for (const text of pages()) expect(mendEncoding(text)).toEqual({ text, repaired: false })
  const printed = fc.string({
    unit: fc.constantFrom(
      ..."的一是在不了有和人这中大为上个国汐渡岭坪镇龘犇喆堃瞭後臺灣學會さくらカタé ü ñ ö Ä ß — “ ” 《 》 ， 。 ！ 1 2 a b ½ ° ± × € ￥ 🎉 ①",
    ),
    maxLength: 200,
  })
  fc.assert(
    fc.property(printed, (text) => {
      expect(mendEncoding(text)).toEqual({ text, repaired: false })
    }),
  )
})

async function read(name: string, content: string | Uint8Array) {
  const found = []
  for await (const item of readItems(bytesSource(name, Buffer.from(content)))) found.push(item)
  return found
}

describe("flags", () => {
  const page = `汐江二桥合龙\n汐川日报 2025-10-25 07:00\n\n${TEXT}\n\n${TEXT.replace("昨日", "日前")}`

  test("a page that was put right says so, one that lost characters too", async () => {
    const [right] = await read("a.txt", latin(Buffer.from(page)))
    expect(right).toMatchObject({ article: { title: "汐江二桥合龙", flags: ["encoding-repaired"] } })
    const [lost] = await read("b.txt", new TextDecoder("gb18030").decode(Buffer.from(page)))
    expect(lost).toMatchObject({ kind: "article" })
    expect(lost?.kind === "article" && lost.article.flags).toEqual(
      expect.arrayContaining(["encoding-repaired", "garbled"]),
    )
    const [good] = await read("c.txt", page)
    expect(good).toMatchObject({ article: { flags: [] } })
  })

  test("one field of a record is put right, and only that record says so", async () => {
    const record = (title: string) => JSON.stringify({ title, date: "2025-10-25", text: TEXT })
    const items = await read(
      "a.jsonl",
      `${record("汐江二桥合龙")}\n${record(latin(Buffer.from("汐江二桥合龙")))}\n`,
    )
    expect(items).toMatchObject([
      { article: { title: "汐江二桥合龙", flags: expect.not.arrayContaining(["encoding-repaired"]) } },
      { article: { title: "汐江二桥合龙", flags: expect.arrayContaining(["encoding-repaired"]) } },
    ])
  })
})

describe("what is no article says what it is", () => {
  test.each([
    [
      "a 404 page",
      "<html><title>404 Not Found</title><body><h1>404 Not Found</h1><hr>nginx</body></html>",
      "an error page, no article",
    ],
    [
      "a deleted page",
      "<html><title>提示信息</title><body><div>抱歉，您访问的页面不存在或者已被删除，请检查您输入的网址是否正确，或返回网站首页继续浏览。</div></body></html>",
      "an error page, no article",
    ],
    [
      "a page behind a check",
      "<html><title>安全验证</title><body><p>为了保障您的访问安全，请完成安全验证后继续访问本网站。</p></body></html>",
      "an error page, no article",
    ],
    [
      "a form to log in",
      "<html><title>用户登录</title><body><form>用户名<input>密码<input><button>登录</button></form></body></html>",
      "only a form to log in, no article",
    ],
    [
      "navigation",
      "<html><body><nav><a href=/>首页</a> <a href=/n>新闻</a></nav></body></html>",
      "no article on this page",
    ],
  ])("%s", async (_, html, reason) => {
    expect(await read("page.html", html)).toMatchObject([{ kind: "rejected", reason }])
  })

  test("a story that tells of error pages and codes is one", async () => {
    const story =
      "政务网站打不开怎么办\n汐川日报 2025-10-25 07:00\n\n市民韦小禾昨天想在网上办证，页面显示404，提示页面不存在，客服让她输入验证码和密码重新登录。\n\n市数据局说，系统维护已经结束。"
    expect(await read("story.txt", story)).toMatchObject([
      { kind: "article", article: { title: "政务网站打不开怎么办" } },
    ])
  })
})
