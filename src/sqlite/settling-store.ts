import type { Article, ArticleFilter, ArticleId, PreparedArticle, StoredArticle } from "../corpus.ts"
import type { JoinedArticle, SettlingStore } from "../ingest/settle.ts"
import type { ArticleReader } from "./article-reader.ts"
import type { ArticleWriter } from "./article-writer.ts"
import type { PassageTable } from "./passages.ts"
import type { Stories } from "./stories.ts"

interface Parts {
  readonly reader: ArticleReader
  readonly writer: ArticleWriter
  readonly passages: PassageTable
  readonly stories: Stories
  readonly list: (filter: ArticleFilter, limit: number) => StoredArticle[]
}

/** What settling reads and changes. */
export class SqliteSettlingStore implements SettlingStore {
  readonly #reader: ArticleReader
  readonly #writer: ArticleWriter
  readonly #passages: PassageTable
  readonly #stories: Stories
  readonly list: Parts["list"]

  constructor({ reader, writer, passages, stories, list }: Parts) {
    this.#reader = reader
    this.#writer = writer
    this.#passages = passages
    this.#stories = stories
    this.list = list
  }

  get(id: ArticleId, version?: number): StoredArticle | undefined {
    const row = this.#reader.find(id)
    return row && this.#reader.stored(row, version ?? row.version)
  }

  halves(): StoredArticle[] {
    return this.#reader
      .rows(
        `SELECT a.* FROM versions v INDEXED BY versions_with_open_ends
         JOIN articles a ON a.number = v.article AND a.read_version = v.version
       WHERE json_array_length(v.content, '$.openEnds') > 0 AND a.status = 'live'
         AND (a.lead IS NULL OR a.lead_why = 'second-half') ORDER BY a.number`,
      )
      .flatMap((row) => this.#reader.stored(row, row.read_version) ?? [])
  }

  joined(): StoredArticle[] {
    return this.#reader
      .rows(
        "SELECT * FROM articles WHERE version > read_version AND status = 'live' AND lead IS NULL ORDER BY number",
      )
      .flatMap((row) => this.#reader.stored(row, row.version) ?? [])
  }

  corrections(): StoredArticle[] {
    return this.#reader
      .rows(
        `SELECT a.* FROM versions v INDEXED BY versions_with_correction
         JOIN articles a ON a.number = v.article AND a.version = v.version
       WHERE json_type(v.content, '$.correction') = 'object' AND a.status = 'live' AND a.lead IS NULL
         AND NOT EXISTS (SELECT 1 FROM article_links WHERE source = a.number AND kind = 'corrects') ORDER BY a.number`,
      )
      .flatMap((row) => this.#reader.stored(row, row.version) ?? [])
  }

  place(articles: readonly Article[]): void {
    this.#writer.change(() => {
      for (const article of articles) this.#writer.writePlace(article)
      if (articles.length > 0) this.#writer.grow()
    })
  }

  unindexed(): StoredArticle[] {
    return this.#reader
      .rows(
        `SELECT * FROM articles WHERE status = 'live' AND lead IS NULL
         AND NOT EXISTS (SELECT 1 FROM passages WHERE article = number) ORDER BY number`,
      )
      .flatMap((row) => this.#reader.stored(row, row.version) ?? [])
  }

  async join(batch: readonly JoinedArticle[], now: Date): Promise<void> {
    this.#writer.change((changes) => {
      const at = this.#writer.nextTime(now)
      for (const { article, passages, secondHalf } of batch) {
        const [first, second] = [this.#reader.find(article.id), this.#reader.find(secondHalf)]
        if (!first || !second) continue
        this.#writer.grow()
        changes.removed.push(...this.#passages.drop(second.number))
        this.#stories.setLead(second.number, first.number, "second-half")
        const placement = this.#stories.place(article, first.number)
        const row = this.#writer.writeVersion(article, first, at, "joined")
        this.#writer.arrange(row, { article, passages }, placement, changes)
      }
    })
  }

  async part(batch: readonly PreparedArticle[], now: Date): Promise<void> {
    this.#writer.change((changes) => {
      const at = this.#writer.nextTime(now)
      for (const item of batch) {
        const first = this.#reader.find(item.article.id)
        if (!first) continue
        this.#writer.grow()
        for (const { number, lead_why } of this.#stories.behind(first.number))
          if (lead_why === "second-half") this.#stories.setLead(number, null, null)
        const placement = this.#stories.place(item.article, first.number)
        const row = this.#writer.writeVersion(item.article, first, at, "read")
        this.#writer.arrange(row, item, placement, changes)
      }
    })
  }

  async index(batch: readonly PreparedArticle[]): Promise<void> {
    this.#writer.change(({ added, removed }) => {
      for (const { article, passages } of batch) {
        const row = this.#reader.find(article.id)
        if (!row || row.lead !== null || row.status === "retracted") continue
        this.#writer.grow()
        removed.push(...this.#passages.drop(row.number))
        added.push(this.#passages.write(row.number, article, passages))
      }
    })
  }

  link(from: ArticleId, to: ArticleId, kind: "corrects"): void {
    this.#writer.change(() => {
      const [source, target] = [this.#reader.find(from), this.#reader.find(to)]
      if (!source || !target) return
      this.#stories.link(source.number, target.number, kind)
      this.#writer.grow()
    })
  }
}
