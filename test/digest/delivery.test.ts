import fc from "fast-check"
import { expect, test } from "vitest"
import { createDelivery } from "../../src/digest/delivery.ts"
import type { Outbox, SendOutcome } from "../../src/digest/outbox.ts"
import { createPace } from "../../src/digest/pace.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { memoryDatabase } from "./memory-database.ts"
import { Killed, Life } from "./mortal.ts"
import { PaceWatch } from "./pace-watch.ts"
import { type Fate, SimulatedTelegram } from "./simulated-telegram.ts"
import { VirtualClock } from "./virtual-clock.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
const EDITIONS = ["daily:2025-10-23", "daily:2025-10-24", "daily:2025-10-25"]
const PARTS = 2

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
async function simulate(chatIds: readonly string[], fates: readonly Fate[], lives: readonly Span[]) {
  const db = memoryDatabase()
  const outbox = new SqliteOutbox(db)
  publishAll(db, new SqliteEditions(db), chatIds)
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  const watch = new PaceWatch(clock)
  const waiting = [...fates]
  const chats = new SimulatedTelegram(clock, () => waiting.shift() ?? "arrives")
  for (const { steps, clockMs } of [...lives, { steps: Number.POSITIVE_INFINITY, clockMs: 0 }]) {
    clock.set(clockMs)
    watch.clockWasSet()
    const life = new Life(steps)
    const delivery = createDelivery({
      outbox: watch.refusalsOf(life.holding<Outbox>(outbox)),
      transport: life.holding({
        send: (chat: string, payload: string) => {
          watch.request(chat)
          return chats.send(chat, payload)
        },
      }),
      pace: createPace(clock),
      clock,
      log: SILENT,
    })
    const ticks = steps === Number.POSITIVE_INFINITY ? 1_000 : 3
    try {
      for (let tick = 0; tick < ticks; tick++) {
        await delivery.deliver()
        if (outbox.pending(1).length === 0) break
        clock.pass(30_000)
      }
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }
  return { rows: rowsOf(db), chats, db, watch }
}

interface Span {
  readonly steps: number
  readonly clockMs: number
}

const fate = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Fate>("arrives") },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Fate>(
      "lost",
      "late",
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
        const { rows, chats, watch } = await simulate(chatIds, fates, lives)
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
        expect(watch.violations).toEqual([])
      },
    ),
    { numRuns: 100 },
  )
})

function checkOrder(chats: SimulatedTelegram): void {
  const last = new Map<string, string>()
  for (const { chat, payload } of chats.copies) {
    expect(payload > (last.get(chat) ?? "")).toBe(true)
    last.set(chat, payload)
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

test("a group that moves after many tries is followed; one that moves in circles is not", async () => {
  const floods: Fate[] = ["flood", "no-network", "flood", "no-network", "flood", "flood", "flood"]
  const { rows } = await simulate(["-7"], [...floods, "moves"], [])
  expect(rows.every((row) => row.chat === "-1007" && row.state === "sent")).toBe(true)

  const db = memoryDatabase()
  publishAll(db, new SqliteEditions(db), ["-1"])
  const asked: string[] = []
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  await createDelivery({
    outbox: new SqliteOutbox(db),
    transport: {
      send: async (chat) => {
        asked.push(chat)
        return { kind: "moved", toChatId: chat === "-1" ? "-2" : "-1" }
      },
    },
    pace: createPace(clock),
    clock,
    log: SILENT,
  }).deliver()
  expect(rowsOf(db).map(({ state }) => state)).toEqual(Array(6).fill("failed"))
  expect(asked).toHaveLength(36)
})

test("what cannot leave yet is pending meanwhile, lets its chat wait, and leaves in a turn of its own", async () => {
  const db = memoryDatabase()
  publishAll(db, new SqliteEditions(db), ["1", "2"])
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  const watch = new PaceWatch(clock)
  const uploaded = deferred<void>()
  const seen: string[] = []
  let isUploaded = false
  const delivery = createDelivery({
    outbox: new SqliteOutbox(db),
    transport: {
      async send(chat) {
        watch.request(chat)
        seen.push(chat)
        if (chat === "2" && !isUploaded) return { kind: "not-yet", why: "upload", after: uploaded.promise }
        return { kind: "sent", messageId: seen.length }
      },
    },
    pace: createPace(clock),
    clock,
    log: SILENT,
  })
  const running = delivery.deliver()
  await clock.wait(20_000)
  expect(seen.filter((chat) => chat === "2")).toHaveLength(1)
  const others = rowsOf(db).filter(({ chat }) => chat === "2")
  expect(others.map(({ state }) => state)).toEqual(Array(6).fill("pending"))
  isUploaded = true
  uploaded.resolve()
  expect(await running).toMatchObject({ sent: 12, ambiguous: 0 })
  expect(watch.violations).toEqual([])
})

test("one refused part does not stop the others", async () => {
  const { rows } = await simulate(["1"], ["bad-request"], [])
  expect(rows.map((row) => row.state)).toEqual(["failed", "sent", "sent", "sent", "sent", "sent"])
})

test("a flood limit holds the chat; a second chat's limit holds all", async () => {
  const one = await simulate(["1", "2", "3"], ["flood"], [])
  const between = (chats: SimulatedTelegram, from: number, to: number) =>
    chats.requests.filter(({ atMs }) => atMs > from && atMs < to).map(({ chat }) => chat)
  const start = one.chats.requests[0]?.atMs ?? 0
  expect(new Set(between(one.chats, start, start + 7_000))).toEqual(new Set(["2", "3"]))

  const two = await simulate(["1", "2", "3"], ["flood", "flood"], [])
  const second = two.chats.requests[1]?.atMs ?? 0
  expect(between(two.chats, second, second + 7_000)).toEqual([])
  expect(two.rows.every((row) => row.state === "sent")).toBe(true)
})

test("a flood limit outlives the process, though what was refused has been withdrawn since", async () => {
  const db = memoryDatabase()
  publishAll(db, new SqliteEditions(db), ["1"])
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  const until = new Date(clock.now().getTime() + 20_000)
  db.prepare("UPDATE outbox SET state = 'failed', not_before = ? WHERE id = 1").run(until.toISOString())
  const chats = new SimulatedTelegram(clock, () => "arrives")
  const outbox = new SqliteOutbox(db)
  await createDelivery({ outbox, transport: chats, pace: createPace(clock), clock, log: SILENT }).deliver()
  expect(chats.requests).toHaveLength(5)
  expect(chats.requests[0]?.atMs).toBeGreaterThanOrEqual(20_000)
})

test("a stopped delivery finishes the message under way and sends no more", async () => {
  const db = memoryDatabase()
  publishAll(db, new SqliteEditions(db), ["1", "2"])
  const clock = new VirtualClock("2025-10-24T00:00:00Z")
  const reached = deferred<void>()
  const reply = deferred<SendOutcome>()
  const delivery = createDelivery({
    outbox: new SqliteOutbox(db),
    transport: {
      send: () => {
        reached.resolve()
        return reply.promise
      },
    },
    pace: createPace(clock),
    clock,
    log: SILENT,
  })
  const running = delivery.deliver()
  await reached.promise
  const stopped = delivery.stop()
  reply.resolve({ kind: "sent", messageId: 5 })
  await stopped
  expect(await running).toEqual({ sent: 1, failed: 0, ambiguous: 0, postponed: 11 })
  expect(rowsOf(db).filter((row) => row.state === "sent")).toHaveLength(1)
  expect(await delivery.deliver()).toEqual({ sent: 0, failed: 0, ambiguous: 0, postponed: 0 })
})

test("two processes that both deliver, which the folder's lock forbids, still make no second copy", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(400), { maxLength: 40 }),
      fc.array(fate, { maxLength: 20 }),
      async (latencies, fates) => {
        const db = memoryDatabase()
        publishAll(db, new SqliteEditions(db), ["@paper", "1", "2", "3"])
        const clock = new VirtualClock("2025-10-24T00:00:00Z")
        const [ms, waiting] = [[...latencies], [...fates]]
        const chats = new SimulatedTelegram(clock, () => waiting.shift() ?? "arrives", {
          latencyMs: () => ms.shift() ?? 50,
        })
        const one = () =>
          createDelivery({
            outbox: new SqliteOutbox(db),
            transport: { send: (chat, payload) => chats.send(chat, payload) },
            pace: createPace(clock),
            clock,
            log: SILENT,
          })
        const both = [one(), one()]
        for (let tick = 0; tick < 20; tick++) {
          await Promise.allSettled(both.map((delivery) => delivery.deliver()))
          clock.pass(30_000)
        }
        const copies = chats.copies.map(({ chat, payload }) => `${chats.originOf(chat)} ${payload}`)
        expect(new Set(copies).size).toBe(copies.length)
        expect(rowsOf(db).filter(({ state }) => state === "pending" || state === "sending")).toEqual([])
      },
    ),
    { numRuns: 25 },
  )
})

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
