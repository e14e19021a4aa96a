import type { Db } from "./database.ts"

/** Single values that last. */
export function createMeta(db: Db) {
  const read = db.prepare<[string], string>("SELECT value FROM meta WHERE key = ?").pluck()
  const write = db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)")
  return {
    get: (key: string): string | undefined => read.get(key),
    set: (key: string, value: string): void => void write.run(key, value),
  }
}
