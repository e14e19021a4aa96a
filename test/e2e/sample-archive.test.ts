import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type HeldArchive, openArchive } from "../../src/app.ts"
import { measuredArchive } from "../../src/commands/evaluate-set.ts"
import { readConfig } from "../../src/config.ts"
import type { StoredArticle } from "../../src/corpus.ts"
import {
  average,
  containsAnswer,
  type Measure,
  measure,
  type QuestionResult,
} from "../../src/evaluate/figures.ts"
import { parseQuestionSet } from "../../src/evaluate/question-set.ts"
import type { IngestLine } from "../../src/ingest/ingest.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const SET = fileURLToPath(new URL("../eval/sample-archive.jsonl", import.meta.url))
const NOW = new Date("2025-11-01T09:00:00+08:00")
/** Words that stand on a page around its article, never in it. */
const FURNITURE =
  /新闻推荐|猜你喜欢|频道推荐|热点排行|相关阅读|相关新闻|责任编辑|扫一扫|网友评论|上一篇|下一篇|[（(【]?(?:下|上)[转接]第?.{0,3}版|首页\s*>/

let archive: HeldArchive
let lines: IngestLine[]

beforeAll(async () => {
  const config = readConfig({ dataDir: temporaryFolder(), corpusDir: CORPUS }, {})
  archive = await openArchive(config, { hold: true, note: () => undefined })
  lines = await takeIn()
})

afterAll(() => archive.close())

async function takeIn(): Promise<IngestLine[]> {
  const done: IngestLine[] = []
  for await (const line of archive.ingestion.run([CORPUS], { onlyChanged: false, now: NOW })) {
    if (!("note" in line)) done.push(line)
  }
  return done
}

function stored(id: string | null): StoredArticle {
  const article = id === null ? undefined : archive.store.get(id)
  if (!article) throw new Error(`no article ${id}`)
  return article
}

/** One line for each article that fails, so that a failure names it. */
function failing(articles: readonly StoredArticle[], bad: (article: StoredArticle) => boolean): string[] {
  return articles.filter(bad).map(({ id, title }) => `${id} ${title}`)
}

const dumps = () => lines.filter(({ input }) => input.endsWith(".txt")).map(({ id }) => stored(id))

it("takes in every file, and changes nothing the second time", async () => {
  expect(lines.filter(({ status }) => status === "rejected")).toEqual([])
  expect(new Set(lines.map(({ id }) => id)).size).toBeGreaterThanOrEqual(60)
  expect(dumps().length).toBeGreaterThanOrEqual(40)
  expect(new Set((await takeIn()).map(({ status }) => status))).toEqual(new Set(["unchanged"]))
})

it("leaves the furniture of the pages out", () => {
  const articles = lines.map(({ id }) => stored(id))
  expect(failing(articles, ({ text }) => FURNITURE.test(text))).toEqual([])
  expect(failing(articles, ({ title }) => FURNITURE.test(title))).toEqual([])
})

it("finds source, date and place of every page dump", () => {
  expect(failing(dumps(), ({ source }) => !source)).toEqual([])
  expect(failing(dumps(), ({ publishedAt }) => !/^2025-(09|10)-\d\d/.test(publishedAt ?? ""))).toEqual([])
  expect(failing(dumps(), ({ place }) => place.length === 0)).toEqual([])
  // A second half, a shortened reprint and a correction name nobody.
  const signed = dumps().filter(({ lead, correction }) => lead === null && correction === null)
  expect(failing(signed, ({ bylines }) => bylines.length === 0).length).toBeLessThanOrEqual(3)
})

const { questions, bad } = parseQuestionSet(readFileSync(SET, "utf8"))

it("has questions whose answers stand in their articles", () => {
  expect(bad).toEqual([])
  expect(questions.length).toBeGreaterThanOrEqual(300)
  expect(questions.filter(({ gold }) => gold.length === 0).length).toBeGreaterThanOrEqual(30)
  expect(new Set(questions.map(({ q }) => q)).size).toBe(questions.length)
  expect(questions.filter(({ now, type }) => now === null || type === null)).toEqual([])
  const unfounded = questions.filter(({ gold, answers, type }) => {
    if (gold.length === 0) return answers.length > 0 || type !== "unanswerable"
    const texts = gold.map(stored).map(({ title, abstract, text }) => [title, abstract, text].join("\n"))
    return answers.some((answer) => !texts.some((text) => containsAnswer(text, answer)))
  })
  expect(unfounded).toEqual([])
})

it("finds and answers the questions of the sample archive, and says when there is no answer", async () => {
  const { search, wholeText } = measuredArchive(archive, "Asia/Shanghai", () => NOW)
  const ask = async ({ q, now }: (typeof questions)[number]): Promise<string[] | null> => {
    const { answer } = await archive.ask(q, { now: now ?? NOW })
    if (answer.kind !== "answered") return null
    for (const { articleId, field, quote, start, end } of answer.claims.flatMap((claim) => claim.citations))
      expect(stored(articleId)[field]?.slice(start, end)).toBe(quote)
    return answer.claims.map(({ text }) => text)
  }
  const [answerable, unanswerable]: [QuestionResult[], QuestionResult[]] = [[], []]
  for (const question of questions) {
    const result = await measure(question, { search, wholeText, ask })
    ;(question.gold.length > 0 ? answerable : unanswerable).push(result)
  }
  // Each floor lies three or four questions below what was measured, which stands beside it.
  const floors: Partial<Record<Measure, number>> = {
    hitAt1: 0.895, // .912
    hitAt10: 0.97, // .982
    mrrAt10: 0.93, // .941
    goldOrAnswerAt1: 0.895, // .911
    answerInPassages: 0.905, // .921
    answered: 0.79, // .806
    contained: 0.64, // .654
  }
  const figures = average(answerable)
  expect(Object.entries(floors).filter(([name, floor]) => (figures[name as Measure] ?? 0) < floor)).toEqual(
    [],
  )
  // Measured: .225.
  expect(average(unanswerable).answered).toBeLessThan(0.31)
})
