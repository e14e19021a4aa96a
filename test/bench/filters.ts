import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ArticleColumns } from "../../src/sqlite/article-columns.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"

export interface FiltersReport {
  readonly articles: number
  readonly loadMs: number
  /** Milliseconds, by columns in memory and by SQL for the same. */
  readonly filters: readonly { readonly name: string; readonly columnsMs: number; readonly sqlMs: number }[]
}

const ARTICLES = 1_000_000
const A_DAY = 110
const COUNTIES = 400
const RUNS = 5
/** How many candidates of a search are asked about. */
const CANDIDATES = 10_000
const PLACE = "某县9"
const LIVE = "status = 'live' AND lead IS NULL"
const IN_PLACE = `place IN (SELECT DISTINCT place FROM articles WHERE place LIKE '%"${PLACE}"%')`

/** Filters of days and place, the newest of a place and all places: columns in memory beside SQL, over rows that are made up. */
export function measureFilters(): FiltersReport {
  const folder = mkdtempSync(join(tmpdir(), "newsroom-filters-"))
  const db = openDatabase(folder)
  try {
    fill(db)
    const columns = new ArticleColumns(db)
    const loadMs = timed(() => columns.places(), 1)
    const days = { fromDay: "2010-01-01", toDay: "2013-12-31" }
    const between = `published_day BETWEEN '${days.fromDay}' AND '${days.toDay}'`
    const newest =
      "ORDER BY published_day IS NULL, published_day DESC, published_at DESC, number DESC LIMIT 10"
    const filters = [
      compare(
        "days",
        () => judged(columns.accepting(days)),
        db,
        `SELECT number FROM articles WHERE ${LIVE} AND ${between}`,
      ),
      compare(
        "place and days",
        () => judged(columns.accepting({ ...days, place: PLACE })),
        db,
        `SELECT number FROM articles WHERE ${LIVE} AND ${between} AND ${IN_PLACE}`,
      ),
      compare(
        "newest of a place",
        () => columns.newest({ place: PLACE }, 10),
        db,
        `SELECT number FROM articles WHERE ${LIVE} AND ${IN_PLACE} ${newest}`,
      ),
    ]
    return { articles: ARTICLES, loadMs, filters }
  } finally {
    db.close()
    rmSync(folder, { recursive: true })
  }
}

function compare(name: string, byColumns: () => unknown, db: Db, sql: string) {
  const statement = db.prepare(sql).pluck()
  return { name, columnsMs: timed(byColumns), sqlMs: timed(() => new Set(statement.all())) }
}

function judged(accepts: (article: number) => boolean): number {
  let kept = 0
  for (let i = 1; i <= CANDIDATES; i++) if (accepts(i * Math.floor(ARTICLES / CANDIDATES))) kept++
  return kept
}

/** Milliseconds of the quickest run. */
function timed(work: () => unknown, runs = RUNS): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return Math.min(...times)
}

function fill(db: Db): void {
  db.pragma("synchronous = OFF")
  const insert = db.prepare(
    `INSERT INTO articles (id, url, version, status, published_day, published_at, place, ingested_at, source)
     VALUES (?, ?, 1, 'live', ?, ?, ?, ?, '汐川日报')`,
  )
  db.transaction(() => {
    for (let i = 0; i < ARTICLES; i++) {
      const day = new Date(Date.UTC(2000, 0, 1 + Math.floor(i / A_DAY))).toISOString().slice(0, 10)
      const place = JSON.stringify(["海岳省", `汐川市${i % 12}`, `某县${(i * 7) % COUNTIES}`])
      insert.run(
        `article-${i}`,
        `https://paper.example/${i}`,
        day,
        `${day}T07:00:00+08:00`,
        place,
        `${day}T00:00:00.000Z`,
      )
    }
  })()
}
