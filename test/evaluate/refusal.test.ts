import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SetQuestion } from "../../src/evaluate/question-set.ts"
import {
  type Accept,
  type Reduced,
  refusalFigures,
  type Trial,
  tryQuestion,
} from "../../src/evaluate/refusal.ts"

/** Replies with their confidence, one a search. */
function trial(archive: Trial["archive"], answers: string[], ...tries: [number, string?][]): Trial {
  return {
    archive,
    answers,
    tries: tries.map(([confidence, reply = ""]) => ({ confidence, reply, article: null })),
  }
}

const can = (...tries: [number, string?][]) => trial("whole", ["9月"], ...tries)
const cannot = (...tries: [number, string?][]) => trial("removed", ["9月"], ...tries)

describe("refusalFigures", () => {
  const answerable = [
    can([0.9, "9月开工"]),
    can([0.2, "9月开工"], [0.6, "明年开工"]),
    can([0.4, "明年开工"]),
    can(),
  ]
  const unanswerable = [cannot([0.6]), cannot([0.3]), cannot()]
  const cases: [
    threshold: number,
    answered: number,
    refused: number,
    contained: number,
    precision: number,
  ][] = [
    [0.1, 3 / 4, 1 / 3, 2 / 4, 2 / 3],
    [0.3, 3 / 4, 1 / 3, 1 / 4, 1 / 3],
    [0.5, 2 / 4, 2 / 3, 1 / 4, 1 / 2],
    [0.7, 1 / 4, 1, 1 / 4, 1],
  ]
  it.each(cases)("at %d", (threshold, answered, refused, contained, precision) => {
    const { configured, curve } = refusalFigures(answerable, unanswerable, threshold)
    expect(configured).toEqual({ threshold, answered, refused, contained, precision })
    expect(curve).toContainEqual(configured)
  })

  it("leaves out what contradicts or asks back", () => {
    const otherwise: Trial = { archive: "whole", answers: ["9月"], tries: null }
    const figures = refusalFigures([...answerable, otherwise], [...unanswerable, otherwise], 0.5)
    expect(figures).toEqual({ ...refusalFigures(answerable, unanswerable, 0.5), otherwise: 2 })
  })

  it("tells shares of nothing from none", () => {
    const { auroc, at95, configured } = refusalFigures([], [cannot([0.3])], 0.5)
    expect([auroc, at95]).toEqual([null, null])
    expect(configured).toEqual({
      threshold: 0.5,
      answered: null,
      refused: 1,
      contained: null,
      precision: null,
    })
    expect(refusalFigures([trial("whole", [], [0.9])], [], 0.5).configured).toEqual({
      threshold: 0.5,
      answered: 1,
      refused: null,
      contained: null,
      precision: null,
    })
  })

  const confidences = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 1, maxLength: 40 })

  it("counts pairs, a tie for a half", () => {
    fc.assert(
      fc.property(confidences, confidences, (high, low) => {
        const pairs = high.flatMap((a) => low.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)))
        const mean = pairs.reduce((sum: number, one) => sum + one, 0) / pairs.length
        const figures = refusalFigures(
          high.map((a) => can([a / 10])),
          low.map((b) => cannot([b / 10])),
          0.5,
        )
        expect(figures.auroc).toBeCloseTo(mean, 12)
      }),
    )
  })

  it("answers 95 % at its threshold, and less at any higher one", () => {
    fc.assert(
      fc.property(confidences, (values) => {
        const trials = values.map((a) => can([a / 10]))
        const { at95 } = refusalFigures(trials, [], 0.5)
        expect(at95?.answered).toBeGreaterThanOrEqual(0.95)
        const higher = (at95?.threshold ?? 0) + 0.01
        expect(refusalFigures(trials, [], higher).configured.answered).toBeLessThan(0.95)
      }),
    )
  })
})

describe("tryQuestion", () => {
  const asked = (gold: string[], answers: string[]): SetQuestion => ({
    q: "何时开工",
    gold,
    answers,
    type: null,
    now: null,
  })
  /** Articles by number; `b` is a printing of article 1. */
  const archiveOf = (texts: Readonly<Record<number, string>>): Reduced => {
    const left = (accept: Accept) =>
      Object.entries(texts)
        .map(([number, text]) => ({ number: Number(number), text }))
        .filter(({ number }) => accept(number))
    return {
      tries: async (_, accept) =>
        left(accept).map(({ number, text }) => ({ confidence: 0.5, reply: text, article: number })),
      found: async (_, accept, limit) => left(accept).slice(0, limit),
      standingFor: (ids) => new Set(ids.map((id) => (id === "b" ? 1 : Number(id)))),
    }
  }
  const archive = archiveOf({ 1: "9月开工", 2: "明年完工", 3: "下月验收" })
  const cases: [name: string, question: SetQuestion, trials: [Trial["archive"], number][]][] = [
    [
      "one with gold is asked of both archives",
      asked(["b"], ["9月"]),
      [
        ["whole", 3],
        ["removed", 2],
      ],
    ],
    [
      "all gold is taken out",
      asked(["b", "2"], []),
      [
        ["whole", 3],
        ["removed", 1],
      ],
    ],
    ["not where what is left has the answer", asked(["2"], ["9月"]), [["whole", 3]]],
    [
      "without answer strings nothing tells that",
      asked(["2"], []),
      [
        ["whole", 3],
        ["removed", 2],
      ],
    ],
    ["one without gold is asked once", asked([], ["9月"]), [["without-gold", 3]]],
  ]
  it.each(cases)("%s", async (_, question, trials) => {
    const tried = await tryQuestion(question, archive)
    expect(tried.map(({ archive, tries }) => [archive, tries?.length])).toEqual(trials)
  })
})
