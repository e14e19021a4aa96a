import type { Db } from "./database.ts"

export interface FileState {
  readonly path: string
  readonly bytes: number
  readonly modifiedMs: number
}

/** Which files were read to the end, and how they were then. */
export function createKnownFiles(db: Db) {
  const find = db.prepare("SELECT 1 FROM files WHERE path = ? AND bytes = ? AND modified_ms = ?").pluck()
  const write = db.prepare("INSERT OR REPLACE INTO files (path, bytes, modified_ms) VALUES (?, ?, ?)")
  return {
    has: ({ path, bytes, modifiedMs }: FileState): boolean => find.get(path, bytes, modifiedMs) !== undefined,
    add: db.transaction((files: readonly FileState[]) => {
      for (const { path, bytes, modifiedMs } of files) write.run(path, bytes, modifiedMs)
    }),
  }
}
