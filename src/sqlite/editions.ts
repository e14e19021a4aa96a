import type { Edition } from "../digest/edition.ts"
import { editionItems } from "../digest/edition.ts"
import type {
  DigestStatus,
  EditionStatus,
  EditionStore,
  PublishDetails,
  PublishedEdition,
  SkipReason,
  UnsettledMessage,
} from "../digest/edition-store.ts"
import type { ClaimedRow, Outbox, PendingRow, Settlement } from "../digest/outbox.ts"
import type { Db } from "./database.ts"

/** Name in `meta` of the instant at which the first ingest ended: what came before is old. */
export const DIGEST_BASELINE = "digest_baseline"

/** Sorts before every instant, so that an edition with it leaves the cutoff where it was. */
const NO_CUTOFF = ""
const SKIPPED = "skipped:"
const COUNTS = ["pending", "sending", "sent", "failed", "ambiguous"] as const

/** Editions and outbox in SQLite. Each method is one transaction. */
export class SqliteEditions implements EditionStore, Outbox {
  readonly #db: Db

  constructor(db: Db) {
    this.#db = db
  }

  cutoff(): string | undefined {
    const baseline = this.#db.prepare("SELECT value FROM meta WHERE key = ?").pluck().get(DIGEST_BASELINE)
    if (typeof baseline !== "string") return undefined
    const latest = this.#db.prepare("SELECT max(cutoff) FROM editions").pluck().get()
    return typeof latest === "string" && latest > baseline ? latest : baseline
  }

  subscribers(): string[] {
    const rows = this.#db
      .prepare(
        `SELECT chat_id FROM subscriptions s WHERE active = 1 AND (
           NOT EXISTS (SELECT 1 FROM reader_digests d WHERE d.chat_id = s.chat_id AND draft = 0)
           OR EXISTS (SELECT 1 FROM reader_digests d WHERE d.chat_id = s.chat_id AND draft = 0
             AND wants IS NULL AND at IS NULL AND weekdays = '1234567'))
         ORDER BY chat_id`,
      )
      .pluck()
    return rows.all().map(String)
  }

  has(occurrence: string): boolean {
    return this.#db.prepare("SELECT 1 FROM editions WHERE occurrence = ?").get(occurrence) !== undefined
  }

  publish(edition: PublishedEdition, details: PublishDetails): boolean {
    const write = this.#db.transaction(() => {
      const { occurrence, date, groups, left } = edition
      const id = this.#insertEdition(occurrence, date, details.cutoff, details.now, { groups, left })
      if (id === undefined) return false
      const cite = this.#db.prepare(
        `INSERT INTO edition_citations (edition_id, article_id, version, field, start, end)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      for (const { line } of editionItems(edition)) {
        for (const c of line.citations) cite.run(id, c.articleId, c.version, c.field, c.start, c.end)
      }
      const enqueue = this.#db.prepare(
        "INSERT INTO outbox (edition_id, chat_id, part, payload, state) VALUES (?, ?, ?, ?, 'pending')",
      )
      for (const chat of details.chats) {
        details.messages.forEach((payload, part) => {
          enqueue.run(id, chat, part, payload)
        })
      }
      return true
    })
    return write.immediate()
  }

  skip(day: string, reason: SkipReason, now: Date): void {
    this.#insertEdition(SKIPPED + day, day, undefined, now, { reason })
  }

  skipped(day: string): boolean {
    return this.has(SKIPPED + day)
  }

  status(limit: number): DigestStatus {
    const counts = COUNTS.map((state) => `sum(o.state = '${state}') AS ${state}`).join(", ")
    const editions = this.#db
      .prepare<[string, number], Counted>(
        `SELECT e.occurrence, e.date, e.created_at AS createdAt, e.content, ${counts}
         FROM editions e LEFT JOIN outbox o ON o.edition_id = e.id
         WHERE e.occurrence NOT LIKE ? GROUP BY e.id ORDER BY e.id DESC LIMIT ?`,
      )
      .all(`${SKIPPED}%`, limit)
    const skipped = this.#db
      .prepare<[string, number], { date: string; reason: SkipReason }>(
        `SELECT date, content ->> 'reason' AS reason FROM editions
         WHERE occurrence LIKE ? ORDER BY id DESC LIMIT ?`,
      )
      .all(`${SKIPPED}%`, limit)
    const unsettled = this.#db
      .prepare<[number], UnsettledMessage>(
        `SELECT e.occurrence, o.chat_id AS chatId, o.part, o.state, o.error AS why
         FROM outbox o JOIN editions e ON e.id = o.edition_id
         WHERE o.state IN ('failed', 'ambiguous') ORDER BY o.id DESC LIMIT ?`,
      )
      .all(limit)
    return { cutoff: this.cutoff() ?? null, editions: editions.map(editionStatus), skipped, unsettled }
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
         RETURNING chat_id AS chatId, payload, attempt`,
      )
      .get(id)
  }

  settle(id: number, settlement: Settlement): void {
    this.#db.transaction(() => this.#settle(id, settlement)).immediate()
  }

  #settle(id: number, settlement: Settlement): void {
    switch (settlement.state) {
      case "sent":
        this.#update(id, "sent", null, null, settlement.messageId)
        return
      case "pending":
        this.#update(id, "pending", settlement.why, settlement.notBefore, null)
        return
      case "ambiguous":
        this.#update(id, "ambiguous", settlement.why, null, null)
        return
      case "failed":
        this.#update(id, "failed", settlement.why, null, null)
        if (settlement.chatGone) this.#endChat(this.#chatOf(id), settlement.why)
        return
      case "moved":
        this.#update(id, "pending", null, null, null)
        this.#moveChat(this.#chatOf(id), settlement.toChatId)
    }
  }

  #update(
    id: number,
    state: string,
    why: string | null,
    notBefore: Date | null,
    messageId: number | null,
  ): void {
    const changed = this.#db
      .prepare(
        `UPDATE outbox SET state = ?, error = ?, not_before = ?, message_id = ?
         WHERE id = ? AND state = 'sending'`,
      )
      .run(state, why, notBefore?.toISOString() ?? null, messageId, id).changes
    if (changed !== 1) throw new Error(`outbox row ${id} is not being sent`)
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

  #insertEdition(
    occurrence: string,
    date: string,
    cutoff: string | undefined,
    now: Date,
    content: Pick<Edition, "groups" | "left"> | { readonly reason: SkipReason },
  ): number | bigint | undefined {
    const result = this.#db
      .prepare(
        `INSERT INTO editions (occurrence, date, cutoff, created_at, content) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (occurrence) DO NOTHING`,
      )
      .run(occurrence, date, cutoff ?? NO_CUTOFF, now.toISOString(), JSON.stringify(content))
    return result.changes === 1 ? result.lastInsertRowid : undefined
  }
}

type Counted = Omit<EditionStatus, "articles"> & { readonly content: string }

function editionStatus({ content, ...row }: Counted): EditionStatus {
  const { groups } = JSON.parse(content) as Pick<Edition, "groups">
  const articles = groups.reduce((sum, group) => sum + group.items.length, 0)
  const zero = Object.fromEntries(COUNTS.map((state) => [state, row[state] ?? 0]))
  return { ...row, ...zero, articles }
}
