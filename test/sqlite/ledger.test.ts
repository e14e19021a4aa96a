import { expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createLedger } from "../../src/sqlite/ledger.ts"
import { evidence } from "../fixtures/evidence.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const AT = new Date("2025-10-08T12:00:00Z")

function open() {
  const db = openDatabase(temporaryFolder())
  return {
    db,
    ledger: createLedger(db),
    citations: (id: number) =>
      db
        .prepare("SELECT article_id, version, field, start, end FROM ledger_citations WHERE ledger_id = ?")
        .all(id),
    messages: (id: number) =>
      db.prepare("SELECT message_id FROM ledger_messages WHERE ledger_id = ? ORDER BY 1").pluck().all(id),
  }
}

const ANSWERED: Answer = {
  kind: "answered",
  mode: "model",
  promptVersion: "p1",
  claims: [
    quoteClaim(evidence("甲乙丙丁。戊己。", { id: "a", start: 10 }), 0, 5),
    quoteClaim(evidence("庚辛。", { id: "b", field: "abstract" }), 0, 3),
  ],
}

it("keeps what was asked and answered, and what each sentence stands on", () => {
  const { db, ledger, citations } = open()
  const id = ledger.record({ at: AT, chatId: 42, question: "问？", answer: ANSWERED })
  const row = db.prepare("SELECT * FROM ledger WHERE id = ?").get(id) as Record<string, unknown>
  expect(row).toMatchObject({ at: AT.toISOString(), chat_id: 42, question: "问？", kind: "answered" })
  expect(row).toMatchObject({ mode: "model", prompt_version: "p1" })
  expect(JSON.parse(String(row.answer))).toEqual(ANSWERED)
  expect(citations(id)).toEqual([
    { article_id: "a", version: 1, field: "text", start: 10, end: 15 },
    { article_id: "b", version: 1, field: "abstract", start: 0, end: 3 },
  ])
  db.close()
})

it("keeps a summary, and what each of its sentences stands on", () => {
  const { db, ledger, citations } = open()
  const claims = [quoteClaim(evidence("甲乙丙丁。戊己。", { id: "a", start: 10 }), 0, 5)]
  const summary = { kind: "summary", articleId: "a", style: "brief", claims, mode: "keyless" } as const
  const id = ledger.record({ at: AT, chatId: 42, question: "/summary 1", answer: summary })
  expect(db.prepare("SELECT kind, question FROM ledger WHERE id = ?").get(id)).toEqual({
    kind: "summary",
    question: "/summary 1",
  })
  expect(citations(id)).toEqual([{ article_id: "a", version: 1, field: "text", start: 10, end: 15 }])
  db.close()
})

it("keeps a refusal, without a chat on the command line", () => {
  const { db, ledger, citations } = open()
  const answer: Answer = { kind: "not-found", nearest: [], mode: "keyless" }
  const id = ledger.record({ at: AT, chatId: null, question: "问？", answer })
  expect(db.prepare("SELECT chat_id, kind, mode, prompt_version FROM ledger WHERE id = ?").get(id)).toEqual({
    chat_id: null,
    kind: "not-found",
    mode: "keyless",
    prompt_version: null,
  })
  expect(citations(id)).toEqual([])
  db.close()
})

it("gives each answer an id of its own, and knows its messages", () => {
  const { db, ledger, messages } = open()
  const first = ledger.record({ at: AT, chatId: 1, question: "一", answer: ANSWERED })
  const second = ledger.record({ at: AT, chatId: 1, question: "一", answer: ANSWERED })
  expect(second).toBeGreaterThan(first)
  ledger.delivered(first, [7, 8])
  ledger.delivered(first, [8, 9])
  expect(messages(first)).toEqual([7, 8, 9])
  expect(messages(second)).toEqual([])
  expect(() => ledger.delivered(second + 1, [1])).toThrow("FOREIGN KEY")
  db.close()
})
