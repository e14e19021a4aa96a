import Database from "better-sqlite3"
import { beforeEach, expect, test } from "vitest"
import { type DigestChoice, EVERYTHING, PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { MOST_DIGESTS } from "../../src/digest/subscription-store.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { MIGRATIONS } from "../../src/sqlite/migrations.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { memoryDatabase } from "../digest/memory-database.ts"

const NOW = new Date("2025-10-24T12:00:00.000Z")
const DAY_BEFORE = "2025-10-23T12:00:00.000Z"

let db: Db
let subscriptions: SqliteSubscriptions

beforeEach(() => {
  db = memoryDatabase()
  subscriptions = new SqliteSubscriptions(db)
})

const about = (...keywords: string[]): DigestChoice => ({
  ...PLAIN_CHOICE,
  wants: { ...EVERYTHING, keywords },
})
const begin = (chatId: number, choice: DigestChoice) => {
  const { id } = subscriptions.draft(chatId, choice, NOW)
  return { id, begun: subscriptions.begin(id, NOW) }
}
const ids = (chatId: number) => subscriptions.of(chatId).map(({ id }) => id)

test("a draft is no digest until it begins; what was chosen is kept", () => {
  const choice = {
    wants: { places: ["禾溪县"], topics: ["教育"], keywords: ["何青"] },
    at: { hour: 7, minute: 5 },
    weekdays: [1, 7],
  }
  const draft = subscriptions.draft(1, choice, NOW)
  expect(draft).toMatchObject({ ...choice, chatId: 1, draft: true })
  expect(subscriptions.of(1)).toEqual([])
  expect(subscriptions.begin(draft.id, NOW)).toBe("begun")
  expect(subscriptions.of(1)).toEqual([{ ...draft, draft: false, since: DAY_BEFORE }])
  expect(subscriptions.running()).toEqual(subscriptions.of(1))
  expect(new SqliteEditions(db).subscribers()).toEqual([])
})

test("a chat chooses one digest at a time", () => {
  const first = subscriptions.draft(1, about("甲乙"), NOW)
  const second = subscriptions.draft(1, about("丙丁"), NOW)
  expect(second.id).toBeGreaterThan(first.id)
  expect(subscriptions.find(first.id)).toBeUndefined()
  expect(subscriptions.begin(first.id, NOW)).toBe("already")
})

test("the same digest begins once, and another digest does not become it", () => {
  expect(begin(1, about("甲乙", "丙丁")).begun).toBe("begun")
  expect(begin(1, about("丙丁", "甲乙")).begun).toBe("already")
  const { id } = begin(1, about("戊己"))
  expect(subscriptions.change(id, about("丙丁", "甲乙"), NOW)).toBe("already")
  expect(subscriptions.find(id)?.wants.keywords).toEqual(["戊己"])
  expect(begin(2, about("甲乙", "丙丁")).begun).toBe("begun")
})

test("ten thousand digests of one reader are ten", () => {
  const begun = Array.from({ length: 10_000 }, (_, at) => begin(1, about(`词${at}`)).begun)
  expect(begun.filter((one) => one === "begun")).toHaveLength(MOST_DIGESTS)
  expect(begun.slice(MOST_DIGESTS).every((one) => one === "too-many")).toBe(true)
  expect(ids(1)).toHaveLength(MOST_DIGESTS)
  expect(db.prepare("SELECT count(*) FROM reader_digests").pluck().get()).toBe(MOST_DIGESTS + 1)
})

test("with its last digest a chat's subscription ends; who comes back begins anew", () => {
  const one = begin(1, about("甲乙"))
  const other = begin(1, PLAIN_CHOICE)
  expect(new SqliteEditions(db).subscribers()).toEqual(["1"])
  expect(subscriptions.stop(other.id, "pressed")).toBe(true)
  expect(subscriptions.stop(other.id, "pressed")).toBe(false)
  expect(ids(1)).toEqual([one.id])
  expect(subscriptions.stop(one.id, "pressed")).toBe(true)
  expect(subscriptions.end(1, "again")).toBe(false)
  expect(db.prepare("SELECT active, ended_why FROM subscriptions").all()).toEqual([
    { active: 0, ended_why: "pressed" },
  ])
})

test("digests of a chat that could not be written to do not come back with the next one", () => {
  begin(1, about("甲乙"))
  db.exec("UPDATE subscriptions SET active = 0, ended_why = '403'")
  expect(ids(1)).toEqual([])
  const { id, begun } = begin(1, about("丙丁"))
  expect(begun).toBe("begun")
  expect(ids(1)).toEqual([id])
})

test("a digest that parts from the newsroom's tells nothing again", () => {
  const { id } = begin(1, PLAIN_CHOICE)
  const edition = { occurrence: "daily:2025-10-24", date: "2025-10-24", groups: [], left: 0 }
  const cutoff = "2025-10-24T11:00:00.000Z"
  new SqliteEditions(db).publish(edition, { cutoff, now: NOW, chats: ["1"], messages: [] })
  expect(subscriptions.change(id, about("甲乙"), NOW)).toBe("changed")
  expect(subscriptions.find(id)?.since).toBe(cutoff)
})

test("what is done stays done", () => {
  const { id } = begin(1, about("甲乙"))
  subscriptions.done(id, "2025-10-24", "2025-10-24T01:00:00.000Z")
  subscriptions.done(id, "2025-10-25")
  expect(subscriptions.find(id)).toMatchObject({ doneDay: "2025-10-25", since: "2025-10-24T01:00:00.000Z" })
})

test("who subscribed before there was a choice keeps the newsroom's digest", () => {
  const old = new Database(":memory:")
  const [before, after] = [MIGRATIONS.slice(0, 5), MIGRATIONS.slice(5)]
  for (const { sql } of before) old.exec(sql)
  old.exec("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (1, 1, 'a'), (2, 0, 'b')")
  for (const { sql } of after) old.exec(sql)
  const kept = new SqliteSubscriptions(old)
  expect(kept.running()).toMatchObject([{ chatId: 1, draft: false, ...PLAIN_CHOICE }])
  expect(new SqliteEditions(old).subscribers()).toEqual(["1"])
})
