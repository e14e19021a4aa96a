import { expect, it } from "vitest"
import { PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { createAwaitedQuestions } from "../../src/sqlite/awaited-questions.ts"
import { createChatMemory } from "../../src/sqlite/chat-memory.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { createForget } from "../../src/sqlite/forget.ts"
import { createInbox } from "../../src/sqlite/inbox.ts"
import { createLedger } from "../../src/sqlite/ledger.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { evidence } from "../fixtures/evidence.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const AT = new Date("2025-10-08T12:00:00Z")
const READER = 42
const OTHER = 43
const GROUP = -100

it("takes out all about one reader, in groups too, and leaves the others and what was spent", () => {
  const db = openDatabase(temporaryFolder())
  const ledger = createLedger(db)
  const claims = [quoteClaim(evidence("甲乙丙丁。"), 0, 5)]
  const answer = { kind: "answered", claims, mode: "keyless" } as const
  const record = (chatId: number, readerId: number | null) =>
    ledger.record({ at: AT, chatId, threadId: null, readerId, question: "问？", answer })
  const own = record(READER, READER)
  const inGroup = record(GROUP, READER)
  const kept = [record(GROUP, OTHER), record(GROUP, null)]
  ledger.delivered(own, [1, 2])
  for (const chat of [READER, OTHER]) {
    const subscriptions = new SqliteSubscriptions(db)
    subscriptions.begin(subscriptions.draft(chat, PLAIN_CHOICE, AT).id, AT)
    const waiting = { chatId: chat, question: "问？", language: "en", askedAt: AT, seen: "" } as const
    createAwaitedQuestions(db).add(waiting)
    createChatMemory(db).remember(chat, ["a"], AT)
    db.prepare("INSERT INTO reader_settings (reader_id, language) VALUES (?, 'en')").run(chat)
  }
  const spend = db.prepare("INSERT INTO token_spending (day, reader_id, tokens) VALUES (?, ?, ?)")
  for (const [day, reader, tokens] of [
    ["d1", READER, 5],
    ["d1", 0, 1],
    ["d2", READER, 7],
    ["d2", OTHER, 2],
  ] as const)
    spend.run(day, reader, tokens)
  const edition = { occurrence: "daily:2025-10-08", date: "2025-10-08", groups: [], left: 0 }
  const chats = [READER, OTHER].map(String)
  new SqliteEditions(db).publish(edition, { cutoff: undefined, now: AT, chats, messages: ["{}"] })
  const inbox = createInbox(db)
  const message = (id: number, chat: number, from: number) => ({
    chatId: chat,
    body: { update_id: id, message: { from: { id: from }, text: "问？" } },
  })
  inbox.add(
    [
      message(1, READER, READER),
      message(2, GROUP, READER),
      message(3, GROUP, OTHER),
      message(4, READER, READER),
    ],
    AT,
  )
  for (const id of [1, 2, 3]) inbox.done(id)

  expect(createForget(db)(READER)).toBe(2)
  const left = (sql: string) => db.prepare(sql).pluck().all()
  expect(left("SELECT id FROM ledger ORDER BY id")).toEqual(kept)
  expect(ledger.find(inGroup)).toBeUndefined()
  expect(left("SELECT count(*) FROM ledger_messages")).toEqual([0])
  expect(left("SELECT DISTINCT ledger_id FROM ledger_citations ORDER BY 1")).toEqual(kept)
  expect(left("SELECT chat_id FROM subscriptions")).toEqual([OTHER])
  expect(left("SELECT chat_id FROM reader_digests")).toEqual([OTHER])
  expect(left("SELECT chat_id FROM awaited_questions")).toEqual([OTHER])
  expect(left("SELECT chat_id FROM outbox")).toEqual([String(OTHER)])
  expect(left("SELECT chat_id FROM chat_lists")).toEqual([OTHER])
  expect(left("SELECT reader_id FROM reader_settings")).toEqual([OTHER])
  // The one that is still being worked on stays until it is done.
  expect(left("SELECT update_id FROM updates ORDER BY 1")).toEqual([3, 4])
  expect(db.prepare("SELECT * FROM token_spending ORDER BY day, reader_id").all()).toEqual([
    { day: "d1", reader_id: 0, tokens: 6 },
    { day: "d2", reader_id: 0, tokens: 7 },
    { day: "d2", reader_id: OTHER, tokens: 2 },
  ])
  expect(createForget(db)(READER)).toBe(0)
  db.close()
})

it("takes out a message that is on its way, too, whatever becomes of it", () => {
  const db = openDatabase(temporaryFolder())
  const edition = { occurrence: "daily:2025-10-08", date: "2025-10-08", groups: [], left: 0 }
  const details = { cutoff: undefined, now: AT, chats: [String(READER)], messages: ["{}"] }
  new SqliteEditions(db).publish(edition, details)
  const outbox = new SqliteOutbox(db)
  const [row] = outbox.pending(9)
  const claim = row && outbox.claim(row.id)
  if (!claim) throw new Error("nothing is waiting")
  createForget(db)(READER)
  for (const settlement of [
    { state: "pending", notBefore: AT, why: "429: Too Many Requests" },
    { state: "sent", messageId: 7 },
    { state: "moved", toChatId: "99" },
  ] as const)
    outbox.settle(claim, settlement, AT)
  expect(db.prepare("SELECT count(*) FROM outbox").pluck().get()).toBe(0)
  db.close()
})
