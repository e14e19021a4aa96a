import type { Ledger, LedgerEntry } from "../answer/ledger.ts"
import type { Db } from "./database.ts"

export function createLedger(db: Db): Ledger {
  const addAnswer = db.prepare(
    `INSERT INTO ledger (at, chat_id, question, kind, mode, prompt_version, answer) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const addCitation = db.prepare(
    "INSERT INTO ledger_citations (ledger_id, article_id, version, field, start, end) VALUES (?, ?, ?, ?, ?, ?)",
  )
  const addMessage = db.prepare("INSERT OR IGNORE INTO ledger_messages (ledger_id, message_id) VALUES (?, ?)")
  const record = db.transaction(({ at, chatId, question, answer }: LedgerEntry): number => {
    const promptVersion = answer.kind === "answered" ? (answer.promptVersion ?? null) : null
    const row = [
      at.toISOString(),
      chatId,
      question,
      answer.kind,
      answer.mode,
      promptVersion,
      JSON.stringify(answer),
    ]
    const id = Number(addAnswer.run(...row).lastInsertRowid)
    const citations = "claims" in answer ? answer.claims.flatMap((claim) => claim.citations) : []
    for (const { articleId, version, field, start, end } of citations) {
      addCitation.run(id, articleId, version, field, start, end)
    }
    return id
  })
  return {
    record,
    delivered(id, messageIds) {
      db.transaction(() => {
        for (const messageId of messageIds) addMessage.run(id, messageId)
      })()
    },
  }
}
