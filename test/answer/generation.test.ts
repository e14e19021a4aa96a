import { join } from "node:path"
import { describe, expect, test } from "vitest"
import type { Answered, Answerer, AnswerOptions } from "../../src/answer/answer.ts"
import { type AnswerCache, cacheKey } from "../../src/answer/answer-cache.ts"
import { createGenerativeAnswerer, foundNothing } from "../../src/answer/generative-answerer.ts"
import type { Claim, Evidence } from "../../src/corpus.ts"
import { claimsReply, createModelDouble, passagesOf } from "../../src/evaluate/model-doubles.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { replayClaims } from "../../src/gate/model-claims.ts"
import { type LanguageModel, ModelError, type Prompt } from "../../src/models.ts"
import { loadPrompts } from "../../src/prompts.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

const TEMPLATE = loadPrompts(join(import.meta.dirname, "../../prompts")).answer
const NOW = new Date("2025-10-14T01:00:00Z")
const QUESTION = readQuestion("白石桥全长多少米？", { now: NOW, timeZone: "Asia/Shanghai" })

const BRIDGE = evidence("白石桥全长1280米。白石桥收费标准尚未确定。", { id: "bridge", start: 40 })
const MARKET = evidence("城南市场已有115家商户入驻。", { id: "market" })
const FOUND = ranked([BRIDGE], [MARKET])
const LENGTH = { text: "白石桥全长1280米。", quote: "白石桥全长1280米", source: 1 }
const PRICE = { text: "白石桥收费标准尚未确定。", quote: "白石桥收费标准尚未确定", source: 1 }

const fallback: Answerer = {
  answer: async () => ({ kind: "answered", mode: "keyless", claims: [quoteClaim(BRIDGE, 0, 11)] }),
}

type Reply = string | readonly [string, ModelError]

/** Gives one reply after the other; a ModelError is thrown behind the pieces before it. */
function says(...replies: readonly Reply[]) {
  const prompts: Prompt[] = []
  const model: LanguageModel = {
    id: "says",
    async *generate(prompt) {
      const reply = replies[prompts.length] ?? replies.at(-1) ?? ""
      prompts.push(prompt)
      yield typeof reply === "string" ? reply : reply[0]
      if (typeof reply !== "string") throw reply[1]
    },
  }
  return { model, prompts }
}

function answerer(model: LanguageModel, cache?: AnswerCache): Answerer {
  return createGenerativeAnswerer({
    model,
    template: TEMPLATE,
    fallback,
    ...(cache && { cache }),
    deadlineMs: 15_000,
    maxTokens: 600,
    newMark: () => "k7f3a9",
  })
}

const textsOf = (answer: { claims?: readonly Claim[] }) => answer.claims?.map(({ text }) => text)

async function ask(model: LanguageModel, options?: AnswerOptions): Promise<Answered> {
  const answer = await answerer(model).answer(QUESTION, FOUND, options)
  if (answer.kind !== "answered") throw new Error(answer.kind)
  return answer
}

test("an answer carries all that gives the same claims again without the model", async () => {
  const reply = claimsReply([LENGTH, { ...LENGTH, text: "白石桥全长1820米。" }, PRICE])
  const { claims, generation } = await ask(says(reply).model, { language: "zh-TW" })
  expect(generation).toMatchObject({
    model: "says",
    promptVersion: TEMPLATE.version,
    language: "zh-TW",
    reply,
    faults: [{ kind: "figure" }],
  })
  const byAddress = ({ articleId, version, field, start, end }: Evidence) =>
    JSON.stringify([articleId, version, field, start, end])
  const stored = new Map([BRIDGE, MARKET].map((one) => [byAddress(one), one]))
  const read = generation?.passages.flatMap((one) => stored.get(byAddress(one as Evidence)) ?? []) ?? []
  expect(replayClaims(reply, read, { maxClaims: 3, language: "zh-TW" }).claims).toEqual(claims)
})

describe("what is streamed is what the answer says", () => {
  const cut = new ModelError("cut-off", "the reply ended by length")
  const half = claimsReply([LENGTH, PRICE]).slice(0, -30)
  const lies = createModelDouble("lying")
  const cases: [name: string, LanguageModel][] = [
    ["a whole reply", says(claimsReply([LENGTH, LENGTH, PRICE])).model],
    ["a reply cut by length", says([half, cut]).model],
    ["a reply that the service filters midway", says([half, new ModelError("refused", "filtered")]).model],
    ["lies among truth", lies],
    ["nothing", says('{"claims":[]}').model],
    ["rubbish, then claims", says("好的，我来回答。", claimsReply([PRICE])).model],
  ]
  test.each(cases)("%s", async (_, model) => {
    const streamed: Claim[] = []
    const answer = await ask(model, { onClaim: (claim) => streamed.push(claim) })
    if (answer.mode === "model") expect(streamed).toEqual(answer.claims)
    else expect(streamed).toEqual([])
  })
})

test("a reply cut by length ends at its last whole sentence, and is not kept for others", async () => {
  const reply = claimsReply([LENGTH, PRICE]).slice(0, -30)
  const answer = await ask(says([reply, new ModelError("cut-off", "by length")]).model)
  expect(answer).toMatchObject({
    mode: "model",
    cutShort: true,
    generation: { reply, faults: [{ kind: "cut-off" }] },
  })
  expect([textsOf(answer), answer.cacheKey]).toEqual([[LENGTH.text], undefined])
})

describe("a second request", () => {
  const tooLong: readonly [string, ModelError] = [
    "",
    new ModelError("too-long", "400 context_length_exceeded"),
  ]

  test("with the better half of the passages where they were too many, once", async () => {
    const many = ranked(
      ...Array.from({ length: 6 }, (_, i) => [evidence(`第${i}桥全长${i}20米。`, { id: `a${i}` })]),
    )
    const { model, prompts } = says(tooLong, tooLong)
    const answer = await answerer(model).answer(QUESTION, many)
    expect(answer).toMatchObject({ mode: "fallback", generation: { faults: [{ kind: "too-long" }] } })
    const given = prompts.map((prompt) =>
      passagesOf(prompt)
        .map(({ text }) => text.slice(1, 2))
        .join(""),
    )
    expect(given).toEqual(["012345", "012"])
  })

  test("that is taken counts, but is not kept for others", async () => {
    const { model } = says(tooLong, claimsReply([LENGTH]))
    const answer = await ask(model)
    expect([answer.mode, answer.cacheKey, answer.generation?.passages.length]).toEqual([
      "model",
      undefined,
      1,
    ])
  })

  test("of the same where no list of claims came, once", async () => {
    const { model, prompts } = says("好的", "好的")
    expect((await ask(model)).mode).toBe("fallback")
    expect(prompts[1]).toEqual(prompts[0])
    expect(prompts).toHaveLength(2)
  })

  test.each([
    ["an empty list", '{"claims":[]}'],
    ["lies", claimsReply([{ ...LENGTH, text: "白石桥全长1820米。" }])],
    ["a break", ["", new ModelError("unavailable", "503")] as const],
    ["a refusal", ["", new ModelError("refused", "filtered")] as const],
    ["no budget", ["", new ModelError("budget", "spent")] as const],
  ])("is not sent after %s", async (_, reply) => {
    const { model, prompts } = says(reply)
    expect((await ask(model)).mode).toBe("fallback")
    expect(prompts).toHaveLength(1)
  })
})

test("an honest nothing is told from a failure", async () => {
  const nothing = async (...replies: readonly Reply[]) =>
    foundNothing((await ask(says(...replies).model)).generation)
  expect(await nothing('{"claims":[]}')).toBe(true)
  expect(await nothing("没有")).toBe(false)
  expect(await nothing(claimsReply([LENGTH]))).toBe(false)
  expect(await nothing(['{"claims":[]}', new ModelError("cut-off", "broke")])).toBe(false)
  expect(foundNothing(undefined)).toBe(false)
})

test("the prompt names the language of the sentences", async () => {
  for (const [language, name] of [
    ["zh-CN", "简体中文"],
    ["zh-TW", "繁體中文"],
    ["en", "English"],
  ] as const) {
    const { model, prompts } = says(claimsReply([LENGTH]))
    await ask(model, { language })
    expect(prompts[0]?.system).toContain(name)
  }
})

describe("the same question on the same texts", () => {
  function memory() {
    const kept = new Map<string, Answered>()
    return { kept, cache: { find: (key: string) => kept.get(key) } }
  }

  test("is answered without asking again, with the articles as they are now", async () => {
    const { kept, cache } = memory()
    const { model, prompts } = says(claimsReply([LENGTH]))
    const first = await answerer(model, cache).answer(QUESTION, FOUND)
    if (first.kind === "answered" && first.cacheKey) kept.set(first.cacheKey, first)
    const renamed = ranked([{ ...BRIDGE, title: "新标题" }], [MARKET])
    const again = await answerer(model, cache).answer(QUESTION, renamed)
    expect(prompts).toHaveLength(1)
    expect(again).toMatchObject({
      mode: "model",
      claims: [{ text: LENGTH.text, citations: [{ title: "新标题" }] }],
    })
  })

  test("is asked again where what is kept does not pass the gate, or has no reply", async () => {
    for (const reply of [claimsReply([{ ...LENGTH, text: "白石桥全长1820米。" }]), undefined]) {
      const { model, prompts } = says(claimsReply([LENGTH]))
      const known: Answered = { kind: "answered", mode: "model", claims: [quoteClaim(MARKET, 0, 4)] }
      const generation = reply === undefined ? undefined : { ...(await ask(model)).generation, reply }
      prompts.length = 0
      const find = () => ({ ...known, generation }) as Answered
      expect(textsOf((await answerer(model, { find }).answer(QUESTION, FOUND)) as Answered)).toEqual([
        LENGTH.text,
      ])
      expect(prompts).toHaveLength(1)
    }
  })

  const base = {
    question: QUESTION,
    evidence: [BRIDGE, MARKET],
    promptVersion: "1",
    model: "m",
    language: "zh-CN" as const,
  }
  const yesterday = readQuestion("昨天白石桥怎么了？", { now: NOW, timeZone: "Asia/Shanghai" })
  const dayAfter = readQuestion("昨天白石桥怎么了？", {
    now: new Date("2025-10-15T01:00:00Z"),
    timeZone: "Asia/Shanghai",
  })
  const reference = { id: "x", title: "更正", url: null, publishedAt: null }
  const changes: [name: string, changed: Partial<typeof base>, from?: Partial<typeof base>][] = [
    ["another version", { evidence: [{ ...BRIDGE, version: 2 }, MARKET] }],
    ["a text less", { evidence: [BRIDGE] }],
    ["another order", { evidence: [MARKET, BRIDGE] }],
    ["another span", { evidence: [{ ...BRIDGE, start: 41 }, MARKET] }],
    ["corrected since", { evidence: [{ ...BRIDGE, corrections: [reference] }, MARKET] }],
    ["updated since", { evidence: [{ ...BRIDGE, updates: [reference] }, MARKET] }],
    ["another prompt", { promptVersion: "2" }],
    ["another model", { model: "n" }],
    ["another language", { language: "en" as never }],
    ["another question", { question: { ...QUESTION, text: "白石桥何时合龙？" } }],
    ["another place", { question: { ...QUESTION, place: "青河" } }],
    ["another yesterday", { question: dayAfter }, { question: yesterday }],
  ]
  test.each(changes)("is another one with %s", (_, changed, from = {}) => {
    expect(cacheKey({ ...base, ...changed })).not.toBe(cacheKey({ ...base, ...from }))
  })
  test("is the same at another time", () => {
    const later = readQuestion(QUESTION.text, {
      now: new Date("2025-12-01T01:00:00Z"),
      timeZone: "Asia/Shanghai",
    })
    expect(cacheKey({ ...base, question: later })).toBe(cacheKey(base))
  })
})
