import { expect, it } from "vitest"
import { parseQuestionSet } from "../../src/evaluate/question-set.ts"

it("reads questions, and reports bad lines without stopping", () => {
  const lines = [
    '\ufeff{"q":"多少家？","gold":["a","b"],"answers":["115家"],"type":"number","more":1}',
    "",
    '{"q":"谁？","gold":[],"now":"2025-10-26T20:00:00+08:00"}\r',
    "{broken",
    '{"q":"","gold":["a"]}',
    '{"q":"无","gold":"a"}',
    "[]",
    "null",
    '{"q":"谁？","gold":[],"now":"昨天"}',
    '{"q":"谁？","gold":[],"now":"2025-10-26T20:00:00"}',
  ]
  const { questions, bad } = parseQuestionSet(lines.join("\n"))
  expect(questions).toEqual([
    { q: "多少家？", gold: ["a", "b"], answers: ["115家"], type: "number", now: null },
    { q: "谁？", gold: [], answers: [], type: null, now: new Date("2025-10-26T12:00:00Z") },
  ])
  expect(bad.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8, 9, 10])
  expect(bad[0]?.reason).toBe("not JSON")
  expect(bad[2]?.reason).toMatch(/^gold: /)
  expect(bad[5]?.reason).toBe("now: no ISO 8601 time with an offset")
})

it("reads an empty file as an empty set", () => {
  expect(parseQuestionSet("")).toEqual({ questions: [], bad: [] })
})
