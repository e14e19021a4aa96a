import { join } from "node:path"
import Database from "better-sqlite3"
import { describe, expect, it } from "vitest"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { MIGRATIONS } from "../../src/sqlite/migrations.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { shortHash } from "../../src/text/hash.ts"
import { article, prepared } from "../fixtures/articles.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

/** Hash of the SQL of each migration that has run in somebody's newsroom, by name: these never change. */
const RELEASED: Readonly<Record<string, string>> = {
  "0001-archive-and-bot": "41caa64003b5",
  "0002-stories": "da2d9aec4bfc",
  "0003-what-was-asked-lately": "ded409b751eb",
  "0004-embeddings": "732c73d3d0ab",
  "0005-answers": "4977dc370b3c",
  "0006-subscriptions": "65f6669ae4ba",
  "0007-desk": "11d8fcb538e0",
  "0008-deliveries": "4f38f2449051",
  "0009-cards": "7267529efe0c",
  "0010-choice-presses": "1102209f57c8",
}

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

/** A folder with the database of a program that knew the first `count` migrations, filled by this SQL. */
function leftBy(count: number, sql: string): string {
  const folder = temporaryFolder()
  const db = new Database(join(folder, "newsroom.db"))
  db.exec("CREATE TABLE migrations (name TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID")
  for (const migration of MIGRATIONS.slice(0, count)) {
    db.exec(migration.sql)
    db.prepare("INSERT INTO migrations (name, at) VALUES (?, '')").run(migration.name)
  }
  db.exec(sql)
  db.close()
  return folder
}

describe("0004-embeddings", () => {
  /** Two passages of each embedder. */
  const before = () =>
    leftBy(
      2,
      `
      INSERT INTO embedders (number, id) VALUES (1, 'openai:small:2'), (2, 'local-sif-hash-256-v1'), (3, 'none');
      INSERT INTO articles (number, id, version, status, place, ingested_at) VALUES (1, 'a', 1, 'live', '[]', '');
      INSERT INTO versions (article, version, content, content_hash, ingested_at)
      VALUES (1, 1, '{"title":"渡口","body":[{"text":"一段。二段。三段。"}]}', '', '');
      INSERT INTO passages (id, article, field, start, end, vector, embedder)
      VALUES (1, 1, 'text', 0, 3, x'0000803f00000000', 1), (2, 1, 'text', 3, 6, x'0000803f00000000', 2),
        (3, 1, 'text', 6, 9, x'', 3), (9, 1, 'text', 0, 3, x'000000000000803f', 1);
      DELETE FROM passages WHERE id = 9;
    `,
    )

  it("keeps what a service was paid for, and lets the rest be made", async () => {
    const store = new SqliteArticleStore(openDatabase(before()), {
      embedderId: "openai:small:2",
      indexes: [],
    })
    expect(
      [...store.embedded().articles(0)]
        .flatMap(({ passages }) => passages)
        .map(({ id, vector }) => [id, [...vector]]),
    ).toEqual([[1, [1, 0]]])
    expect(store.unembedded(0, 10)).toEqual([
      { id: 2, text: "二段。" },
      { id: 3, text: "三段。" },
    ])
    store.keepVectors(store.unembedded(0, 10).map((one) => ({ ...one, vector: Float32Array.of(0, 1) })))
    expect(store.missingVectors()).toBe(0)
    expect([...store.embedded().passageIds()]).toEqual([1, 2, 3])
    await store.put([prepared(article("b", ["二段。"]))], new Date(0))
    expect([...store.passageIds()]).toEqual([1, 2, 3, 10])
    expect(store.missingVectors()).toBe(0)
  })
})

describe("0008-deliveries", () => {
  it("keeps when editions were sent, what was refused, and what editors were told", () => {
    const db = openDatabase(
      leftBy(
        7,
        `
      INSERT INTO editions (id, occurrence, date, cutoff, created_at, content) VALUES
        (1, 'daily:2025-10-23', '2025-10-23', '', '2025-10-23T00:00:00.000Z', '{"groups":[]}'),
        (2, 'skipped:2025-10-24', '2025-10-24', '', '2025-10-24T03:00:00.000Z', '{"reason":"too-late"}'),
        (3, 'skipped:2025-10-25', '2025-10-25', '', '2025-10-25T03:00:00.000Z', '{"reason":"too-late"}');
      INSERT INTO outbox (edition_id, chat_id, part, payload, state, error) VALUES
        (1, '@paper', 0, 'p0', 'failed', '400: Bad Request: need administrator rights in the channel chat'),
        (1, '@paper', 1, 'p1', 'failed', 'what it told was retracted'),
        (1, '7', 0, 'p0', 'sent', NULL);
      INSERT INTO meta (key, value) VALUES
        ('edition_sent:1', '2025-10-23T00:00:40.000Z'), ('told_skipped', '2025-10-24'), ('kept', 'yes');
    `,
      ),
    )
    const editions = new SqliteEditions(db)
    expect(editions.status(9).slowest).toEqual({ occurrence: "daily:2025-10-23", seconds: 40 })
    const refused = new SqliteOutbox(db).refused("@paper", new Date(0))
    expect(refused).toMatchObject({ id: 1, messages: 1, days: ["2025-10-23"] })
    expect(db.prepare("SELECT key, value FROM meta ORDER BY key").raw().all()).toEqual([
      ["kept", "yes"],
      ["told_skipped", "2"],
    ])
    expect(editions.missed(2, 9)).toEqual([{ record: 3, date: "2025-10-25", earlier: 0 }])
  })
})

describe("0010-choice-presses", () => {
  it("gives messages that may still be sent rows of buttons in the place of one", () => {
    const old = new Database(":memory:")
    const at = MIGRATIONS.findIndex(({ name }) => name === "0010-choice-presses")
    for (const { sql } of MIGRATIONS.slice(0, at)) old.exec(sql)
    old.exec(
      "INSERT INTO editions (id, occurrence, date, cutoff, created_at, content) VALUES (1, 'o', '', '', '', '{}')",
    )
    const add = old.prepare(
      "INSERT INTO outbox (edition_id, chat_id, part, payload, state) VALUES (1, '7', ?, ?, ?)",
    )
    const plain = { text: "摘要", entities: [{ type: "bold", offset: 0, length: 2 }] }
    const before = { ...plain, button: { text: "不再接收“它”", data: "sub:1:end" } }
    const after = { ...plain, buttons: [[before.button]] }
    const rows = [
      ["pending", JSON.stringify(before), JSON.stringify(after)],
      ["sending", JSON.stringify(before), JSON.stringify(after)],
      ["ambiguous", JSON.stringify(before), JSON.stringify(after)],
      ["pending", JSON.stringify(plain), JSON.stringify(plain)],
      ["sent", JSON.stringify(before), JSON.stringify(before)],
      ["pending", "no JSON", "no JSON"],
    ] as const
    for (const [part, [state, payload]] of rows.entries()) add.run(part, payload, state)
    for (const { sql } of MIGRATIONS.slice(at)) old.exec(sql)
    const read = (payload: string) => (payload.startsWith("{") ? JSON.parse(payload) : payload)
    expect(
      old.prepare("SELECT payload FROM outbox ORDER BY part").pluck().all().map(String).map(read),
    ).toEqual(rows.map(([, , payload]) => read(payload)))
  })
})
