import type { Statement } from "better-sqlite3"
import type {
  ArchiveState,
  Article,
  ArticleEntry,
  ArticleFilter,
  ArticleId,
  ArticleStore,
  Evidence,
  IndexedArticle,
  PassageId,
  PassageIndex,
  PassageSource,
  PreparedArticle,
  PublicationFilter,
  PutResult,
  SearchedArticle,
  StoredArticle,
} from "../corpus.ts"
import type { SettlingStore } from "../ingest/settle.ts"
import type { EmbeddedPassage, UnembeddedPassage, VectorStore } from "../retrieve/embed-passages.ts"
import { ArticleColumns, type PlaceCounts } from "./article-columns.ts"
import { contentHash } from "./article-hash.ts"
import { ArticleReader } from "./article-reader.ts"
import { ArticleWriter, type Changes } from "./article-writer.ts"
import { createContents } from "./contents.ts"
import type { Db } from "./database.ts"
import { type PassageRow, PassageTable } from "./passages.ts"
import { SqliteSettlingStore } from "./settling-store.ts"
import { type ArticleRow, type Placement, Stories } from "./stories.ts"

interface Deps {
  /** Names the model whose vectors are kept and given. */
  readonly embedderId: string
  /** Told of every change after it is committed. */
  readonly indexes: readonly PassageIndex[]
}

type Plan =
  | { readonly status: "unchanged"; readonly existing: ArticleRow }
  | {
      readonly status: "added" | "updated" | "duplicate"
      readonly existing: ArticleRow | undefined
      readonly placement: Placement
    }

const NEWEST_FIRST = "ORDER BY published_day IS NULL, published_day DESC, published_at DESC, number DESC"
const NEWEST_OF = `SELECT * FROM articles WHERE number IN (SELECT value FROM json_each(?)) ${NEWEST_FIRST}`
/** Nor does a story become new by another printing that stands for it from now on. */
const CAME_IN_AFTER = `SELECT * FROM articles WHERE ingested_at > ? AND NOT EXISTS (
    SELECT 1 FROM articles known JOIN versions first ON first.article = known.number
    WHERE (known.number = articles.number OR known.lead = articles.number) AND first.version = 1
      AND first.ingested_at <= ?) ${NEWEST_FIRST}`

const ENTRIES_OF = `SELECT number, version, (
    SELECT min(first.ingested_at) FROM articles known JOIN versions first ON first.article = known.number
    WHERE (known.number = articles.number OR known.lead = articles.number) AND first.version = 1) AS cameIn
  FROM articles WHERE number IN (SELECT value FROM json_each(?)) ${NEWEST_FIRST}`

/** Articles, their versions, stories and passages in SQLite: the one place that changes them. */
export class SqliteArticleStore implements ArticleStore, PassageSource, VectorStore {
  readonly #db: Db
  readonly #reader: ArticleReader
  readonly #writer: ArticleWriter
  readonly #columns: ArticleColumns
  readonly #passages: PassageTable
  readonly #stories: Stories
  readonly #findPassage: Statement<[number], PassageRow & { version: number; articleId: string }>
  readonly #findEntries: Statement<[string], ArticleEntry>
  #state: ArchiveState | undefined
  /** For what is done after articles have come in. */
  readonly settling: SettlingStore

  constructor(db: Db, { embedderId, indexes }: Deps) {
    const contents = createContents(db)
    this.#findPassage = db.prepare(
      `SELECT p.id, p.article, p.field, p.start, p.end, a.version, a.id AS articleId
       FROM passages p JOIN articles a ON a.number = p.article WHERE p.id = ? AND a.status = 'live'`,
    )
    this.#findEntries = db.prepare(ENTRIES_OF)
    this.#db = db
    this.#columns = new ArticleColumns(db)
    this.#passages = new PassageTable(db, embedderId, contents)
    this.#stories = new Stories(db, contents)
    this.#reader = new ArticleReader(db, contents, this.#stories)
    const shared = { passages: this.#passages, stories: this.#stories }
    this.#writer = new ArticleWriter({ db, contents, indexes, ...shared })
    const list = (filter: ArticleFilter, limit: number) => this.list(filter, limit)
    this.settling = new SqliteSettlingStore({ reader: this.#reader, writer: this.#writer, list, ...shared })
  }

  plan(article: Article): PutResult["status"] {
    return this.#plan(article).status
  }

  async put(batch: readonly PreparedArticle[], now: Date): Promise<PutResult[]> {
    return this.#writer.change((changes) => {
      this.#stories.signAll()
      const at = this.#writer.nextTime(now)
      return batch.map((item) => this.#putOne(item, at, changes))
    })
  }

  async retract(id: ArticleId, reason: string): Promise<void> {
    this.#writer.change(({ removed }) => {
      const row = this.#reader.find(id)
      if (!row || row.status === "retracted") return
      const lead = row.lead ?? row.number
      this.#db
        .prepare("UPDATE articles SET status = 'retracted', retracted_why = ? WHERE number = ? OR lead = ?")
        .run(reason, lead, lead)
      this.#writer.grow()
      removed.push(...this.#passages.drop(lead))
    })
  }

  get(id: ArticleId, version?: number): StoredArticle | undefined {
    const row = this.#reader.find(id)
    return row && this.#reader.stored(row, version ?? row.version)
  }

  byNumbers(numbers: readonly number[]): StoredArticle[] {
    const query = "SELECT * FROM articles WHERE number = ? AND status = 'live'"
    return numbers
      .flatMap((number) => this.#reader.rows(query, number))
      .flatMap((row) => this.#reader.stored(row, row.version) ?? [])
  }

  evidence(ids: readonly PassageId[]): Evidence[] {
    const origins = new Map<string, Omit<Evidence, "passageId" | "field" | "start" | "end" | "text">>()
    return ids.flatMap((id) => {
      const row = this.#findPassage.get(id)
      if (!row) return []
      const { article, articleId, version } = row
      const key = `${article} ${row.field}`
      const origin = origins.get(key) ?? {
        article,
        articleId,
        version,
        ...this.#reader.origin(article, version, row.field),
      }
      origins.set(key, origin)
      return { passageId: row.id, ...origin, ...this.#passages.passage(row) }
    })
  }

  searched(numbers: readonly number[]): SearchedArticle[] {
    return this.#passages.searched(numbers)
  }

  list(filter: ArticleFilter, limit: number): StoredArticle[] {
    const { ingestedAfter } = filter
    const rows =
      ingestedAfter === undefined
        ? this.#reader.rows(NEWEST_OF, JSON.stringify(this.#columns.newest(filter, limit)))
        : this.#cameInAfter(ingestedAfter, filter)
    return rows.slice(0, limit).flatMap((row) => this.#reader.stored(row, row.version) ?? [])
  }

  entries(filter: ArticleFilter, limit: number): ArticleEntry[] {
    const { ingestedAfter } = filter
    const numbers =
      ingestedAfter === undefined
        ? this.#columns.newest(filter, limit)
        : this.#cameInAfter(ingestedAfter, filter).map(({ number }) => number)
    return this.#findEntries.all(JSON.stringify(numbers)).slice(0, limit)
  }

  accepting(filter: PublicationFilter): (article: number) => boolean {
    return this.#columns.accepting(filter)
  }

  places(): PlaceCounts {
    return this.#columns.places()
  }

  state(): ArchiveState {
    const sequence = Number(
      this.#db.prepare("SELECT value FROM meta WHERE key = 'sequence'").pluck().get() ?? 0,
    )
    if (this.#state?.sequence !== sequence) {
      const passages = this.#db.prepare("SELECT count(*) FROM passages").pluck().get() as number
      this.#state = { ...this.#columns.counts(), passages, sequence }
    }
    return this.#state
  }

  articles(after: PassageId): Iterable<IndexedArticle> {
    return this.#passages.after(after)
  }

  passageIds(): Uint32Array {
    return this.#passages.ids()
  }

  missingVectors(): number {
    return this.#passages.missingVectors()
  }

  unembedded(after: PassageId, limit: number): UnembeddedPassage[] {
    return this.#passages.unembedded(after, limit)
  }

  keepVectors(batch: readonly EmbeddedPassage[]): void {
    this.#passages.keepVectors(batch)
  }

  /** The passages that have a vector of this store's embedder, with it. */
  embedded(): PassageSource {
    return {
      articles: (after) => this.#passages.embedded(after),
      passageIds: () => this.#passages.embeddedIds(),
      state: () => this.state(),
    }
  }

  #cameInAfter(instant: string, filter: PublicationFilter): ArticleRow[] {
    const accepts = this.#columns.accepting(filter)
    return this.#reader.rows(CAME_IN_AFTER, instant, instant).filter(({ number }) => accepts(number))
  }

  #plan(article: Article): Plan {
    const existing = this.#reader.existing(article)
    if (
      existing &&
      (existing.status === "retracted" || this.#reader.readHash(existing) === contentHash(article))
    )
      return { status: "unchanged", existing }
    const placement = this.#stories.place(article, existing?.number ?? null)
    return { status: existing ? "updated" : placement.behind ? "duplicate" : "added", existing, placement }
  }

  #putOne({ article, passages }: PreparedArticle, at: string, changes: Changes): PutResult {
    const plan = this.#plan(article)
    const { existing } = plan
    if (plan.status === "unchanged")
      return { status: "unchanged", id: plan.existing.id, version: plan.existing.version }
    this.#writer.grow()
    // A second half that is read anew stays behind its first one: whether they still fit is settled later.
    const half = existing?.lead_why === "second-half"
    const row = this.#writer.writeVersion(article, existing, at, "read")
    if (half) this.#stories.sign(row.number, article)
    else this.#writer.arrange(row, { article, passages }, plan.placement, changes)
    const { behind, updates } = plan.placement
    const [updated] = behind ? [] : updates
    if (plan.status === "duplicate" && behind)
      return { status: "duplicate", id: row.id, of: behind.lead.id, why: behind.why }
    const status = existing ? "updated" : "added"
    return { status, id: row.id, version: row.version, ...(updated ? { updates: updated.id } : {}) }
  }
}
