import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { createTokenSpending } from "../../src/sqlite/token-spending.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const LIMITS = { perReaderDay: 100, perDay: 250, timeZone: "Asia/Shanghai" }
const EVENING = new Date("2025-10-14T15:59:00Z")
const MIDNIGHT = new Date("2025-10-14T16:00:00Z")

let folder: string
let db: Db
beforeEach(() => {
  folder = temporaryFolder()
  db = openDatabase(folder)
})
afterEach(() => db.close())

const rows = () => db.prepare("SELECT day, reader_id AS reader, tokens FROM token_spending").all()

test("a reader's day and the day of all end at midnight where the newspaper is", () => {
  const budget = createTokenSpending(db, LIMITS)
  const kind = (tokens: number, reader: number, now = EVENING) => budget.reserve(tokens, reader, now).kind
  expect(kind(100, 1)).toBe("reserved")
  expect(kind(1, 1)).toBe("exhausted")
  expect(kind(100, 2)).toBe("reserved")
  expect(kind(50, 0)).toBe("reserved")
  expect(kind(1, 0)).toBe("exhausted")
  expect(kind(1, 3)).toBe("exhausted")
  expect(kind(100, 1, MIDNIGHT)).toBe("reserved")
})

test("leaves the database as careful as it was", () => {
  const outcome = createTokenSpending(db, LIMITS).reserve(10, 1, EVENING)
  if (outcome.kind === "reserved") outcome.settle(5)
  expect(db.pragma("synchronous", { simple: true })).toBe(2)
})

test("nobody in particular may use the whole day", () => {
  expect(createTokenSpending(db, LIMITS).reserve(250, 0, EVENING).kind).toBe("reserved")
})

test("what was not used comes back, what was used beyond counts, once", () => {
  const budget = createTokenSpending(db, LIMITS)
  const first = budget.reserve(100, 1, EVENING)
  expect(first.kind === "reserved" && first.settle(30)).toBeUndefined()
  expect(first.kind === "reserved" && first.settle(0)).toBeUndefined()
  expect(rows()).toEqual([{ day: "2025-10-14", reader: 1, tokens: 30 }])
  const second = budget.reserve(70, 1, EVENING)
  expect(second.kind === "reserved" && second.settle(90)).toBeUndefined()
  expect(rows()).toEqual([{ day: "2025-10-14", reader: 1, tokens: 120 }])
})

test("a restart forgets nothing, and what was under way counts as spent", () => {
  createTokenSpending(db, LIMITS).reserve(60, 1, EVENING)
  db.close()
  db = openDatabase(folder)
  const budget = createTokenSpending(db, LIMITS)
  expect(budget.reserve(41, 1, EVENING).kind).toBe("exhausted")
  expect(budget.reserve(40, 1, EVENING).kind).toBe("reserved")
})

test("who spent it is forgotten when the day is over, the sum is kept", () => {
  const budget = createTokenSpending(db, LIMITS)
  const late = budget.reserve(60, 1, EVENING)
  budget.reserve(70, 2, EVENING)
  budget.reserve(20, 0, EVENING)
  budget.reserve(5, 7, MIDNIGHT)
  expect(rows()).toEqual([
    { day: "2025-10-14", reader: 0, tokens: 150 },
    { day: "2025-10-15", reader: 7, tokens: 5 },
  ])
  if (late.kind === "reserved") late.settle(10)
  const sum = db.prepare("SELECT sum(tokens) FROM token_spending WHERE day = '2025-10-14'").pluck().get()
  expect(sum).toBe(100)
})

test.each([
  [1, { ...LIMITS, perReaderDay: 0 }, /^TOKENS_PER_READER_DAY: .* 0 tokens .* 2025-10-14/],
  [1, { ...LIMITS, perDay: 0 }, /^TOKENS_PER_DAY: .* 0 tokens .* 2025-10-14/],
])("says what ran out, in one line without the reader", (readerId, limits, line) => {
  const outcome = createTokenSpending(db, limits).reserve(1, readerId, EVENING)
  expect(outcome.kind === "exhausted" && outcome.why).toMatch(line)
})

describe("whatever is asked and settled in whatever order", () => {
  test("what is set aside never exceeds a limit", () => {
    const call = fc.record({ tokens: fc.nat(80), reader: fc.nat(3), used: fc.option(fc.nat(80)) })
    fc.assert(
      fc.property(fc.array(call, { maxLength: 30 }), (calls) => {
        db.exec("DELETE FROM token_spending")
        const budget = createTokenSpending(db, LIMITS)
        const spent = [0, 0, 0, 0]
        for (const { tokens, reader, used } of calls) {
          const all = spent.reduce((sum, one) => sum + one, 0)
          const fits =
            all + tokens <= LIMITS.perDay &&
            (reader === 0 || (spent[reader] ?? 0) + tokens <= LIMITS.perReaderDay)
          const outcome = budget.reserve(tokens, reader, EVENING)
          expect(outcome.kind).toBe(fits ? "reserved" : "exhausted")
          if (outcome.kind !== "reserved") continue
          const least = used === null ? tokens : Math.min(used, tokens)
          if (used !== null) outcome.settle(least)
          spent[reader] = (spent[reader] ?? 0) + least
        }
      }),
      { numRuns: 60, seed: 20251014 },
    )
  })
})
