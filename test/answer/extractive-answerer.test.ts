import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import { createExtractiveAnswerer } from "../../src/answer/extractive-answerer.ts"
import type { Evidence } from "../../src/corpus.ts"
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
      const source = passages.find((passage) =>
        holds(passage, citation.articleId, citation.start, citation.end),
      )
      expect(source?.text.slice(citation.start - source.start, citation.end - source.start)).toBe(text)
      const verdict = source && gate(text, [{ quote: text, evidence: source }])
      // A sentence of two or three characters is too short for a model to quote.
      expect(verdict?.passed === false ? verdict.fault : "quote-too-short").toBe("quote-too-short")
    }
  }
}

function holds(passage: Evidence, articleId: string, start: number, end: number): boolean {
  return passage.articleId === articleId && passage.start <= start && end <= passage.end
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

  it("quotes the clause that answers of a long sentence", async () => {
    const filler = "各单位按照分工抓紧推进各项准备工作并且定期通报有关进展情况".repeat(3)
    const text = `会议指出，${filler}；粮库扩建工程总投资8,600万元；${filler}。`
    expect(await claims("粮库扩建工程总投资多少元？", ranked([evidence(text)]))).toEqual([
      "粮库扩建工程总投资8,600万元；",
    ])
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

  const refused: [asked: string, found: readonly RankedArticle[]][] = [
    ["市动物园的大熊猫叫什么名字？", FOUND],
    ["青屏产业园的幼儿园园长是谁，毕业于哪所大学？", ranked([BRIDGE])],
    ["青屏产业园入驻企业有多少家？", []],
    ["是什么？", FOUND],
    ["😀😀", FOUND],
    ["", FOUND],
  ]
  it.each(refused)("refuses %j", async (asked, found) => {
    const answer = await answerer.answer(question(asked), found)
    expect(answer).toMatchObject({ kind: "not-found", mode: "keyless" })
    expect(answer.kind === "not-found" && answer.nearest.map(({ articleId }) => articleId)).toEqual(
      found.map(({ articleId }) => articleId),
    )
  })

  it("takes the headline that a correction quotes for another article's", async () => {
    const text = "本报昨日《青屏产业园明年五月建成》一文中，“三百亩”应为“二百亩”。"
    const notice = { ...evidence(text, { id: "n", title: "更正" }), correcting: true }
    const story = evidence("青屏产业园占地二百亩，计划明年五月建成。", { id: "s" })
    const asked = question("青屏产业园什么时候建成？")
    expect((await answerer.answer(asked, ranked([notice]))).kind).toBe("not-found")
    const answer = await answerer.answer(asked, ranked([notice], [story]))
    expect(answer.kind === "answered" && answer.claims.map((claim) => claim.text)).toEqual([story.text])
    const told = await answerer.answer(
      question("青屏产业园占地是三百亩还是二百亩？"),
      ranked([notice], [story]),
    )
    expect(told.kind).toBe("answered")
  })

  it("names at most three of the nearest articles", async () => {
    const found = ranked(...["a", "b", "c", "d"].map((id) => [evidence("今日停水。", { id })]))
    const answer = await answerer.answer(question("大熊猫叫什么名字？"), found)
    expect(answer.kind === "not-found" && answer.nearest.map(({ articleId }) => articleId)).toEqual([
      "a",
      "b",
      "c",
    ])
  })

  it("weighs the words of a question by what they tell", async () => {
    const weight = (term: string) => (term.includes("熊猫") ? 20 : 0.1)
    const strict = createExtractiveAnswerer({ weight })
    const answer = await strict.answer(question("青屏产业园的大熊猫有多少只？"), FOUND)
    expect(answer.kind).toBe("not-found")
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
