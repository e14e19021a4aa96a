import type { Article, EmbeddedPassage, Field, IndexedArticle, IndexedPassage, PassageId } from "../corpus.ts"
import type { Contents } from "./contents.ts"
import type { Db } from "./database.ts"

/** Stands for the maker of vectors that are still to be made. */
const NO_EMBEDDER = "none"
/** Holds for passages whose vector was made by another embedder than the one whose id is given. */
const FOREIGN = "embedder <> (SELECT number FROM embedders WHERE id = ?)"
const PAGE = 1_000

/** Where a passage stands. */
export interface PassageRow {
  readonly id: PassageId
  readonly article: number
  readonly field: Field
  readonly start: number
  readonly end: number
  readonly vector: Buffer
}

type VersionedRow = PassageRow & { readonly version: number }

/** The passages that are searched: of the current version of live articles that stand for themselves. */
export class PassageTable {
  readonly #db: Db
  readonly #embedderId: string
  readonly #contents: Contents

  /** `embedderId` names the model that made the vectors which `write` is given. */
  constructor(db: Db, embedderId: string, contents: Contents) {
    this.#db = db
    this.#embedderId = embedderId
    this.#contents = contents
    const name = db.prepare("INSERT OR IGNORE INTO embedders (id) VALUES (?)")
    for (const known of [embedderId, NO_EMBEDDER]) name.run(known)
  }

  /** The passages of the article with this number, as the indexes are told of them. */
  write(number: number, article: Article, passages: readonly EmbeddedPassage[]): IndexedArticle {
    const insert = this.#db.prepare(
      `INSERT INTO passages (article, field, start, end, vector, embedder)
       VALUES (?, ?, ?, ?, ?, (SELECT number FROM embedders WHERE id = ?))`,
    )
    const written = passages.map((passage) => {
      const { field, start, end, vector } = passage
      const embedder = vector.length === 0 ? NO_EMBEDDER : this.#embedderId
      const { lastInsertRowid } = insert.run(number, field, start, end, vectorBytes(vector), embedder)
      return { ...passage, id: Number(lastInsertRowid), article: number }
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
    let last = after
    let open: { readonly row: VersionedRow; readonly passages: IndexedPassage[] } | undefined
    for (;;) {
      const rows = page.all(last, PAGE)
      for (const row of rows) {
        const vector = new Float32Array(new Uint8Array(row.vector).buffer)
        const passage = { id: row.id, article: row.article, vector, ...this.passage(row) }
        if (open?.row.article === row.article) open.passages.push(passage)
        else {
          if (open) yield this.#indexed(open.row, open.passages)
          open = { row, passages: [passage] }
        }
        last = row.id
      }
      if (rows.length === PAGE) continue
      if (open) yield this.#indexed(open.row, open.passages)
      return
    }
  }

  #indexed({ article, version }: VersionedRow, passages: readonly IndexedPassage[]): IndexedArticle {
    return indexed(article, this.#contents(article, version), passages)
  }

  ids(): Uint32Array {
    return Uint32Array.from(this.#db.prepare("SELECT id FROM passages ORDER BY id").pluck().all() as number[])
  }

  passage({ article, version, field, start, end }: Omit<VersionedRow, "vector">) {
    const whole = this.#contents(article, version)[field] ?? ""
    return { field, start, end, text: whole.slice(start, end) }
  }

  /** How many passages have a vector of another embedder, or none. */
  foreignVectors(): number {
    const count = this.#db.prepare(`SELECT count(*) FROM passages WHERE ${FOREIGN}`).pluck()
    return count.get(this.#embedderId) as number
  }

  /** Gives such passages vectors of this embedder, batch by batch; `changed` stands in each batch's transaction. */
  async replaceVectors(
    embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>,
    batchSize: number,
    changed: () => void,
    done: (passages: number) => void,
  ): Promise<void> {
    const next = this.#db.prepare<[string, number], VersionedRow>(
      `SELECT p.*, a.version FROM passages p JOIN articles a ON a.number = p.article
       WHERE ${FOREIGN} ORDER BY p.id LIMIT ?`,
    )
    const update = this.#db.prepare(
      "UPDATE passages SET vector = ?, embedder = (SELECT number FROM embedders WHERE id = ?) WHERE id = ?",
    )
    for (;;) {
      const rows = next.all(this.#embedderId, batchSize)
      if (rows.length === 0) return
      const vectors = await embed(rows.map((row) => this.passage(row).text))
      this.#db.transaction(() => {
        rows.forEach((row, at) => {
          update.run(vectorBytes(vectors[at] as Float32Array), this.#embedderId, row.id)
        })
        changed()
      })()
      done(rows.length)
    }
  }
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
