import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { importance, LONG_UNITS, MOST_PRINTINGS, POINTS } from "../../src/digest/importance.ts"
import { article } from "./articles.ts"

const printing = (id: number) => ({ id: `${id}`, url: null, source: "某报", publishedAt: null })
const printings = (count: number) => Array.from({ length: count }, (_, i) => printing(i))
const updates = { kind: "updates", id: "old", title: "旧闻", url: null, publishedAt: null } as const

const cases: [string, Partial<StoredArticle>, number][] = [
  ["page 1", { page: "1" }, POINTS.frontPage],
  ["page A01", { page: "A01" }, POINTS.frontPage],
  ["第一版", { page: "第一版" }, POINTS.frontPage],
  ["头版", { page: "头版" }, POINTS.frontPage],
  ["page 11", { page: "11" }, 0],
  ["page B1", { page: "B1" }, 0],
  ["a long text", { text: "字".repeat(LONG_UNITS) }, POINTS.length],
  ["a longer one is no more", { text: "字".repeat(LONG_UNITS * 2) }, POINTS.length],
  ["half of the way by its logarithm", { text: "字".repeat(400) }, POINTS.length / 2],
  ["printed elsewhere", { printings: printings(2) }, POINTS.printing * 2],
  ["printed everywhere", { printings: printings(9) }, POINTS.printing * MOST_PRINTINGS],
  ["a follow-up", { links: [updates] }, POINTS.followUp],
  ["an abstract", { abstract: "新桥通车。" }, POINTS.abstract],
  ["an opinion that is very short", { flags: ["opinion", "very-short"] }, POINTS.opinion + POINTS.veryShort],
  ["half of it missing", { flags: ["incomplete"] }, POINTS.incomplete],
  ["garbled", { flags: ["garbled"] }, POINTS.garbled],
]

test.each(cases)("%s", (_name, given, points) => {
  expect(importance(article({ id: "1", text: "新桥通车。", ...given }))).toBeCloseTo(points)
})

test("what readers ask for counts, for the story that it goes on with as well, up to a limit", () => {
  const of = (given: Partial<StoredArticle>, id: string, asked: number) =>
    importance(article({ id: "1", text: "", ...given }), new Map([[id, asked]]))
  expect(of({}, "1", 3)).toBeCloseTo(POINTS.demand / 2)
  expect(of({ links: [updates] }, "old", 3) - POINTS.followUp).toBeCloseTo(POINTS.demand / 2)
  expect(of({}, "other", 3)).toBe(0)
  expect(of({}, "1", 1e9)).toBeLessThan(POINTS.demand + 0.001)
})
