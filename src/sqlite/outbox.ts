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

interface Waiting {
  readonly id: number
  readonly chat_id: string
  readonly not_before: string | null
}

/** The outbox in SQLite. Each method is one transaction. */
export class SqliteOutbox implements Outbox, DeskOutbox {
  readonly #sql: ReturnType<typeof statements>
  readonly #settleAll: (claim: Claim, settlement: Settlement, now: Date) => void

  constructor(db: Db) {
    this.#sql = statements(db)
    this.#settleAll = db.transaction((claim: Claim, settlement: Settlement, now: Date) =>
      this.#settle(claim, settlement, now),
    ).immediate
  }

  abandon(): number {
    return this.#sql.abandon.run("the process ended while it was being sent").changes
  }

  pending(limit: number): PendingRow[] {
    return this.#sql.pending.all(limit).map((row) => ({
      id: row.id,
      chatId: row.chat_id,
      notBefore: row.not_before === null ? undefined : new Date(row.not_before),
    }))
  }

  claim(id: number): ClaimedRow | undefined {
    return this.#sql.claim.get(id)
  }

  settle(claim: Claim, settlement: Settlement, now: Date): void {
    this.#settleAll(claim, settlement, now)
  }

  ambiguous(chatId: string, limit: number): AmbiguousRow[] {
    return this.#sql.ambiguous.all(chatId, limit)
  }

  refusal(chatId: string): string | undefined {
    const latest = this.#sql.latest.get(chatId)
    return latest?.state === "failed" ? (latest.error ?? "no reason given") : undefined
  }

  resolve({ id, attempt }: Claim, verdict: Verdict): boolean {
    const state = verdict === "there" ? "sent" : "pending"
    return this.#sql.resolve.run(state, `an editor says: ${verdict}`, id, attempt).changes === 1
  }

  #settle(claim: Claim, settlement: Settlement, now: Date): void {
    switch (settlement.state) {
      case "sent":
        this.#update(claim, "sent", null, undefined, settlement.messageId)
        this.#sql.noteSent.run(now.toISOString(), claim.id)
        return
      case "pending":
        this.#update(claim, "pending", settlement.why, settlement.notBefore)
        return
      case "ambiguous":
        this.#update(claim, "ambiguous", settlement.why)
        return
      case "failed": {
        const chat = this.#update(claim, "failed", settlement.why)
        if (settlement.chatGone) this.#endChat(chat, settlement.why)
        return
      }
      case "moved":
        this.#moveChat(this.#update(claim, "pending", null), settlement.toChatId)
    }
  }

  /** Returns the row's chat. */
  #update(
    { id, attempt }: Claim,
    state: string,
    why: string | null,
    notBefore?: Date,
    messageId: number | null = null,
  ): string {
    const chat = this.#sql.settle.get(state, why, notBefore?.toISOString() ?? null, messageId, id, attempt)
    if (chat === undefined) throw new Error(`outbox row ${id} is not being sent`)
    return chat
  }

  #endChat(chat: string, why: string): void {
    this.#sql.giveUp.run(why, chat)
    this.#sql.unsubscribe.run(why, Number(chat))
  }

  /** Where the new chat has the same edition in its own right, the old chat's copy of it is given up. */
  #moveChat(from: string, to: string): void {
    const why = `the chat is now ${to}`
    this.#sql.move.run(to, from)
    this.#sql.giveUp.run(why, from)
    if (this.#sql.unsubscribe.run(why, Number(from)).changes === 0) return
    this.#sql.subscribeAs.run(Number(to), Number(from))
  }
}

function statements(db: Db) {
  return {
    abandon: db.prepare("UPDATE outbox SET state = 'ambiguous', error = ? WHERE state = 'sending'"),
    pending: db.prepare<[number], Waiting>(
      `SELECT id, chat_id, not_before FROM outbox WHERE state = 'pending'
       ORDER BY edition_id, part, id LIMIT ?`,
    ),
    claim: db.prepare<[number], ClaimedRow>(
      `UPDATE outbox SET state = 'sending', attempt = attempt + 1 WHERE id = ? AND state = 'pending'
       RETURNING id, chat_id AS chatId, payload, attempt`,
    ),
    settle: db
      .prepare<[string, string | null, string | null, number | null, number, number], string>(
        `UPDATE outbox SET state = ?, error = ?, not_before = ?, message_id = ?
         WHERE id = ? AND attempt = ? AND state = 'sending' RETURNING chat_id`,
      )
      .pluck(),
    noteSent: db.prepare(
      `INSERT OR REPLACE INTO meta (key, value)
       SELECT '${LAST_SENT}' || edition_id, ? FROM outbox WHERE id = ?`,
    ),
    ambiguous: db.prepare<[string, number], AmbiguousRow>(
      `SELECT o.id, o.attempt, o.chat_id AS chatId, o.payload, e.date, o.part,
         (SELECT count(*) FROM outbox p WHERE p.edition_id = o.edition_id AND p.chat_id = o.chat_id) AS parts
       FROM outbox o JOIN editions e ON e.id = o.edition_id
       WHERE o.state = 'ambiguous' AND o.chat_id = ? ORDER BY o.id LIMIT ?`,
    ),
    latest: db.prepare<[string], { readonly state: string; readonly error: string | null }>(
      `SELECT state, error FROM outbox WHERE chat_id = ? AND state IN ('sent', 'failed')
       ORDER BY id DESC LIMIT 1`,
    ),
    resolve: db.prepare(
      `UPDATE outbox SET state = ?, error = ?, not_before = NULL
       WHERE id = ? AND attempt = ? AND state = 'ambiguous'`,
    ),
    giveUp: db.prepare(
      "UPDATE outbox SET state = 'failed', error = ? WHERE chat_id = ? AND state = 'pending'",
    ),
    move: db.prepare(
      "UPDATE OR IGNORE outbox SET chat_id = ?, not_before = NULL WHERE chat_id = ? AND state = 'pending'",
    ),
    unsubscribe: db.prepare(
      "UPDATE subscriptions SET active = 0, ended_why = ? WHERE chat_id = ? AND active = 1",
    ),
    subscribeAs: db.prepare(
      `INSERT INTO subscriptions (chat_id, active, created_at)
       SELECT ?, 1, created_at FROM subscriptions WHERE chat_id = ?
       ON CONFLICT (chat_id) DO UPDATE SET active = 1, ended_why = NULL`,
    ),
  }
}
