import { expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import type { Claim } from "../../src/corpus.ts"
import { type AnswerFigures, examineAnswers } from "../../src/evaluate/answers.ts"
import type { ModelDouble } from "../../src/evaluate/model-doubles.ts"
import type { SetQuestion } from "../../src/evaluate/question-set.ts"
import { citation, verbatim } from "../telegram/samples.ts"

const TEXT = "汐江二桥未完工，全长1286米。总投资7.8亿元。"
const question: SetQuestion = { q: "多长？", gold: ["a1"], answers: ["1286米"], type: null, now: null }

/** A double that planted these, and writes nothing more. */
function double(...planted: string[]): ModelDouble {
  return { id: "double", planted: new Set(planted), asked: () => 0, generate: () => none() }
}
async function* none(): AsyncGenerator<string> {}

function at(text: string): Claim {
  return { text, citations: [citation({ quote: TEXT, start: 0, end: TEXT.length })] }
}

const whole = verbatim("汐江二桥未完工，全长1286米。", { start: 0 })
const answered = (...claims: Claim[]): Answer => ({ kind: "answered", claims, mode: "model" })
const faulty: Answer = {
  kind: "not-found",
  nearest: [],
  mode: "fallback",
  generation: {
    model: "m",
    promptVersion: "p",
    language: "zh-CN",
    passages: [],
    reply: "",
    faults: [
      { kind: "figure", detail: "9" },
      { kind: "cut-off", detail: "" },
    ],
  },
}

const cases: [name: string, answers: Answer[], planted: string[], figures: Partial<AnswerFigures>][] = [
  [
    "what the paper says is supported, and its quotes are exact",
    [answered(whole, at("总投资 7.8亿元"))],
    [],
    { sentences: 2, quotes: 2, exactQuotes: 2, unsupported: 0, passed: 2, contained: 1, containedFirst: 1 },
  ],
  ["what it does not say is not", [answered(at("全长1287米。"))], [], { unsupported: 1, contained: 0 }],
  [
    "a lie by what it leaves out is known by who planted it",
    [answered(at("完工，全长1286米。"))],
    ["完工，全长1286米。", "别的。"],
    { unsupported: 1, planted: 2, plantedShown: 1, contained: 1 },
  ],
  [
    "a quote that was altered",
    [answered(verbatim("全长1268米。", { start: 8 }))],
    [],
    { quotes: 1, exactQuotes: 0 },
  ],
  [
    "faults of sentences are counted, those of replies are not",
    [faulty],
    [],
    { dropped: 1, passed: 0, sentences: 0 },
  ],
  [
    "kinds",
    [
      { kind: "contradicted", premise: "完工", claims: [whole], mode: "keyless" },
      { kind: "clarify", about: "桥", choices: [], mode: "keyless" },
      { kind: "not-found", nearest: [], mode: "keyless" },
    ],
    [],
    {
      questions: 3,
      kinds: { answered: 0, contradicted: 1, clarify: 1, "not-found": 1 },
      contained: 1 / 3,
      passed: 0,
      sentences: 1,
    },
  ],
]
it.each(cases)("%s", async (_, answers, planted, figures) => {
  const given = answers.values()
  const examined = await examineAnswers(
    answers.map(() => question),
    {
      ask: async () => given.next().value ?? answered(),
      fieldOf: () => TEXT,
      double: double(...planted),
    },
  )
  expect(examined).toMatchObject(figures)
})

it("judges by answers only questions that have them", async () => {
  const open = { ...question, answers: [] }
  const figures = await examineAnswers([open], { ask: async () => answered(whole), fieldOf: () => TEXT })
  expect(figures).toMatchObject({ contained: null, containedFirst: null, planted: 0 })
})
