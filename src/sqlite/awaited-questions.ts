import { type AwaitedQuestion, type AwaitedQuestions, MOST_AWAITED } from "../digest/awaited.ts"
import { LANGUAGES } from "../text/languages.ts"
import type { Db } from "./database.ts"

interface Row {
  readonly id: number
  readonly chatId: number
  readonly question: string
  readonly language: string
  readonly askedAt: string
  readonly seen: string
}

const COLUMNS = "id, chat_id AS chatId, question, language, asked_at AS askedAt, seen"

/** Questions that wait for an article, in SQLite. */
export function createAwaitedQuestions(db: Db): AwaitedQuestions {
  const has = db.prepare<[number, string]>(
    "SELECT 1 FROM awaited_questions WHERE chat_id = ? AND question = ?",
  )
  const count = db
    .prepare<[number], number>("SELECT count(*) FROM awaited_questions WHERE chat_id = ?")
    .pluck()
  const insert = db.prepare(
    `INSERT INTO awaited_questions (chat_id, question, language, asked_at, seen)
     VALUES (@chatId, @question, @language, @askedAt, @seen)`,
  )
  const ofChat = db.prepare<[number], Row>(
    `SELECT ${COLUMNS} FROM awaited_questions WHERE chat_id = ? ORDER BY id`,
  )
  const waiting = db.prepare<[number], Row>(
    `SELECT ${COLUMNS} FROM awaited_questions ORDER BY seen, id LIMIT ?`,
  )
  const read = db.prepare("UPDATE awaited_questions SET seen = max(seen, ?) WHERE id = ?")
  const drop = db.prepare("DELETE FROM awaited_questions WHERE id = ? AND chat_id = ?")
  const add = db.transaction((question: Omit<AwaitedQuestion, "id">) => {
    if (has.get(question.chatId, question.question)) return "already"
    if ((count.get(question.chatId) ?? 0) >= MOST_AWAITED) return "too-many"
    insert.run({ ...question, askedAt: question.askedAt.toISOString() })
    return "added"
  })
  return {
    add: (question) => add.immediate(question),
    of: (chatId) => ofChat.all(chatId).map(questionOf),
    waiting: (limit) => waiting.all(limit).map(questionOf),
    read: (id, instant) => read.run(instant, id).changes > 0,
    drop: (id, chatId) => drop.run(id, chatId).changes > 0,
  }
}

function questionOf({ language, askedAt, ...row }: Row): AwaitedQuestion {
  const spoken = LANGUAGES.find((one) => one === language) ?? "zh-CN"
  return { ...row, language: spoken, askedAt: new Date(askedAt) }
}
