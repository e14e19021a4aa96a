import type { Clarify } from "../answer/answer.ts"
import type { Ledger, LedgerEntry, Telling } from "../answer/ledger.ts"
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
  const told = db.prepare<[string, string, number], ToldRow>(
    `SELECT l.chat_id AS chatId, l.at,
       json_group_array(DISTINCT coalesce(a.lead, a.number)) FILTER (WHERE a.status = 'live') AS articles
     FROM (
       SELECT id, chat_id, at FROM ledger
       WHERE at > ? AND at <= ? AND chat_id IS NOT NULL AND kind IN ('answered', 'summary')
       ORDER BY at DESC LIMIT ?
     ) l
       JOIN ledger_citations c ON c.ledger_id = l.id
       LEFT JOIN articles a ON a.id = c.article_id
     GROUP BY l.id
     HAVING sum(a.status = 'live') > 0 AND (count(DISTINCT c.article_id) = 1 OR sum(c.field <> 'title') > 0)
     ORDER BY l.at DESC`,
  )
  const clarified = db
    .prepare<[number, number], string>(
      "SELECT answer FROM ledger WHERE id = ? AND chat_id = ? AND kind = 'clarify'",
    )
    .pluck()
  return {
    record,
    delivered(id, messageIds) {
      db.transaction(() => {
        for (const messageId of messageIds) addMessage.run(id, messageId)
      })()
    },
    choices(id, chatId) {
      const answer = clarified.get(id, chatId)
      return answer === undefined ? undefined : (JSON.parse(answer) as Clarify).choices
    },
    tellings: (from, to, limit) => told.all(from.toISOString(), to.toISOString(), limit).map(telling),
  }
}

interface ToldRow {
  readonly chatId: number
  readonly at: string
  readonly articles: string
}

function telling({ chatId, at, articles }: ToldRow): Telling {
  return { chatId, at: new Date(at), articles: JSON.parse(articles) as number[] }
}
