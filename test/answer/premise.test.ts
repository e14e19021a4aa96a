import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createPremiseCheck } from "../../src/answer/premise/premise.ts"
import type { Evidence } from "../../src/corpus.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

const NOW = new Date("2025-11-01T09:00:00+08:00")
const check = createPremiseCheck((term) => term.length)

/** What is held against a question by articles that are told in these words, each of one passage. */
function held(question: string, texts: readonly (string | Evidence)[]) {
  const articles = texts.map((text, at) =>
    typeof text === "string"
      ? evidence(text, { id: `a${at}`, title: "青江大桥", publishedAt: "2025-10-24T07:00:00+08:00" })
      : text,
  )
  const read = readQuestion(question, { now: NOW, timeZone: "Asia/Shanghai" })
  return check(read, ranked(...articles.map((one) => [one])))
}

type Case = [question: string, told: readonly (string | Evidence)[], premise: string | null, says?: string]

const cases: Record<string, Case[]> = {
  figures: [
    ["青江大桥投资9亿元，桥长多少？", ["青江大桥总投资7.8亿元，桥长1286米。"], "9亿元", "7.8亿元"],
    ["青江大桥投资7.8亿元，桥长多少？", ["青江大桥总投资78000万元，桥长1286米。"], null],
    ["青江大桥转移的5000名群众住哪里？", ["青江大桥施工转移群众3217人。"], "5000名", "3217人"],
    ["青江大桥转移的三千多名群众住哪里？", ["青江大桥施工转移群众3217人。"], null],
    ["青江大桥增加的240张床位够吗？为什么", ["青江大桥医院床位由320张增加到560张。"], null],
    ["青江大桥婉拒的61个项目是什么？", ["青江大桥有61个项目来谈，婉拒了14个。"], "61个", "14个"],
    ["青江大桥转移的3217名群众住哪里？", ["青江大桥施工转移群众3217 人。"], null],
    ["青江大桥3号桥墩为什么挪了？", ["青江大桥4号桥墩往南挪了18米。"], null],
    [
      "青江大桥合龙段重186吨，怎么吊？",
      [{ ...evidence("青江大桥合龙段“重186吨”应为“重168吨”。"), correcting: true }],
      "186吨",
      "168吨",
    ],
    [
      "青江大桥合龙段重168吨，怎么吊？",
      [
        "青江大桥合龙段重186吨。",
        { ...evidence("青江大桥合龙段“重186吨”应为“重168吨”。", { id: "c" }), correcting: true },
      ],
      null,
    ],
  ],
  times: [
    ["青江大桥为什么到2027年通车？", ["青江大桥2026年5月1日前通车。"], "2027年", "2026年5月1日"],
    ["青江大桥为什么到2026年通车？", ["青江大桥2026年5月1日前通车。"], null],
    ["青江大桥10月20日合龙时来了谁？", ["10月24日青江大桥合龙，来了市长。"], "10月20日", "10月24日"],
    ["青江大桥10月23日合龙时来了谁？", ["昨日青江大桥合龙，来了市长。"], null],
    ["青江大桥哪天合龙，是10月20日吗？", ["10月24日青江大桥合龙。"], null],
    ["青江大桥10月22日合龙时来了谁？", ["青江10月24日电 青江大桥合龙，来了市长。"], null],
    ["青江大桥通车那天来了多少人？", ["青江大桥计划2026年5月1日通车。"], "通车那天", "2026年5月1日"],
    ["青江大桥合龙那天来了多少人？", ["青江大桥合龙，来了百姓。计划2026年5月1日通车。"], null],
  ],
  "names and places": [
    ["青江县县长苏砚秋怎么说青江大桥？", ["青江县县长罗景澄说，青江大桥好。"], "青江县县长苏砚秋", "罗景澄"],
    ["青江县县长罗景澄怎么说青江大桥？", ["青江县县长罗景澄说，青江大桥好。"], null],
    ["局长季鸣岐怎么说青江大桥？", ["副局长季鸣岐说，青江大桥好。"], "局长季鸣岐", "副局长"],
    [
      "青江三中怎么战胜云岭一中的？",
      ["云岭县第一中学以61比59战胜青江市第三中学。"],
      "战胜云岭一中",
      "61比59",
    ],
    ["青江三中怎么输给云岭一中的？", ["云岭县第一中学以61比59战胜青江市第三中学。"], null],
  ],
  "one way or the other": [
    ["青江大桥的工期为什么推迟？", ["青江大桥的工期提前了。"], "推迟", "提前"],
    ["青江大桥的工期为什么提前？", ["青江大桥的工期提前了。"], null],
    ["青江大桥的车位为什么增加了？", ["青江大桥的车位由426个减到372个。"], "增加", "减到"],
    [
      "青江大桥的车位为什么从372个增加到426个？",
      ["青江大桥的车位由426个减到372个。"],
      "从372个增加到426个",
      "减到",
    ],
    ["青江大桥的车位为什么减少？", ["青江大桥的车位由426个减到372个。"], null],
    ["谁批准拆除青江大桥？", ["青江大桥不会拆除。"], "拆除", "不会拆除"],
    ["青江大桥为什么不拆除？", ["青江大桥不会拆除。"], null],
    ["青江大桥为什么没有按时合龙？", ["青江大桥合龙了。"], "没有按时合龙", "合龙了"],
    ["青江大桥拆除了吗？", ["青江大桥不会拆除。"], null],
  ],
}

describe.each(Object.entries(cases))("a premise of %s", (_, table) => {
  it.each(table)("%s", (question, told, premise, says) => {
    const answer = held(question, told)
    if (premise === null) return expect(answer).toBeUndefined()
    expect(answer).toMatchObject({ kind: "contradicted", premise })
    expect(answer?.kind === "contradicted" && answer.claims[0]?.text).toContain(says)
  })
})

describe("a thing that the question puts in a place", () => {
  const RUN = "青江半程马拉松有9200人报名。"
  const table: [
    name: string,
    articles: readonly (readonly [string, readonly string[]])[],
    premise: string | null,
  ][] = [
    ["is another one's", [[RUN, ["海岳省", "青江"]]], "云岭县的半程马拉松"],
    [
      "is there, too",
      [
        [RUN, ["海岳省", "青江"]],
        ["半程马拉松在县城开跑。", ["青江", "云岭县"]],
      ],
      null,
    ],
    ["is told of with that place", [[`${RUN}半程马拉松经过云岭县城。`, ["海岳省", "青江"]]], null],
  ]
  it.each(table)("%s", (_, articles, premise) => {
    const found = articles.map(([text, place]) => ({ ...evidence(text, { id: text }), place }))
    const question = readQuestion("云岭县的半程马拉松有多少人？", {
      now: NOW,
      timeZone: "Asia/Shanghai",
      archive: {
        places: () => [{ path: ["青江市", "云岭县"], articles: 1 }],
        state: () => ({ articles: 1, passages: 1, sequence: 1, oldestDay: null, newestDay: null }),
      },
    })
    const answer = check(question, ranked(...found.map((one) => [one])))
    expect(answer?.kind === "contradicted" ? answer.premise : null).toBe(premise)
  })
})

it("of which nothing is told is refused, with what came nearest", () => {
  expect(held("青江大桥耗用的900吨钢材是谁的？", ["青江大桥合龙，来了百姓。"])).toMatchObject({
    kind: "not-found",
    nearest: [{ title: "青江大桥" }],
  })
})

it("challenges every other figure and never the same, however it is written", () => {
  const figure = fc.integer({ min: 20, max: 9_000 })
  fc.assert(
    fc.property(figure, figure, fc.boolean(), (asked, told, grouped) => {
      const written = grouped ? told.toLocaleString("en-US") : String(told)
      const answer = held(`青江大桥转移的${asked}名群众住在哪里？`, [`青江大桥施工转移群众${written}人。`])
      expect(answer?.kind).toBe(asked === told ? undefined : "contradicted")
    }),
  )
})

it("quotes the archive verbatim", () => {
  const answer = held("青江大桥投资9亿元，桥长多少？", ["青江大桥，总投资７．８亿元，桥长1286米。"])
  expect(answer?.kind === "contradicted" && answer.claims[0]?.citations[0]?.quote).toBe(
    "青江大桥，总投资７．８亿元，桥长1286米。",
  )
})
