import { expect, test } from "vitest"
import { articleText, type StoredArticle } from "../../src/corpus.ts"
import { sharedName } from "../../src/summarize/named-matter.ts"
import { type NearArticle, type StoryLine, storyOf, storyOfThese } from "../../src/summarize/story.ts"
import { article } from "../digest/articles.ts"

function told(
  id: string,
  day: string | null,
  title: string,
  text: string,
  more: Partial<StoredArticle> = {},
) {
  const body = [{ text }]
  return article({ id, title, publishedAt: day, body, text: articleText(body), ...more })
}

const START = told("start", "2025-03-02", "石门水库开工", "石门水库昨日开工，总投资3.2亿元，计划两年建成。")
const DAM = told(
  "dam",
  "2025-09-10",
  "石门水库大坝封顶",
  "石门水库昨日开工，总投资3.2亿元，计划两年建成。石门水库大坝9月9日封顶，坝高61米，比计划早了四个月。",
)
const WATER = told(
  "water",
  "2026-01-05",
  "石门水库开始蓄水",
  "石门水库1月4日下闸蓄水，下游六个村改喝自来水。",
)
const OTHER = told("other", "2025-10-01", "白石水库除险加固", "白石水库除险加固工程完工，三千亩水田受益。")
const near = (...articles: StoredArticle[]): NearArticle[] =>
  articles.map((one) => ({ article: one, kind: null }))

function check(lines: readonly StoryLine[], expected: readonly (readonly [day: string, text: string])[]) {
  expect(lines.map(({ day, claim }) => [day, claim.text])).toEqual(expected)
  for (const { claim, article: of } of lines)
    for (const { field, start, end, quote } of claim.citations)
      expect(of[field]?.slice(start, end)).toBe(quote)
}

const LINES = [
  ["2025-03-02", "石门水库昨日开工，总投资3.2亿元，计划两年建成。"],
  ["2025-09-10", "石门水库大坝9月9日封顶，坝高61米，比计划早了四个月。"],
  ["2026-01-05", "石门水库1月4日下闸蓄水，下游六个村改喝自来水。"],
] as const

test("oldest first, each line new, nothing of another project", () => {
  check(storyOf(DAM, near(WATER, OTHER, START)), LINES)
  check(storyOfThese([WATER, START, DAM]), LINES)
})

test.each<[string, NearArticle[]]>([
  ["undated", near({ ...WATER, publishedAt: null })],
  ["an advertisement", near({ ...WATER, flags: ["advertisement"] })],
  ["a correction", near({ ...WATER, correction: { title: null, day: null, page: null } })],
  ["what says nothing new", near({ ...START, id: "again", publishedAt: "2025-12-01" })],
  ["linked as a correction alone", [{ article: OTHER, kind: "corrects" }]],
])("no line for %s", (_, others) => {
  check(storyOf(START, others), [LINES[0]])
})

test("what the paper linked as an update belongs, whatever its words", () => {
  expect(storyOf(START, [{ article: OTHER, kind: "updated-by" }])).toHaveLength(2)
})

test("nothing of nothing", () => {
  expect(storyOfThese([])).toEqual([])
})

test.each<[a: string, b: string, name: string | undefined]>([
  ["石门水库开工", "石门水库大坝封顶", "石门水库"],
  ["白渡大桥合龙", "白渡大桥通车", "白渡大桥"],
  ["白渡大桥合龙", "石门大桥合龙", undefined],
  ["县里新建幼儿园", "市里新建幼儿园", undefined],
  ["农村公路改造", "农村公路养护", undefined],
  ["云岭项目签约", "云岭项目开工", undefined],
  ["云岭县人民医院搬迁", "云岭县人民医院扩建", "云岭县人民医院"],
  ["《渡口的灯》首演", "话剧《渡口的灯》加演三场", "渡口的灯"],
  ["今年秋粮丰收", "今年秋粮开镰", undefined],
])("what %j and %j are both about", (a, b, name) => {
  expect(sharedName(told("a", "2025-01-01", a, `${a}。`), told("b", "2025-02-01", b, `${b}。`))).toBe(name)
})
