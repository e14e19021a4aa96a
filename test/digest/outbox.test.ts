import fc from "fast-check"
import { expect, test } from "vitest"
import type { ClaimedRow, Settlement } from "../../src/digest/outbox.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { memoryDatabase } from "./memory-database.ts"

const NOW = new Date("2025-10-24T00:00:00.000Z")
const CHATS = ["1", "-3"]
const NEW_IDS = ["1", "-1003"]
const PARTS = 2

/** One row as the drawing of the state machine has it. */
interface ModelRow {
  readonly edition: number
  readonly part: number
  chat: string
  state: "pending" | "sending" | "sent" | "failed" | "ambiguous"
  attempt: number
  notBefore: Date | undefined
  /** Telegram would not have it, or its chat. */
  refused: boolean
}

/** The outbox as plain rows; ids are places counted from 1. */
interface Model {
  readonly rows: ModelRow[]
  readonly active: Set<string>
  editions: number
  /** Editions that tell of a retracted article. */
  readonly retracted: Set<number>
}

interface Real {
  readonly db: Db
  readonly editions: SqliteEditions
  readonly outbox: SqliteOutbox
  /** Every claim there ever was, for settling again what has ended. */
  readonly claims: ClaimedRow[]
}

type Step = fc.Command<Model, Real>

class Publish implements Step {
  check = () => true

  run(model: Model, { editions }: Real): void {
    const occurrence = `news:${model.editions}`
    const messages = Array.from({ length: PARTS }, (_, part) => `${occurrence} ${part}`)
    const chats = [...new Set(["@paper", ...model.active])]
    const edition = { occurrence, date: "2025-10-24", groups: [], left: 0 }
    editions.publish(edition, { cutoff: undefined, now: publishedAt(model.editions), chats, messages })
    for (const chat of chats) {
      for (let part = 0; part < PARTS; part++) {
        model.rows.push({
          edition: model.editions,
          part,
          chat,
          state: "pending",
          attempt: 0,
          notBefore: undefined,
          refused: false,
        })
      }
    }
    model.editions++
  }

  toString = () => "publish"
}

class Abandon implements Step {
  check = () => true

  run({ rows }: Model, { outbox }: Real): void {
    const under = rows.filter(({ state }) => state === "sending")
    expect(outbox.abandon()).toBe(under.length)
    for (const row of under) row.state = "ambiguous"
  }

  toString = () => "abandon"
}

/** Of any row, whatever its state. */
class Claim implements Step {
  readonly #at: number

  constructor(at: number) {
    this.#at = at
  }

  check = ({ rows }: Readonly<Model>) => rows.length > 0

  run({ rows }: Model, { outbox, claims }: Real): void {
    const at = this.#at % rows.length
    const row = rows[at] as ModelRow
    const claimed = outbox.claim(at + 1)
    expect(claimed !== undefined).toBe(row.state === "pending")
    if (!claimed) return
    row.state = "sending"
    row.attempt++
    expect(claimed).toMatchObject({ id: at + 1, attempt: row.attempt, chatId: row.chat })
    claims.push(claimed)
  }

  toString = () => `claim ${this.#at}`
}

/** Of any claim, the latest first, also one that has ended. */
class Settle implements Step {
  readonly #at: number
  readonly #settlement: Settlement

  constructor(at: number, settlement: Settlement) {
    this.#at = at
    this.#settlement = settlement
  }

  check = () => true

  run(model: Model, { outbox, claims }: Real): void {
    const claim = claims.at(-1 - (this.#at % Math.max(1, claims.length)))
    const row = claim && model.rows[claim.id - 1]
    if (!claim || !row) return
    const settlement = this.#settlement
    const settle = () => outbox.settle(claim, settlement, NOW)
    if (row.state !== "sending" || row.attempt !== claim.attempt) {
      expect(settle).toThrow(/is not being sent/)
      return
    }
    settle()
    row.state = settlement.state === "moved" ? "pending" : settlement.state
    row.notBefore = settlement.state === "pending" ? settlement.notBefore : undefined
    row.refused = settlement.state === "failed"
    if (settlement.state === "failed" && settlement.chatGone) endChat(model, row.chat, true)
    if (settlement.state === "moved") moveChat(model, row.chat, settlement.toChatId)
  }

  toString = () => `settle ${this.#at} ${JSON.stringify(this.#settlement)}`
}

class Resolve implements Step {
  readonly #at: number
  readonly #attempt: number
  readonly #verdict: "there" | "again"

  constructor(at: number, attempt: number, verdict: "there" | "again") {
    this.#at = at
    this.#attempt = attempt
    this.#verdict = verdict
  }

  check = ({ rows }: Readonly<Model>) => rows.length > 0

  run({ rows }: Model, { outbox }: Real): void {
    const at = this.#at % rows.length
    const row = rows[at] as ModelRow
    const asked = row.state === "ambiguous" && row.attempt === this.#attempt
    expect(outbox.resolve({ id: at + 1, attempt: this.#attempt }, this.#verdict)).toBe(asked)
    if (!asked) return
    row.state = this.#verdict === "there" ? "sent" : "pending"
    row.notBefore = undefined
  }

  toString = () => `${this.#verdict} ${this.#at} try ${this.#attempt}`
}

/** An article of an edition is retracted. */
class Retract implements Step {
  readonly #at: number

  constructor(at: number) {
    this.#at = at
  }

  check = () => true

  run(model: Model, { db }: Real): void {
    const edition = this.#at % model.editions
    model.retracted.add(edition)
    db.prepare(
      `INSERT INTO edition_citations (edition_id, article_id, version, field, start, end)
       SELECT id, 'gone', 1, 'text', 0, 1 FROM editions WHERE occurrence = ?`,
    ).run(`news:${edition}`)
  }

  toString = () => `retract of ${this.#at}`
}

/** Of what was refused, up to any row, whatever its state. */
class SendRefused implements Step {
  readonly #at: number
  readonly #youngest: number

  constructor(at: number, youngest: number) {
    this.#at = at
    this.#youngest = youngest
  }

  check = ({ rows }: Readonly<Model>) => rows.length > 0

  run({ rows, retracted }: Model, { outbox }: Real): void {
    const latest = this.#at % rows.length
    const { chat } = rows[latest] as ModelRow
    const since = publishedAt(this.#youngest)
    const begun = (one: ModelRow) =>
      rows.some(
        (row) =>
          row.edition === one.edition &&
          row.chat === one.chat &&
          ["sending", "sent", "ambiguous"].includes(row.state),
      )
    const sendable = rows
      .map((row, at) => ({ row, at }))
      .filter(({ row }) => row.chat === chat && row.refused && publishedAt(row.edition) > since)
      .filter(({ row }) => !retracted.has(row.edition) || !begun(row))
    const last = sendable.at(-1)
    const seen = outbox.refused(chat, since)
    expect(seen && [seen.id, seen.attempt, seen.messages]).toEqual(
      last && [last.at + 1, last.row.attempt, sendable.length],
    )
    const chosen = sendable.filter(({ at }) => at <= latest)
    expect(outbox.sendRefused(latest + 1, since)).toBe(chosen.length)
    for (const { row } of chosen)
      Object.assign(row, { state: "pending", notBefore: undefined, refused: false })
  }

  toString = () => `send refused up to ${this.#at}, after edition ${this.#youngest}`
}

/** Looks at everything that can be seen. */
class Look implements Step {
  check = () => true

  run({ rows, active }: Model, { db, outbox }: Real): void {
    const seen = db.prepare("SELECT chat_id AS chat, part, state, attempt FROM outbox ORDER BY id").all()
    expect(seen).toEqual(rows.map(({ chat, part, state, attempt }) => ({ chat, part, state, attempt })))
    const due = rows
      .map((row, at) => ({ ...row, id: at + 1 }))
      .filter(({ state }) => state === "pending")
      .sort((a, b) => a.edition - b.edition || a.part - b.part || a.id - b.id)
    expect(outbox.pending(1_000)).toEqual(due.map(({ id, chat: chatId }) => ({ id, chatId })))
    const limits = rows.filter(({ state, notBefore }) => notBefore && ["pending", "failed"].includes(state))
    expect(outbox.floodLimits()).toEqual(
      [
        ...new Map(limits.map(({ chat: chatId, notBefore: until }) => [chatId, { chatId, until }])).values(),
      ].sort((a, b) => (a.chatId < b.chatId ? -1 : 1)),
    )
    const subscribed = db.prepare("SELECT chat_id FROM subscriptions WHERE active = 1").pluck().all()
    expect(subscribed.map(String).sort()).toEqual([...active].sort())
  }

  toString = () => "look"
}

function publishedAt(edition: number): Date {
  return new Date(NOW.getTime() + edition * 1_000)
}

function endChat({ rows, active }: Model, chat: string, refused: boolean): void {
  for (const row of rows) {
    if (row.chat === chat && row.state === "pending") Object.assign(row, { state: "failed", refused })
  }
  active.delete(chat)
}

function moveChat(model: Model, from: string, to: string): void {
  const { rows, active } = model
  for (const row of rows) {
    if (row.chat !== from || row.state !== "pending") continue
    const taken = rows.some(
      ({ edition, part, chat }) => edition === row.edition && part === row.part && chat === to,
    )
    if (taken) continue
    row.chat = to
    row.notBefore = undefined
  }
  const subscribed = active.has(from)
  endChat(model, from, false)
  if (subscribed) active.add(to)
}

const settlement = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Settlement>({ state: "sent", messageId: 5 }) },
  { weight: 3, arbitrary: fc.constant<Settlement>({ state: "ambiguous", why: "reset" }) },
  fc.constantFrom<Settlement>(
    { state: "pending", notBefore: new Date("2025-10-24T00:00:07.000Z"), why: "429" },
    { state: "pending", notBefore: undefined, why: "refused connection" },
    { state: "failed", why: "400", chatGone: false },
    { state: "failed", why: "403", chatGone: true },
  ),
  fc.constantFrom(...NEW_IDS).map((toChatId): Settlement => ({ state: "moved", toChatId })),
)
/** Mostly of the first rows, so that one row goes through many states. */
const place = fc.oneof({ weight: 4, arbitrary: fc.nat(1) }, fc.nat(11))
const steps = fc.commands(
  [
    fc.oneof(fc.constant(new Publish()), fc.constant(new Abandon()), {
      weight: 3,
      arbitrary: fc.constant(new Look()),
    }),
    place.map((at) => new Claim(at)),
    fc.tuple(place, settlement).map(([at, how]) => new Settle(at, how)),
    fc
      .tuple(place, fc.integer({ min: 1, max: 3 }), fc.constantFrom("there" as const, "again" as const))
      .map(([at, attempt, verdict]) => new Resolve(at, attempt, verdict)),
    fc.tuple(fc.nat(11), fc.integer({ min: -1, max: 2 })).map(([at, after]) => new SendRefused(at, after)),
    fc.nat(2).map((at) => new Retract(at)),
  ],
  { maxCommands: 100, size: "max" },
)

test("the outbox goes through its states as they are drawn, whatever is asked of it", () => {
  fc.assert(
    fc.property(steps, (chosen) => {
      const db = memoryDatabase()
      const subscribe = db.prepare(
        "INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, '')",
      )
      for (const chat of CHATS) subscribe.run(Number(chat))
      db.exec(
        "INSERT INTO articles (id, version, status, place, ingested_at) VALUES ('gone', 1, 'retracted', '[]', '')",
      )
      const model: Model = { rows: [], active: new Set(CHATS), editions: 0, retracted: new Set() }
      const real: Real = { db, editions: new SqliteEditions(db), outbox: new SqliteOutbox(db), claims: [] }
      fc.modelRun(() => ({ model, real }), [new Publish(), ...chosen, new Look()])
    }),
    { numRuns: 200 },
  )
})
