import type { Flag } from "../corpus.ts"
import type { Db } from "./database.ts"

export interface FlaggedArticle {
  readonly id: string
  readonly title: string
  readonly source: string | null
  readonly publishedAt: string | null
  readonly url: string | null
  readonly flags: readonly Flag[]
}

const CURRENT = `articles a JOIN versions v ON v.article = a.number AND v.version = a.version,
  json_each(v.content, '$.flags') f WHERE a.status = 'live'`

/** How many live articles have each flag, those behind others included; flags that none has are left out. */
export function countFlags(db: Db): ReadonlyMap<Flag, number> {
  const rows = db
    .prepare<[], { flag: Flag; articles: number }>(
      `SELECT f.value AS flag, count(*) AS articles FROM ${CURRENT} GROUP BY f.value`,
    )
    .all()
  return new Map(rows.map(({ flag, articles }) => [flag, articles]))
}

/** Live articles with a flag, newest first. */
export function flaggedArticles(db: Db, flag: Flag, limit: number): FlaggedArticle[] {
  const rows = db
    .prepare<[Flag, number], Omit<FlaggedArticle, "flags"> & { flags: string }>(
      `SELECT a.id, json_extract(v.content, '$.title') AS title, a.source, a.published_at AS publishedAt, a.url,
         json_extract(v.content, '$.flags') AS flags
       FROM ${CURRENT} AND f.value = ?
       ORDER BY a.published_day IS NULL, a.published_day DESC, a.number DESC LIMIT ?`,
    )
    .all(flag, limit)
  return rows.map((row) => ({ ...row, flags: JSON.parse(row.flags) as Flag[] }))
}
