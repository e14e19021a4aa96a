import { describe, expect, test } from "vitest"
import { type Budget, withinBudget } from "../../src/answer/budget.ts"
import { type GenerateOptions, type LanguageModel, ModelError } from "../../src/models.ts"
import { estimateTokens } from "../../src/text/tokens.ts"

const PROMPT = { system: "规则", user: "问题" }
const PROMPT_TOKENS = Math.ceil(estimateTokens("规则") + estimateTokens("问题"))
const NOW = new Date("2025-10-14T01:00:00Z")

interface Spent {
  readonly reserved: number
  readonly readerId: number
  settled?: number
}

function budgetOf(tokens: number) {
  const calls: Spent[] = []
  let left = tokens
  const budget: Budget = {
    reserve(wanted, readerId) {
      if (wanted > left) return { kind: "exhausted", why: "spent" }
      left -= wanted
      const call: Spent = { reserved: wanted, readerId }
      calls.push(call)
      const settle = (used: number) => {
        call.settled = used
      }
      return { kind: "reserved", settle }
    },
  }
  return { budget, calls }
}

function says(
  pieces: readonly string[],
  { usage = [] as number[], end = undefined as unknown } = {},
): LanguageModel {
  return {
    id: "says",
    async *generate(_, options) {
      yield* pieces
      for (const tokens of usage) options?.onUsage?.(tokens)
      if (end) throw end
    },
  }
}

async function run(
  model: LanguageModel,
  tokens: number,
  options: GenerateOptions = { maxTokens: 50, readerId: 7 },
) {
  const { budget, calls } = budgetOf(tokens)
  const notes: string[] = []
  const thrifty = withinBudget(
    model,
    budget,
    () => NOW,
    (line) => notes.push(line),
  )
  const pieces: string[] = []
  let error: unknown
  try {
    for await (const piece of thrifty.generate(PROMPT, options)) pieces.push(piece)
  } catch (thrown) {
    error = thrown
  }
  return { pieces, error, calls, notes, thrifty }
}

describe("what a call takes", () => {
  const estimate = (reply: string) => PROMPT_TOKENS + Math.ceil(estimateTokens(reply))
  const broke = (kind: ModelError["kind"]) => new ModelError(kind, "broke")
  const cases: [name: string, LanguageModel, settled: number][] = [
    ["what the service counted", says(["好的"], { usage: [123] }), 123],
    ["what it counted for each request", says(["好的"], { usage: [100, 23] }), 123],
    ["an estimate where it does not count", says(["好", "的。"]), estimate("好的。")],
    ["an estimate of a reply that broke off", says(["好"], { end: broke("cut-off") }), estimate("好")],
    ["the prompt where the service stalled", says([], { end: broke("timeout") }), PROMPT_TOKENS],
    ["nothing where the service did not take it", says([], { end: broke("unavailable") }), 0],
    ["nothing where the quota is spent", says([], { end: broke("quota") }), 0],
    ["nothing where the prompt was too long", says([], { end: broke("too-long") }), 0],
  ]
  test.each(cases)("%s", async (_, model, settled) => {
    const { calls } = await run(model, 1000)
    expect(calls).toEqual([{ reserved: PROMPT_TOKENS + 50, readerId: 7, settled }])
  })

  test("of nobody in particular, with the usual reply", async () => {
    const { calls } = await run(says(["好"], { usage: [9] }), 5000, {})
    expect(calls).toEqual([{ reserved: PROMPT_TOKENS + 1000, readerId: 0, settled: 9 }])
  })

  test("a caller that stops reading has paid for what came", async () => {
    const { budget, calls } = budgetOf(1000)
    const thrifty = withinBudget(
      says(["好", "的"]),
      budget,
      () => NOW,
      () => {},
    )
    for await (const _ of thrifty.generate(PROMPT, { maxTokens: 50 })) break
    expect(calls[0]?.settled).toBe(estimate("好"))
  })
})

test("without tokens the model is not asked, and the operator is told once", async () => {
  let asked = 0
  const model: LanguageModel = {
    id: "counts",
    async *generate() {
      asked++
      yield "好"
    },
  }
  const { error, notes, thrifty } = await run(model, PROMPT_TOKENS + 49)
  expect(error).toMatchObject({ kind: "budget" })
  await expect(async () => {
    for await (const _ of thrifty.generate(PROMPT, { maxTokens: 50 }));
  }).rejects.toThrow("spent")
  expect([asked, notes]).toEqual([0, ["spent"]])
})

test("calls at the same time cannot spend the same tokens", async () => {
  const { budget } = budgetOf(2 * (PROMPT_TOKENS + 50))
  const thrifty = withinBudget(
    says(["好"]),
    budget,
    () => NOW,
    () => {},
  )
  const ask = async () => {
    try {
      for await (const _ of thrifty.generate(PROMPT, { maxTokens: 50 })) await Promise.resolve()
      return "asked"
    } catch (error) {
      return error instanceof ModelError ? error.kind : "?"
    }
  }
  expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual(["asked", "asked", "budget", "budget"])
})
