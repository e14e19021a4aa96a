import { expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import {
  countOutcomes,
  outcomeOf,
  type PremiseOutcome,
  type PremiseQuestion,
  parsePremises,
} from "../../src/evaluate/premises.ts"
import { verbatim } from "../telegram/samples.ts"

const QUOTE = "全县累计转移群众3542人。"
const answers: Record<Answer["kind"], Answer> = {
  answered: { kind: "answered", claims: [verbatim(QUOTE)], mode: "keyless" },
  contradicted: { kind: "contradicted", premise: "5000名", claims: [verbatim(QUOTE)], mode: "keyless" },
  "not-found": { kind: "not-found", nearest: [], mode: "keyless" },
  clarify: { kind: "clarify", about: "第二小学", choices: [], mode: "keyless" },
}
const FALSE: PremiseQuestion = { q: "问", premise: "false", gold: [], says: ["3217", "3542"] }

const cases: [question: Partial<PremiseQuestion>, kind: Answer["kind"], outcome: PremiseOutcome][] = [
  [{}, "contradicted", "named"],
  [{ says: ["4000"] }, "contradicted", "misnamed"],
  [{}, "answered", "accepted"],
  [{}, "not-found", "refused"],
  [{}, "clarify", "clarified"],
  [{ premise: "true" }, "contradicted", "challenged"],
  [{ premise: "true" }, "answered", "answered"],
  [{ premise: "ambiguous" }, "answered", "answered"],
  [{ premise: "clear" }, "clarify", "clarified"],
]

it.each(cases)("of %o, answered by %s, is %s", (change, kind, outcome) => {
  expect(outcomeOf({ ...FALSE, ...change }, answers[kind])).toBe(outcome)
})

it("counts by what is presupposed", () => {
  const judged = (["accepted", "named", "named"] as const).map((outcome) => ({ question: FALSE, outcome }))
  expect(countOutcomes(judged)).toEqual({
    false: { accepted: 1, named: 2 },
    true: {},
    ambiguous: {},
    clear: {},
  })
})

it("reads JSON Lines, and names the line that is none", () => {
  expect(parsePremises('{"q":"问","premise":"true","gold":["a"]}\n\n')).toEqual([
    { q: "问", premise: "true", gold: ["a"], says: [] },
  ])
  expect(() => parsePremises('{"q":"问","premise":"true","gold":[]}\nnull')).toThrow(/^line 2: /)
  expect(() => parsePremises("{")).toThrow(/^line 1: /)
  expect(() => parsePremises('{"q":"问","premise":"maybe","gold":[]}')).toThrow(/^line 1: premise: /)
})
