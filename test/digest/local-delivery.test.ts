import { Api } from "grammy"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createDigest } from "../../src/digest/digest.ts"
import { createPace } from "../../src/digest/pace.ts"
import { type Fault, serverError, tooManyRequests } from "../../src/playground/faults.ts"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { articlesLinked } from "../../src/telegram/article-link.ts"
import { renderDigest } from "../../src/telegram/render-digest.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { type Listener, listen } from "../playground/listen.ts"
import { messageWords } from "../playground/message-words.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"
import { VirtualClock } from "./virtual-clock.ts"

const TOKEN = "4200001:AAtest-token_123"
const CHANNEL = -1_000_000_000_001
const CHATS = [CHANNEL, 1001, 1002]
const DUE = "2025-10-24T00:00:00.000Z"
const SILENT = { info: () => undefined, warn: () => undefined }

let server: LocalBotApi
let listener: Listener
let db: Db

/** `without`: methods that the server is too old for. */
async function open(without: readonly string[]): Promise<void> {
  server = new LocalBotApi({
    token: TOKEN,
    botName: "资料库",
    botUsername: "archive_bot",
    people: [
      { id: 1001, name: "读者甲" },
      { id: 1002, name: "读者乙" },
    ],
    groups: [{ id: CHANNEL, type: "channel", title: "频道", username: "pindao" }],
    now: () => new Date(DUE),
    without,
  })
  listener = await listen(server.app)
  db = memoryDatabase()
  db.prepare("INSERT INTO meta (key, value) VALUES (?, '2025-10-20T00:00:00.000Z')").run(DIGEST_BASELINE)
  db.exec("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (1001, 1, ''), (1002, 1, '')")
}

afterEach(async () => {
  server.close()
  await listener.close()
})

function digest(clock: VirtualClock) {
  const editions = new SqliteEditions(db)
  const transport = createTransport(new Api(TOKEN, { apiRoot: listener.url }))
  const texts = loadTexts("zh-CN")
  return createDigest({
    articles: articleList([article({ id: "1", place: ["海岳省", "汐川市"] })]),
    editions,
    summarizer: createExtractiveSummarizer(),
    delivery: createDelivery({
      outbox: new SqliteOutbox(db),
      transport,
      pace: createPace(clock),
      clock,
      log: SILENT,
    }),
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: String(CHANNEL),
    headings: HEADINGS,
    demand: () => new Map(),
    plain: () => "",
    render: (edition) => renderDigest(edition, "汐川日报", texts).map((message) => JSON.stringify(message)),
    log: SILENT,
  })
}

/** Ticks for some minutes, and then once more as another process. */
async function deliver(): Promise<void> {
  const clock = new VirtualClock(DUE)
  const first = digest(clock)
  for (let i = 0; i < 4; i++) {
    await first.tick(clock.now())
    clock.pass(30_000)
  }
  await digest(clock).tick(clock.now())
}

function stateOf(chat: number): unknown {
  return db.prepare("SELECT state FROM outbox WHERE chat_id = ?").pluck().get(String(chat))
}

const cases: [string, Fault["trouble"], string, number][] = [
  ["the reply is lost", { kind: "lost-reply" }, "ambiguous", 1],
  ["the connection breaks before", { kind: "reset-before" }, "ambiguous", 0],
  ["a server error", serverError, "ambiguous", 0],
  ["a proxy's error page", { kind: "bad-gateway" }, "ambiguous", 0],
  ["a flood limit", tooManyRequests(7), "sent", 1],
  [
    "blocked",
    { kind: "refused", code: 403, description: "Forbidden: bot was blocked by the user" },
    "failed",
    0,
  ],
]

describe.each([
  ["that takes rich messages", [], "sendRichMessage"],
  ["that is too old for them", ["sendRichMessage"], "sendMessage"],
])("on a server %s", (_server, without, method) => {
  beforeEach(() => open(without))

  test.each(cases)("%s, at each of the sends: one chat as stated, the others once", async (...given) => {
    const [_name, trouble, state, copies] = given
    for (let call = 1; call <= CHATS.length; call++) {
      db.exec("DELETE FROM outbox; DELETE FROM edition_citations; DELETE FROM editions")
      db.exec("UPDATE subscriptions SET active = 1")
      const before = CHATS.map((chat) => server.transcript(chat).length)
      server.faults.add({ method, call, trouble })
      await deliver()
      expect(server.faults.pending).toBe(0)
      const seen = CHATS.map(
        (chat, i) => `${stateOf(chat)} ${server.transcript(chat).length - (before[i] ?? 0)}`,
      )
      expect(seen.sort()).toEqual([`${state} ${copies}`, "sent 1", "sent 1"].sort())
    }
  })

  test("what readers get: head, place, linked title and line", async () => {
    await deliver()
    const [message] = server.transcript(CHANNEL)
    const words = message ? messageWords(message) : ""
    expect(words.replaceAll(/• |\n(?=\n)/g, "")).toMatch(
      /^汐川日报新闻摘要 · 2025年10月24日\n汐川市\n1号工程完工\n/,
    )
    expect(message && articlesLinked(message)[0]).toBe("https://paper.example/1")
    expect(message).toHaveProperty(method === "sendMessage" ? "text" : "rich_message")
  })
})
