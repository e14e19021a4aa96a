import { LRUCache } from "lru-cache"
import { type Article, articleText } from "../corpus.ts"
import { BLANK_DRAFT } from "../ingest/draft.ts"
import type { Db } from "./database.ts"

/** What a version of an article says. */
export type Content = Omit<Article, "id"> & { readonly text: string }

const KEPT = 2_000

export interface Contents {
  (article: number, version: number): Content
  /** After a version was changed: places are inferred again. */
  forget(article: number, version: number): void
}

/** Reads what versions of articles say, by the article's number; the last ones are kept. */
export function createContents(db: Db): Contents {
  const find = db.prepare("SELECT content FROM versions WHERE article = ? AND version = ?").pluck()
  const kept = new LRUCache<string, Content>({ max: KEPT })
  const read = (article: number, version: number): Content => {
    const key = `${article}:${version}`
    const known = kept.get(key)
    if (known) return known
    // An older program knew fewer parts of an article.
    const content = {
      ...BLANK_DRAFT,
      ...(JSON.parse(find.get(article, version) as string) as Omit<Article, "id">),
    }
    const whole = { ...content, text: articleText(content.body) }
    kept.set(key, whole)
    return whole
  }
  return Object.assign(read, {
    forget: (article: number, version: number) => void kept.delete(`${article}:${version}`),
  })
}
