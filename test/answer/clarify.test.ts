import { describe, expect, it } from "vitest"
import { createAskBack } from "../../src/answer/clarify.ts"
import type { Evidence } from "../../src/corpus.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

const askBack = createAskBack((term) => term.length)

function article(text: string, place: readonly string[], title = "无题"): Evidence {
  return { ...evidence(text, { id: text, title }), place }
}

const HEXI = ["汐川市", "禾溪县"]
const BAIDU = ["汐川市", "白渡县"]
const SCHOOLS = [
  article("禾溪县第二小学的校长是宁采薇。", HEXI),
  article("白渡县第二小学的校长是汤问渔。", BAIDU),
]
const PHASES = [
  article("望江公园一期占地610亩。", ["汐川市"]),
  article("望江公园二期占地930亩，比一期大。", ["汐川市"]),
]
const NAMESAKES = [article("抢修队队长庞铁生带着19个人。", BAIDU), article("退休教师庞铁生带着3个人。", HEXI)]

type Case = [question: string, found: readonly Evidence[], choices: readonly string[] | null]

const cases: Record<string, Case[]> = {
  "two places": [
    ["第二小学的校长是谁？", SCHOOLS, ["禾溪县第二小学的校长是谁？", "白渡县第二小学的校长是谁？"]],
    [
      "请问县第二小学的校长是谁？",
      SCHOOLS,
      ["请问禾溪县第二小学的校长是谁？", "请问白渡县第二小学的校长是谁？"],
    ],
    ["禾溪县第二小学的校长是谁？", SCHOOLS, null],
    ["第二小学的校长是谁？", SCHOOLS.slice(1), null],
    ["第二小学的操场多大？", SCHOOLS, null],
  ],
  "two phases": [
    ["望江公园占地多少亩？", PHASES, ["望江公园一期占地多少亩？", "望江公园二期占地多少亩？"]],
    ["望江公园二期占地多少亩？", PHASES, null],
    ["望江公园占地多少亩？", PHASES.slice(0, 1), null],
  ],
  "two persons": [
    ["庞铁生带着几个人？", NAMESAKES, ["抢修队队长庞铁生带着几个人？", "退休教师庞铁生带着几个人？"]],
    ["退休教师庞铁生带着几个人？", NAMESAKES, null],
    ["庞铁生带着几个人？", NAMESAKES.map((one) => ({ ...one, place: HEXI })), null],
  ],
}

describe.each(Object.entries(cases))("%s", (_, table) => {
  it.each(table)("%s", (text, found, choices) => {
    const question = readQuestion(text, { now: new Date(0), timeZone: "Asia/Shanghai" })
    const answer = askBack(question, ranked(...found.map((one) => [one])))
    expect(answer?.choices.map((choice) => choice.question) ?? null).toEqual(choices)
  })
})

it("asks nothing back where the reader filters by a place", () => {
  const question = readQuestion("第二小学的校长是谁？", { now: new Date(0), timeZone: "UTC", place: "禾溪" })
  expect(askBack(question, ranked(...SCHOOLS.map((one) => [one])))).toBeUndefined()
})
