import { createHash } from "node:crypto"
import type { Statement } from "better-sqlite3"
import type {
  Article,
  Field,
  IndexedArticle,
  IndexedPassage,
  Passage,
  PassageId,
  SearchedArticle,
} from "../corpus.ts"
import type { EmbeddedPassage, UnembeddedPassage } from "../retrieve/embed-passages.ts"
import type { Contents } from "./contents.ts"
import type { Db } from "./database.ts"

/** The vector of a passage's text, by the embedder whose id is given. */
const ITS_VECTOR = `embeddings e ON e.text_hash = p.text_hash
  AND e.embedder = (SELECT number FROM embedders WHERE id = ?)`
const PAGE = 1_000
const NO_VECTOR = new Float32Array(0)

/** Where a passage stands. */
export interface PassageRow {
  readonly id: PassageId
  readonly article: number
  readonly field: Field
  readonly start: number
  readonly end: number
}

type SearchedPassage = SearchedArticle["passages"][number] & {
  readonly version: number
  readonly day: string | null
}
type VersionedRow = PassageRow & { readonly version: number }

/**
 * The passages that are searched: of the current version of live articles that stand for themselves. Vectors are kept
 * by the text that they were made of, whatever becomes of its passages.
 */
export class PassageTable {
  readonly #db: Db
  readonly #embedderId: string
  readonly #contents: Contents
  readonly #ofArticle: Statement<[number], SearchedPassage>

  /** `embedderId` names the model whose vectors are kept and given. */
  constructor(db: Db, embedderId: string, contents: Contents) {
    this.#db = db
    this.#embedderId = embedderId
    this.#contents = contents
    this.#ofArticle = db.prepare(
      `SELECT p.id, p.field, p.start, p.end, a.version, a.published_day AS day
       FROM passages p JOIN articles a ON a.number = p.article
       WHERE p.article = ? AND a.status = 'live' ORDER BY p.id`,
    )
    // Looked up first: whoever only reads does not wait for a writer.
    if (db.prepare("SELECT 1 FROM embedders WHERE id = ?").get(embedderId) === undefined)
      db.prepare("INSERT OR IGNORE INTO embedders (id) VALUES (?)").run(embedderId)
  }

  /** The passages of the article with this number, as the indexes are told of them. */
  write(number: number, article: Article, passages: readonly Passage[]): IndexedArticle {
    const insert = this.#db.prepare(
      "INSERT INTO passages (article, field, start, end, text_hash) VALUES (?, ?, ?, ?, ?)",
    )
    const written = passages.map((passage) => {
      const { field, start, end, text } = passage
      const { lastInsertRowid } = insert.run(number, field, start, end, textHash(text))
      return { ...passage, id: Number(lastInsertRowid), article: number, vector: NO_VECTOR }
    })
    return indexed(number, article, written)
  }

  drop(article: number): PassageId[] {
    const remove = this.#db.prepare("DELETE FROM passages WHERE article = ? RETURNING id").pluck()
    return remove.all(article) as PassageId[]
  }

  *after(after: PassageId): Iterable<IndexedArticle> {
    const page = this.#db.prepare<[number, number], VersionedRow>(
      `SELECT p.*, a.version FROM passages p JOIN articles a ON a.number = p.article
       WHERE p.id > ? ORDER BY p.id LIMIT ?`,
    )
    yield* this.#byArticle(pages((last) => page.all(last, PAGE), after))
  }

  searched(numbers: readonly number[]): SearchedArticle[] {
    return numbers.flatMap((number) => {
      const passages = this.#ofArticle.all(number)
      const [first] = passages
      if (!first) return []
      const { title, abstract, text } = this.#contents(number, first.version)
      return { number, title, abstract: abstract ?? "", text, day: first.day, passages }
    })
  }

  ids(): Uint32Array {
    return Uint32Array.from(this.#db.prepare("SELECT id FROM passages ORDER BY id").pluck().all() as number[])
  }

  passage({ article, version, field, start, end }: VersionedRow): Passage {
    const whole = this.#contents(article, version)[field] ?? ""
    return { field, start, end, text: whole.slice(start, end) }
  }

  /** Those that have a vector, with it. */
  *embedded(after: PassageId): Iterable<IndexedArticle> {
    const page = this.#db.prepare<[string, number, number], VersionedRow & { readonly vector: Buffer }>(
      `SELECT p.*, a.version, e.vector FROM passages p JOIN articles a ON a.number = p.article JOIN ${ITS_VECTOR}
       WHERE p.id > ? ORDER BY p.id LIMIT ?`,
    )
    yield* this.#byArticle(pages((last) => page.all(this.#embedderId, last, PAGE), after))
  }

  embeddedIds(): Uint32Array {
    const find = this.#db.prepare(`SELECT p.id FROM passages p JOIN ${ITS_VECTOR} ORDER BY p.id`).pluck()
    return Uint32Array.from(find.all(this.#embedderId) as number[])
  }

  missingVectors(): number {
    const count = this.#db
      .prepare(`SELECT count(*) FROM passages p LEFT JOIN ${ITS_VECTOR} WHERE e.id IS NULL`)
      .pluck()
    return count.get(this.#embedderId) as number
  }

  unembedded(after: PassageId, limit: number): UnembeddedPassage[] {
    const rows = this.#db
      .prepare<[string, number, number], VersionedRow>(
        `SELECT p.*, a.version FROM passages p JOIN articles a ON a.number = p.article LEFT JOIN ${ITS_VECTOR}
         WHERE e.id IS NULL AND p.id > ? ORDER BY p.id LIMIT ?`,
      )
      .all(this.#embedderId, after, limit)
    return rows.map((row) => ({ id: row.id, text: this.passage(row).text }))
  }

  /** A passage that is gone by now leaves its vector for the next one that says the same. */
  keepVectors(batch: readonly EmbeddedPassage[]): void {
    const keep = this.#db.prepare(
      `INSERT OR IGNORE INTO embeddings (embedder, text_hash, vector)
       VALUES ((SELECT number FROM embedders WHERE id = ?), ?, ?)`,
    )
    const name = this.#db.prepare("UPDATE passages SET text_hash = ? WHERE id = ? AND text_hash <> ?")
    this.#db
      .transaction(() => {
        for (const { id, text, vector } of batch) {
          const hash = textHash(text)
          keep.run(this.#embedderId, hash, vectorBytes(vector))
          name.run(hash, id, hash)
        }
      })
      .immediate()
  }

  /** `rows` in the order of ids: those of an article stand together. */
  *#byArticle(rows: Iterable<VersionedRow & { readonly vector?: Buffer }>): Generator<IndexedArticle> {
    let open: { readonly row: VersionedRow; readonly passages: IndexedPassage[] } | undefined
    for (const row of rows) {
      const vector = row.vector ? new Float32Array(new Uint8Array(row.vector).buffer) : NO_VECTOR
      const passage = { id: row.id, article: row.article, vector, ...this.passage(row) }
      if (open?.row.article === row.article) open.passages.push(passage)
      else {
        if (open) yield this.#indexed(open.row, open.passages)
        open = { row, passages: [passage] }
      }
    }
    if (open) yield this.#indexed(open.row, open.passages)
  }

  #indexed({ article, version }: VersionedRow, passages: readonly IndexedPassage[]): IndexedArticle {
    return indexed(article, this.#contents(article, version), passages)
  }
}

function* pages<Row extends { readonly id: number }>(
  read: (after: number) => readonly Row[],
  after: number,
): Generator<Row> {
  for (let last = after; ; ) {
    const rows = read(last)
    yield* rows
    if (rows.length < PAGE) return
    last = (rows.at(-1) as Row).id
  }
}

function textHash(text: string): Buffer {
  return createHash("sha256").update(text).digest()
}

function indexed(
  number: number,
  { place, placeFrom, bylines }: Pick<Article, "place" | "placeFrom" | "bylines">,
  passages: readonly IndexedPassage[],
): IndexedArticle {
  const names = bylines.map(({ name }) => name)
  return { number, place: placeFrom === "page" ? place : [], bylines: names, passages }
}

function vectorBytes(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)
}
