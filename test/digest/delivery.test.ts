import fc from "fast-check"
import { expect, test } from "vitest"
import { createDelivery } from "../../src/digest/delivery.ts"
import type { Outbox, SendOutcome, Transport } from "../../src/digest/outbox.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { memoryDatabase } from "./memory-database.ts"
import { VirtualClock } from "./virtual-clock.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
const EDITIONS = ["daily:2025-10-23", "daily:2025-10-24", "daily:2025-10-25"]
const PARTS = 2

/** What happens to one request. "lost" arrives without a reply, "broken" does neither. */
type Fate =
  | "arrives"
  | "lost"
  | "broken"
  | "sender-throws"
  | "flood"
  | "no-network"
  | "bad-request"
  | "blocked"
  | "moves"

class Killed extends Error {}

/** Telegram as far as a digest sees it, with every copy that a reader got. */
class Chats {
  readonly copies: { readonly chat: string; readonly payload: string; readonly atMs: number }[] = []
  readonly requests: { readonly chat: string; readonly atMs: number }[] = []
  readonly #fates: Fate[]
  readonly #clock: VirtualClock
  readonly #moved = new Map<string, string>()

  constructor(fates: readonly Fate[], clock: VirtualClock) {
    this.#fates = [...fates]
    this.#clock = clock
  }

  send(chat: string, payload: string): SendOutcome {
    const atMs = this.#clock.steadyMs()
    this.requests.push({ chat, atMs })
    const elsewhere = this.#moved.get(chat)
    if (elsewhere !== undefined) return { kind: "moved", toChatId: elsewhere }
    const fate = this.#fates.shift() ?? "arrives"
    const arrives = () => this.copies.push({ chat, payload, atMs })
    switch (fate) {
      case "arrives":
        return { kind: "sent", messageId: arrives() }
      case "lost":
        arrives()
        return { kind: "unknown", why: "reset" }
      case "broken":
        return { kind: "unknown", why: "500" }
      case "sender-throws":
        arrives()
        throw new Error("a bug in the sender")
      case "flood":
        return { kind: "wait", ms: 7_000, why: "429" }
      case "no-network":
        return { kind: "not-sent", why: "ECONNREFUSED" }
      case "bad-request":
        return { kind: "refused", why: "400", chatGone: false }
      case "blocked":
        return { kind: "refused", why: "403", chatGone: true }
      case "moves": {
        const to = `-100${chat.replace("-", "")}`
        this.#moved.set(chat, to)
        return { kind: "moved", toChatId: to }
      }
    }
  }
}

/** One life of the process: after so many steps every call throws, as for a process that is gone. */
function mortal(outbox: Outbox, chats: Chats, stepsToLive: number): { outbox: Outbox; transport: Transport } {
  let left = stepsToLive
  const step = () => {
    if (left-- <= 0) throw new Killed()
  }
  const around = <T>(work: () => T): T => {
    step()
    const result = work()
    step()
    return result
  }
  return {
    outbox: {
      abandon: () => around(() => outbox.abandon()),
      pending: (limit) => around(() => outbox.pending(limit)),
      claim: (id) => around(() => outbox.claim(id)),
      settle: (id, settlement) => around(() => outbox.settle(id, settlement)),
    },
    transport: { send: async (chat, payload) => around(() => chats.send(chat, payload)) },
  }
}

function publishAll(db: Db, editions: SqliteEditions, chats: readonly string[]): void {
  const subscribe = db.prepare("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, '')")
  for (const chat of chats) if (!chat.startsWith("@")) subscribe.run(Number(chat))
  for (const occurrence of EDITIONS) {
    const messages = Array.from({ length: PARTS }, (_, part) => `${occurrence} ${part}`)
    const edition = { occurrence, date: occurrence.slice(6), groups: [], left: 0 }
    editions.publish(edition, { cutoff: undefined, now: new Date(0), chats, messages })
  }
}

interface Row {
  readonly chat: string
  readonly payload: string
  readonly state: string
}

function rowsOf(db: Db): Row[] {
  return db.prepare<[], Row>("SELECT chat_id AS chat, payload, state FROM outbox ORDER BY id").all()
}

/** Lives the lives one after another, then a last one without end; returns all that can be seen from outside. */
async function simulate(chatIds: readonly string[], fates: readonly Fate[], lives: readonly Life[]) {
  const db = memoryDatabase()
  const editions = new SqliteEditions(db)
  publishAll(db, editions, chatIds)
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  const chats = new Chats(fates, clock)
  for (const { steps, clockMs } of [...lives, { steps: Number.POSITIVE_INFINITY, clockMs: 0 }]) {
    clock.set(clockMs)
    clock.pass(2_000)
    const life = mortal(editions, chats, steps)
    const delivery = createDelivery({ ...life, clock, log: SILENT })
    const ticks = steps === Number.POSITIVE_INFINITY ? 1_000 : 3
    try {
      for (let tick = 0; tick < ticks; tick++) {
        await delivery.deliver()
        if (editions.pending(1).length === 0) break
        clock.pass(30_000)
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }
  return { rows: rowsOf(db), chats, db }
}

interface Life {
  readonly steps: number
  readonly clockMs: number
}

const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fate>("arrives") },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Fate>(
      "lost",
      "broken",
      "sender-throws",
      "flood",
      "no-network",
      "bad-request",
      "blocked",
      "moves",
    ),
  },
)
const life = fc.record({ steps: fc.nat(60), clockMs: fc.integer({ min: -3_600_000, max: 3_600_000 }) })

test("whatever breaks and whenever the process is killed: no second copy, nothing lost in silence", async () => {
  const chatIds = ["@paper", "11", "12", "-13", "14"]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { maxLength: 40 }),
      fc.array(life, { maxLength: 6 }),
      async (fates, lives) => {
        const { rows, chats } = await simulate(chatIds, fates, lives)
        expect(rows).toHaveLength(chatIds.length * EDITIONS.length * PARTS)
        const copies = new Map<string, number>()
        for (const { chat, payload } of chats.copies) {
          copies.set(`${chat} ${payload}`, (copies.get(`${chat} ${payload}`) ?? 0) + 1)
        }
        for (const { chat, payload, state } of rows) {
          const got = copies.get(`${chat} ${payload}`) ?? 0
          if (state === "sent") expect(got).toBe(1)
          else if (state === "failed") expect(got).toBe(0)
          else {
            expect(state).toBe("ambiguous")
            expect(got).toBeLessThanOrEqual(1)
          }
        }
        expect(Math.max(0, ...copies.values())).toBeLessThanOrEqual(1)
        checkOrder(chats)
        checkPace(chats)
      },
    ),
    { numRuns: 150 },
  )
})

function checkOrder(chats: Chats): void {
  const last = new Map<string, string>()
  for (const { chat, payload } of chats.copies) {
    expect(payload > (last.get(chat) ?? "")).toBe(true)
    last.set(chat, payload)
  }
}

function checkPace(chats: Chats): void {
  const lastOf = new Map<string, number>()
  let last = Number.NEGATIVE_INFINITY
  for (const { chat, atMs } of chats.requests) {
    expect(atMs - (lastOf.get(chat) ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(1_000)
    expect(atMs - last).toBeGreaterThanOrEqual(40)
    lastOf.set(chat, atMs)
    last = atMs
  }
}

test("each step of a delivery survives a kill right before and right after it", async () => {
  for (let steps = 0; steps < 60; steps++) {
    const { rows, chats } = await simulate(["1", "2"], [], [{ steps, clockMs: 0 }])
    const ambiguous = rows.filter((row) => row.state === "ambiguous").length
    const sent = rows.filter((row) => row.state === "sent").length
    expect(ambiguous).toBeLessThanOrEqual(1)
    expect(sent + ambiguous).toBe(rows.length)
    expect(chats.copies.length).toBeGreaterThanOrEqual(sent)
    expect(chats.copies.length).toBeLessThanOrEqual(rows.length)
  }
})

test("a blocked reader's subscription ends, the others get all", async () => {
  const { rows, chats, db } = await simulate(["1", "2"], ["blocked"], [])
  expect(rows.filter((row) => row.chat === "1").every((row) => row.state === "failed")).toBe(true)
  expect(rows.filter((row) => row.chat === "2").every((row) => row.state === "sent")).toBe(true)
  expect(chats.requests.filter(({ chat }) => chat === "1")).toHaveLength(1)
  const ended = db.prepare("SELECT chat_id, active, ended_why FROM subscriptions ORDER BY chat_id").all()
  expect(ended).toEqual([
    { chat_id: 1, active: 0, ended_why: "403" },
    { chat_id: 2, active: 1, ended_why: null },
  ])
})

test("a group that became a supergroup gets everything once, under its new id, and stays subscribed", async () => {
  const { rows, chats, db } = await simulate(["-7"], ["moves"], [])
  expect(rows.every((row) => row.chat === "-1007" && row.state === "sent")).toBe(true)
  expect(chats.copies).toHaveLength(rows.length)
  const active = db.prepare("SELECT chat_id FROM subscriptions WHERE active = 1").pluck().all()
  expect(active).toEqual([-1007])
})

test("one refused part does not stop the others", async () => {
  const { rows } = await simulate(["1"], ["bad-request"], [])
  expect(rows.map((row) => row.state)).toEqual(["failed", "sent", "sent", "sent", "sent", "sent"])
})

test("a flood limit holds the chat; a second chat's limit holds all", async () => {
  const one = await simulate(["1", "2", "3"], ["flood"], [])
  const between = (chats: Chats, from: number, to: number) =>
    chats.requests.filter(({ atMs }) => atMs > from && atMs < to).map(({ chat }) => chat)
  const start = one.chats.requests[0]?.atMs ?? 0
  expect(new Set(between(one.chats, start, start + 7_000))).toEqual(new Set(["2", "3"]))

  const two = await simulate(["1", "2", "3"], ["flood", "flood"], [])
  const second = two.chats.requests[1]?.atMs ?? 0
  expect(between(two.chats, second, second + 7_000)).toEqual([])
  expect(two.rows.every((row) => row.state === "sent")).toBe(true)
})

test("a stopped delivery finishes the message under way and sends no more", async () => {
  const db = memoryDatabase()
  const editions = new SqliteEditions(db)
  publishAll(db, editions, ["1", "2"])
  const reached = deferred<void>()
  const reply = deferred<SendOutcome>()
  const delivery = createDelivery({
    outbox: editions,
    transport: {
      send: () => {
        reached.resolve()
        return reply.promise
      },
    },
    clock: new VirtualClock("2025-10-24T00:00:00Z"),
    log: SILENT,
  })
  const running = delivery.deliver()
  await reached.promise
  const stopped = delivery.stop()
  reply.resolve({ kind: "sent", messageId: 5 })
  await stopped
  expect(await running).toEqual({ sent: 1, failed: 0, ambiguous: 0, postponed: 0 })
  expect(rowsOf(db).filter((row) => row.state === "sent")).toHaveLength(1)
  expect(await delivery.deliver()).toEqual({ sent: 0, failed: 0, ambiguous: 0, postponed: 0 })
})

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
