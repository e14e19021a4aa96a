import type { StoredArticle } from "../../src/corpus.ts"
import type { CardMaker } from "../../src/digest/card.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createDigest, type Digest } from "../../src/digest/digest.ts"
import { type Edition, editionItems } from "../../src/digest/edition.ts"
import type { Outbox } from "../../src/digest/outbox.ts"
import { createPace, type Pace } from "../../src/digest/pace.ts"
import { createCardPictures } from "../../src/sqlite/card-pictures.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"
import { Killed, Life } from "./mortal.ts"
import { PaceWatch } from "./pace-watch.ts"
import { Random } from "./random.ts"
import { SimulatedApi } from "./simulated-api.ts"
import { SimulatedTelegram, weather } from "./simulated-telegram.ts"
import { VirtualClock } from "./virtual-clock.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
const CHANNEL = "-1000000000001"
const FIRST_DUE = "2025-10-24T00:00:00.000Z"
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const TICK_MS = 30_000
const MOST_TICKS = 2_000
/** A process dies after at most this many steps, where it does. */
const LONGEST_LIFE = 900
const LONG_DAY = 2
const LONG_PARTS = 25
const PNG = new Uint8Array([0x89])

export interface Simulated {
  /** What must never be, in words; empty where all is well. */
  readonly violations: readonly string[]
  readonly figures: Figures
}

export interface Figures {
  readonly rows: number
  readonly sent: number
  readonly failed: number
  readonly ambiguous: number
  readonly requests: number
  /** Of the requests, those with a picture in them. */
  readonly uploads: number
  /** Rich messages that were sent plain in a turn of their own. */
  readonly richRefused: number
  readonly retractions: number
  readonly answers: number
  readonly kills: number
  readonly clockJumps: number
  /** Ambiguous messages to the channel that an editor settled. */
  readonly settledByEditor: number
  /** Refused messages to the channel and to groups that an editor had sent again. */
  readonly sentByEditor: number
}

export interface Size {
  readonly chats: number
  readonly editions: number
}

/**
 * The newsroom's days by the seed: a digest a day on schedule to a channel, readers and groups, with a card or without,
 * with kills between any two steps, a Telegram that takes rich messages or not, floods, fails, loses replies and moves
 * chats, readers who ask, editors who retract articles and decide about messages, and a clock that is set. Then the
 * transcript of Telegram is held against the outbox, and each request against the pace.
 */
export async function simulate(seed: number, size: Size): Promise<Simulated> {
  const newsroom = new Newsroom(new Random(seed), size)
  for (let day = 0; day < size.editions; day++) await newsroom.live(day)
  return newsroom.account()
}

class Newsroom {
  readonly #random: Random
  readonly #size: Size
  readonly #clock = new VirtualClock(FIRST_DUE)
  readonly #db: Db = memoryDatabase()
  readonly #outbox = new SqliteOutbox(this.#db)
  readonly #telegram: SimulatedTelegram
  readonly #api: SimulatedApi
  readonly #watch = new PaceWatch(this.#clock)
  readonly #violations: string[] = []
  #process: { readonly life: Life; readonly digest: Digest } | undefined
  readonly #articles: StoredArticle[] = []
  #wrongMs = 0
  #kills = 0
  #clockJumps = 0
  #settledByEditor = 0
  #sentByEditor = 0
  #retractions = 0

  constructor(random: Random, size: Size) {
    this.#random = random
    this.#size = size
    this.#telegram = new SimulatedTelegram(this.#clock, weather(random, this.#clock), {
      latencyMs: () => random.int(5, 400),
      floodSeconds: () => random.int(1, 60),
    })
    const rich = random.chance(0.5) ? "taken" : "unknown"
    this.#api = new SimulatedApi(this.#telegram, this.#clock, random, rich)
    this.#db
      .prepare("INSERT INTO meta (key, value) VALUES (?, ?)")
      .run(DIGEST_BASELINE, "2025-10-20T00:00:00.000Z")
    const subscribe = this.#db.prepare(
      "INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, '')",
    )
    for (let at = 1; at < size.chats; at++) subscribe.run(at % 10 === 0 ? -at : at)
  }

  /** From before the hour of this day's digest until all of it is settled, as far as it ever will be. */
  async live(day: number): Promise<void> {
    const dueMs = Date.parse(FIRST_DUE) + day * DAY_MS
    const ingestedAt = new Date(dueMs - HOUR_MS).toISOString()
    for (const id of [`${day + 1}`, `${day + 1}b`]) {
      this.#articles.push(article({ id, publishedAt: ingestedAt.slice(0, 10), ingestedAt }))
    }
    this.#process?.life.end()
    this.#process = undefined
    if (this.#random.chance(0.1)) this.#api.forgetNames()
    this.#setClock(dueMs + this.#random.int(-40_000, 40_000))
    if (day === LONG_DAY) this.#publishLong()
    for (let tick = 0; tick < MOST_TICKS; tick++) {
      const late = this.#wrongMs === 0 && this.#clock.now().getTime() > dueMs
      await this.#tick()
      const alive = this.#process !== undefined
      await this.#clock.wait(alive ? TICK_MS : this.#random.int(0, this.#random.chance(0.5) ? 300 : 20_000))
      if (alive && late && tick >= 4 && this.#isQuiet() && !this.#lookAtGroups()) return
      if (tick < 20 && this.#random.chance(0.05)) this.#jump()
      else if (tick >= 20 || this.#random.chance(0.1)) this.#setRight()
    }
  }

  /** More messages than a group may get in a minute. */
  #publishLong(): void {
    const messages = Array.from({ length: LONG_PARTS }, (_, part) => message(`long ${part}`))
    new SqliteEditions(this.#db).publish(
      { occurrence: "day:2025-10-01", date: "2025-10-01", groups: [], left: 0 },
      { cutoff: undefined, now: this.#clock.now(), chats: [CHANNEL, "-10", "-20"], messages },
    )
  }

  #setClock(ms: number): void {
    this.#clock.set(ms - this.#clock.now().getTime())
    this.#wrongMs = 0
    this.#watch.clockWasSet()
  }

  #jump(): void {
    const hours = this.#random.chance(0.3) ? 72 : 3
    const ms = this.#random.int(-hours * HOUR_MS, hours * HOUR_MS)
    this.#wrongMs += ms
    this.#clock.set(ms)
    this.#watch.clockWasSet()
    this.#clockJumps++
  }

  #setRight(): void {
    if (this.#wrongMs === 0) return
    this.#clock.set(-this.#wrongMs)
    this.#wrongMs = 0
    this.#watch.clockWasSet()
  }

  #isQuiet(): boolean {
    const { n } = this.#db
      .prepare("SELECT count(*) AS n FROM outbox WHERE state IN ('pending', 'sending')")
      .get() as { n: number }
    return n === 0
  }

  /**
   * An editor looks whether what is ambiguous in the channel and the groups is there, and says so. What they refused is
   * mostly sent once more, after the bot has got its rights back. Whether anything is to be sent again.
   */
  #lookAtGroups(): boolean {
    let again = this.#sendRefused()
    for (const row of this.#outbox.ambiguous(100)) {
      const there = this.#telegram.copies.some(
        ({ chat, payload }) =>
          this.#telegram.originOf(chat) === this.#telegram.originOf(row.chatId) &&
          payload === textOf(row.payload),
      )
      const verdict = there ? "there" : "again"
      if (!this.#outbox.resolve(row, verdict)) this.#violations.push(`${row.id}: not settled`)
      if (this.#outbox.resolve(row, verdict)) this.#violations.push(`${row.id}: settled by two editors`)
      this.#settledByEditor++
      again ||= !there
    }
    return again
  }

  #sendRefused(): boolean {
    const yesterday = new Date(this.#clock.now().getTime() - DAY_MS)
    const chats = this.#db
      .prepare<[], string>("SELECT DISTINCT chat_id FROM outbox WHERE refused = 1 AND chat_id LIKE '-%'")
      .pluck()
    let sent = 0
    for (const chat of chats.all()) {
      const refused = this.#outbox.refused(chat, yesterday)
      if (!refused || this.#random.chance(0.3)) continue
      this.#telegram.letIn(chat)
      sent += this.#outbox.sendRefused(refused.id, yesterday)
      const again = this.#outbox.sendRefused(refused.id, yesterday)
      if (again > 0) this.#violations.push(`${chat}: ${again} messages sent again by two editors`)
    }
    this.#sentByEditor += sent
    return sent > 0
  }

  async #tick(): Promise<void> {
    this.#process ??= this.#begin()
    const { life, digest } = this.#process
    const ticking = digest.tick(this.#clock.now()).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error
    })
    await Promise.race([ticking, life.ended])
    if (!life.dead) return
    this.#process = undefined
    this.#kills++
  }

  #begin(): { life: Life; digest: Digest } {
    const mortal = this.#random.chance(0.85)
    const life = new Life(mortal ? this.#random.int(0, LONGEST_LIFE) : Number.POSITIVE_INFINITY)
    const pace = createPace(this.#clock)
    const transport = createTransport(
      this.#api.opened(life, (chat) => this.#watch.request(chat)),
      { cards: life.holding(createCardPictures(this.#db)) },
    )
    const delivery = createDelivery({
      outbox: this.#watch.refusalsOf(life.holding<Outbox>(this.#outbox)),
      transport,
      pace,
      clock: this.#clock,
      log: SILENT,
    })
    void this.#answerReaders(life, pace)
    const digest = createDigest({
      articles: {
        entries: (filter, limit) => articleList(this.#articles).entries(filter, limit),
        byNumbers: (numbers) => articleList(this.#articles).byNumbers(numbers),
        get: (id) => articleList(this.#articles).get(id),
        places: () => [],
        state: () => ({ newestDay: null }),
      },
      editions: life.holding(new SqliteEditions(this.#db)),
      summarizer: createExtractiveSummarizer(),
      delivery,
      time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
      channelId: CHANNEL,
      headings: HEADINGS,
      demand: () => new Map(),
      plain: () => "",
      render,
      card: CARDS,
      log: SILENT,
    })
    void this.#interfere(life, digest)
    return { life, digest }
  }

  /** Editors do not wait until a digest has been sent. */
  async #interfere(life: Life, digest: Digest): Promise<void> {
    await this.#clock.wait(this.#random.int(0, 20_000))
    if (life.dead) return
    const retracted = this.#articles.at(-1 - this.#random.int(0, 1))
    try {
      if (this.#random.chance(0.5)) this.#sendRefused()
      if (retracted && this.#random.chance(0.05)) this.#retract(retracted.id)
      digest.withdrawRetracted()
    } catch (error) {
      if (!(error instanceof Killed)) throw error
    }
  }

  #retract(id: string): void {
    const at = this.#articles.findIndex((one) => one.id === id)
    const found = this.#articles[at]
    if (!found || found.status === "retracted") return
    this.#articles[at] = { ...found, status: "retracted" }
    this.#db
      .prepare(
        "INSERT INTO articles (id, version, status, place, ingested_at) VALUES (?, 1, 'retracted', '[]', '')",
      )
      .run(id)
    this.#retractions++
  }

  /** Readers ask for as long as a digest is being sent. */
  async #answerReaders(life: Life, pace: Pace): Promise<void> {
    for (let asked = 0; asked < 10; asked++) {
      await this.#clock.wait(this.#random.int(100, 4_000))
      if (life.dead) return
      const chat = String(this.#random.int(1, this.#size.chats))
      const { done } = pace.answer(chat)
      const answered = this.#watch.answer(chat)
      await Promise.race([this.#clock.wait(this.#random.int(30, 900)), life.ended])
      answered()
      done()
    }
  }

  account(): Simulated {
    const rows = this.#db
      .prepare<[], Row>(
        "SELECT chat_id AS chat, payload ->> 'text' AS payload, state FROM outbox ORDER BY id",
      )
      .all()
    const copies = new Map<string, number>()
    for (const { chat, payload } of this.#telegram.copies) {
      const key = `${this.#telegram.originOf(chat)} ${payload}`
      copies.set(key, (copies.get(key) ?? 0) + 1)
    }
    const counts = { sent: 0, failed: 0, ambiguous: 0, pending: 0, sending: 0 }
    const violations = [...this.#watch.violations, ...this.#violations]
    for (const { chat, payload, state } of rows) {
      counts[state]++
      const key = `${this.#telegram.originOf(chat)} ${payload}`
      const fault = faultOf(state, copies.get(key) ?? 0)
      if (fault !== undefined) violations.push(`${key}: ${fault}`)
      copies.delete(key)
    }
    for (const key of copies.keys()) violations.push(`${key}: nothing in the outbox says so`)
    for (let day = 0; day < this.#size.editions; day++) {
      const date = new Date(Date.parse(FIRST_DUE) + day * DAY_MS).toISOString().slice(0, 10)
      const found = this.#db.prepare(
        "SELECT 1 FROM editions WHERE occurrence IN ('daily:' || ?, 'skipped:' || ?)",
      )
      if (!found.get(date, date)) violations.push(`${date}: a day without a trace`)
    }
    const { sent, failed, ambiguous } = counts
    return {
      violations,
      figures: {
        rows: rows.length,
        sent,
        failed,
        ambiguous,
        requests: this.#api.requests,
        uploads: this.#api.uploads,
        richRefused: this.#api.richRefused,
        retractions: this.#retractions,
        answers: this.#watch.answers,
        kills: this.#kills,
        clockJumps: this.#clockJumps,
        settledByEditor: this.#settledByEditor,
        sentByEditor: this.#sentByEditor,
      },
    }
  }
}

/** A card on some days; on the others it cannot be drawn. */
const CARDS: CardMaker = {
  async draw(edition) {
    if (!/[57]$/.test(edition.date)) throw new Error("out of ink")
    return {
      png: PNG,
      articles: editionItems(edition)
        .slice(0, 1)
        .map(({ articleId }) => articleId),
    }
  },
  message: ({ date, occurrence }) => JSON.stringify({ text: `${date} card`, entities: [], card: occurrence }),
}

/** On some days a message an article, mostly one for all. */
function render(edition: Edition): string[] {
  const ids = editionItems(edition).map(({ articleId }) => articleId)
  const parts = edition.date.endsWith("5") ? ids : [ids.join()]
  return parts.map((told, part) => message(`${edition.date} ${part} of ${told}`))
}

/** Taken rich, or plain. */
function message(text: string): string {
  return JSON.stringify({ text, entities: [], rich: [{ type: "paragraph", text }] })
}

function textOf(payload: string): string {
  return (JSON.parse(payload) as { text: string }).text
}

interface Row {
  readonly chat: string
  readonly payload: string
  readonly state: "pending" | "sending" | "sent" | "failed" | "ambiguous"
}

function faultOf(state: Row["state"], copies: number): string | undefined {
  if (copies > 1) return `${copies} copies`
  if (state === "sent" && copies === 0) return "sent, but not there"
  if (state === "failed" && copies === 1) return "failed, but there"
  return state === "pending" || state === "sending" ? `lost as ${state}` : undefined
}
