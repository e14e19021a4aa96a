import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import { createExtractiveAnswerer } from "../../src/answer/extractive-answerer.ts"
import type { Citation, Evidence } from "../../src/corpus.ts"
import { gate } from "../../src/gate/gate.ts"
import { type Question, readQuestion } from "../../src/retrieve/question.ts"
import type { RankedArticle } from "../../src/retrieve/retriever.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

const question = (text: string): Question =>
  readQuestion(text, { now: new Date("2025-10-08T12:00:00Z"), timeZone: "Asia/Shanghai" })

/** Every term tells as much as any other. */
const answerer = createExtractiveAnswerer({ weight: () => 1 })

async function claims(asked: string, found: readonly RankedArticle[]): Promise<string[]> {
  const answer = await answerer.answer(question(asked), found)
  checkVerbatim(answer, found)
  return answer.kind === "answered" ? answer.claims.map(({ text }) => text) : []
}

function checkVerbatim(answer: Answer, found: readonly RankedArticle[]): void {
  expect(answer.mode).toBe("keyless")
  if (answer.kind !== "answered") return
  expect(answer.claims.length).toBeGreaterThan(0)
  expect(answer.claims.length).toBeLessThanOrEqual(3)
  const passages = found.flatMap((article) => article.passages)
  for (const { text, citations } of answer.claims) {
    expect(citations).toHaveLength(1)
    for (const citation of citations) {
      expect(citation.quote).toBe(text)
      const source =
        passages.find((passage) => holds(passage, citation)) ??
        passages.flatMap((passage) => (passage.articleId === citation.articleId ? [titleOf(passage)] : []))[0]
      expect(source?.text.slice(citation.start - source.start, citation.end - source.start)).toBe(text)
      const verdict = source && gate(text, [{ quote: text, evidence: source }])
      // A sentence of two or three characters is too short for a model to quote.
      expect(verdict?.passed === false ? verdict.fault : "quote-too-short").toBe("quote-too-short")
    }
  }
}

function holds(passage: Evidence, { articleId, field, start, end }: Citation): boolean {
  return (
    passage.articleId === articleId && passage.field === field && passage.start <= start && end <= passage.end
  )
}

function titleOf(passage: Evidence): Evidence {
  return { ...passage, field: "title", start: 0, end: passage.title.length, text: passage.title }
}

const PARK = evidence(
  "青屏产业园昨日举行招商推介会。截至9月底，青屏产业园入驻企业达115家。园区道路正在改造。",
  { id: "park", start: 40, title: "青屏产业园招商推介会举行" },
)
const BRIDGE = evidence(
  "汐江二桥昨日合龙。该桥全长1.2公里，总投资3.6亿元。大桥预计明年6月通车。因为上游来水较大，工期推迟了两个月。",
  { id: "bridge", title: "汐江二桥合龙" },
)
const FOUND = ranked([PARK], [BRIDGE])

describe("the extractive answerer", () => {
  const cases: [asked: string, first: string][] = [
    ["青屏产业园入驻企业有多少家？", "截至9月底，青屏产业园入驻企业达115家。"],
    ["青屏產業園入駐企業有多少家？", "截至9月底，青屏产业园入驻企业达115家。"],
    ["大桥什么时候通车？", "大桥预计明年6月通车。"],
    ["大桥工期为什么推迟？", "因为上游来水较大，工期推迟了两个月。"],
  ]
  it.each(cases)("%s", async (asked, first) => {
    expect((await claims(asked, FOUND))[0]).toBe(first)
    expect((await claims(asked, ranked([BRIDGE], [PARK])))[0]).toBe(first)
  })

  it("puts the sentence before one that hangs on it", async () => {
    expect(await claims("汐江二桥总投资多少亿元？", ranked([BRIDGE]))).toEqual([
      "汐江二桥昨日合龙。",
      "该桥全长1.2公里，总投资3.6亿元。",
    ])
  })

  it("takes the title before one that hangs on a long sentence", async () => {
    const long = `汐江二桥昨日合龙，${"建设者代表和沿江居民代表参加了合龙仪式，".repeat(5)}气氛热烈。`
    const text = `${long}该桥全长1.2公里，总投资3.6亿元。`
    expect(
      await claims("汐江二桥总投资多少亿元？", ranked([evidence(text, { title: "汐江二桥合龙" })])),
    ).toEqual(["汐江二桥合龙", "该桥全长1.2公里，总投资3.6亿元。"])
  })

  it("quotes the clause that answers of a long sentence", async () => {
    const filler = "各单位按照分工抓紧推进各项准备工作并且定期通报有关进展情况".repeat(3)
    const text = `${filler}；粮库扩建工程总投资8,600万元；${filler}。`
    expect(await claims("粮库扩建工程总投资多少元？", ranked([evidence(text)]))).toEqual([
      "粮库扩建工程总投资8,600万元",
    ])
  })

  it("says what two papers tell in nearly the same words once", async () => {
    const found = ranked(
      [evidence("当日5时20分，汐江洪峰通过白渡水文站，洪峰水位38.42米。", { id: "a" })],
      [evidence("昨日5时20分，汐江洪峰通过白渡水文站，洪峰水位38.42米。", { id: "b" })],
    )
    expect(await claims("白渡水文站洪峰水位多少米？", found)).toHaveLength(1)
  })

  it("puts a list first where several are asked for", async () => {
    const text =
      "白渡县公布今年的农贸市场改造名单，市场改造工作全面铺开。改造的农贸市场有东门、南桥、西街、北塘四个。"
    const [first] = await claims("白渡县改造的农贸市场有哪些？", ranked([evidence(text)]))
    expect(first).toBe("改造的农贸市场有东门、南桥、西街、北塘四个。")
  })

  it("takes further items from other sentences", async () => {
    const found = ranked([
      evidence("白渡县改造农贸市场东门市场。白渡县改造农贸市场南桥市场，摊位增加。", { title: "改造" }),
    ])
    const shown = (await claims("白渡县改造的农贸市场有哪些？", found)).join()
    expect(shown).toContain("东门市场")
    expect(shown).toContain("南桥市场")
  })

  it("answers a comparison from both articles", async () => {
    const found = ranked(
      [evidence("汐江二桥全长1286米。大桥是双塔斜拉桥，全长居全市第二。", { id: "a", title: "汐江二桥" })],
      [evidence("浮舟大桥全长940米。", { id: "b", title: "浮舟大桥" })],
    )
    const shown = (await claims("汐江二桥和浮舟大桥分别有多长？", found)).join()
    expect(shown).toContain("1286米")
    expect(shown).toContain("940米")
  })

  it("puts the newest first where that is asked for", async () => {
    const [old, fresh] = ["汐江二桥主梁完成三成，施工正常。", "汐江二桥主梁完成九成，施工正常。"]
    const found = ranked(
      [evidence(old, { id: "a", title: "二桥", publishedAt: "2025-03-01" })],
      [evidence(fresh, { id: "b", title: "二桥", publishedAt: "2025-09-01" })],
    )
    expect((await claims("汐江二桥施工最新进展", found))[0]).toBe(fresh)
  })

  it("gives the series that the articles tell, and the newest of it as its claim", async () => {
    const told = (id: string, day: string, text: string) =>
      evidence(text, { id, title: "白渡县防汛", publishedAt: day })
    const found = ranked(
      [told("a", "2025-09-21", "全县累计转移群众1860人。")],
      [told("b", "2025-09-23", "全县累计转移群众3217人。")],
    )
    const answer = await answerer.answer(question("白渡县转移群众多少人？"), found)
    expect(answer).toMatchObject({
      claims: [{ text: "全县累计转移群众3217人。" }],
      series: { kind: "change", rows: [{ figure: "3217人" }, { figure: "1860人" }] },
    })
  })

  it("says the same thing once", async () => {
    const sentence = "汐江二桥预计明年6月通车。"
    const found = ranked([evidence(sentence, { id: "a" })], [evidence(`据了解，${sentence}`, { id: "b" })])
    expect(await claims("汐江二桥什么时候通车？", found)).toHaveLength(1)
  })

  it("quotes a title, whole, where it holds what is asked for", async () => {
    const title = evidence("汐江二桥明年6月通车", { field: "title" })
    expect(await claims("汐江二桥什么时候通车？", ranked([title]))).toEqual(["汐江二桥明年6月通车"])
  })

  const nothing: [asked: string, found: readonly RankedArticle[]][] = [
    ["青屏产业园入驻企业有多少家？", []],
    ["是什么？", FOUND],
    ["😀😀", FOUND],
    ["", FOUND],
    ["青屏产业园入驻企业有多少家？", ranked([evidence("。……", { id: "dots" })])],
  ]
  it.each(nothing)("has nothing to quote for %j", async (asked, found) => {
    const answer = await answerer.answer(question(asked), found)
    expect(answer).toMatchObject({ kind: "not-found", mode: "keyless" })
    expect(answer.kind === "not-found" && answer.nearest.map(({ articleId }) => articleId)).toEqual(
      found.map(({ articleId }) => articleId),
    )
  })

  it("names at most three of the nearest articles", async () => {
    const found = ranked(...["a", "b", "c", "d"].map((id) => [evidence("今日停水。", { id })]))
    const answer = await answerer.answer(question("是什么？"), found)
    expect(answer.kind === "not-found" && answer.nearest.map(({ articleId }) => articleId)).toEqual([
      "a",
      "b",
      "c",
    ])
  })

  it("takes the headline that a correction quotes for another article's", async () => {
    const text = "本报昨日《青屏产业园明年五月建成》一文中，“三百亩”应为“二百亩”。"
    const notice = { ...evidence(text, { id: "n", title: "更正" }), correcting: true }
    const story = evidence("青屏产业园占地二百亩，计划明年五月建成。", { id: "s" })
    expect((await claims("青屏产业园什么时候建成？", ranked([notice], [story])))[0]).toBe(story.text)
  })

  it("weighs the words of a question by what they tell", async () => {
    const weight = (term: string) => (term.includes("道路") ? 20 : 0.1)
    const strict = createExtractiveAnswerer({ weight })
    const answer = await strict.answer(question("青屏产业园的道路怎么样？"), FOUND)
    expect(answer.kind === "answered" && answer.claims[0]?.text).toBe("园区道路正在改造。")
  })

  it("quotes verbatim at exact offsets, whatever the evidence and the question", async () => {
    const piece = fc.constantFrom(
      ...[
        "汐江二桥",
        "合龙",
        "总投资",
        "3.6亿元",
        "（",
        "）",
        "《",
        "》",
        "。",
        "；",
        "\n",
        " ",
        "该桥",
        "”",
        "！",
        "𠮷",
      ],
    )
    const text = fc.array(piece, { minLength: 1, maxLength: 40 }).map((pieces) => pieces.join(""))
    const articles = fc.array(fc.array(fc.tuple(text, fc.nat(99)), { minLength: 1, maxLength: 3 }), {
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(articles, text, async (articles, asked) => {
        const found = ranked(
          ...articles.map((passages, at) =>
            passages.map(([text, start], part) =>
              evidence(text, { id: `a${at}`, start: part * 1_000 + start }),
            ),
          ),
        )
        checkVerbatim(await answerer.answer(question(asked), found), found)
      }),
    )
  })
})
