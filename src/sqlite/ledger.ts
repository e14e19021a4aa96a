import type { Answer, Answered, Clarify } from "../answer/answer.ts"
import type { KeptEntry, Ledger, LedgerEntry, Telling } from "../answer/ledger.ts"
import { type Turn, turnOf } from "../answer/turn.ts"
import type { Claim } from "../corpus.ts"
import type { Db } from "./database.ts"

export function createLedger(db: Db): Ledger {
  const addAnswer = db.prepare(
    `INSERT INTO ledger (at, chat_id, thread_id, reader_id, question, kind, mode, prompt_version, answer, trace, cache_key)
     VALUES (@at, @chatId, @threadId, @readerId, @question, @kind, @mode, @promptVersion, @answer, @made, @cacheKey)`,
  )
  const addCitation = db.prepare(
    "INSERT INTO ledger_citations (ledger_id, article_id, version, field, start, end) VALUES (?, ?, ?, ?, ?, ?)",
  )
  const addMessage = db.prepare("INSERT OR IGNORE INTO ledger_messages (ledger_id, message_id) VALUES (?, ?)")
  const record = db.transaction((entry: LedgerEntry): number => {
    const { answer, made, at, ...rest } = entry
    const row = {
      ...rest,
      at: at.toISOString(),
      kind: answer.kind,
      mode: answer.mode,
      promptVersion: "promptVersion" in answer ? (answer.promptVersion ?? null) : null,
      answer: JSON.stringify(answer),
      made: made ? JSON.stringify(made) : null,
      cacheKey: (answer.kind === "answered" && answer.mode === "model" && answer.cacheKey) || null,
    }
    const id = Number(addAnswer.run(row).lastInsertRowid)
    const citations = claimsOf(answer).flatMap((claim) => claim.citations)
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
       WHERE at > ? AND at <= ? AND chat_id IS NOT NULL AND (kind = 'answered' OR kind = 'summary' AND answer ->> 'style' <> 'topic')
       ORDER BY at DESC LIMIT ?
     ) l
       JOIN ledger_citations c ON c.ledger_id = l.id
       LEFT JOIN articles a ON a.id = c.article_id
     GROUP BY l.id
     HAVING sum(a.status = 'live') > 0 AND (count(DISTINCT c.article_id) = 1 OR sum(c.field <> 'title') > 0)
     ORDER BY l.at DESC`,
  )
  const entry = db.prepare<[number], KeptRow>(
    `SELECT id, at, chat_id AS chatId, thread_id AS threadId, reader_id AS readerId, question, answer, trace AS made,
       (SELECT json_group_array(message_id) FROM ledger_messages WHERE ledger_id = id) AS messageIds
     FROM ledger WHERE id = ?`,
  )
  const turn = `SELECT l.at, coalesce(json_extract(l.trace, '$.trace.question.text'), l.question) AS question, l.answer
    FROM ledger l`
  const turns = db.prepare<[number | null, number | null, number | null, string, number], TurnRow>(
    `${turn} WHERE l.chat_id IS ? AND l.thread_id IS ? AND l.reader_id IS ? AND l.at >= ? AND l.kind <> 'summary'
     ORDER BY l.id DESC LIMIT ?`,
  )
  const turnAt = db.prepare<[number, number], TurnRow>(
    `${turn} JOIN ledger_messages m ON m.ledger_id = l.id
     WHERE l.chat_id = ? AND m.message_id = ? AND l.kind <> 'summary' ORDER BY l.id DESC LIMIT 1`,
  )
  const cached = db
    .prepare<[string], string>("SELECT answer FROM ledger WHERE cache_key = ? ORDER BY id DESC LIMIT 1")
    .pluck()
  const prune = db.prepare("DELETE FROM ledger WHERE at < ?")
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
    turns: ({ chatId, threadId, readerId }, since, limit) =>
      turns.all(chatId, threadId, readerId, since.toISOString(), limit).map(toldTurn).reverse(),
    turnOf(chatId, messageId) {
      const row = turnAt.get(chatId, messageId)
      return row && toldTurn(row)
    },
    find(id) {
      const row = entry.get(id)
      return row && kept(row)
    },
    cached(key) {
      const answer = cached.get(key) as string | undefined
      return answer === undefined ? undefined : (JSON.parse(answer) as Answered)
    },
    prune: (before) => prune.run(before.toISOString()).changes,
  }
}

/** All that a reader was told, the figures of other days included. */
function claimsOf(answer: LedgerEntry["answer"]): readonly Claim[] {
  const claims = "claims" in answer ? answer.claims : []
  const rows = answer.kind === "answered" ? (answer.series?.rows ?? []) : []
  return [...new Set([...claims, ...rows.map(({ claim }) => claim)])]
}

interface ToldRow {
  readonly chatId: number
  readonly at: string
  readonly articles: string
}

function telling({ chatId, at, articles }: ToldRow): Telling {
  return { chatId, at: new Date(at), articles: JSON.parse(articles) as number[] }
}

interface TurnRow {
  readonly at: string
  readonly question: string
  readonly answer: string
}

function toldTurn({ at, question, answer }: TurnRow): Turn {
  return turnOf(new Date(at), question, JSON.parse(answer) as Answer)
}

interface KeptRow extends Pick<KeptEntry, "id" | "chatId" | "threadId" | "readerId" | "question"> {
  readonly at: string
  readonly answer: string
  readonly made: string | null
  readonly messageIds: string
}

/** What stands in the row was written by `record`. */
function kept({ at, answer, made, messageIds, ...row }: KeptRow): KeptEntry {
  return {
    ...row,
    at: new Date(at),
    answer: JSON.parse(answer) as KeptEntry["answer"],
    ...(made !== null && { made: JSON.parse(made) as NonNullable<KeptEntry["made"]> }),
    messageIds: (JSON.parse(messageIds) as number[]).sort((a, b) => a - b),
  }
}
