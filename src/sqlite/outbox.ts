import type {
  AmbiguousRow,
  Claim,
  ClaimedRow,
  DeskOutbox,
  Outbox,
  PendingRow,
  Settlement,
  Verdict,
} from "../digest/outbox.ts"
import type { Db } from "./database.ts"

/** Before an edition's id: the name in `meta` of the instant at which a message of it was last sent. */
export const LAST_SENT = "edition_sent:"

/** The outbox in SQLite. Each method is one transaction. */
export class SqliteOutbox implements Outbox, DeskOutbox {
  readonly #db: Db

  constructor(db: Db) {
    this.#db = db
  }

  abandon(): number {
    const sql = "UPDATE outbox SET state = 'ambiguous', error = ? WHERE state = 'sending'"
    return this.#db.prepare(sql).run("the process ended while it was being sent").changes
  }

  pending(limit: number): PendingRow[] {
    const rows = this.#db
      .prepare<[number], { id: number; chat_id: string; not_before: string | null }>(
        `SELECT id, chat_id, not_before FROM outbox WHERE state = 'pending'
         ORDER BY edition_id, part, id LIMIT ?`,
      )
      .all(limit)
    return rows.map((row) => ({
      id: row.id,
      chatId: row.chat_id,
      notBefore: row.not_before === null ? undefined : new Date(row.not_before),
    }))
  }

  claim(id: number): ClaimedRow | undefined {
    return this.#db
      .prepare<[number], ClaimedRow>(
        `UPDATE outbox SET state = 'sending', attempt = attempt + 1 WHERE id = ? AND state = 'pending'
         RETURNING id, chat_id AS chatId, payload, attempt`,
      )
      .get(id)
  }

  settle(claim: Claim, settlement: Settlement, now: Date): void {
    this.#db.transaction(() => this.#settle(claim, settlement, now)).immediate()
  }

  ambiguous(chatId: string, limit: number): AmbiguousRow[] {
    return this.#db
      .prepare<[string, number], AmbiguousRow>(
        `SELECT o.id, o.attempt, o.chat_id AS chatId, o.payload, e.date, o.part,
           (SELECT count(*) FROM outbox p WHERE p.edition_id = o.edition_id AND p.chat_id = o.chat_id) AS parts
         FROM outbox o JOIN editions e ON e.id = o.edition_id
         WHERE o.state = 'ambiguous' AND o.chat_id = ? ORDER BY o.id LIMIT ?`,
      )
      .all(chatId, limit)
  }

  refusal(chatId: string): string | undefined {
    const latest = this.#db
      .prepare<[string], { state: string; error: string | null }>(
        `SELECT state, error FROM outbox WHERE chat_id = ? AND state IN ('sent', 'failed')
         ORDER BY id DESC LIMIT 1`,
      )
      .get(chatId)
    return latest?.state === "failed" ? (latest.error ?? "no reason given") : undefined
  }

  resolve({ id, attempt }: Claim, verdict: Verdict): boolean {
    const state = verdict === "there" ? "sent" : "pending"
    const sql = `UPDATE outbox SET state = ?, error = ?, not_before = NULL
      WHERE id = ? AND attempt = ? AND state = 'ambiguous'`
    return this.#db.prepare(sql).run(state, `an editor says: ${verdict}`, id, attempt).changes === 1
  }

  #settle(claim: Claim, settlement: Settlement, now: Date): void {
    switch (settlement.state) {
      case "sent":
        this.#update(claim, "sent", null, undefined, settlement.messageId)
        this.#noteSent(claim.id, now)
        return
      case "pending":
        this.#update(claim, "pending", settlement.why, settlement.notBefore)
        return
      case "ambiguous":
        this.#update(claim, "ambiguous", settlement.why)
        return
      case "failed":
        this.#update(claim, "failed", settlement.why)
        if (settlement.chatGone) this.#endChat(this.#chatOf(claim.id), settlement.why)
        return
      case "moved":
        this.#update(claim, "pending", null)
        this.#moveChat(this.#chatOf(claim.id), settlement.toChatId)
    }
  }

  #update(
    { id, attempt }: Claim,
    state: string,
    why: string | null,
    notBefore?: Date,
    messageId: number | null = null,
  ): void {
    const changed = this.#db
      .prepare(
        `UPDATE outbox SET state = ?, error = ?, not_before = ?, message_id = ?
         WHERE id = ? AND attempt = ? AND state = 'sending'`,
      )
      .run(state, why, notBefore?.toISOString() ?? null, messageId, id, attempt).changes
    if (changed !== 1) throw new Error(`outbox row ${id} is not being sent`)
  }

  #noteSent(id: number, now: Date): void {
    const sql = `INSERT OR REPLACE INTO meta (key, value)
      SELECT '${LAST_SENT}' || edition_id, ? FROM outbox WHERE id = ?`
    this.#db.prepare(sql).run(now.toISOString(), id)
  }

  #chatOf(id: number): string {
    return this.#db.prepare("SELECT chat_id FROM outbox WHERE id = ?").pluck().get(id) as string
  }

  #endChat(chat: string, why: string): void {
    this.#db
      .prepare("UPDATE outbox SET state = 'failed', error = ? WHERE chat_id = ? AND state = 'pending'")
      .run(why, chat)
    this.#db
      .prepare("UPDATE subscriptions SET active = 0, ended_why = ? WHERE chat_id = ? AND active = 1")
      .run(why, Number(chat))
  }

  /** Where the new chat has the same edition in its own right, the old chat's copy of it is given up. */
  #moveChat(from: string, to: string): void {
    const why = `the chat is now ${to}`
    this.#db
      .prepare(
        "UPDATE OR IGNORE outbox SET chat_id = ?, not_before = NULL WHERE chat_id = ? AND state = 'pending'",
      )
      .run(to, from)
    this.#db
      .prepare("UPDATE outbox SET state = 'failed', error = ? WHERE chat_id = ? AND state = 'pending'")
      .run(why, from)
    const subscription = this.#db
      .prepare("UPDATE subscriptions SET active = 0, ended_why = ? WHERE chat_id = ? AND active = 1")
      .run(why, Number(from))
    if (subscription.changes === 0) return
    this.#db
      .prepare(
        `INSERT INTO subscriptions (chat_id, active, created_at)
         SELECT ?, 1, created_at FROM subscriptions WHERE chat_id = ?
         ON CONFLICT (chat_id) DO UPDATE SET active = 1, ended_why = NULL`,
      )
      .run(Number(to), Number(from))
  }
}
