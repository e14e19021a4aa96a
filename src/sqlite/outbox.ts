import type {
  AmbiguousRow,
  Claim,
  ClaimedRow,
  DeskOutbox,
  FloodLimit,
  Outbox,
  PendingRow,
  Refused,
  Settlement,
  Verdict,
} from "../digest/outbox.ts"
import type { Db } from "./database.ts"

/**
 * What may be sent once more, of editions published after @since. The rest of an edition that a chat has begun to read
 * cannot be written anew, so that a retraction keeps it back.
 */
const SENDABLE = `o.refused = 1 AND e.created_at > @since AND NOT (
  EXISTS (SELECT 1 FROM edition_citations c JOIN articles a ON a.id = c.article_id
    WHERE c.edition_id = e.id AND a.status = 'retracted')
  AND EXISTS (SELECT 1 FROM outbox begun WHERE begun.edition_id = e.id AND begun.chat_id = o.chat_id
    AND begun.state IN ('sending', 'sent', 'ambiguous')))`

/** Channels and groups have negative ids or @names. */
export const IS_PRIVATE = "(CAST(o.chat_id AS INTEGER) > 0)"

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
    return this.#sql.pending.all(limit)
  }

  floodLimits(): FloodLimit[] {
    return this.#sql.floodLimits.all().map(({ chatId, until }) => ({ chatId, until: new Date(until) }))
  }

  claim(id: number): ClaimedRow | undefined {
    return this.#sql.claim.get(id)
  }

  settle(claim: Claim, settlement: Settlement, now: Date): void {
    this.#settleAll(claim, settlement, now)
  }

  ambiguous(limit: number): AmbiguousRow[] {
    return this.#sql.ambiguous.all(limit)
  }

  refused(chatId: string, since: Date): Refused | undefined {
    const found = this.#sql.refused.get({ chatId, since: since.toISOString() })
    return found && { ...found, days: (JSON.parse(found.days) as string[]).sort() }
  }

  sendRefused(latest: number, since: Date): number {
    return this.#sql.sendRefused.run({ latest, since: since.toISOString() }).changes
  }

  resolve({ id, attempt }: Claim, verdict: Verdict): boolean {
    const state = verdict === "there" ? "sent" : "pending"
    return this.#sql.resolve.run(state, `an editor says: ${verdict}`, id, attempt).changes === 1
  }

  #settle(claim: Claim, settlement: Settlement, now: Date): void {
    if (!this.#sql.exists.get(claim.id)) return
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
    const refused = Number(state === "failed")
    const until = notBefore?.toISOString() ?? null
    const chat = this.#sql.settle.get(
      state,
      why,
      until,
      messageId,
      refused,
      Number(state === "sent"),
      id,
      attempt,
    )
    if (chat === undefined) throw new Error(`outbox row ${id} is not being sent`)
    return chat
  }

  #endChat(chat: string, why: string): void {
    this.#sql.giveUp.run(why, 1, chat)
    this.#sql.unsubscribe.run(why, Number(chat))
  }

  /** Where the new chat has the same edition in its own right, the old chat's copy of it is given up. */
  #moveChat(from: string, to: string): void {
    const why = `the chat is now ${to}`
    this.#sql.move.run(to, from)
    this.#sql.giveUp.run(why, 0, from)
    if (this.#sql.unsubscribe.run(why, Number(from)).changes === 0) return
    this.#sql.subscribeAs.run(Number(to), Number(from))
  }
}

function statements(db: Db) {
  return {
    abandon: db.prepare("UPDATE outbox SET state = 'ambiguous', error = ? WHERE state = 'sending'"),
    pending: db.prepare<[number], PendingRow>(
      `SELECT id, chat_id AS chatId FROM outbox WHERE state = 'pending'
       ORDER BY edition_id, part, id LIMIT ?`,
    ),
    floodLimits: db.prepare<[], { readonly chatId: string; readonly until: string }>(
      `SELECT chat_id AS chatId, max(not_before) AS until FROM outbox
       WHERE state IN ('pending', 'failed') AND not_before IS NOT NULL GROUP BY chat_id`,
    ),
    claim: db.prepare<[number], ClaimedRow>(
      `UPDATE outbox SET state = 'sending', attempt = attempt + 1 WHERE id = ? AND state = 'pending'
       RETURNING id, chat_id AS chatId, payload, attempt`,
    ),
    settle: db
      .prepare<[string, string | null, string | null, number | null, number, number, number, number], string>(
        // What has been sent keeps its words, not its blocks, which are most of it.
        `UPDATE outbox SET state = ?, error = ?, not_before = ?, message_id = ?, refused = ?,
           payload = CASE WHEN ? AND json_valid(payload) THEN json_remove(payload, '$.rich') ELSE payload END
         WHERE id = ? AND attempt = ? AND state = 'sending' RETURNING chat_id`,
      )
      .pluck(),
    exists: db.prepare<[number], number>("SELECT 1 FROM outbox WHERE id = ?").pluck(),
    noteSent: db.prepare(
      "UPDATE editions SET last_sent_at = ? WHERE id = (SELECT edition_id FROM outbox WHERE id = ?)",
    ),
    ambiguous: db.prepare<[number], AmbiguousRow>(
      `SELECT o.id, o.attempt, o.chat_id AS chatId, o.payload, e.date, o.part,
         (SELECT count(*) FROM outbox p WHERE p.edition_id = o.edition_id AND p.chat_id = o.chat_id) AS parts
       FROM outbox o JOIN editions e ON e.id = o.edition_id
       WHERE o.state = 'ambiguous' AND NOT ${IS_PRIVATE} ORDER BY o.id LIMIT ?`,
    ),
    // The columns that are not aggregated are those of the row with the highest id.
    refused: db.prepare<[object], Omit<Refused, "days"> & { readonly days: string }>(
      `SELECT max(o.id) AS id, o.attempt, o.error AS why, count(*) AS messages, json_group_array(DISTINCT e.date) AS days
       FROM outbox o JOIN editions e ON e.id = o.edition_id
       WHERE o.chat_id = @chatId AND ${SENDABLE} HAVING count(*) > 0`,
    ),
    sendRefused: db.prepare(
      `UPDATE outbox SET state = 'pending', error = 'an editor says: again', not_before = NULL, refused = 0
       WHERE id IN (SELECT o.id FROM outbox o JOIN editions e ON e.id = o.edition_id
         WHERE o.id <= @latest AND o.chat_id = (SELECT chat_id FROM outbox WHERE id = @latest) AND ${SENDABLE})`,
    ),
    resolve: db.prepare(
      `UPDATE outbox SET state = ?, error = ?, not_before = NULL
       WHERE id = ? AND attempt = ? AND state = 'ambiguous'`,
    ),
    giveUp: db.prepare(
      "UPDATE outbox SET state = 'failed', error = ?, refused = ? WHERE chat_id = ? AND state = 'pending'",
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
