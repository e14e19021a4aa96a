import { mkdirSync } from "node:fs"
import { join } from "node:path"
import Database from "better-sqlite3"
import { MIGRATIONS, type Migration } from "./migrations.ts"

export type Db = Database.Database

const BUSY_MS = 5_000

/**
 * Opens `newsroom.db` in the folder, makes it where it is missing, and brings its schema up to date. Commits survive
 * a power cut (WAL with synchronous=FULL) and deleted rows are overwritten (secure_delete). Throws where the
 * database was written by a newer program.
 */
export function openDatabase(folder: string): Db {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, "newsroom.db"), { timeout: BUSY_MS })
  db.pragma("journal_mode = WAL")
  db.pragma("synchronous = FULL")
  db.pragma("foreign_keys = ON")
  db.pragma("secure_delete = ON")
  db.pragma("cache_size = -65536")
  migrate(db)
  return db
}

/** Copies a database as it is at this moment, though another process may be writing it. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const db = new Database(from, { readonly: true, timeout: BUSY_MS })
  try {
    await db.backup(to)
  } finally {
    db.close()
  }
}

function migrate(db: Db): void {
  db.exec("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID")
  if (missing(db).length === 0) return
  db.transaction(() => {
    for (const { name, sql } of missing(db)) {
      db.exec(sql)
      db.prepare("INSERT INTO migrations (name, at) VALUES (?, datetime('now'))").run(name)
    }
  }).immediate()
}

function missing(db: Db): readonly Migration[] {
  const done = new Set(db.prepare("SELECT name FROM migrations").pluck().all() as string[])
  const known = new Set(MIGRATIONS.map((migration) => migration.name))
  const foreign = [...done].find((name) => !known.has(name))
  if (foreign) throw new Error(`the database was written by a newer version of this program (${foreign})`)
  return MIGRATIONS.filter((migration) => !done.has(migration.name))
}
