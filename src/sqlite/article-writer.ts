import type { Article, IndexedArticle, PassageId, PassageIndex, PreparedArticle } from "../corpus.ts"
import { contentHash } from "./article-hash.ts"
import type { Contents } from "./contents.ts"
import type { Db } from "./database.ts"
import { createIngestTimes } from "./ingest-times.ts"
import type { PassageTable } from "./passages.ts"
import type { ArticleRow, Placement, Stories } from "./stories.ts"

/** What a transaction changed of what is searched. */
export interface Changes {
  readonly added: IndexedArticle[]
  readonly removed: PassageId[]
}

/** Reading the halves of a story leaves both as they were read; joining them makes a version that was not read. */
type Origin = "read" | "joined"

interface Parts {
  readonly db: Db
  readonly contents: Contents
  readonly passages: PassageTable
  readonly stories: Stories
  /** Told of every change after it is committed. */
  readonly indexes: readonly PassageIndex[]
}

/** The writing half of the store: versions of articles, and where each stands. */
export class ArticleWriter {
  readonly #parts: Parts
  readonly #times: ReturnType<typeof createIngestTimes>

  constructor(parts: Parts) {
    this.#parts = parts
    this.#times = createIngestTimes(parts.db)
  }

  /** One transaction; the indexes hear of it after it is committed. */
  change<T>(work: (changes: Changes) => T): T {
    const changes: Changes = { added: [], removed: [] }
    const result = this.#parts.db.transaction(() => work(changes)).immediate()
    // What came and went within the batch is no news.
    const idsOf = ({ passages }: IndexedArticle) => passages.map(({ id }) => id)
    const [came, went] = [new Set(changes.added.flatMap(idsOf)), new Set(changes.removed)]
    const added = changes.added.filter((article) => idsOf(article).some((id) => !went.has(id)))
    const removed = changes.removed.filter((id) => !came.has(id))
    for (const index of this.#parts.indexes) {
      if (removed.length > 0) index.remove(removed)
      if (added.length > 0) index.add(added)
    }
    return result
  }

  /** Marks that the archive has changed. */
  grow(): void {
    this.#parts.db.exec(
      `INSERT INTO meta (key, value) VALUES ('sequence', '1')
       ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`,
    )
  }

  /** When a batch that comes in now came in. */
  nextTime(now: Date): string {
    return this.#times.next(now)
  }

  /** A new version of the article, or its first one. */
  writeVersion(article: Article, existing: ArticleRow | undefined, at: string, origin: Origin): ArticleRow {
    const { db, stories } = this.#parts
    const { id, ...content } = article
    const version = (existing?.version ?? 0) + 1
    const shared = [
      version,
      origin === "read" || !existing ? version : existing.read_version,
      article.publishedAt?.slice(0, 10) ?? null,
      article.publishedAt,
      article.source,
      JSON.stringify(article.place),
      at,
    ]
    if (existing) stories.unsign(existing)
    const write = existing
      ? db.prepare<unknown[], ArticleRow>(
          // A url that names another article stays with that one.
          `UPDATE articles SET version = ?, read_version = ?, published_day = ?, published_at = ?, source = ?, place = ?,
             ingested_at = ?,
             url = coalesce((SELECT ? WHERE NOT EXISTS (SELECT 1 FROM articles WHERE url = ?)), url)
           WHERE number = ? RETURNING *`,
        )
      : db.prepare<unknown[], ArticleRow>(
          `INSERT INTO articles (version, read_version, published_day, published_at, source, place, ingested_at,
             url, id, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'live') RETURNING *`,
        )
    const where = existing ? [article.url, article.url, existing.number] : [article.url, id]
    const row = write.get(...shared, ...where) as ArticleRow
    db.prepare(
      "INSERT INTO versions (article, version, content, content_hash, ingested_at) VALUES (?, ?, ?, ?, ?)",
    ).run(row.number, version, JSON.stringify(content), contentHash(article), at)
    return row
  }

  /** Gives the article's current version a place that was inferred for it. */
  writePlace({ id, place, placeFrom, placeCode }: Article): void {
    const { db, contents } = this.#parts
    const row = db
      .prepare<[string, string], Pick<ArticleRow, "number" | "version">>(
        "UPDATE articles SET place = ? WHERE id = ? RETURNING number, version",
      )
      .get(JSON.stringify(place), id)
    if (!row) return
    const { text: _, ...content } = contents(row.number, row.version)
    db.prepare("UPDATE versions SET content = ? WHERE article = ? AND version = ?").run(
      JSON.stringify({ ...content, place, placeFrom, placeCode }),
      row.number,
      row.version,
    )
    contents.forget(row.number, row.version)
  }

  /** Puts an article in its place among the others, and those behind it in theirs; only one that stands for itself is searched. */
  arrange(
    row: ArticleRow,
    { article, passages }: PreparedArticle,
    placement: Placement,
    changes: Changes,
  ): void {
    const { contents, passages: table, stories } = this.#parts
    const { behind, over, updates } = placement
    stories.sign(row.number, article)
    stories.setUpdates(row, behind ? [] : updates)
    changes.removed.push(...table.drop(row.number))
    const followers = stories.behind(row.number)
    if (behind) {
      stories.setLead(row.number, behind.lead.number, behind.why)
      const { number, id, version } = behind.lead
      const lead = { id, ...contents(number, version) }
      for (const follower of followers) this.#refit(follower, number, lead)
      if (behind.lead.status === "retracted") this.#retractWith(behind.lead)
      return
    }
    stories.setLead(row.number, null, null)
    changes.added.push(table.write(row.number, article, passages))
    for (const other of over) {
      changes.removed.push(...table.drop(other.number))
      followers.push(other, ...stories.behind(other.number))
    }
    for (const follower of followers) this.#refit(follower, row.number, article)
  }

  /** One that fits no longer stands for itself from now on, and is found once `index` gave it passages. */
  #refit(row: ArticleRow, number: number, lead: Article): void {
    const why = row.lead_why === "second-half" ? row.lead_why : this.#parts.stories.fits(row, lead)
    this.#parts.stories.setLead(row.number, why === null ? null : number, why)
  }

  #retractWith({ number }: ArticleRow): void {
    this.#parts.db
      .prepare(
        `UPDATE articles SET status = 'retracted',
           retracted_why = (SELECT retracted_why FROM articles WHERE number = ?) WHERE lead = ?`,
      )
      .run(number, number)
  }
}
