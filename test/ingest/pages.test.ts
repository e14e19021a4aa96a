import { readdirSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"
import type { Article } from "../../src/corpus.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { FURNITURE as FURNITURE_RULES, type FurnitureRule } from "../../src/ingest/furniture.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { Trace } from "../../src/ingest/trace.ts"
import { bytesSource } from "../fixtures/bytes-source.ts"

const HERE = dirname(fileURLToPath(import.meta.url))
const FIXTURES = join(HERE, "../fixtures/ingest")
const CORPUS = join(HERE, "../../corpus")
const PAGE_FILE = /\.(?:html|txt|md)$/
/** Told by other tests: a pair may leave them out. */
const OF_PLACE = ["place", "placeCode", "section"] as const

const files = readdirSync(FIXTURES)
const pages = files.filter((name) => !name.endsWith(".json"))

/** HTML and text dump of one page have one pair, so both must give the same article. */
test.each(pages)("%s is read as its pair says", async (name) => {
  const pair = name.replace(/\.\w+$/, ".json")
  const expected: Record<string, unknown> = JSON.parse(readFileSync(join(FIXTURES, pair), "utf8"))
  const unsaid = Object.fromEntries(
    OF_PLACE.filter((key) => expected[key] === undefined).map((key) => [key, expect.toSatisfy(() => true)]),
  )
  expect(await itemsOf(join(FIXTURES, name))).toEqual([
    {
      kind: "article",
      input: name,
      article: { ...BLANK_DRAFT, ...unsaid, id: expect.stringMatching(/^[0-9a-f]{12}$/), ...expected },
    },
  ])
})

test("every expectation has its page", () => {
  const stems = new Set(pages.map((name) => name.replace(/\.\w+$/, "")))
  const lone = files.filter((name) => name.endsWith(".json") && !stems.has(name.replace(/\.json$/, "")))
  expect(lone).toEqual([])
})

test("each rule of furniture has a page that it is for", async () => {
  const labels = new Set<string>()
  for (const name of pages) {
    const trace = new Trace()
    const file = bytesSource(name, readFileSync(join(FIXTURES, name)))
    for await (const _ of readItems(file, { crawledOn: null, trace }))
      for (const { label } of trace.entries) labels.add(label)
  }
  const used = ({ name, effect }: FurnitureRule) =>
    labels.has(effect === "tail" ? `left out: end of the story (${name})` : `left out: ${name}`)
  expect(FURNITURE_RULES.filter((rule) => !used(rule)).map(({ name }) => name)).toEqual([])
})

/**
 * What a reader of the printed paper never meets, listed without a look at the rules that take it out. A fixture whose
 * story itself speaks of such a thing does so in other words.
 */
const FURNITURE =
  /分享到[:：]|分享至|责任编辑|责编[:：]|扫一扫，|长按识别|相关阅读|相关新闻|延伸阅读|延伸閱讀|猜你喜欢|为你推荐|新闻推荐|频道推荐|热点排行|24小时热文|热门新闻|熱門新聞|图片推荐|上一篇|下一篇|上一版|下一版|上一页|下一页|上一张|版面导航|标题导航|版权所有|版權所有|未经授权|未经书面|ICP备|公网安备|登录 |注册$|登入|网友评论|我来说两句|查看全部评论|展开全文|阅读原文|打印本页|关闭窗口|字号[:：]|字体[:：]|当前位置|您的位置|当前栏目|首页 |设为首页|加入收藏|友情链接|网站地图|联系我们|原标题|打开.{0,6}APP|下载.{0,8}客户端|点击上方蓝字|关注.{0,8}公众号|举报电话|倍速|放大\+|点在看|— END —|广告$|推广$/

const sources = [
  ...pages.filter((name) => PAGE_FILE.test(name)).map((name) => join(FIXTURES, name)),
  ...readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
    .filter((name) => PAGE_FILE.test(name))
    .map((name) => join(CORPUS, name)),
]

test("no line of furniture in any article of the fixtures and of the sample archive", async () => {
  const found: string[] = []
  let articles = 0
  for (const path of sources) {
    for (const item of await itemsOf(path)) {
      if (item.kind !== "article") continue
      articles++
      for (const text of textsOf(item.article)) {
        const sign = FURNITURE.exec(text)?.[0]
        if (sign !== undefined) found.push(`${basename(path)}: ${sign}: ${text.slice(0, 60)}`)
      }
    }
  }
  expect(articles).toBeGreaterThan(60)
  expect(found).toEqual([])
})

async function itemsOf(path: string) {
  const items = []
  for await (const item of readItems(bytesSource(basename(path), readFileSync(path)))) items.push(item)
  return items
}

/** All that may become evidence, and the captions. */
function textsOf({ title, abstract, body, captions }: Article): string[] {
  const blocks = body.map((block) => ("heading" in block ? block.heading : block.text))
  return [title, abstract ?? "", ...blocks, ...captions]
}
