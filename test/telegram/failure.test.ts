import { GrammyError, HttpError } from "grammy"
import { describe, expect, it } from "vitest"
import { describeFailure, isShutOut, refusal, retryAfterMs } from "../../src/telegram/failure.ts"

const TOKEN = "1234:secret-token"

function answer(code: number, description: string, retryAfter?: number): GrammyError {
  const parameters = retryAfter === undefined ? {} : { retry_after: retryAfter }
  return new GrammyError(
    "Call to 'sendMessage' failed!",
    { ok: false, error_code: code, description, parameters },
    "sendMessage",
    {},
  )
}

describe("describeFailure", () => {
  const address = `https://api.telegram.org/bot${TOKEN}/sendMessage`
  const network = Object.assign(new Error(`request to ${address} failed`), { code: "ECONNRESET" })
  it.each<[string, unknown, string]>([
    ["an answer", answer(400, "Bad Request: chat not found"), "chat not found"],
    ["the network", new HttpError("Network request for 'sendMessage' failed!", network), "ECONNRESET"],
    ["a cause", new Error(`wrapped ${TOKEN}`, { cause: network }), "ECONNRESET"],
    ["no error at all", `text with ${TOKEN}`, "text with <token>"],
    ["nothing", undefined, ""],
  ])("names %s and never the token", (_, error, expected) => {
    const text = describeFailure(error, TOKEN)
    expect(text).toContain(expected)
    expect(text).not.toContain(TOKEN)
  })
})

describe("what an answer of Telegram means", () => {
  it.each([
    [answer(401, "Unauthorized"), { refused: /BOT_TOKEN.*401/, shutOut: false, after: undefined }],
    [answer(404, "Not Found"), { refused: /BOT_TOKEN.*404/, shutOut: false, after: undefined }],
    [
      answer(409, "Conflict: terminated"),
      { refused: /another program.*409/, shutOut: false, after: undefined },
    ],
    [
      answer(403, "Forbidden: bot was blocked by the user"),
      { refused: undefined, shutOut: true, after: undefined },
    ],
    [answer(429, "Too Many Requests", 7), { refused: undefined, shutOut: false, after: 7000 }],
    [answer(502, "Bad Gateway"), { refused: undefined, shutOut: false, after: undefined }],
    [new Error("else"), { refused: undefined, shutOut: false, after: undefined }],
  ] as const)("%s", (error, expected) => {
    if (expected.refused) expect(refusal(error)).toMatch(expected.refused)
    else expect(refusal(error)).toBeUndefined()
    expect(isShutOut(error)).toBe(expected.shutOut)
    expect(retryAfterMs(error)).toBe(expected.after)
  })
})
