import type { Article, ArticleId, Printing } from "../corpus.ts"
import type { Db } from "./database.ts"

/** The other ids under which the words of an article were printed. Articles go by their number. */
export function createPrintings(db: Db) {
  const find = db.prepare<[number], Printing>(
    "SELECT id, url, source, published_at AS publishedAt FROM printings WHERE article = ? ORDER BY id",
  )
  const findArticle = db.prepare<[string], number>("SELECT article FROM printings WHERE id = ?").pluck()
  const write = db.prepare(
    "INSERT OR REPLACE INTO printings (id, article, url, source, published_at) VALUES (?, ?, ?, ?, ?)",
  )
  const drop = db.prepare("DELETE FROM printings WHERE id = ?")
  return {
    of: (article: number): Printing[] => find.all(article),
    articleOf: (id: ArticleId): number | undefined => findArticle.get(id),
    add: (article: number, { id, url, source, publishedAt }: Article): void =>
      void write.run(id, article, url, source, publishedAt),
    remove: (id: ArticleId): void => void drop.run(id),
  }
}
