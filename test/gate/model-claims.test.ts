import fc from "fast-check"
import { describe, expect, test } from "vitest"
import type { Claim } from "../../src/corpus.ts"
import { claimsReply } from "../../src/evaluate/model-doubles.ts"
import { modelClaims, replayClaims } from "../../src/gate/model-claims.ts"
import { type GenerateOptions, type LanguageModel, ModelError } from "../../src/models.ts"
import { evidence } from "../fixtures/evidence.ts"

const BRIDGE = "白石桥10月12日合龙，全长1280米。目前尚未确定收费标准。"
const MARKET = "城南市场已有115家商户入驻。"
const EVIDENCE = [evidence(BRIDGE, { id: "bridge" }), evidence(MARKET, { id: "market" })]
const PROMPT = { system: "规则", user: "问题" }
const LIMITS = { deadlineMs: 10_000, maxTokens: 100, maxClaims: 3 }

const whole = (text: string, source = 1) => ({ text, quote: text, source })
const LENGTH = whole("白石桥10月12日合龙，全长1280米。")
const PRICE = whole("目前尚未确定收费标准。")
const SHOPS = whole(MARKET, 2)
const LIE = { ...LENGTH, text: "白石桥10月12日合龙，全长1820米。" }

function says(pieces: readonly string[], end?: ModelError): LanguageModel {
  return {
    id: "says",
    async *generate() {
      yield* pieces
      if (end) throw end
    },
  }
}

const texts = (claims: readonly Claim[]) => claims.map(({ text }) => text)

test("claims are handed out one by one, in order, each once and no more than the most", async () => {
  const reply = claimsReply([LIE, LENGTH, LENGTH, PRICE, SHOPS, whole("全长1280米。")])
  const handed: Claim[] = []
  const told = await modelClaims(says([...reply]), PROMPT, EVIDENCE, {
    ...LIMITS,
    onClaim: (claim) => handed.push(claim),
  })
  expect(texts(handed)).toEqual([LENGTH.text, PRICE.text, SHOPS.text])
  expect(told).toMatchObject({ claims: handed, reply, failed: undefined, faults: [{ kind: "figure" }] })
})

test("a claim is handed out before the reply goes on", async () => {
  const log: string[] = []
  const reply = claimsReply([LENGTH, PRICE])
  const end = reply.indexOf("}") + 1
  const model: LanguageModel = {
    id: "slow",
    async *generate() {
      yield reply.slice(0, end)
      log.push("goes on")
      yield reply.slice(end)
    },
  }
  await modelClaims(model, PROMPT, EVIDENCE, { ...LIMITS, onClaim: ({ text }) => log.push(text) })
  expect(log).toEqual([LENGTH.text, "goes on", PRICE.text])
})

describe("a reply that breaks off keeps what had passed by then", () => {
  const reply = claimsReply([LENGTH, PRICE])
  const half = reply.slice(0, reply.indexOf("}") + 9)
  const kinds: ModelError["kind"][] = ["cut-off", "timeout", "refused", "unavailable", "rubbish"]
  test.each(kinds)("%s", async (kind) => {
    const told = await modelClaims(says([half], new ModelError(kind, "broke off")), PROMPT, EVIDENCE, LIMITS)
    expect(texts(told.claims)).toEqual([LENGTH.text])
    expect(told).toMatchObject({ reply: half, failed: kind, faults: [{ kind, detail: "broke off" }] })
  })
})

test("a model that stalls and ignores its signal is left at the deadline, with what has passed", async () => {
  const deaf: LanguageModel = {
    id: "deaf",
    async *generate() {
      yield claimsReply([LENGTH]).slice(0, -1)
      await new Promise(() => {})
    },
  }
  const told = await modelClaims(deaf, PROMPT, EVIDENCE, { ...LIMITS, deadlineMs: 50 })
  expect(texts(told.claims)).toEqual([LENGTH.text])
  expect(told.failed).toBe("timeout")
})

test("an endless reply is left", async () => {
  const endless: LanguageModel = {
    id: "endless",
    async *generate() {
      for (;;) yield "长".repeat(1000)
    },
  }
  expect(await modelClaims(endless, PROMPT, EVIDENCE, LIMITS)).toMatchObject({
    claims: [],
    failed: "rubbish",
  })
})

test("the model is asked for the shape of claims, in whose name, and with how much", async () => {
  const given: (GenerateOptions | undefined)[] = []
  const model: LanguageModel = {
    id: "asks",
    async *generate(_, options) {
      given.push(options)
      yield "{}"
    },
  }
  await modelClaims(model, PROMPT, EVIDENCE, { ...LIMITS, readerId: 5 })
  expect(given).toMatchObject([
    { maxTokens: 100, deadlineMs: 10_000, readerId: 5, shape: { name: "claims" } },
  ])
})

test("a stored reply gives the same claims and faults again, however it came", async () => {
  const draft = fc.constantFrom(LENGTH, PRICE, SHOPS, LIE, { ...SHOPS, source: 9 }, whole("见 paper.example"))
  const reply = fc
    .tuple(fc.array(draft, { maxLength: 6 }), fc.constantFrom("", "```json\n", "<think>{</think>", "好的"))
    .map(([drafts, before]) => before + claimsReply(drafts))
  await fc.assert(
    fc.asyncProperty(reply, fc.integer({ min: 1, max: 40 }), async (text, size) => {
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      )
      const { claims, faults } = await modelClaims(says(pieces), PROMPT, EVIDENCE, LIMITS)
      expect(replayClaims(text, EVIDENCE, LIMITS)).toEqual({ claims, faults })
    }),
    { numRuns: 300, seed: 20251126 },
  )
})

test("what a reply says of itself: nothing to claim, or nothing that can be read", () => {
  const kinds = (reply: string) =>
    replayClaims(reply, EVIDENCE, { maxClaims: 3 }).faults.map(({ kind }) => kind)
  expect(kinds('{"claims":[]}')).toEqual(["empty"])
  expect(kinds("没有答案")).toEqual(["unparsable"])
  expect(kinds(claimsReply([LENGTH]))).toEqual([])
})
