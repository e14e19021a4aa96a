import { createServer, type RequestListener, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { Api, GrammyError, HttpError } from "grammy"
import { afterEach, describe, expect, test } from "vitest"
import type { SendOutcome } from "../../src/digest/outbox.ts"
import { footed, subscribeFoot, withFoot } from "../../src/telegram/foot-button.ts"
import { renderDigest } from "../../src/telegram/render-digest.ts"
import { outcomeOf } from "../../src/telegram/send-outcome.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { TELEGRAM_LIMITS } from "../../src/telegram/split.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { LANGUAGES } from "../../src/text/languages.ts"

const TOKEN = "123:secret"
const PAYLOAD = JSON.stringify({ text: "要闻", entities: [{ type: "bold", offset: 0, length: 2 }] })

let server: Server | undefined

afterEach(async () => {
  server?.closeAllConnections()
  await new Promise((done) => (server ? server.close(done) : done(undefined)))
  server = undefined
})

async function listen(handle: RequestListener): Promise<string> {
  const started = createServer(handle)
  server = started
  await new Promise<void>((done) => started.listen(0, "127.0.0.1", done))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

function send(apiRoot: string, chatId = "11", sendMs = 5_000, payload = PAYLOAD): Promise<SendOutcome> {
  return createTransport(new Api(TOKEN, { apiRoot }), { sendMs }).send(chatId, payload)
}

/** Takes messages, and keeps what was sent. */
function recording(bodies: unknown[]): RequestListener {
  return (request, response) => {
    let body = ""
    request.on("data", (chunk) => {
      body += chunk
    })
    request.on("end", () => {
      bodies.push(JSON.parse(body))
      response.end(JSON.stringify({ ok: true, result: { message_id: 42 } }))
    })
  }
}

function replying(status: number, body: object | string): RequestListener {
  return (request, response) => {
    request.resume().on("end", () => {
      response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body))
    })
  }
}

function refusal(code: number, description: string, parameters = {}): RequestListener {
  return replying(code, { ok: false, error_code: code, description, parameters })
}

test("sends text and entities without a link preview, to ids as numbers and to names", async () => {
  const bodies: unknown[] = []
  const root = await listen(recording(bodies))
  expect(await send(root, "-10011")).toEqual({ kind: "sent", messageId: 42 })
  expect(await send(root, "@paper")).toEqual({ kind: "sent", messageId: 42 })
  const message = { ...JSON.parse(PAYLOAD), link_preview_options: { is_disabled: true } }
  expect(bodies).toEqual([
    { chat_id: -10011, ...message },
    { chat_id: "@paper", ...message },
  ])
})

test("a button stands in private chats alone, and a last line in all others", async () => {
  const bodies: unknown[] = []
  const root = await listen(recording(bodies))
  const foot = subscribeFoot("paper_bot", loadTexts("zh-CN"))
  const payload = JSON.stringify({ ...JSON.parse(PAYLOAD), buttons: [[{ text: "停", data: "x" }]], foot })
  for (const chat of ["11", "-10011", "@paper"]) await send(root, chat, 5_000, payload)
  const bold = { type: "bold", offset: 0, length: 2 }
  const url = "https://t.me/paper_bot?start=sub_all"
  const footed = {
    text: "要闻\n\n订阅自己的摘要",
    entities: [bold, { type: "text_link", offset: 4, length: 7, url }],
  }
  const buttons = { inline_keyboard: [[{ text: "停", callback_data: "x" }]] }
  const link_preview_options = { is_disabled: true }
  expect(bodies).toEqual([
    { chat_id: 11, text: "要闻", entities: [bold], reply_markup: buttons, link_preview_options },
    { chat_id: -10011, ...footed, link_preview_options },
    { chat_id: "@paper", ...footed, link_preview_options },
  ])
})

test.each(LANGUAGES)(
  "in %s the last message of a digest keeps within Telegram's limits with its foot",
  (language) => {
    const texts = loadTexts(language)
    const foot = subscribeFoot("paper_bot", texts)
    const items = Array.from({ length: 60 }, (_, at) => ({
      articleId: `${at}`,
      version: 1,
      title: `${at}号${"桥".repeat(at)}`,
      url: `https://paper.example/${at}`,
      place: "白渡",
      line: { text: "长".repeat(180), citations: [] },
      more: [],
      before: null,
    }))
    const foots = Array.from({ length: items.length }, (_, count) => {
      const groups = [{ kind: "place" as const, name: "白渡", items: items.slice(0, count + 1) }]
      const edition = { occurrence: null, date: "2025-10-24", groups, left: 0 }
      const messages = withFoot(foot, (limits) => renderDigest(edition, "汐川日报", texts, { limits }))
      const lengths = messages.map((message) => footed(message).text.length)
      expect(Math.max(...lengths)).toBeLessThanOrEqual(TELEGRAM_LIMITS.units)
      return messages.map((message) => message.foot !== undefined)
    })
    for (const has of foots) expect(has).toEqual(has.map((_, at) => at === has.length - 1))
  },
)

test("without a name of the bot there is no last line", () => {
  expect(subscribeFoot(undefined, loadTexts("en"))).toBeUndefined()
  expect(withFoot(undefined, () => [{ text: "要闻", entities: [] }])).toEqual([
    { text: "要闻", entities: [] },
  ])
})

const floods = "Too Many Requests: retry after 7"
const blocked = "Forbidden: bot was blocked by the user"
const upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
const rights = "Bad Request: need administrator rights in the channel chat"

test.each([
  ["429", refusal(429, floods, { retry_after: 7 }), { kind: "wait", ms: 7_000, why: `429: ${floods}` }],
  ["429 without a time", refusal(429, "slow down"), { kind: "wait", ms: 5_000, why: "429: slow down" }],
  ["403", refusal(403, blocked), { kind: "refused", why: `403: ${blocked}`, chatGone: true }],
  [
    "no such chat",
    refusal(400, "Bad Request: chat not found"),
    { kind: "refused", why: "400: Bad Request: chat not found", chatGone: true },
  ],
  ["400", refusal(400, rights), { kind: "refused", why: `400: ${rights}`, chatGone: false }],
  ["moved", refusal(400, upgraded, { migrate_to_chat_id: -1007 }), { kind: "moved", toChatId: "-1007" }],
  ["401", refusal(401, "Unauthorized"), { kind: "not-sent", why: "401: Unauthorized" }],
  ["404", refusal(404, "Not Found"), { kind: "not-sent", why: "404: Not Found" }],
  ["500", refusal(500, "Internal"), { kind: "unknown", why: "500: Internal" }],
  ["a proxy's page", replying(502, "<html>"), { kind: "unknown", why: expect.stringMatching(/^network/) }],
  [
    "reset after the request",
    (request) => void request.resume().on("end", () => request.socket.destroy()),
    { kind: "unknown", why: "network: ECONNRESET" },
  ],
] satisfies [string, RequestListener, object][])("%s", async (_name, handle, outcome) => {
  expect(await send(await listen(handle))).toEqual(outcome)
})

test("no reply in time: nobody knows", async () => {
  const root = await listen(() => undefined)
  expect(await send(root, "11", 50)).toMatchObject({ kind: "unknown" })
})

test("nobody listens: surely not sent", async () => {
  const root = await listen(() => undefined)
  await new Promise((done) => server?.close(done))
  server = undefined
  expect(await send(root)).toEqual({ kind: "not-sent", why: "network: ECONNREFUSED" })
})

test.each([
  ["ENOTFOUND", "not-sent"],
  ["EAI_AGAIN", "not-sent"],
  ["CERT_HAS_EXPIRED", "not-sent"],
  ["ECONNRESET", "unknown"],
  ["ETIMEDOUT", "unknown"],
  ["EPIPE", "unknown"],
])("network error %s: %s, and the reason does not hold the token", (code, kind) => {
  const cause = Object.assign(new Error(`request to https://api.example/bot${TOKEN}/sendMessage`), { code })
  const outcome = outcomeOf(new HttpError(`Network request for 'sendMessage' failed! ${TOKEN}`, cause))
  expect(outcome).toEqual({ kind, why: `network: ${code}` })
})

test("an error of Telegram's that is neither 4xx nor 5xx leaves it open", () => {
  const error = new GrammyError(
    "failed",
    { ok: false, error_code: 302, description: "Found" },
    "sendMessage",
    {},
  )
  expect(outcomeOf(error).kind).toBe("unknown")
})

describe("a rich message", () => {
  const BLOCKS = [{ type: "heading", text: "要闻", size: 3 }]
  const RICH = JSON.stringify({
    ...JSON.parse(PAYLOAD),
    rich: BLOCKS,
    buttons: [[{ text: "停", data: "end" }]],
  })
  const done = replying(200, { ok: true, result: { message_id: 42 } })
  const unknown = refusal(404, "Not Found")
  const cut: RequestListener = (request) => void request.resume().on("end", () => request.socket.destroy())
  const sent = { kind: "sent", messageId: 42 } as const

  /** Sends the message to two chats one after the other, each turn of each by one request. */
  async function sendTwice(rich: RequestListener, plain: RequestListener, sendMs = 5_000) {
    const calls: string[] = []
    const refusals: string[] = []
    const apiRoot = await listen((request, response) => {
      const method = request.url?.split("/").at(-1) ?? ""
      calls.push(method)
      return (method === "sendRichMessage" ? rich : plain)(request, response)
    })
    const onRichRefused = (why: string) => void refusals.push(why)
    const transport = createTransport(new Api(TOKEN, { apiRoot }), { sendMs, onRichRefused })
    const outcomes: SendOutcome[] = []
    for (const chat of ["11", "12"]) {
      for (;;) {
        const before = calls.length
        const outcome = await transport.send(chat, RICH)
        expect(calls).toHaveLength(before + 1)
        if (outcome.kind === "not-yet") continue
        outcomes.push(outcome)
        break
      }
    }
    return { calls: calls.map((name) => (name === "sendRichMessage" ? "rich" : "plain")), outcomes, refusals }
  }

  const forbidden = "Bad Request: not enough rights to send rich messages"
  const cases: [
    name: string,
    rich: RequestListener,
    plain: RequestListener,
    calls: string[],
    outcome: object,
    refusals: string[],
  ][] = [
    ["is sent as such", done, cut, ["rich", "rich"], sent, []],
    [
      "is plain where the method is unknown, which is remembered",
      unknown,
      done,
      ["rich", "plain", "plain"],
      sent,
      ["404: Not Found"],
    ],
    [
      "is plain for all readers where its content is refused",
      refusal(400, "Bad Request: RICH_MESSAGE_INVALID"),
      done,
      ["rich", "plain", "plain"],
      sent,
      ["400: Bad Request: RICH_MESSAGE_INVALID"],
    ],
    [
      "stays rich where all methods are unknown: the token is wrong",
      unknown,
      unknown,
      ["rich", "plain", "rich", "plain"],
      { kind: "not-sent", why: "404: Not Found" },
      [],
    ],
    [
      "is refused where the chat takes it neither way",
      refusal(400, forbidden),
      refusal(400, rights),
      ["rich", "plain", "plain"],
      { kind: "refused", why: `400: ${rights}`, chatGone: false },
      [],
    ],
    [
      "may have arrived plain, when that reply is lost",
      unknown,
      cut,
      ["rich", "plain", "plain"],
      { kind: "unknown", why: "network: ECONNRESET" },
      [],
    ],
  ]
  test("is tried anew in each group: what may be sent there is its own affair", async () => {
    const calls: string[] = []
    const apiRoot = await listen((request, response) => {
      const rich = request.url?.endsWith("sendRichMessage")
      calls.push(rich ? "rich" : "plain")
      return (rich ? refusal(400, forbidden) : done)(request, response)
    })
    const { send } = createTransport(new Api(TOKEN, { apiRoot }))
    for (const chat of ["-1", "-1", "-2", "-2", "11", "11", "12"]) await send(chat, RICH)
    expect(calls).toEqual(["rich", "plain", "rich", "plain", "rich", "plain", "plain"])
  })

  test.each(cases)("%s", async (_name, rich, plain, calls, outcome, refusals) => {
    const seen = await sendTwice(rich, plain)
    expect(seen).toMatchObject({ calls, refusals })
    for (const one of seen.outcomes) expect(one).toMatchObject(outcome)
  })

  test.each([
    ["a lost reply", cut, { kind: "unknown", why: "network: ECONNRESET" }],
    ["a server error", refusal(500, "Internal"), { kind: "unknown", why: "500: Internal" }],
    ["a proxy's page", replying(502, "<html>"), { kind: "unknown" }],
    ["no reply in time", () => undefined, { kind: "unknown" }, 50],
    ["a flood limit", refusal(429, floods, { retry_after: 7 }), { kind: "wait", ms: 7_000 }],
    ["a reader who is gone", refusal(403, blocked), { kind: "refused", chatGone: true }],
    ["no such chat", refusal(400, "Bad Request: chat not found"), { kind: "refused", chatGone: true }],
    ["a chat that has moved", refusal(400, upgraded, { migrate_to_chat_id: -1007 }), { kind: "moved" }],
    ["a revoked token", refusal(401, "Unauthorized"), { kind: "not-sent", why: "401: Unauthorized" }],
  ] satisfies [string, RequestListener, object, number?][])(
    "is never followed by a plain one: %s",
    async (_name, rich, outcome, sendMs?: number) => {
      const seen = await sendTwice(rich, done, sendMs)
      expect(seen).toMatchObject({ calls: ["rich", "rich"], refusals: [] })
      for (const one of seen.outcomes) expect(one).toMatchObject(outcome)
    },
  )

  test("has its button below it", async () => {
    const bodies: unknown[] = []
    const root = await listen(recording(bodies))
    await createTransport(new Api(TOKEN, { apiRoot: root })).send("11", RICH)
    expect(bodies).toEqual([
      {
        chat_id: 11,
        rich_message: { blocks: BLOCKS },
        reply_markup: { inline_keyboard: [[{ text: "停", callback_data: "end" }]] },
      },
    ])
  })

  test("has its last line in it for a channel, and no button", async () => {
    const bodies: unknown[] = []
    const root = await listen(recording(bodies))
    const foot = { text: "订阅", url: "https://t.me/paper_bot?start=sub_all" }
    const payload = JSON.stringify({ ...JSON.parse(RICH), foot })
    await createTransport(new Api(TOKEN, { apiRoot: root })).send("@paper", payload)
    const line = { type: "paragraph", text: { type: "url", ...foot } }
    expect(bodies).toEqual([{ chat_id: "@paper", rich_message: { blocks: [...BLOCKS, line] } }])
  })
})
