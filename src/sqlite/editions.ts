import type { ArticleId } from "../corpus.ts"
import type { Edition } from "../digest/edition.ts"
import { editionItems, itemClaims } from "../digest/edition.ts"
import type {
  DigestStatus,
  EditionStatus,
  EditionStore,
  PublishDetails,
  PublishedEdition,
  SkipReason,
  StateCounts,
  UnsettledMessage,
} from "../digest/edition-store.ts"
import type { Db } from "./database.ts"
import { LAST_SENT } from "./outbox.ts"

/** Name in `meta` of the instant at which the first ingest ended: what came before is old. */
export const DIGEST_BASELINE = "digest_baseline"

/** Sorts before every instant, so that an edition with it leaves the cutoff where it was. */
const NO_CUTOFF = ""
const SKIPPED = "skipped:"
const COUNTED = ["pending", "sending", "sent", "failed", "ambiguous"]
  .map((state) => `count(*) FILTER (WHERE o.state = '${state}') AS ${state}`)
  .join(", ")
const WITH_LAST_SENT = `LEFT JOIN meta sent ON sent.key = '${LAST_SENT}' || e.id`
/** A clock that was set back in between gives 0. */
const SECONDS = "max(0, round((julianday(sent.value) - julianday(e.created_at)) * 86400, 1))"

/** Editions in SQLite. Each method is one transaction. */
export class SqliteEditions implements EditionStore {
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
      const { occurrence, date, ...content } = edition
      const id = this.#insertEdition(occurrence, date, details.cutoff, details.now, content)
      if (id === undefined) return false
      const cite = this.#db.prepare(
        `INSERT INTO edition_citations (edition_id, article_id, version, field, start, end)
         VALUES (?, ?, ?, ?, ?, ?)`,
      )
      for (const { citations } of editionItems(edition).flatMap(itemClaims)) {
        for (const c of citations) cite.run(id, c.articleId, c.version, c.field, c.start, c.end)
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

  waitingWithRetracted(): { readonly edition: PublishedEdition; readonly retracted: readonly ArticleId[] }[] {
    const rows = this.#db
      .prepare<[], EditionRow & { readonly retracted: string }>(
        `SELECT e.occurrence, e.date, e.content, json_group_array(DISTINCT a.id) AS retracted
         FROM editions e JOIN edition_citations c ON c.edition_id = e.id
         JOIN articles a ON a.id = c.article_id AND a.status = 'retracted'
         WHERE e.id IN (SELECT edition_id FROM outbox WHERE state = 'pending') GROUP BY e.id`,
      )
      .all()
    return rows.map(({ retracted, ...row }) => ({
      edition: editionOf(row),
      retracted: JSON.parse(retracted) as ArticleId[],
    }))
  }

  sentTo(chatId: number, occurrence: string): PublishedEdition | undefined {
    const row = this.#db
      .prepare<[string, string], EditionRow>(
        `SELECT occurrence, date, content FROM editions e WHERE occurrence = ?
         AND EXISTS (SELECT 1 FROM outbox WHERE edition_id = e.id AND chat_id = ?)`,
      )
      .get(occurrence, String(chatId))
    return row && editionOf(row)
  }

  replaceMessages(occurrence: string, messages: readonly string[]): void {
    const untouched = `edition_id = (SELECT id FROM editions WHERE occurrence = @occurrence) AND state = 'pending'
      AND chat_id NOT IN (SELECT chat_id FROM outbox begun WHERE begun.edition_id = outbox.edition_id
        AND begun.state IN ('sending', 'sent', 'ambiguous'))`
    const replace = this.#db.prepare(
      `UPDATE outbox SET payload = @payload WHERE part = @part AND ${untouched}`,
    )
    const giveUp = this.#db.prepare(
      `UPDATE outbox SET state = 'failed', error = 'what it told was retracted' WHERE part >= @part AND ${untouched}`,
    )
    const write = this.#db.transaction(() => {
      messages.forEach((payload, part) => {
        replace.run({ occurrence, part, payload })
      })
      giveUp.run({ occurrence, part: messages.length })
    })
    write.immediate()
  }

  skip(day: string, reason: SkipReason, now: Date): void {
    this.#insertEdition(SKIPPED + day, day, undefined, now, { reason })
  }

  skipped(day: string): boolean {
    return this.has(SKIPPED + day)
  }

  status(limit: number): DigestStatus {
    const editions = this.#db
      .prepare<[string, number], Counted>(
        `SELECT e.occurrence, e.date, e.created_at AS createdAt, e.content, ${SECONDS} AS seconds, ${COUNTED}
         FROM editions e LEFT JOIN outbox o ON o.edition_id = e.id ${WITH_LAST_SENT}
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
         WHERE o.state IN ('failed', 'ambiguous') ORDER BY o.state, o.id DESC LIMIT ?`,
      )
      .all(limit)
    const totals = this.#db.prepare<[], StateCounts>(`SELECT ${COUNTED} FROM outbox o`).get()
    const slowest = this.#db
      .prepare<[], { occurrence: string; seconds: number }>(
        `SELECT e.occurrence, ${SECONDS} AS seconds FROM editions e ${WITH_LAST_SENT}
         WHERE sent.value IS NOT NULL ORDER BY seconds DESC LIMIT 1`,
      )
      .get()
    return {
      cutoff: this.cutoff() ?? null,
      editions: editions.map(editionStatus),
      skipped,
      unsettled,
      totals: totals ?? { pending: 0, sending: 0, sent: 0, failed: 0, ambiguous: 0 },
      slowest: slowest ?? null,
    }
  }

  #insertEdition(
    occurrence: string,
    date: string,
    cutoff: string | undefined,
    now: Date,
    content: Content | { readonly reason: SkipReason },
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

type Content = Omit<Edition, "occurrence" | "date">

interface EditionRow {
  readonly occurrence: string
  readonly date: string
  readonly content: string
}

/** What stands in the row was written by `publish`. */
function editionOf({ occurrence, date, content }: EditionRow): PublishedEdition {
  return { occurrence, date, ...(JSON.parse(content) as Content) }
}

type Counted = Omit<EditionStatus, "articles"> & { readonly content: string }

function editionStatus({ content, ...row }: Counted): EditionStatus {
  const { groups } = JSON.parse(content) as Pick<Edition, "groups">
  return { ...row, articles: groups.reduce((sum, group) => sum + group.items.length, 0) }
}
