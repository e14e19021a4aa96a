import fc from "fast-check"
import { expect, test } from "vitest"
import { articleText, type Block, type StoredArticle } from "../../src/corpus.ts"
import { candidates } from "../../src/summarize/candidates.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { SUMMARY_STYLES, type SummaryStyle } from "../../src/summarize/summary.ts"
import { article } from "../digest/articles.ts"

const summarizer = createExtractiveSummarizer()

async function summarize(body: readonly Block[], style: SummaryStyle, more: Partial<StoredArticle> = {}) {
  const given = article({ id: "7", version: 2, body, text: articleText(body), ...more })
  const { sentences } = await summarizer.summarize(given, style)
  for (const { text, citations } of sentences) {
    expect(citations).toHaveLength(1)
    const [citation] = citations
    expect(citation).toMatchObject({ articleId: "7", version: 2, quote: text })
    expect(citation && given[citation.field]?.slice(citation.start, citation.end)).toBe(text)
  }
  return sentences.map(({ text }) => text)
}

const paragraph = (...sentences: string[]): Block => ({ text: sentences.join("") })

const BRIDGE: readonly Block[] = [
  paragraph(
    "本报白渡讯（记者 方知夏）白渡大桥昨日合龙，全长1286米，总投资7.8亿元。",
    "大桥计划明年五月通车。",
  ),
  { heading: "桥下人家" },
  paragraph(
    "大桥合龙后，白渡大桥两岸的车程由一小时缩短到十分钟。",
    "“以后进城方便多了。”",
    "渡口村村民石大海说。",
  ),
  paragraph("该桥由市交通运输局负责建设。", "其主塔高98米，共有两座。"),
  paragraph("图为合龙现场。"),
  paragraph("你准备好过桥了吗？", "白渡大桥建成后，老渡口将保留为公园。"),
]

test("candidates: whole sentences of the body, without dateline, caption, speaker, fragment or heading", () => {
  const found = candidates(BRIDGE, articleText(BRIDGE)).map(({ text, leans, weak }) => ({
    text,
    leans,
    weak,
  }))
  const plain = { leans: false, weak: false }
  expect(found).toEqual([
    { text: "白渡大桥昨日合龙，全长1286米，总投资7.8亿元。", ...plain },
    { text: "大桥计划明年五月通车。", ...plain },
    { text: "大桥合龙后，白渡大桥两岸的车程由一小时缩短到十分钟。", ...plain },
    { text: "该桥由市交通运输局负责建设。", leans: true, weak: false },
    { text: "其主塔高98米，共有两座。", leans: true, weak: false },
    { text: "你准备好过桥了吗？", leans: false, weak: true },
    { text: "白渡大桥建成后，老渡口将保留为公园。", ...plain },
  ])
})

test("a post has nobody's very words without their speaker; points may, and are shown with it", async () => {
  const said = "第一座桥年底通车，两岸往来方便。第二座桥明年五月开工建设。第三座桥还在勘察。"
  const body = [paragraph(`市长田一苇说：“${said}”`), paragraph("三座桥总投资7.8亿元，全长1286米。")]
  const words = "第二座桥明年五月开工建设。"
  expect(await summarize(body, "social")).not.toContain(words)
  expect(await summarize(body, "points")).toContain(words)
})

test.each([
  ["本报苍梧讯 （记者 甲乙 通讯员 丙丁）", "县里新建了三所小学。"],
  ["某通社某城7月20日电（记者甲乙）", "县里新建了三所小学。"],
  ["某某晚报讯 ", "县里新建了三所小学。"],
  ["（本报记者 甲乙）", "县里新建了三所小学。"],
  ["【某报报道 记者 甲乙】", "县里新建了三所小学。"],
  ["本报记者甲乙报道 ", "县里新建了三所小学。"],
  ["", "县里的通讯事业发展很快。"],
  ["本报讯 记者甲乙报道：", "县里新建了三所小学。"],
  ["本报讯（甲乙 丙丁）", "县里新建了三所小学。"],
  ["本报讯", "县里新建了三所小学。"],
  ["", "县里发展通讯（含5G）产业，投资两亿元。"],
  ["", "县图书馆提供图书三万册。"],
  ["", "昨日停电（检修）两小时，涉及三个村。"],
])("a sentence begins after %j", (head, sentence) => {
  const text = head + sentence
  expect(candidates([{ text }], text).map((candidate) => candidate.text)).toEqual([sentence])
})

test.each([
  ["no end", "全市工作会议在县城召开"],
  ["half of a quotation", "“我们先修路。"],
  ["only a quotation", "“我们先修路，再建房。”"],
  ["only the speaker", "村支书李某某介绍说。"],
  ["a credit", "责任编辑：俞某某。"],
  ["a caption", "工人在桥上施工。 乐山 摄"],
  ["too short", "好消息来了。"],
])("not a candidate: %s", (_name, text) => {
  expect(candidates([{ text }], text)).toEqual([])
})

test("brief: the news first, in one or two sentences", async () => {
  const brief = await summarize(BRIDGE, "brief")
  expect(brief[0]).toBe("白渡大桥昨日合龙，全长1286米，总投资7.8亿元。")
  expect(brief.length).toBeLessThanOrEqual(2)
  expect(brief.join("").length).toBeLessThanOrEqual(120)
})

test("points: three to five, none that leans on a sentence left out", async () => {
  const points = await summarize(BRIDGE, "points")
  expect(points.length).toBeGreaterThanOrEqual(3)
  expect(points.length).toBeLessThanOrEqual(5)
  expect(points.filter((text) => /^[该其]/.test(text))).toEqual([])
})

test("brief: what the title is about before a scene that only opens the story", async () => {
  const body = [
    paragraph("秋雨初歇，江边的石阶露了出来。", "巡堤的队员坐下来喝了口热水。"),
    paragraph("今日五时，汐江洪峰通过白渡水文站，水位38.42米。", "两岸群众已经安全转移3217人。"),
  ]
  const [first] = await summarize(body, "brief", { title: "汐江洪峰过白渡 3217人安全转移" })
  expect(["今日五时，汐江洪峰通过白渡水文站，水位38.42米。", "两岸群众已经安全转移3217人。"]).toContain(first)
})

test("a long sentence is taken where the article has no shorter one", async () => {
  const long = `${"全市投入".repeat(60)}三亿元。`
  expect(await summarize([{ text: long }], "brief")).toEqual([long])
})

test("without a whole sentence the abstract's first stands in, or nothing", async () => {
  expect(await summarize([{ text: "修路" }], "brief", { abstract: "三年修路百里。还要再修。" })).toEqual([
    "三年修路百里。",
  ])
  expect(await summarize([{ text: "修路" }], "points")).toEqual([])
  expect(await summarize([], "long")).toEqual([])
})

const LIMITS: Readonly<Record<SummaryStyle, number>> = {
  brief: 1,
  points: 5,
  long: 8,
  headlines: 3,
  social: 3,
  english: 0,
}
const sentence = fc.stringMatching(/^[一-鿿该其“”（）0-9，：\n]{0,40}[。！？\n]?$/u)
const block = fc.oneof(
  fc.record({ heading: fc.constant("小标题") }),
  fc.record({ text: fc.array(sentence, { maxLength: 8 }).map((all) => all.join("")) }),
)

test("whatever the article: verbatim, in order, each once, within the style's number", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(block, { maxLength: 12 }),
      fc.constantFrom(...SUMMARY_STYLES),
      async (body, style) => {
        const given = article({ id: "7", body, text: articleText(body) })
        const { sentences } = await summarizer.summarize(given, style)
        expect(sentences.length).toBeLessThanOrEqual(LIMITS[style])
        let last = -1
        for (const { text, citations } of sentences) {
          const [citation] = citations
          expect(citation && given[citation.field]?.slice(citation.start, citation.end)).toBe(text)
          if (style !== "headlines") expect(citation?.start).toBeGreaterThanOrEqual(last)
          last = citation?.end ?? last
        }
      },
    ),
    { numRuns: 300 },
  )
})

test("an article of 2,000 sentences, and one sentence of 200,000 characters, are summarized at once", async () => {
  const many = Array.from({ length: 2_000 }, (_, i) => ({ text: `第${i}号工程昨日完工通车并投入使用。` }))
  const started = performance.now()
  expect(await summarize(many, "long")).toHaveLength(8)
  await summarize([{ text: `${"（记者讯电 ".repeat(33_000)}。` }], "brief")
  expect(performance.now() - started).toBeLessThan(5_000)
})
