import { describe, expect, it } from "vitest"
import { openDatabase } from "../../src/sqlite/database.ts"
import { MIGRATIONS } from "../../src/sqlite/migrations.ts"
import { shortHash } from "../../src/text/hash.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

/** Hash of the SQL of each migration that has run in somebody's newsroom, by name: these never change. */
const RELEASED: Readonly<Record<string, string>> = { "0001-archive-and-bot": "41caa64003b5" }

describe("migrations", () => {
  it("have names that are unique and sorted, each with its number", () => {
    const names = MIGRATIONS.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)].sort())
    for (const [at, name] of names.entries()) {
      expect(name).toMatch(/^\d{4}-[a-z0-9-]+$/)
      expect(Number(name.slice(0, 4))).toBe(at + 1)
    }
  })

  it("stay as they were released", () => {
    const hashes = Object.fromEntries(MIGRATIONS.map(({ name, sql }) => [name, shortHash([sql])]))
    expect(hashes).toMatchObject(RELEASED)
  })
})

describe("openDatabase", () => {
  it("makes a database that lasts through a power cut and forgets what is deleted", () => {
    const db = openDatabase(temporaryFolder())
    expect(db.pragma("journal_mode", { simple: true })).toBe("wal")
    expect(db.pragma("synchronous", { simple: true })).toBe(2)
    expect(db.pragma("foreign_keys", { simple: true })).toBe(1)
    expect(db.pragma("secure_delete", { simple: true })).toBe(1)
    db.close()
  })

  it("runs each migration once", () => {
    const folder = temporaryFolder()
    const rows = () => {
      const db = openDatabase(folder)
      const found = db.prepare("SELECT name FROM migrations ORDER BY name").pluck().all()
      db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('kept', 'yes')").run()
      expect(db.prepare("SELECT value FROM meta WHERE key = 'kept'").pluck().get()).toBe("yes")
      db.close()
      return found
    }
    expect(rows()).toEqual(MIGRATIONS.map(({ name }) => name))
    expect(rows()).toEqual(MIGRATIONS.map(({ name }) => name))
  })

  it("refuses a database of a newer program, and leaves it as it was", () => {
    const folder = temporaryFolder()
    const db = openDatabase(folder)
    db.prepare("INSERT INTO migrations (name, at) VALUES ('9999-from-the-future', 'x')").run()
    db.close()
    const refusal = "the database was written by a newer version of this program (9999-from-the-future)"
    expect(() => openDatabase(folder)).toThrow(refusal)
    expect(() => openDatabase(folder)).toThrow(refusal)
  })
})
