import { beforeEach, expect, test } from "vitest"
import { type Choice, choiceKey } from "../../src/digest/choice.ts"
import type { ChoicePresses } from "../../src/digest/choice-presses.ts"
import { EVERYTHING, PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { createChoicePresses } from "../../src/sqlite/choice-presses.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { RETRACTED, SqliteEditions } from "../../src/sqlite/editions.ts"
import { createForget } from "../../src/sqlite/forget.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { memoryDatabase } from "../digest/memory-database.ts"

const NOW = new Date("2025-10-24T12:00:00.000Z")
const READER = 42
const WORDS = ["教育", "医院", "大桥"] as const
const [school, clinic, bridge] = WORDS.map((word) => choiceKey({ kind: "keywords", word })) as [
  string,
  string,
  string,
]

let db: Db
let subscriptions: SqliteSubscriptions
let presses: ChoicePresses
let digest: number

function subscribe(chatId: number): number {
  const choice = { ...PLAIN_CHOICE, wants: { ...EVERYTHING, keywords: WORDS } }
  const { id } = subscriptions.draft(chatId, choice, NOW)
  subscriptions.begin(id, NOW)
  return id
}

beforeEach(() => {
  db = memoryDatabase()
  subscriptions = new SqliteSubscriptions(db)
  presses = createChoicePresses(db)
  digest = subscribe(READER)
})

/** An edition of so many parts, the last of which is in that state, with buttons for these. */
function edition(day: number, keys: readonly string[], state = "sent", parts = 1): string {
  const occurrence = `own:${digest}:2025-11-${String(day).padStart(2, "0")}`
  const messages = Array.from({ length: parts }, () => "{}")
  const choices = WORDS.map((word) => ({
    kind: "keywords" as const,
    word,
    articles: ["a"],
    count: 1,
    left: 0,
  }))
  new SqliteEditions(db).publish(
    { occurrence, date: "2025-11-01", groups: [], left: 0, choices },
    { cutoff: undefined, now: NOW, chats: [String(READER)], messages },
  )
  presses.stood(digest, occurrence, keys)
  db.prepare("UPDATE outbox SET state = 'sent' WHERE edition_id = (SELECT max(id) FROM editions)").run()
  db.prepare(
    "UPDATE outbox SET state = ? WHERE part = ? AND edition_id = (SELECT max(id) FROM editions)",
  ).run(state, parts - 1)
  return occurrence
}

const known = (id = digest) => Object.fromEntries(presses.unpressed(id))

test("counts the digests that were sent with the button", () => {
  expect(known()).toEqual({})
  edition(1, [school, clinic])
  edition(2, [school], "sent", 3)
  for (const [at, state] of ["pending", "sending", "failed", "ambiguous"].entries()) {
    edition(3 + at, [school, clinic], state, 2)
  }
  expect(known()).toEqual({ [school]: { digests: 2, passed: 0 }, [clinic]: { digests: 1, passed: 0 } })
})

test("a message that an editor or a later try settles as sent counts from then on", () => {
  edition(1, [school], "ambiguous")
  expect(known()).toEqual({})
  db.exec("UPDATE outbox SET state = 'sent'")
  expect(known()).toEqual({ [school]: { digests: 1, passed: 0 } })
})

test("buttons that a retraction has taken off before it was sent did not stand; those that moved up did", () => {
  const occurrence = edition(1, [school, clinic], "failed", 2)
  db.exec(`UPDATE outbox SET error = '${RETRACTED}' WHERE state = 'failed'`)
  presses.left(occurrence, [school])
  expect(known()).toEqual({ [school]: { digests: 1, passed: 0 } })
})

test("a press begins anew, and passes over what stood beside it, once an edition", () => {
  const first = edition(1, [school, clinic])
  const second = edition(2, [school, clinic, bridge])
  for (let again = 0; again < 3; again++) presses.pressed(digest, second, school, [clinic, bridge])
  expect(known()).toEqual({ [clinic]: { digests: 2, passed: 1 }, [bridge]: { digests: 1, passed: 1 } })
  presses.pressed(digest, first, school, [clinic])
  expect(known()[clinic]).toEqual({ digests: 2, passed: 2 })
  edition(3, [school, clinic])
  expect(known()[school]).toEqual({ digests: 1, passed: 0 })
})

test("what a reader keeps is not counted any more, until it is chosen anew", () => {
  edition(1, [school, clinic])
  presses.keep(digest, clinic)
  edition(2, [school, clinic])
  expect(known()).toEqual({ [school]: { digests: 2, passed: 0 } })
  subscriptions.change(digest, { ...PLAIN_CHOICE, wants: { ...EVERYTHING, keywords: ["教育"] } }, NOW)
  subscriptions.change(digest, { ...PLAIN_CHOICE, wants: { ...EVERYTHING, keywords: WORDS } }, NOW)
  edition(3, [school, clinic])
  expect(known()).toEqual({ [school]: { digests: 3, passed: 0 }, [clinic]: { digests: 1, passed: 0 } })
})

test("one digest knows nothing of another", () => {
  edition(1, [school])
  const other = subscribe(43)
  expect(known(other)).toEqual({})
  presses.keep(other, school)
  presses.pressed(other, `own:${digest}:2025-11-01`, school, [school])
  expect(known()).toEqual({ [school]: { digests: 1, passed: 0 } })
})

test("what is not chosen any more begins anew when it is chosen again", () => {
  edition(1, [school, clinic])
  const wanting = (...keywords: string[]) => ({ ...PLAIN_CHOICE, wants: { ...EVERYTHING, keywords } })
  subscriptions.change(digest, wanting("医院", "大桥"), NOW)
  subscriptions.change(digest, wanting("教育", "医院", "大桥"), NOW)
  expect(known()).toEqual({ [clinic]: { digests: 1, passed: 0 } })
})

test("nothing is kept of a digest that has ended, nor for one that is not there", () => {
  edition(1, [school])
  subscriptions.stop(digest, "pressed")
  edition(2, [school])
  presses.keep(digest, school)
  presses.stood(digest, "own:1:1999-01-01", [school])
  for (const table of ["unpressed_buttons", "kept_choices"]) {
    expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0)
  }
})

test("years of one reader are a handful of rows, whatever is pressed", () => {
  for (let day = 0; day < 100; day++) edition(day, [school, clinic])
  const rows = () => db.prepare("SELECT count(*) FROM unpressed_buttons").pluck().get()
  expect(rows()).toBe(40)
  expect(known()).toEqual({ [school]: { digests: 20, passed: 0 }, [clinic]: { digests: 20, passed: 0 } })
  for (let day = 100; day < 200; day++)
    presses.pressed(digest, edition(day, [school, clinic]), school, [clinic])
  expect(rows()).toBeLessThanOrEqual(40)
  expect(known()).toEqual({ [clinic]: { digests: 39, passed: 20 } })
})

test("an edition is found for the chat that it was sent to, with what it had of each choice, until the reader is forgotten", () => {
  const occurrence = edition(1, [school])
  const editions = new SqliteEditions(db)
  expect(editions.sentTo(READER, occurrence)?.choices?.map(({ word }: Choice) => word)).toEqual(WORDS)
  expect(editions.sentTo(43, occurrence)).toBeUndefined()
  expect(editions.sentTo(READER, "own:1:1999-01-01")).toBeUndefined()
  createForget(db)(READER)
  expect(editions.sentTo(READER, occurrence)).toBeUndefined()
  expect(known()).toEqual({})
  const kept = db.prepare("SELECT content FROM editions").pluck().all().join()
  for (const word of WORDS) expect(kept).not.toContain(word)
})
