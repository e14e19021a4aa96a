import { expect, it } from "vitest"
import { parseQuestionSet } from "../../src/evaluate/question-set.ts"

it("reads questions, and reports bad lines without stopping", () => {
  const lines = [
    '\ufeff{"q":"多少家？","gold":["a","b"],"answers":["115家"],"type":"number","more":1}',
    "",
    '{"q":"谁？","gold":[]}\r',
    "{broken",
    '{"q":"","gold":["a"]}',
    '{"q":"无","gold":"a"}',
    "[]",
    "null",
  ]
  const { questions, bad } = parseQuestionSet(lines.join("\n"))
  expect(questions).toEqual([
    { q: "多少家？", gold: ["a", "b"], answers: ["115家"], type: "number" },
    { q: "谁？", gold: [], answers: [], type: null },
  ])
  expect(bad.map(({ line }) => line)).toEqual([4, 5, 6, 7, 8])
  expect(bad[0]?.reason).toBe("not JSON")
  expect(bad[2]?.reason).toMatch(/^gold: /)
})

it("reads an empty file as an empty set", () => {
  expect(parseQuestionSet("")).toEqual({ questions: [], bad: [] })
})
