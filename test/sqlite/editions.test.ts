import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { Settlement } from "../../src/digest/outbox.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"

let folder: string
let db: Db
let editions: SqliteEditions

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "editions-"))
  open()
})

afterEach(() => {
  db.close()
  rmSync(folder, { recursive: true })
})

function open(): void {
  db = openDatabase(folder)
  editions = new SqliteEditions(db)
}

const NOW = new Date("2025-10-24T00:00:00.000Z")

function publish(
  chats: readonly string[],
  messages = ["p0", "p1"],
  occurrence = "daily:2025-10-24",
): boolean {
  const edition = { occurrence, date: "2025-10-24", groups: [], left: 0 }
  return editions.publish(edition, { cutoff: undefined, now: NOW, chats, messages })
}

interface Row {
  readonly chat: string
  readonly part: number
  readonly state: string
  readonly error: string | null
}

const rows = () =>
  db.prepare<[], Row>("SELECT chat_id AS chat, part, state, error FROM outbox ORDER BY id").all()
const states = () => rows().map(({ chat, part, state }) => `${chat}/${part} ${state}`)

function claimFirst(): number {
  const id = editions.pending(1)[0]?.id ?? -1
  expect(editions.claim(id)).toBeDefined()
  return id
}

test("an edition and its rows survive the process; the same occurrence again changes nothing", () => {
  expect(publish(["1", "2"])).toBe(true)
  db.close()
  open()
  expect(publish(["1", "2", "3"])).toBe(false)
  expect(states()).toEqual(["1/0 pending", "1/1 pending", "2/0 pending", "2/1 pending"])
  expect(editions.has("daily:2025-10-24")).toBe(true)
  expect(editions.has("daily:2025-10-25")).toBe(false)
})

test("an edition whose rows cannot be stored is not stored", () => {
  expect(() => publish(["1", "1"])).toThrow(/UNIQUE/)
  expect(editions.has("daily:2025-10-24")).toBe(false)
  expect(rows()).toEqual([])
})

test("a row is claimed once, and found under way after a kill", () => {
  publish(["1"], ["p0"])
  const id = claimFirst()
  expect(editions.claim(id)).toBeUndefined()
  expect(editions.pending(9)).toEqual([])
  db.close()
  open()
  expect(editions.pending(9)).toEqual([])
  expect(editions.abandon()).toBe(1)
  expect(editions.abandon()).toBe(0)
  expect(rows()).toMatchObject([{ state: "ambiguous", error: expect.stringMatching(/process ended/) }])
})

test.each([
  ["sent", { state: "sent", messageId: 5 }, ["1/0 sent", "1/1 pending"]],
  ["ambiguous", { state: "ambiguous", why: "reset" }, ["1/0 ambiguous", "1/1 pending"]],
  ["failed", { state: "failed", why: "400", chatGone: false }, ["1/0 failed", "1/1 pending"]],
  ["chat gone", { state: "failed", why: "403", chatGone: true }, ["1/0 failed", "1/1 failed"]],
  ["postponed", { state: "pending", notBefore: NOW, why: "429" }, ["1/0 pending", "1/1 pending"]],
  ["moved", { state: "moved", toChatId: "7" }, ["7/0 pending", "7/1 pending"]],
] satisfies [string, Settlement, string[]][])("settled: %s", (_name, settlement, expected) => {
  publish(["1"])
  const id = claimFirst()
  editions.settle(id, settlement)
  expect(states()).toEqual(expected)
  expect(() => editions.settle(id, settlement)).toThrow(/is not being sent/)
  expect(states()).toEqual(expected)
})

test("a postponed row says until when, and its chat's tries are counted", () => {
  publish(["1"], ["p0"])
  const notBefore = new Date("2025-10-24T00:01:00.000Z")
  editions.settle(claimFirst(), { state: "pending", notBefore, why: "429" })
  const [row] = editions.pending(1)
  expect(row).toMatchObject({ chatId: "1", notBefore })
  expect(row && editions.claim(row.id)).toEqual({ chatId: "1", payload: "p0", attempt: 2 })
})

test("rows come by edition, then part, so that no chat waits for another's last part", () => {
  publish(["1", "2"])
  publish(["1"], ["p0"], "daily:2025-10-25")
  const byId = new Map(rows().map((row, i) => [i + 1, `${row.chat}/${row.part}`]))
  expect(editions.pending(9).map(({ id }) => byId.get(id))).toEqual(["1/0", "2/0", "1/1", "2/1", "1/0"])
})

test("a chat that moves to one that gets the edition already gives its copy up", () => {
  db.exec("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (1, 1, 'a'), (7, 0, 'b')")
  publish(["1", "7"], ["p0"])
  editions.settle(claimFirst(), { state: "moved", toChatId: "7" })
  expect(states()).toEqual(["1/0 failed", "7/0 pending"])
  expect(editions.subscribers()).toEqual(["7"])
})

test("the cutoff is the baseline or the latest edition's, and nothing else moves it", () => {
  expect(editions.cutoff()).toBeUndefined()
  const setBaseline = db.prepare("INSERT INTO meta (key, value) VALUES (?, ?)")
  setBaseline.run(DIGEST_BASELINE, "2025-10-20T00:00:00.000Z")
  publish(["1"])
  editions.skip("2025-10-25", "nothing-new", NOW)
  expect(editions.cutoff()).toBe("2025-10-20T00:00:00.000Z")
  const edition = { occurrence: "daily:2025-10-26", date: "2025-10-26", groups: [], left: 0 }
  const cutoff = "2025-10-26T01:00:00.000Z"
  editions.publish(edition, { cutoff, now: NOW, chats: ["1"], messages: ["p0"] })
  expect(editions.cutoff()).toBe(cutoff)
})

test("a skipped day is remembered with its first reason and is no edition", () => {
  editions.skip("2025-10-24", "too-late", NOW)
  editions.skip("2025-10-24", "nothing-new", NOW)
  expect(editions.skipped("2025-10-24")).toBe(true)
  expect(editions.skipped("2025-10-25")).toBe(false)
  const { editions: listed, skipped } = editions.status(9)
  expect(listed).toEqual([])
  expect(skipped).toEqual([{ date: "2025-10-24", reason: "too-late" }])
  expect(publish(["1"])).toBe(true)
})
