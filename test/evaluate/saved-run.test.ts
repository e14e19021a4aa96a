import { describe, expect, it } from "vitest"
import {
  compareRuns,
  parseSavedRun,
  type SavedQuestion,
  savedQuestion,
} from "../../src/evaluate/saved-run.ts"

const saved = (q: string, hitAt1: number, more: Partial<SavedQuestion> = {}): SavedQuestion => ({
  set: "own",
  q,
  type: "number",
  now: null,
  gold: ["a"],
  answers: [],
  scores: { hitAt1, answered: 1 },
  found: ["b", "a"],
  reply: "有。",
  ...more,
})

describe("a saved run", () => {
  it("is read as it was written", () => {
    const result = {
      question: {
        q: "几家？",
        gold: ["a"],
        answers: ["5家"],
        type: null,
        now: new Date("2025-10-26T12:00:00Z"),
      },
      scores: { hitAt1: 0, mrrAt10: 1 / 3, answered: 0, contained: 0 },
      found: [{ id: "x", passages: ["……"] }],
      reply: null,
    }
    const line = savedQuestion("own", result)
    expect(line).toMatchObject({ set: "own", now: "2025-10-26T12:00:00.000Z", found: ["x"], reply: null })
    expect(parseSavedRun(`${JSON.stringify(line)}\n\n${JSON.stringify(saved("谁？", 1))}\n`)).toEqual([
      line,
      saved("谁？", 1),
    ])
  })

  it.each([
    ["no JSON", "{"],
    ["a question of a set", '{"q":"谁？","gold":[]}'],
    ["a score above 1", JSON.stringify({ ...saved("谁？", 1), scores: { hitAt1: 2 } })],
    ["an unknown measure", JSON.stringify({ ...saved("谁？", 1), scores: { speed: 1 } })],
  ])("names the line that is something else: %s", (_, bad) => {
    expect(() => parseSavedRun(`${JSON.stringify(saved("谁？", 1))}\n${bad}\n`)).toThrow(
      "line 2 is no line that eval --save wrote",
    )
  })
})

describe("compareRuns", () => {
  it("pairs the questions of each set, in whatever order they stand", () => {
    const before = [saved("一", 0), saved("二", 1), saved("一", 0, { set: "news" })]
    const after = [saved("一", 1, { set: "news" }), saved("二", 1), saved("一", 1)]
    const [own, news] = compareRuns(before, after)
    expect(own).toMatchObject({ set: "own", shared: 2, onlyBefore: 0, onlyAfter: 0 })
    expect(own?.measures).toMatchObject([
      { measure: "hitAt1", questions: 2, before: 0.5, after: 1, wins: 1, losses: 0, ties: 1 },
      { measure: "answered", wins: 0, losses: 0, ties: 2, p: 1 },
    ])
    expect(news).toMatchObject({ set: "news", shared: 1 })
  })

  it("leaves out what only one of them holds: another question, time, gold or answer", () => {
    const before = [saved("一", 0), saved("二", 0), saved("三", 0), saved("四", 0)]
    const after = [
      saved("一", 1),
      saved("二", 1, { gold: ["c"] }),
      saved("三", 1, { answers: ["x"] }),
      saved("四", 1, { now: "2025-10-26T12:00:00.000Z" }),
      saved("五", 1),
    ]
    const [own] = compareRuns(before, after)
    expect(own).toMatchObject({ shared: 1, onlyBefore: 3, onlyAfter: 4 })
    expect(compareRuns(before, [])).toMatchObject([{ shared: 0, onlyBefore: 4, measures: [] }])
  })

  it("pairs a question that stands twice in order, and measures that both have", () => {
    const before = [saved("一", 0), saved("一", 1)]
    const after = [saved("一", 1), saved("一", 1, { scores: { answered: 1 } })]
    const [own] = compareRuns(before, after)
    expect(own).toMatchObject({ shared: 2, onlyBefore: 0, onlyAfter: 0 })
    expect(own?.measures.map(({ measure, questions }) => [measure, questions])).toEqual([
      ["hitAt1", 1],
      ["answered", 2],
    ])
  })
})
