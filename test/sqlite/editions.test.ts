import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import type { ClaimedRow, Settlement } from "../../src/digest/outbox.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"

let folder: string
let db: Db
let editions: SqliteEditions
let outbox: SqliteOutbox

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
  outbox = new SqliteOutbox(db)
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

function claimFirst(): ClaimedRow {
  const claimed = outbox.claim(outbox.pending(1)[0]?.id ?? -1)
  if (!claimed) throw new Error("nothing to claim")
  return claimed
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
  const { id } = claimFirst()
  expect(outbox.claim(id)).toBeUndefined()
  expect(outbox.pending(9)).toEqual([])
  db.close()
  open()
  expect(outbox.pending(9)).toEqual([])
  expect(outbox.abandon()).toBe(1)
  expect(outbox.abandon()).toBe(0)
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
  const claim = claimFirst()
  outbox.settle(claim, settlement, NOW)
  expect(states()).toEqual(expected)
  expect(() => outbox.settle(claim, settlement, NOW)).toThrow(/is not being sent/)
  expect(states()).toEqual(expected)
})

test("a postponed row says until when, and its chat's tries are counted", () => {
  publish(["1"], ["p0"])
  const notBefore = new Date("2025-10-24T00:01:00.000Z")
  outbox.settle(claimFirst(), { state: "pending", notBefore, why: "429" }, NOW)
  const [row] = outbox.pending(1)
  expect(outbox.floodLimits()).toEqual([{ chatId: "1", until: notBefore }])
  expect(row && outbox.claim(row.id)).toMatchObject({ chatId: "1", payload: "p0", attempt: 2 })
})

test("rows come by edition, then part, so that no chat waits for another's last part", () => {
  publish(["1", "2"])
  publish(["1"], ["p0"], "daily:2025-10-25")
  const byId = new Map(rows().map((row, i) => [i + 1, `${row.chat}/${row.part}`]))
  expect(outbox.pending(9).map(({ id }) => byId.get(id))).toEqual(["1/0", "2/0", "1/1", "2/1", "1/0"])
})

test("a chat that moves to one that gets the edition already gives its copy up", () => {
  db.exec("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (1, 1, 'a'), (7, 0, 'b')")
  publish(["1", "7"], ["p0"])
  outbox.settle(claimFirst(), { state: "moved", toChatId: "7" }, NOW)
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
  expect(editions.skipped("2025-10-24", NOW)).toBe(true)
  expect(editions.skipped("2025-10-25", NOW)).toBe(false)
  const { editions: listed, skipped } = editions.status(9)
  expect(listed).toEqual([])
  expect(skipped).toEqual([{ date: "2025-10-24", reason: "too-late", earlier: 0 }])
  expect(publish(["1"])).toBe(true)
})

test("the status counts states over all editions, and names the slowest by its last message", () => {
  publish(["1", "2"], ["p0"], "daily:2025-10-24")
  publish(["1"], ["p0"], "daily:2025-10-25")
  const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
  outbox.settle(claimFirst(), { state: "sent", messageId: 1 }, after(3))
  outbox.settle(claimFirst(), { state: "ambiguous", why: "reset" }, after(90))
  outbox.settle(claimFirst(), { state: "sent", messageId: 2 }, after(40))
  const { totals, slowest, editions: listed } = editions.status(9)
  expect(totals).toEqual({ pending: 0, sending: 0, sent: 2, failed: 0, ambiguous: 1 })
  expect(slowest).toEqual({ occurrence: "daily:2025-10-25", seconds: 40 })
  expect(listed.map(({ seconds }) => seconds)).toEqual([40, 3])
})

test("an editor settles an ambiguous row once, and only the try that was asked about", () => {
  publish(["@paper"], ["p0"])
  const first = claimFirst()
  outbox.settle(first, { state: "ambiguous", why: "reset" }, NOW)
  expect(outbox.ambiguous(9)).toEqual([
    { ...first, date: "2025-10-24", part: 0, parts: 1, chatId: "@paper", payload: "p0" },
  ])
  expect(outbox.resolve(first, "again")).toBe(true)
  expect(outbox.resolve(first, "there")).toBe(false)
  const second = claimFirst()
  outbox.settle(second, { state: "ambiguous", why: "reset" }, NOW)
  expect(outbox.resolve(first, "again")).toBe(false)
  expect(outbox.resolve(second, "there")).toBe(true)
  expect(rows()).toEqual([{ chat: "@paper", part: 0, state: "sent", error: "an editor says: there" }])
})

test("what was refused to a chat is named by its latest row, and can be sent again", () => {
  publish(["@paper", "7"], ["p0", "p1"])
  const before = new Date(NOW.getTime() - 1)
  expect(outbox.refused("@paper", before)).toBeUndefined()
  const claim = claimFirst()
  outbox.settle(claim, { state: "failed", why: "403: kicked", chatGone: true }, NOW)
  const refused = { id: claim.id + 1, attempt: 0, why: "403: kicked", messages: 2, days: ["2025-10-24"] }
  expect(outbox.refused("@paper", before)).toEqual(refused)
  expect(outbox.refused("@paper", NOW)).toBeUndefined()
  expect(outbox.refused("7", before)).toBeUndefined()
  expect(outbox.sendRefused(refused.id, NOW)).toBe(0)
  expect(outbox.sendRefused(refused.id, before)).toBe(2)
  expect(outbox.sendRefused(refused.id, before)).toBe(0)
  expect(states()).toEqual(["@paper/0 pending", "@paper/1 pending", "7/0 pending", "7/1 pending"])
})

test("the ambiguous are shown but for private chats, where nobody can look; these are counted", () => {
  const chats = ["@paper", "-100", "7"]
  publish(chats, ["p0"])
  for (const _ of chats) outbox.settle(claimFirst(), { state: "ambiguous", why: "reset" }, NOW)
  expect(outbox.ambiguous(9).map(({ chatId }) => chatId)).toEqual(["@paper", "-100"])
  expect(editions.status(9)).toMatchObject({ totals: { ambiguous: 3 }, ambiguousPrivate: 1 })
})

test("readers' editions are counted by kind and day, the newsroom's own are listed one by one", () => {
  publish(["@paper"], ["p0"], "daily:2025-10-24")
  for (const id of [1, 2, 3]) publish([String(id)], ["p0", "p1"], `own:${id}:2025-10-24`)
  publish(["9"], ["p0"], "awaited:4")
  for (let i = 0; i < 3; i++)
    outbox.settle(claimFirst(), { state: "sent", messageId: i }, new Date(NOW.getTime() + i * 1_000))
  const none = { pending: 0, sending: 0, sent: 0, failed: 0, ambiguous: 0 }
  const { editions: own, readers } = editions.status(9)
  expect(own.map(({ occurrence }) => occurrence)).toEqual(["daily:2025-10-24"])
  expect(readers).toEqual([
    { ...none, kind: "own", date: "2025-10-24", editions: 3, pending: 4, sent: 2, seconds: 2 },
    { ...none, kind: "awaited", date: "2025-10-24", editions: 1, pending: 1, seconds: null },
  ])
})

test("a day is seen to when it was sent or skipped", () => {
  expect(editions.dayBefore("2025-10-26")).toBeUndefined()
  publish(["1"], ["p0"], "daily:2025-10-22")
  publish(["1"], ["p0"], "own:1:2025-10-25")
  editions.skip("2025-10-24", "nothing-new", NOW)
  editions.skip("2025-10-27", "nothing-new", NOW)
  expect(editions.dayBefore("2025-10-26")).toBe("2025-10-24")
  expect(editions.dayBefore("2025-10-24")).toBe("2025-10-22")
})

test("missed days come once, after the record that was seen last", () => {
  editions.skip("2025-10-20", "too-late", NOW, 5)
  editions.skip("2025-10-21", "nothing-new", NOW)
  editions.skip("2025-10-22", "too-late", NOW)
  const [first, ...rest] = editions.missed(0, 9)
  expect(first).toMatchObject({ date: "2025-10-20", earlier: 5 })
  expect(rest).toMatchObject([{ date: "2025-10-22", earlier: 0 }])
  expect(editions.missed(first?.record ?? 0, 9)).toEqual(rest)
  expect(editions.missed(rest[0]?.record ?? 0, 9)).toEqual([])
})

test("what a clock that ran ahead has skipped counts when it is time, and may be skipped anew", () => {
  const ahead = new Date("2025-10-30T00:00:00.000Z")
  editions.skip("2025-10-29", "too-late", ahead)
  expect(editions.skipped("2025-10-29", NOW)).toBe(false)
  expect(editions.skipped("2025-10-29", ahead)).toBe(true)
  editions.skip("2025-10-29", "nothing-new", NOW)
  expect(editions.skipped("2025-10-29", NOW)).toBe(true)
  expect(editions.status(9).skipped).toEqual([{ date: "2025-10-29", reason: "nothing-new", earlier: 0 }])
})

test("a message that was sent keeps its words and loses its blocks; one that may be sent again keeps both", () => {
  const message = JSON.stringify({ text: "摘要", entities: [], rich: [{ type: "paragraph", text: "摘要" }] })
  publish(["1", "2", "3"], [message])
  const claims = outbox.pending(9).map(({ id }) => outbox.claim(id))
  const settlements = [
    { state: "sent", messageId: 7 },
    { state: "ambiguous", why: "network: ECONNRESET" },
    { state: "failed", why: "400: Bad Request", chatGone: false },
  ] as const
  for (const [at, settlement] of settlements.entries()) {
    const claim = claims[at]
    if (claim) outbox.settle(claim, settlement, NOW)
  }
  const kept = db.prepare("SELECT json_type(payload, '$.rich') FROM outbox ORDER BY id").pluck().all()
  expect(kept).toEqual([null, "array", "array"])
  expect(db.prepare("SELECT DISTINCT payload ->> 'text' FROM outbox").pluck().all()).toEqual(["摘要"])
})
