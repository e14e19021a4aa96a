import type { Statement } from "better-sqlite3"
import {
  type Article,
  type ArticleId,
  type Evidence,
  type Field,
  kindOf,
  type Origin,
  type StoredArticle,
} from "../corpus.ts"
import type { Contents } from "./contents.ts"
import type { Db } from "./database.ts"
import type { ArticleRow, Stories } from "./stories.ts"

/** Finds rows of articles and makes of them what the store gives. */
export class ArticleReader {
  readonly #db: Db
  readonly #contents: Contents
  readonly #stories: Stories
  /** By their text, of which there are few. */
  readonly #prepared = new Map<string, Statement<unknown[], ArticleRow>>()

  constructor(db: Db, contents: Contents, stories: Stories) {
    this.#db = db
    this.#contents = contents
    this.#stories = stories
  }

  /** The row that this article would change: by its id, else by its url. */
  existing({ id, url }: Article): ArticleRow | undefined {
    const [byId] = this.rows("SELECT * FROM articles WHERE id = ?", id)
    return byId ?? this.rows("SELECT * FROM articles WHERE url = ?", url)[0]
  }

  /** By id or url. */
  find(name: string): ArticleRow | undefined {
    const query = "SELECT * FROM articles WHERE id = ? UNION ALL SELECT * FROM articles WHERE url = ? LIMIT 1"
    return this.rows(query, name, name)[0]
  }

  rows(query: string, ...values: readonly (string | number | null)[]): ArticleRow[] {
    let statement = this.#prepared.get(query)
    if (!statement) {
      statement = this.#db.prepare<unknown[], ArticleRow>(query)
      this.#prepared.set(query, statement)
    }
    return statement.all(...values)
  }

  /** A version of an article; undefined where there is no such one. */
  stored(row: ArticleRow, version: number): StoredArticle | undefined {
    const at = this.#db
      .prepare("SELECT ingested_at FROM versions WHERE article = ? AND version = ?")
      .pluck()
      .get(row.number, version) as string | undefined
    if (at === undefined) return undefined
    const { number, id, status } = row
    return {
      ...this.#contents(number, version),
      id,
      number,
      version,
      status,
      ingestedAt: at,
      printings: this.#stories.printings(number),
      lead: this.#leadOf(row),
      links: this.#stories.links(number),
    }
  }

  /** What evidence says of the article that it is from. */
  origin(
    article: number,
    version: number,
    field: Field,
  ): Omit<Origin, "articleId" | "version"> & Pick<Evidence, "place" | "correcting"> {
    const { title, url, source, publishedAt, place, flags, correction } = this.#contents(article, version)
    const links = this.#stories.links(article)
    return {
      title,
      url,
      source,
      publishedAt,
      place,
      correcting: correction !== null,
      printings: this.#stories.printings(article),
      kind: kindOf({ flags }, field),
      incomplete: flags.includes("incomplete"),
      corrections: links.filter(({ kind }) => kind === "corrected-by"),
      updates: links.filter(({ kind }) => kind === "updated-by"),
    }
  }

  /** Hash of the version that was read. */
  readHash(row: ArticleRow): string {
    return this.#db
      .prepare("SELECT content_hash FROM versions WHERE article = ? AND version = ?")
      .pluck()
      .get(row.number, row.read_version) as string
  }
  #leadOf({ lead, lead_why: why }: ArticleRow): StoredArticle["lead"] {
    if (lead === null || why === null) return null
    const id = this.#db.prepare("SELECT id FROM articles WHERE number = ?").pluck().get(lead) as ArticleId
    return { id, why }
  }
}
