import { Api, InputFile } from "grammy"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { CardPictures } from "../../src/digest/card.ts"
import type { SendOutcome, Transport } from "../../src/digest/outbox.ts"
import { type Fault, serverError, tooManyRequests } from "../../src/playground/faults.ts"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { png } from "../fixtures/png.ts"
import { type Listener, listen } from "../playground/listen.ts"

const TOKEN = "4200001:AAtest-token_123"
const READERS = [1, 2, 3, 4, 5, 6, 7, 8]
const CARD = "daily:2026-11-26"
const PAYLOAD = JSON.stringify({
  text: "要闻",
  entities: [{ type: "bold", offset: 0, length: 2 }],
  card: CARD,
})

let server: LocalBotApi
let listener: Listener
/** What was given as the photo of each request. */
let asked: ("upload" | string)[]
let remoteId: string | undefined

const cards: CardPictures = {
  find: (occurrence) => (occurrence === CARD ? { png: png(), remoteId } : undefined),
  uploaded(occurrence, id) {
    expect(occurrence).toBe(CARD)
    remoteId = id
  },
}

beforeEach(async () => {
  asked = []
  remoteId = undefined
  server = new LocalBotApi({
    token: TOKEN,
    botName: "资料库",
    botUsername: "archive_bot",
    people: READERS.map((id) => ({ id, name: `读者${id}` })),
    now: () => new Date(0),
  })
  listener = await listen(server.app)
})

afterEach(async () => {
  server.close()
  await listener.close()
})

function transport() {
  const api = new Api(TOKEN, { apiRoot: listener.url })
  api.config.use((call, method, payload, signal) => {
    expect([method, payload]).toEqual(["sendPhoto", expect.objectContaining({ disable_notification: true })])
    if ("photo" in payload) asked.push(payload.photo instanceof InputFile ? "upload" : String(payload.photo))
    return call(method, payload, signal)
  })
  return createTransport(api, { sendMs: 5_000, cards })
}

/** As a delivery does, turn for turn. */
async function sendInTurns({ send }: Transport, chat: string): Promise<SendOutcome> {
  for (;;) {
    const outcome = await send(chat, PAYLOAD)
    if (outcome.kind !== "not-yet") return outcome
    await outcome.after?.catch(() => undefined)
  }
}

const photosOf = (reader: number) => server.transcript(reader).map(({ photo }) => photo?.at(-1)?.file_id)

test("is uploaded once and goes to all others by its name, though all are sent at once", async () => {
  const sender = transport()
  const outcomes = await Promise.all(READERS.map((reader) => sendInTurns(sender, String(reader))))
  expect(outcomes.map(({ kind }) => kind)).toEqual(READERS.map(() => "sent"))
  expect(asked).toEqual(["upload", ...READERS.slice(1).map(() => remoteId)])
  for (const reader of READERS) expect(photosOf(reader)).toEqual([remoteId])
  const [message] = server.transcript(1)
  expect(message).toMatchObject({
    caption: "要闻",
    caption_entities: [{ type: "bold", offset: 0, length: 2 }],
    photo: [{ width: 12, height: 6 }],
  })
  expect(outcomes[0]).toEqual({ kind: "sent", messageId: message?.message_id })
})

const rights = "Bad Request: not enough rights to send photos to the chat"
const faults: [string, Fault["trouble"], SendOutcome, number][] = [
  ["the reply is lost", { kind: "lost-reply" }, { kind: "unknown", why: "network: ECONNRESET" }, 1],
  ["cut off before", { kind: "reset-before" }, { kind: "unknown", why: "network: ECONNRESET" }, 0],
  ["500", serverError, { kind: "unknown", why: "500: Internal Server Error" }, 0],
  ["429", tooManyRequests(7), { kind: "wait", ms: 7_000, why: expect.stringContaining("429") }, 0],
  [
    "no right to send photos",
    { kind: "refused", code: 400, description: rights },
    { kind: "refused", why: `400: ${rights}`, chatGone: false },
    0,
  ],
]
test.each(faults)(
  "%s: said of its chat as of any message, and the next chat gets the card",
  async (_name, trouble, outcome, copies) => {
    const { send } = transport()
    server.faults.add({ method: "sendPhoto", trouble })
    expect(await send("1", PAYLOAD)).toEqual(outcome)
    expect(photosOf(1)).toHaveLength(copies)
    expect(await send("2", PAYLOAD)).toMatchObject({ kind: "sent" })
    expect(photosOf(2)).toHaveLength(1)
    expect(asked).toEqual(["upload", "upload"])
  },
)

test("while an upload that fails is under way, one of those that wait takes over", async () => {
  const sender = transport()
  server.faults.add({ method: "sendPhoto", trouble: serverError })
  const outcomes = await Promise.all(READERS.map((reader) => sendInTurns(sender, String(reader))))
  expect(outcomes.map(({ kind }) => kind)).toEqual(["unknown", ...READERS.slice(1).map(() => "sent")])
  expect(asked.filter((photo) => photo === "upload")).toHaveLength(2)
})

test("what comes up while it is uploaded has not left, and leaves in a turn of its own", async () => {
  const { send } = transport()
  const first = send("1", PAYLOAD)
  const second = await send("2", PAYLOAD)
  expect(second).toMatchObject({ kind: "not-yet" })
  await first
  expect([asked, photosOf(2)]).toEqual([["upload"], []])
})

test("a name that another bot was given is not known here: it is uploaded anew, in the next turn", async () => {
  remoteId = "AgACelsewhere"
  const sender = transport()
  expect(await sender.send("1", PAYLOAD)).toMatchObject({ kind: "not-yet" })
  expect(asked).toEqual(["AgACelsewhere"])
  expect(await sendInTurns(sender, "1")).toMatchObject({ kind: "sent" })
  expect(asked).toEqual(["AgACelsewhere", "upload"])
  expect(photosOf(1)).toEqual([remoteId])
})

test("a card that is kept no more is refused, and nothing is sent", async () => {
  const payload = JSON.stringify({ text: "要闻", entities: [], card: "daily:2020-01-01" })
  expect(await transport().send("1", payload)).toEqual({
    kind: "refused",
    why: "there is no card of daily:2020-01-01",
    chatGone: false,
  })
  expect(asked).toEqual([])
})

test("nobody listens: surely not sent", async () => {
  const sender = transport()
  await listener.close()
  expect(await sender.send("1", PAYLOAD)).toEqual({ kind: "not-sent", why: "network: ECONNREFUSED" })
})
