import { expect, test } from "vitest"
import { awaitedAt, type Waited, waitFor } from "../../src/evaluate/awaited.ts"
import type { SetQuestion } from "../../src/evaluate/question-set.ts"
import type { Accept, Reduced } from "../../src/evaluate/refusal.ts"

/** Articles by number, each with the confidence that it answers; the surest one is told. Even ones are there, odd ones come in. */
function archiveOf(
  articles: Readonly<Record<number, readonly [confidence: number, text?: string]>>,
): Reduced {
  const left = (accept: Accept) =>
    Object.entries(articles)
      .map(([number, [confidence, text = ""]]) => ({ number: Number(number), confidence, text }))
      .filter(({ number }) => accept(number))
      .sort((a, b) => b.confidence - a.confidence)
  return {
    tries: async (_, accept) =>
      left(accept)
        .slice(0, 1)
        .map(({ number, confidence, text }) => ({ confidence, reply: text, article: number })),
    found: async (_, accept, limit) => left(accept).slice(0, limit),
    standingFor: (ids) => new Set(ids.map(Number)),
  }
}

const asked = (gold: string[], answers: string[] = []): SetQuestion => ({
  q: "何时开工",
  gold,
  answers,
  type: null,
  now: null,
})

test.each<[string, SetQuestion, Reduced, waits: boolean]>([
  ["a question without gold", asked([]), archiveOf({ 2: [0.1] }), false],
  ["one that is refused", asked(["4"]), archiveOf({ 2: [0.1], 3: [0.9], 4: [0.9] }), true],
  ["one that was answered", asked(["4"]), archiveOf({ 2: [0.3], 4: [0.9] }), false],
  ["one that others answer, too", asked(["4"], ["9月"]), archiveOf({ 3: [0.1, "9月"], 4: [0.9] }), false],
  ["one whose gold alone has the answer", asked(["4"], ["9月"]), archiveOf({ 4: [0.9, "9月"] }), true],
])("%s waits or does not", async (_, question, archive, waits) => {
  expect((await waitFor(question, archive, 0.3)) !== undefined).toBe(waits)
})

test("what is told with the gold and without it, by threshold", async () => {
  const archives = [
    archiveOf({ 2: [0.1], 3: [0.2], 4: [0.8] }),
    archiveOf({ 3: [0.5], 4: [0.8] }),
    archiveOf({ 3: [0.9], 4: [0.6] }),
    archiveOf({ 4: [0.4] }),
  ]
  const waited: Waited[] = []
  for (const archive of archives) waited.push((await waitFor(asked(["4"]), archive, 0.3)) as Waited)
  const cases: [threshold: number, right: number, beside: number, unfounded: number][] = [
    [0.3, 3 / 4, 1 / 4, 2 / 4],
    [0.6, 2 / 4, 1 / 4, 1 / 4],
    [0.85, 0, 1 / 4, 1 / 4],
    [0.95, 0, 0, 0],
  ]
  for (const [threshold, right, beside, unfounded] of cases)
    expect(awaitedAt(threshold, waited)).toEqual({ threshold, right, beside, unfounded })
  expect(awaitedAt(0.5, [])).toBeNull()
})
