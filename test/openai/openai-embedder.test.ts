import fc from "fast-check"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { ModelError } from "../../src/models.ts"
import { batches, fit } from "../../src/openai/embedding-batches.ts"
import {
  createOpenAiEmbedder,
  type EmbedderAccess,
  identifyEmbedder,
} from "../../src/openai/openai-embedder.ts"
import { estimateTokens } from "../../src/text/tokens.ts"
import { testEmbedder } from "../contract/embedder.ts"
import * as fake from "../fixtures/fake-openai.ts"

let server: fake.FakeOpenAi
beforeAll(async () => {
  server = await fake.startFakeOpenAi()
})
beforeEach(() => {
  server.requests.length = 0
  server.play(fake.embeds(16))
})
afterAll(() => server.close())

const embedder = (access: Partial<EmbedderAccess> = {}) =>
  createOpenAiEmbedder(
    { apiKey: "sk-canary", baseURL: server.baseURL, model: "fake", dimensions: 16, ...access },
    1,
  )

testEmbedder({
  make: () => embedder(),
  async makeStalling() {
    server.play(fake.stallsAtOnce)
    return embedder()
  },
})

const inputs = () => server.requests.map(({ body }) => body.input?.length)

test.each<[Partial<EmbedderAccess>, string, number]>([
  [{ dimensions: 16 }, "openai:fake:16", 0],
  [{ dimensions: undefined }, "openai:fake:16", 1],
  [{ dimensions: undefined, model: "text-embedding-3-small" }, "openai:text-embedding-3-small:1536", 0],
  [{ dimensions: undefined, model: "text-embedding-3-large" }, "openai:text-embedding-3-large:3072", 0],
  [{ dimensions: 256, model: "text-embedding-3-large" }, "openai:text-embedding-3-large:256", 0],
])("%j is %s after %i requests", async (access, id, requests) => {
  const { id: its, dimensions } = await embedder(access)
  expect([its, dimensions]).toEqual([id, Number(id.split(":").at(-1))])
  expect(server.requests).toHaveLength(requests)
})

test("asks for plain numbers of the size that was given", async () => {
  await (await embedder()).embed(["青河大桥"])
  expect(server.requests[0]?.body).toMatchObject({ encoding_format: "float", dimensions: 16 })
})

const prices: [access: EmbedderAccess, id: string | undefined, dollars: number | undefined][] = [
  [{ model: "text-embedding-3-small" }, "openai:text-embedding-3-small:1536", 0.02],
  [{ model: "text-embedding-3-large", dimensions: 256 }, "openai:text-embedding-3-large:256", 0.13],
  [{ model: "text-embedding-ada-002" }, "openai:text-embedding-ada-002:1536", 0.1],
  [{ model: "other" }, undefined, undefined],
  [{ model: "other", dimensions: 8 }, "openai:other:8", undefined],
  [
    { model: "text-embedding-3-small", baseURL: "http://127.0.0.1:1/v1" },
    "openai:text-embedding-3-small:1536",
    undefined,
  ],
]
test.each(prices)("%j is %s at %s dollars, and nobody is asked", (access, id, dollars) => {
  const known = identifyEmbedder(access)
  expect(known?.id).toBe(id)
  expect(known?.billing?.dollarsPerMillion).toBe(dollars)
  expect(server.requests).toEqual([])
})

test("`dimensions` is sent only where it was given", async () => {
  await (await embedder({ dimensions: undefined })).embed(["一"])
  for (const { body } of server.requests) expect(body).not.toHaveProperty("dimensions")
})

test("vectors in another order are put back by their index", async () => {
  const straight = await (await embedder()).embed(["一", "二", "三"])
  server.play(fake.embeds(16, { order: (data) => data.reverse() }))
  expect(await (await embedder()).embed(["一", "二", "三"])).toEqual(straight)
})

describe("what is not a vector a text is refused", () => {
  const alter = (change: (vector: number[], index: number) => unknown) => fake.embeds(16, { alter: change })
  const cases: [name: string, kind: ModelError["kind"], behaviour: fake.Behaviour][] = [
    ["a quarter of the length, zeros", "rubbish", alter(() => [0, 0, 0, 0])],
    ["zeros", "rubbish", alter((vector) => vector.map(() => 0))],
    ["base64", "rubbish", alter((vector) => Buffer.from(new Float32Array(vector).buffer).toString("base64"))],
    ["null for NaN", "rubbish", alter((vector) => [Number.NaN, ...vector.slice(1)])],
    ["one of another length", "rubbish", alter((vector, index) => (index === 1 ? vector.slice(1) : vector))],
    ["one missing", "rubbish", fake.embeds(16, { order: (data) => data.slice(1) })],
    ["one too many", "rubbish", fake.embeds(16, { order: (data) => [...data, ...data.slice(0, 1)] })],
    [
      "one index twice",
      "rubbish",
      fake.embeds(16, { order: (data) => data.map((item) => ({ ...item, index: 0 })) }),
    ],
    [
      "no indexes",
      "rubbish",
      fake.embeds(16, { order: (data) => data.map(({ embedding }) => ({ embedding })) }),
    ],
    ["nothing", "rubbish", fake.embeds(16, { order: () => [null, null] })],
    ["a web page", "unavailable", fake.htmlPage(200)],
    ["503", "unavailable", fake.unavailable],
    ["quota", "quota", fake.quotaSpent],
    ["bad key", "unavailable", fake.badKey],
  ]
  test.each(cases)("%s", async (_, kind, behaviour) => {
    server.play(behaviour)
    const error: unknown = await (await embedder()).embed(["一", "二"]).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ kind })
    expect(String(error)).not.toContain("canary")
  })
})

test("a batch that is refused is halved until it fits", async () => {
  server.play(fake.embeds(16, { mostInputs: 3 }))
  const texts = Array.from({ length: 10 }, (_, i) => `第${i}段`)
  const vectors = await (await embedder()).embed(texts)
  expect(inputs()).toEqual([10, 5, 3, 2, 5, 3, 2])
  server.play(fake.embeds(16))
  expect(vectors).toEqual(await (await embedder()).embed(texts))
})

test("a request that is refused whatever its size fails after few requests", async () => {
  server.play(fake.errorStatus(400, { code: "model_not_found" }))
  const texts = new Array<string>(1024).fill("一")
  await expect((await embedder()).embed(texts)).rejects.toMatchObject({ message: "400 model_not_found" })
  expect(inputs()).toEqual([1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1])
})

test("batches keep order and limits", () => {
  const texts = fc
    .array(fc.nat(6000), { maxLength: 200 })
    .map((lengths) => lengths.map((n) => "字".repeat(n)))
  fc.assert(
    fc.property(texts, (list) => {
      const all = [...batches(list)]
      expect(all.flat()).toEqual(list)
      for (const batch of all) {
        expect(batch.length).toBeGreaterThan(0)
        expect(batch.length).toBeLessThanOrEqual(2048)
        if (batch.length > 1) expect(batch.join("").length * 1.5).toBeLessThanOrEqual(300_000)
      }
    }),
    { numRuns: 50 },
  )
  expect([...batches(new Array<string>(5000).fill("a"))].map((batch) => batch.length)).toEqual([
    2048, 2048, 904,
  ])
})

test("fit cuts to the estimate, between whole characters, and leaves nothing blank", () => {
  fc.assert(
    fc.property(fc.constantFrom("字", "a", "😀", "é"), fc.nat(20_000), (char, count) => {
      const cut = fit(char.repeat(count))
      expect(cut).not.toBe("")
      expect(() => encodeURIComponent(cut)).not.toThrow()
      expect(cut.length).toBeLessThanOrEqual(16_384)
      if (count > 0) expect(char.repeat(count).startsWith(cut)).toBe(true)
    }),
    { numRuns: 50 },
  )
})

test.each([
  ["", 0],
  ["渡口的新船下水了。", 9 * 1.26],
  ["a".repeat(100), 42],
])("estimates the tokens of %j", (text, tokens) => {
  expect(estimateTokens(text)).toBeCloseTo(tokens, 5)
})
