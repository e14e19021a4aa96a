import Database from "better-sqlite3"
import type { Db } from "../../src/sqlite/database.ts"
import { MIGRATIONS } from "../../src/sqlite/migrations.ts"

/** A database with the newsroom's schema that costs no disk syncs. */
export function memoryDatabase(): Db {
  const db = new Database(":memory:")
  for (const { sql } of MIGRATIONS) db.exec(sql)
  return db
}
