import { getEventListeners } from "node:events"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type GenerateOptions, ModelError } from "../../src/models.ts"
import { createOpenAiModel, type ModelLimits } from "../../src/openai/openai-model.ts"
import * as fake from "../fixtures/fake-openai.ts"

const KEY = "sk-canary-4711"
const PROMPT = { system: "规则", user: "问题" }
const LIMITS = { firstPieceMs: 20_000, gapMs: 20_000, backoffMs: 1 }

let server: fake.FakeOpenAi
beforeAll(async () => {
  server = await fake.startFakeOpenAi()
})
beforeEach(() => {
  server.requests.length = 0
})
afterAll(() => server.close())

function model(limits: Partial<ModelLimits> = LIMITS, clock?: () => number) {
  return createOpenAiModel({ apiKey: KEY, baseURL: server.baseURL, model: "fake" }, limits, clock)
}

interface Outcome {
  readonly pieces: string[]
  readonly error?: ModelError
}

async function run(
  behaviours: readonly fake.Behaviour[],
  options: GenerateOptions = {},
  its = model(),
): Promise<Outcome> {
  server.play(...behaviours)
  const pieces: string[] = []
  try {
    for await (const piece of its.generate(PROMPT, options)) pieces.push(piece)
    return { pieces }
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError)
    expect(String(error) + (error as Error).stack).not.toContain(KEY)
    return { pieces, error: error as ModelError }
  }
}

const text = (outcome: Outcome) => outcome.pieces.join("")

describe("what each failure is, and how often it is tried", () => {
  const whole = fake.replies("好的")
  const cases: [name: string, kind: ModelError["kind"] | "none", requests: number, ...fake.Behaviour[]][] = [
    ["a reply", "none", 1, whole],
    ["503 once", "none", 2, fake.unavailable, whole],
    ["503 twice", "none", 3, fake.unavailable, fake.unavailable, whole],
    ["503 always", "unavailable", 3, fake.unavailable],
    ["a web page, 502", "unavailable", 3, fake.htmlPage(502)],
    ["a web page, 200", "unavailable", 3, fake.htmlPage(200)],
    ["429 that says 0 s", "none", 2, fake.rateLimited(0), whole],
    ["429 that says a past date", "none", 2, fake.rateLimited("Wed, 21 Oct 2015 07:28:00 GMT"), whole],
    ["429 that says nothing", "none", 2, fake.errorStatus(429, {}), whole],
    ["429 beyond the deadline", "unavailable", 1, fake.rateLimited(3600), whole],
    ["quota spent", "quota", 1, fake.quotaSpent, whole],
    ["bad key", "unavailable", 1, fake.badKey, whole],
    ["too long", "too-long", 1, fake.errorStatus(400, { code: "context_length_exceeded" }), whole],
    ["no choices once", "none", 2, fake.noChoices, whole],
    ["no choices always", "rubbish", 2, fake.noChoices],
    ["only blanks", "rubbish", 2, fake.onlyBlanks],
    ["events that are not JSON", "rubbish", 2, fake.brokenEvents],
    ["an error in the stream", "unavailable", 3, fake.errorInStream],
    ["breaks at once", "unavailable", 3, fake.breaksAtOnce],
    ["ends without a reason", "cut-off", 1, fake.endsBy(undefined, () => "半"), whole],
    ["cut by length", "cut-off", 1, fake.endsBy("length", () => "半"), whole],
    ["refuses", "refused", 1, fake.refuses, whole],
    ["filters", "refused", 1, fake.filters, whole],
    ["endless", "rubbish", 1, fake.replies("长".repeat(100_001))],
  ]
  test.each(cases)("%s", async (_, kind, requests, ...behaviours) => {
    const outcome = await run(behaviours)
    expect(outcome.error?.kind ?? "none").toBe(kind)
    if (kind === "none") expect(text(outcome)).toBe("好的")
    expect(server.requests).toHaveLength(requests)
  })
})

describe("every wait has a limit", () => {
  const cases: [name: string, fake.Behaviour, GenerateOptions, typeof LIMITS, message: string][] = [
    ["first piece", fake.stallsAtOnce, {}, { ...LIMITS, firstPieceMs: 80 }, "no first piece within 80 ms"],
    ["gap", fake.stallsMidway, {}, { ...LIMITS, gapMs: 80 }, "nothing more within 80 ms"],
    ["deadline, at once", fake.stallsAtOnce, { deadlineMs: 80 }, LIMITS, "no complete reply within 80 ms"],
    ["deadline, midway", fake.stallsMidway, { deadlineMs: 300 }, LIMITS, "no complete reply within 300 ms"],
  ]
  test.each(cases)("%s", async (_, behaviour, options, limits, message) => {
    const { error } = await run([behaviour], options, model(limits))
    expect(error).toMatchObject({ kind: "timeout", message })
    expect(server.requests.length).toBeLessThanOrEqual(1)
  })
})

test("a connection that breaks after a piece is not tried again", async () => {
  let reset: () => void = () => {}
  server.play((response, request) => {
    reset = () => response.socket?.resetAndDestroy()
    fake.stallsMidway(response, request)
  })
  const read = async () => {
    for await (const _ of model().generate(PROMPT)) reset()
  }
  await expect(read()).rejects.toMatchObject({ kind: "cut-off" })
  expect(server.requests).toHaveLength(1)
})

test("a reply that ends by length says so", async () => {
  const { error, pieces } = await run([fake.endsBy("length", () => "半")])
  expect([error?.message, pieces]).toEqual(["the reply ended by length", ["半"]])
})

test("nothing stays on the caller's signal", async () => {
  const { signal } = new AbortController()
  await run([fake.replies("好的")], { signal })
  await run([fake.badKey], { signal })
  expect(getEventListeners(signal, "abort")).toEqual([])
})

test("pieces come as they are sent, and together are the reply", async () => {
  const reply = "一句话，".repeat(10)
  const outcome = await run([fake.replies(reply)])
  expect(text(outcome)).toBe(reply)
  expect(outcome.pieces.length).toBeGreaterThan(1)
})

test("a lesser server gets known parameters only; a refused one is left out from then on", async () => {
  const refusesTemperature = fake.errorStatus(400, { param: "temperature", code: "unsupported_value" })
  const its = model()
  expect((await run([refusesTemperature, fake.replies("好的")], { maxTokens: 9 }, its)).pieces).toEqual([
    "好的",
  ])
  await run([fake.replies("好的")], { maxTokens: 9 }, its)
  const sent = server.requests.map(({ body }) => Object.keys(body).sort().join(" "))
  const bare = "max_tokens messages model stream"
  expect(sent).toEqual(["max_tokens messages model stream temperature", bare, bare])
})

describe("structured output: what a server refuses is done without, then and afterwards", () => {
  const shape = { name: "claims", schema: { type: "object" } }
  const format = (body: fake.RecordedRequest["body"]) =>
    (body.response_format as { type?: string } | undefined)?.type ?? "none"
  const whole = fake.replies("好的")
  const noSchema = (body: fake.RecordedRequest["body"]) => format(body) === "json_schema"
  const noFormat = (body: fake.RecordedRequest["body"]) => format(body) !== "none"
  const named = { param: "response_format", code: "invalid_value" }
  const told = { message: "'response_format.type' must be 'json_object' or 'text'", code: "invalid_request" }
  const cases: [name: string, fake.Behaviour, first: string[], later: string][] = [
    ["a server that takes all", whole, ["json_schema"], "json_schema"],
    ["no schemas", fake.refusesWhere(noSchema, named, whole), ["json_schema", "json_object"], "json_object"],
    [
      "no schemas, said in words",
      fake.refusesWhere(noSchema, told, whole),
      ["json_schema", "json_object"],
      "json_object",
    ],
    ["no formats", fake.refusesWhere(noFormat, named, whole), ["json_schema", "json_object", "none"], "none"],
    [
      "no formats, without a word",
      fake.refusesWhere(noFormat, {}, whole, 422),
      ["json_schema", "json_object", "none"],
      "none",
    ],
  ]
  test.each(cases)("%s", async (_, behaviour, first, later) => {
    const its = model()
    expect(text(await run([behaviour], { shape }, its))).toBe("好的")
    expect(text(await run([behaviour], { shape }, its))).toBe("好的")
    expect(server.requests.map(({ body }) => format(body))).toEqual([...first, later])
  })

  test("everything refused, one after the other", async () => {
    const fussy = fake.refusesWhere(
      noFormat,
      named,
      fake.refusesWhere(
        (body) => body.temperature !== undefined,
        { param: "temperature" },
        fake.refusesWhere(
          (body) => body.stream_options !== undefined,
          { message: "unknown field stream_options" },
          whole,
        ),
      ),
    )
    const its = model()
    const options = { shape, maxTokens: 9, onUsage: () => {} }
    expect(text(await run([fussy], options, its))).toBe("好的")
    server.requests.length = 0
    expect(text(await run([fussy], options, its))).toBe("好的")
    expect(server.requests.map(({ body }) => Object.keys(body).sort().join(" "))).toEqual([
      "max_tokens messages model stream",
    ])
  })

  const incurable: [name: string, kind: ModelError["kind"], error: object, status?: number][] = [
    ["too long, as OpenAI says it", "too-long", { code: "context_length_exceeded" }],
    [
      "too long, as vLLM says it",
      "too-long",
      { message: "This model's maximum context length is 4096 tokens." },
    ],
    ["too long, as llama.cpp says it", "too-long", { type: "exceed_context_size_error" }],
    ["too long for the web server", "too-long", {}, 413],
    ["a prompt that is filtered", "refused", { code: "content_filter" }],
    ["a prompt that is filtered, elsewhere", "refused", { code: "data_inspection_failed" }],
    ["a bad key", "unavailable", { code: "invalid_api_key" }, 401],
    ["no such model", "unavailable", { code: "model_not_found" }, 404],
  ]
  test.each(incurable)("%s is asked once", async (_, kind, error, status = 400) => {
    const its = model()
    const { error: thrown } = await run([fake.errorStatus(status, { ...error })], { shape }, its)
    expect(thrown?.kind).toBe(kind)
    expect(server.requests).toHaveLength(1)
    await run([whole], { shape }, its)
    expect(server.requests.map(({ body }) => format(body))).toEqual(["json_schema", "json_schema"])
  })

  test("a 400 that nothing cures teaches nothing", async () => {
    const its = model()
    expect((await run([fake.errorStatus(400, {})], { shape }, its)).error?.kind).toBe("unavailable")
    await run([whole], { shape }, its)
    expect(format(server.requests.at(-1)?.body as fake.RecordedRequest["body"])).toBe("json_schema")
  })
})

describe("tokens, as the service counts them", () => {
  const counted = async (behaviour: fake.Behaviour, its = model({ ...LIMITS, usageMs: 50 })) => {
    const usage: number[] = []
    const outcome = await run([behaviour], { onUsage: (tokens) => usage.push(tokens) }, its)
    return { usage, ...outcome }
  }

  test("in a chunk behind the reply", async () => {
    expect(await counted(fake.replies("好的", 77))).toMatchObject({ usage: [77], pieces: ["好的"] })
  })
  test("of a reply that was cut by length, too", async () => {
    const { usage, error } = await counted(fake.endsBy("length", () => "半", 33))
    expect([usage, error?.kind]).toEqual([[33], "cut-off"])
  })
  test("not at all", async () => {
    expect(await counted(fake.replies("好的"))).toMatchObject({ usage: [], pieces: ["好的"] })
  })
  test("a server that keeps the line open without a count is not asked for one again", async () => {
    const its = model({ ...LIMITS, usageMs: 50 })
    expect(text(await counted(fake.staysOpen("好的"), its))).toBe("好的")
    expect(text(await counted(fake.replies("好的", 77), its))).toBe("好的")
    expect(server.requests.map(({ body }) => body.stream_options !== undefined)).toEqual([true, false])
  })
  test("are not asked for where nobody wants them", async () => {
    await run([fake.replies("好的", 77)])
    expect(server.requests[0]?.body.stream_options).toBeUndefined()
  })
})

test("a base URL alone is enough", async () => {
  server.play(fake.replies("好的"))
  const pieces: string[] = []
  const keyless = createOpenAiModel({ baseURL: server.baseURL, model: "fake" }, LIMITS)
  for await (const piece of keyless.generate(PROMPT)) pieces.push(piece)
  expect(pieces).toEqual(["好的"])
  expect(server.requests[0]?.authorization).toBe("Bearer none")
})

test("a service that keeps failing is left alone, then asked again", async () => {
  let now = 0
  const its = model(LIMITS, () => now)
  for (let i = 0; i < 5; i++) await run([fake.badKey], {}, its)
  const { error } = await run([fake.replies("好的")], {}, its)
  expect(error?.message).toContain("left alone for 30 s")
  expect(server.requests).toHaveLength(5)
  now = 30_000
  expect(text(await run([fake.replies("好的")], {}, its))).toBe("好的")
})

test("callers that give up do not open the breaker, and end their request", async () => {
  const its = model()
  for (let i = 0; i < 6; i++) {
    const controller = new AbortController()
    let closed: () => void = () => {}
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const stalls: fake.Behaviour = (response) => {
      response.on("close", closed)
      controller.abort()
    }
    expect((await run([stalls], { signal: controller.signal }, its)).error?.message).toBe(
      "stopped by the caller",
    )
    await gone
  }
  expect(text(await run([fake.replies("好的")], {}, its))).toBe("好的")
})

test("a caller that gave up before the call sends nothing", async () => {
  const { error } = await run([fake.replies("好的")], { signal: AbortSignal.abort() })
  expect(error?.message).toBe("stopped by the caller")
  expect(server.requests).toHaveLength(0)
})

test("a reader that stops reading ends the request", async () => {
  let closed: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    closed = resolve
  })
  server.play((response, request) => {
    response.on("close", closed)
    fake.stallsMidway(response, request)
  })
  for await (const _ of model().generate(PROMPT)) break
  await gone
})
