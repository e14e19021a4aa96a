import type { ArticleId } from "../corpus.ts"
import type { Card } from "../digest/card.ts"
import type { DigestStatus } from "../digest/digest-status.ts"
import type { Edition } from "../digest/edition.ts"
import { editionItems, itemClaims } from "../digest/edition.ts"
import type {
  EditionStore,
  PublishDetails,
  PublishedEdition,
  WaitingEdition,
} from "../digest/edition-store.ts"
import type { MissedDay, SkipReason } from "../digest/missed-days.ts"
import type { Db } from "./database.ts"
import { digestStatus, IS_SKIP } from "./digest-status.ts"

/** Name in `meta` of the instant at which the first ingest ended: what came before is old. */
export const DIGEST_BASELINE = "digest_baseline"

/** Sorts before every instant, so that an edition with it leaves the cutoff where it was. */
const NO_CUTOFF = ""
/** So long the card of an edition outlives its last refusal: longer than editors may have that sent again. */
const REFUSED_KEPT_MS = 48 * 3_600_000
const DAILY = "daily:"
const SKIPPED = "skipped:"
/** Part of the first message that is no card. */
const FIRST_TEXT =
  "(SELECT count(*) FROM edition_cards c JOIN editions e ON e.id = c.edition_id WHERE e.occurrence = @occurrence)"
export const RETRACTED = "what it told was retracted"
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
      for (const item of editionItems(edition)) {
        const citations = itemClaims(item).flatMap((claim) => claim.citations)
        for (const c of citations) cite.run(id, c.articleId, c.version, c.field, c.start, c.end)
        const { articleId, version, title } = item
        // An editor's own line cites nothing, but its title stands above it.
        if (!citations.some((c) => c.articleId === articleId)) {
          cite.run(id, articleId, version, "title", 0, title.length)
        }
      }
      const enqueue = this.#db.prepare(
        "INSERT INTO outbox (edition_id, chat_id, part, payload, state) VALUES (?, ?, ?, ?, 'pending')",
      )
      for (const chat of details.chats) {
        details.messages.forEach((payload, part) => {
          enqueue.run(id, chat, part, payload)
        })
      }
      if (details.card) this.#keepCard(id, details.card, details.now)
      return true
    })
    return write.immediate()
  }

  waitingWithRetracted(): WaitingEdition[] {
    const rows = this.#db
      .prepare<[], EditionRow & { readonly retracted: string; readonly onCard: string }>(
        `SELECT e.occurrence, e.date, e.content, json_group_array(DISTINCT a.id) AS retracted,
           coalesce((SELECT articles FROM edition_cards WHERE edition_id = e.id), '[]') AS onCard
         FROM editions e JOIN edition_citations c ON c.edition_id = e.id
         JOIN articles a ON a.id = c.article_id AND a.status = 'retracted'
         WHERE e.id IN (SELECT edition_id FROM outbox WHERE state = 'pending') GROUP BY e.id`,
      )
      .all()
    const ids = (list: string) => JSON.parse(list) as ArticleId[]
    return rows.map(({ retracted, onCard, ...row }) => ({
      edition: editionOf(row),
      retracted: ids(retracted),
      onCard: ids(onCard),
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

  replaceTexts(occurrence: string, texts: readonly string[]): void {
    const untouched = `edition_id = (SELECT id FROM editions WHERE occurrence = @occurrence) AND state = 'pending'
      AND chat_id NOT IN (SELECT chat_id FROM outbox begun WHERE begun.edition_id = outbox.edition_id
        AND begun.part >= ${FIRST_TEXT} AND begun.state IN ('sending', 'sent', 'ambiguous'))
      AND chat_id IN (SELECT chat_id FROM outbox first WHERE first.edition_id = outbox.edition_id
        AND first.part = ${FIRST_TEXT})`
    const add = this.#db.prepare(
      `INSERT INTO outbox (edition_id, chat_id, part, payload, state)
       SELECT DISTINCT edition_id, chat_id, @at + ${FIRST_TEXT}, @payload, 'pending' FROM outbox
       WHERE part >= ${FIRST_TEXT} AND ${untouched}
       ON CONFLICT (edition_id, chat_id, part) DO NOTHING`,
    )
    const replace = this.#db.prepare(
      `UPDATE outbox SET payload = @payload WHERE part = @at + ${FIRST_TEXT} AND ${untouched}`,
    )
    const giveUp = this.#db.prepare(
      `UPDATE outbox SET state = 'failed', error = '${RETRACTED}' WHERE part >= @at + ${FIRST_TEXT} AND ${untouched}`,
    )
    const write = this.#db.transaction(() => {
      texts.forEach((payload, at) => {
        replace.run({ occurrence, at, payload })
        add.run({ occurrence, at, payload })
      })
      giveUp.run({ occurrence, at: texts.length })
    })
    write.immediate()
  }

  withdrawCard(occurrence: string): void {
    this.#db
      .prepare(
        `UPDATE outbox SET state = 'failed', error = '${RETRACTED}'
         WHERE part < ${FIRST_TEXT} AND state = 'pending'
           AND edition_id = (SELECT id FROM editions WHERE occurrence = @occurrence)`,
      )
      .run({ occurrence })
  }

  skip(day: string, reason: SkipReason, now: Date, earlier = 0): void {
    this.#db
      .prepare(
        `INSERT INTO editions (occurrence, date, cutoff, created_at, content) VALUES (?, ?, '', ?, ?)
         ON CONFLICT (occurrence) DO UPDATE SET created_at = excluded.created_at, content = excluded.content
         WHERE created_at > excluded.created_at`,
      )
      .run(SKIPPED + day, day, now.toISOString(), JSON.stringify({ reason, earlier }))
  }

  skipped(day: string, now: Date): boolean {
    const found = this.#db.prepare("SELECT 1 FROM editions WHERE occurrence = ? AND created_at <= ?")
    return found.get(SKIPPED + day, now.toISOString()) !== undefined
  }

  dayBefore(day: string): string | undefined {
    const newest = this.#db
      .prepare<[string, string], string | null>(
        "SELECT max(occurrence) FROM editions WHERE occurrence > ? AND occurrence < ?",
      )
      .pluck()
    const days = [DAILY, SKIPPED].map((kind) => newest.get(kind, kind + day)?.slice(kind.length) ?? "")
    return days.sort().at(-1) || undefined
  }

  missed(after: number, limit: number): MissedDay[] {
    return this.#db
      .prepare<[number, number], MissedDay>(
        `SELECT id AS record, date, coalesce(content ->> 'earlier', 0) AS earlier FROM editions
         WHERE ${IS_SKIP} AND id > ? AND content ->> 'reason' = 'too-late'
         ORDER BY id LIMIT ?`,
      )
      .all(after, limit)
  }

  status(limit: number): DigestStatus {
    return { cutoff: this.cutoff() ?? null, ...digestStatus(this.#db, limit) }
  }

  /** Cards that nobody is sent any more go. An ambiguous message may be sent again, and for some time a refused one. */
  #keepCard(id: number | bigint, { png, articles }: Card, now: Date): void {
    this.#db
      .prepare(
        `DELETE FROM edition_cards WHERE NOT EXISTS (
           SELECT 1 FROM outbox o JOIN editions e ON e.id = o.edition_id
           WHERE e.id = edition_cards.edition_id AND (o.state IN ('pending', 'sending', 'ambiguous')
             OR (o.refused = 1 AND e.created_at > ?)))`,
      )
      .run(new Date(now.getTime() - REFUSED_KEPT_MS).toISOString())
    this.#db
      .prepare("INSERT INTO edition_cards (edition_id, articles, png) VALUES (?, ?, ?)")
      .run(id, JSON.stringify(articles), Buffer.from(png))
  }

  #insertEdition(
    occurrence: string,
    date: string,
    cutoff: string | undefined,
    now: Date,
    content: Content,
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
