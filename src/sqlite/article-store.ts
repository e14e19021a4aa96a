import { LRUCache } from "lru-cache"
import type {
  ArchiveState,
  Article,
  ArticleFilter,
  ArticleId,
  ArticleStore,
  EmbeddedPassage,
  Evidence,
  Field,
  IndexedPassage,
  PassageId,
  PassageIndex,
  PassageSource,
  PreparedArticle,
  PutResult,
  StoredArticle,
} from "../corpus.ts"
import { articleText } from "../corpus.ts"
import { filterSql } from "./article-filter.ts"
import { contentHash, textHash } from "./article-hash.ts"
import type { Db } from "./database.ts"
import { createIngestTimes } from "./ingest-times.ts"
import { createPrintings } from "./printings.ts"
import { FOREIGN, foreignVectors, NO_EMBEDDER, nameEmbedder, vectorBytes } from "./vectors.ts"

interface ArticleRow {
  number: number
  id: string
  url: string | null
  version: number
  status: "live" | "retracted"
  text_hash: string
}

interface PassageRow {
  id: number
  article: number
  field: Field
  start: number
  end: number
  vector: Buffer
}

interface Deps {
  /** Names the model that made the vectors which `put` is given. */
  readonly embedderId: string
  /** Told of every change after it is committed. */
  readonly indexes: readonly PassageIndex[]
}

type Content = Omit<Article, "id">
/** Texts shorter than this are not compared: two notices may well share one line. */
const LEAST_DUPLICATE = 40
const PAGE = 1_000

/** Articles, their versions, printings and passages in SQLite: the one place that changes them. */
export class SqliteArticleStore implements ArticleStore, PassageSource {
  readonly #db: Db
  readonly #deps: Deps
  readonly #printings: ReturnType<typeof createPrintings>
  readonly #times: ReturnType<typeof createIngestTimes>
  readonly #contents = new LRUCache<string, Content & { text: string }>({ max: 2_000 })
  #state: ArchiveState | undefined

  constructor(db: Db, deps: Deps) {
    this.#db = db
    this.#deps = deps
    this.#printings = createPrintings(db)
    this.#times = createIngestTimes(db)
    nameEmbedder(db, deps.embedderId)
  }

  plan(article: Article): PutResult["status"] {
    return this.#plan(article).status
  }

  async put(batch: readonly PreparedArticle[], now: Date): Promise<PutResult[]> {
    const added: IndexedPassage[] = []
    const removed: PassageId[] = []
    const write = this.#db.transaction(() => {
      const at = this.#times.next(now)
      return batch.map((item) => this.#putOne(item, at, added, removed))
    })
    const results = write.immediate()
    // What came and went within the batch is no news.
    const [came, went] = [new Set(added.map(({ id }) => id)), new Set(removed)]
    this.#tellIndexes(
      added.filter(({ id }) => !went.has(id)),
      removed.filter((id) => !came.has(id)),
    )
    return results
  }

  async retract(id: ArticleId, reason: string): Promise<void> {
    const write = this.#db.transaction(() => {
      const row = this.#find(id)
      if (!row || row.status === "retracted") return []
      this.#db
        .prepare("UPDATE articles SET status = 'retracted', retracted_why = ? WHERE number = ?")
        .run(reason, row.number)
      this.#grow()
      return this.#dropPassages(row.number)
    })
    this.#tellIndexes([], write.immediate())
  }

  get(id: ArticleId, version?: number): StoredArticle | undefined {
    const row = this.#find(id)
    return row && this.#stored(row, version ?? row.version)
  }

  evidence(ids: readonly PassageId[]): Evidence[] {
    const find = this.#db.prepare<[number], PassageRow & ArticleRow>(
      `SELECT p.id, p.article, p.field, p.start, p.end, a.version, a.id AS articleId
       FROM passages p JOIN articles a ON a.number = p.article WHERE p.id = ? AND a.status = 'live'`,
    )
    return ids.flatMap((id) => {
      const row = find.get(id) as (PassageRow & { version: number; articleId: string }) | undefined
      if (!row) return []
      const { title, url, source, publishedAt, place, flags } = this.#content(row.article, row.version)
      const incomplete = flags.includes("incomplete")
      const printings = this.#printings.of(row.article)
      const shared = { title, url, source, publishedAt, place, printings, incomplete, corrections: [] }
      const { article, articleId, version } = row
      return { passageId: row.id, article, articleId, version, ...shared, ...this.#passage(row, row.version) }
    })
  }

  list(filter: ArticleFilter, limit: number): StoredArticle[] {
    const { where, values } = filterSql(filter, () => this.places())
    const rows = this.#db
      .prepare<unknown[], ArticleRow>(
        `SELECT * FROM articles WHERE ${where}
         ORDER BY published_day IS NULL, published_day DESC, published_at DESC, number DESC LIMIT ?`,
      )
      .all(...values, limit)
    return rows.flatMap((row) => this.#stored(row, row.version) ?? [])
  }

  numbers(filter: ArticleFilter): Set<number> {
    const { where, values } = filterSql(filter, () => this.places())
    const found = this.#db
      .prepare(`SELECT number FROM articles WHERE ${where}`)
      .pluck()
      .all(...values)
    return new Set(found as number[])
  }

  places(): { path: readonly string[]; articles: number }[] {
    const rows = this.#db
      .prepare<[], { place: string; articles: number }>(
        `SELECT place, count(*) AS articles FROM articles WHERE status = 'live' AND place <> '[]'
         GROUP BY place ORDER BY articles DESC, place`,
      )
      .all()
    return rows.map(({ place, articles }) => ({ path: JSON.parse(place) as string[], articles }))
  }

  state(): ArchiveState {
    const sequence = Number(
      this.#db.prepare("SELECT value FROM meta WHERE key = 'sequence'").pluck().get() ?? 0,
    )
    if (this.#state?.sequence !== sequence) {
      const counts = this.#db
        .prepare<[], Omit<ArchiveState, "sequence">>(
          `SELECT count(*) AS articles, min(published_day) AS oldestDay, max(published_day) AS newestDay,
             (SELECT count(*) FROM passages) AS passages FROM articles WHERE status = 'live'`,
        )
        .get() as Omit<ArchiveState, "sequence">
      this.#state = { ...counts, sequence }
    }
    return this.#state
  }

  *passages(after: PassageId): Iterable<IndexedPassage> {
    const page = this.#db.prepare<[number, number], PassageRow & { version: number }>(
      `SELECT p.*, a.version FROM passages p JOIN articles a ON a.number = p.article
       WHERE p.id > ? ORDER BY p.id LIMIT ?`,
    )
    let last = after
    for (;;) {
      const rows = page.all(last, PAGE)
      for (const row of rows) {
        const vector = new Float32Array(new Uint8Array(row.vector).buffer)
        yield { id: row.id, article: row.article, vector, ...this.#passage(row, row.version) }
        last = row.id
      }
      if (rows.length < PAGE) return
    }
  }

  passageIds(): Uint32Array {
    return Uint32Array.from(this.#db.prepare("SELECT id FROM passages ORDER BY id").pluck().all() as number[])
  }

  /** How many passages still have a vector of another embedder than this store's. */
  foreignVectors(): number {
    return foreignVectors(this.#db, this.#deps.embedderId)
  }

  /** Gives such passages vectors of this store's embedder, batch by batch; can be broken off and goes on later. */
  async replaceVectors(
    embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>,
    batchSize: number,
    done: (passages: number) => void,
  ): Promise<void> {
    const next = this.#db.prepare<[string, number], PassageRow & { version: number }>(
      `SELECT p.*, a.version FROM passages p JOIN articles a ON a.number = p.article
       WHERE ${FOREIGN} ORDER BY p.id LIMIT ?`,
    )
    const update = this.#db.prepare(
      "UPDATE passages SET vector = ?, embedder = (SELECT number FROM embedders WHERE id = ?) WHERE id = ?",
    )
    for (;;) {
      const rows = next.all(this.#deps.embedderId, batchSize)
      if (rows.length === 0) return
      const vectors = await embed(rows.map((row) => this.#passage(row, row.version).text))
      this.#db.transaction(() => {
        rows.forEach((row, at) => {
          update.run(vectorBytes(vectors[at] as Float32Array), this.#deps.embedderId, row.id)
        })
        this.#grow()
      })()
      done(rows.length)
    }
  }

  #plan(article: Article): { status: PutResult["status"]; existing?: ArticleRow; asPrinting?: true } {
    const existing = this.#existing(article)
    if (existing) {
      const same = existing.status === "retracted" || this.#contentHash(existing) === contentHash(article)
      return { status: same ? "unchanged" : "updated", existing }
    }
    const text = articleText(article.body)
    const twin = text.length < LEAST_DUPLICATE ? undefined : this.#byText(textHash(text))
    if (!twin) return { status: "added" }
    const status = this.#printings.articleOf(article.id) === twin.number ? "unchanged" : "duplicate"
    return { status, existing: twin, asPrinting: true }
  }

  #putOne(
    { article, passages }: PreparedArticle,
    at: string,
    added: IndexedPassage[],
    removed: PassageId[],
  ): PutResult {
    const { status, existing, asPrinting } = this.#plan(article)
    if (status === "unchanged" && existing) {
      return { status, id: asPrinting ? article.id : existing.id, version: existing.version }
    }
    this.#grow()
    if (status === "duplicate" && existing) {
      this.#printings.add(existing.number, article)
      return { status, id: article.id, of: existing.id }
    }
    this.#printings.remove(article.id)
    const version = (existing?.version ?? 0) + 1
    const number = this.#writeArticle(article, version, at, existing)
    if (existing) removed.push(...this.#dropPassages(number))
    for (const passage of passages) added.push(this.#writePassage(number, passage))
    return { status: existing ? "updated" : "added", id: existing?.id ?? article.id, version }
  }

  #writeArticle(article: Article, version: number, at: string, existing: ArticleRow | undefined): number {
    const { id, ...content } = article
    const day = article.publishedAt?.slice(0, 10) ?? null
    const shared = [
      article.url,
      version,
      day,
      article.publishedAt,
      JSON.stringify(article.place),
      textHash(articleText(article.body)),
      at,
    ]
    const number = existing
      ? existing.number
      : Number(
          this.#db
            .prepare(
              `INSERT INTO articles (url, version, published_day, published_at, place, text_hash, ingested_at, id, status)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'live')`,
            )
            .run(...shared, id).lastInsertRowid,
        )
    if (existing) {
      this.#db
        .prepare(
          // A url that names another article stays with that one.
          `UPDATE articles SET url = coalesce((SELECT ? WHERE NOT EXISTS (SELECT 1 FROM articles WHERE url = ?)), url),
             version = ?, published_day = ?, published_at = ?, place = ?, text_hash = ?, ingested_at = ? WHERE number = ?`,
        )
        .run(article.url, ...shared, number)
    }
    this.#db
      .prepare(
        "INSERT INTO versions (article, version, content, content_hash, ingested_at) VALUES (?, ?, ?, ?, ?)",
      )
      .run(number, version, JSON.stringify(content), contentHash(article), at)
    return number
  }

  #writePassage(article: number, passage: EmbeddedPassage): IndexedPassage {
    const embedder = passage.vector.length === 0 ? NO_EMBEDDER : this.#deps.embedderId
    const { lastInsertRowid } = this.#db
      .prepare(
        `INSERT INTO passages (article, field, start, end, vector, embedder)
         VALUES (?, ?, ?, ?, ?, (SELECT number FROM embedders WHERE id = ?))`,
      )
      .run(article, passage.field, passage.start, passage.end, vectorBytes(passage.vector), embedder)
    return { ...passage, id: Number(lastInsertRowid), article }
  }

  #dropPassages(article: number): PassageId[] {
    return this.#db
      .prepare("DELETE FROM passages WHERE article = ? RETURNING id")
      .pluck()
      .all(article) as PassageId[]
  }

  #tellIndexes(added: readonly IndexedPassage[], removed: readonly PassageId[]): void {
    for (const index of this.#deps.indexes) {
      if (removed.length > 0) index.remove(removed)
      if (added.length > 0) index.add(added)
    }
  }

  #grow(): void {
    this.#db.exec(
      `INSERT INTO meta (key, value) VALUES ('sequence', '1')
       ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1`,
    )
  }

  #existing(article: Article): ArticleRow | undefined {
    const byId = this.#db.prepare<[string], ArticleRow>("SELECT * FROM articles WHERE id = ?").get(article.id)
    if (byId || article.url === null) return byId
    return this.#db.prepare<[string], ArticleRow>("SELECT * FROM articles WHERE url = ?").get(article.url)
  }

  #byText(hash: string): ArticleRow | undefined {
    return this.#db
      .prepare<[string], ArticleRow>(
        "SELECT * FROM articles WHERE text_hash = ? ORDER BY status, number", // 'live' before 'retracted'
      )
      .get(hash)
  }

  #find(id: ArticleId): ArticleRow | undefined {
    return this.#db
      .prepare<[string, string, string, string], ArticleRow>(
        `SELECT * FROM articles WHERE id = ? UNION ALL SELECT * FROM articles WHERE url = ?
         UNION ALL SELECT a.* FROM articles a JOIN printings p ON p.article = a.number WHERE p.id = ? OR p.url = ? LIMIT 1`,
      )
      .get(id, id, id, id)
  }

  #stored(row: ArticleRow, version: number): StoredArticle | undefined {
    const at = this.#db
      .prepare("SELECT ingested_at FROM versions WHERE article = ? AND version = ?")
      .pluck()
      .get(row.number, version) as string | undefined
    if (at === undefined) return undefined
    const { number, id, status } = row
    const printings = this.#printings.of(number)
    const more = { ingestedAt: at, printings, lead: null, links: [] }
    return { ...this.#content(number, version), id, number, version, status, ...more }
  }

  #content(number: number, version: number): Content & { text: string } {
    const key = `${number}:${version}`
    const cached = this.#contents.get(key)
    if (cached) return cached
    const json = this.#db.prepare("SELECT content FROM versions WHERE article = ? AND version = ?").pluck()
    const content = JSON.parse(json.get(number, version) as string) as Content
    const whole = { ...content, text: articleText(content.body) }
    this.#contents.set(key, whole)
    return whole
  }

  #contentHash(row: ArticleRow): string {
    return this.#db
      .prepare("SELECT content_hash FROM versions WHERE article = ? AND version = ?")
      .pluck()
      .get(row.number, row.version) as string
  }

  #passage(row: Pick<PassageRow, "article" | "field" | "start" | "end">, version: number) {
    const { article, field, start, end } = row
    const whole = this.#content(article, version)[field] ?? ""
    return { field, start, end, text: whole.slice(start, end) }
  }
}
