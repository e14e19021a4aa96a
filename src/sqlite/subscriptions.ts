import type { Db } from "./database.ts"

/** Chats that get the digest. */
export function createSubscriptions(db: Db) {
  const begin = db.prepare(
    `INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, ?)
      ON CONFLICT (chat_id) DO UPDATE SET active = 1, created_at = excluded.created_at, ended_why = NULL
      WHERE active = 0`,
  )
  const end = db.prepare(
    "UPDATE subscriptions SET active = 0, ended_why = ? WHERE chat_id = ? AND active = 1",
  )
  const active = db
    .prepare<[], number>("SELECT chat_id FROM subscriptions WHERE active = 1 ORDER BY chat_id")
    .pluck()
  return {
    /** Whether that changed anything. */
    begin: (chatId: number, now: Date): boolean => begin.run(chatId, now.toISOString()).changes > 0,
    /** Whether that changed anything. */
    end: (chatId: number, why: string): boolean => end.run(why, chatId).changes > 0,
    active: (): readonly number[] => active.all() as number[],
  }
}
