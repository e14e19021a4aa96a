import { mkdirSync } from "node:fs"
import { join } from "node:path"
import Database from "better-sqlite3"

export interface FolderLock {
  release(): void
}

/**
 * One process a data folder: an exclusive transaction on `lock.db`, held until `release` or the end of the process.
 * The kernel frees it when the process is killed, so it is never stale. Returns undefined where another holds it.
 */
export function lockFolder(folder: string): FolderLock | undefined {
  mkdirSync(folder, { recursive: true })
  const db = new Database(join(folder, "lock.db"), { timeout: 0 })
  try {
    db.exec("BEGIN EXCLUSIVE")
  } catch (error) {
    db.close()
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) return undefined
    throw error
  }
  return { release: () => db.close() }
}
