import { choiceKey, choicesOf } from "../digest/choice.ts"
import {
  type DigestChoice,
  EVERYTHING,
  isPlain,
  type Subscription,
  type TimeOfDay,
  type Wants,
  wantsEverything,
} from "../digest/subscription.ts"
import { type Begun, MOST_DIGESTS, type SubscriptionStore } from "../digest/subscription-store.ts"
import { LANGUAGES, type Language } from "../text/languages.ts"
import type { Db } from "./database.ts"

const DAY_MS = 86_400_000
const COLUMNS = "d.id, d.chat_id, d.draft, d.language, d.wants, d.at, d.weekdays, d.since, d.done_day"
const RUNNING = `SELECT ${COLUMNS} FROM reader_digests d JOIN subscriptions s ON s.chat_id = d.chat_id
  WHERE s.active = 1 AND d.draft = 0`

interface Row {
  readonly id: number
  readonly chat_id: number
  readonly draft: number
  readonly language: string | null
  readonly wants: string | null
  readonly at: string | null
  readonly weekdays: string
  readonly since: string
  readonly done_day: string | null
}

type Columns = Pick<Row, "wants" | "at" | "weekdays">

/** Readers' digests in SQLite. */
export class SqliteSubscriptions implements SubscriptionStore {
  readonly #db: Db

  constructor(db: Db) {
    this.#db = db
  }

  running(): Subscription[] {
    return this.#db.prepare<[], Row>(`${RUNNING} ORDER BY d.id`).all().map(subscriptionOf)
  }

  of(chatId: number): Subscription[] {
    const rows = this.#db.prepare<[number], Row>(`${RUNNING} AND d.chat_id = ? ORDER BY d.id`).all(chatId)
    return rows.map(subscriptionOf)
  }

  find(id: number): Subscription | undefined {
    const row = this.#db
      .prepare<[number], Row>(
        `SELECT ${COLUMNS} FROM reader_digests d LEFT JOIN subscriptions s ON s.chat_id = d.chat_id
         WHERE d.id = ? AND (d.draft = 1 OR s.active = 1)`,
      )
      .get(id)
    return row && subscriptionOf(row)
  }

  draft(chatId: number, choice: DigestChoice, now: Date, language?: Language): Subscription {
    const write = this.#db.transaction(() => {
      this.#db.prepare("DELETE FROM reader_digests WHERE chat_id = ? AND draft = 1").run(chatId)
      const row = this.#db
        .prepare<[object], Row>(
          `INSERT INTO reader_digests AS d (chat_id, draft, language, wants, at, weekdays, since)
           VALUES (@chatId, 1, @language, @wants, @at, @weekdays, @now)
           RETURNING id, chat_id, draft, language, wants, at, weekdays, since, done_day`,
        )
        .get({ ...columnsOf(choice), chatId, language: language ?? null, now: now.toISOString() })
      if (!row) throw new Error("a digest was not kept")
      return subscriptionOf(row)
    })
    return write.immediate()
  }

  change(id: number, choice: DigestChoice, now: Date): "changed" | "already" {
    const write = this.#db.transaction(() => {
      const before = this.find(id)
      if (!before) return "changed"
      if (!before.draft && this.#hasAnother(before, choice)) return "already"
      this.#db
        .prepare("UPDATE reader_digests SET wants = @wants, at = @at, weekdays = @weekdays WHERE id = @id")
        .run({ ...columnsOf(choice), id })
      this.#forgetButtons(id, choice.wants)
      if (!before.draft && isPlain(before) && !isPlain(choice)) this.#partFromTheNewsrooms(id, now)
      return "changed"
    })
    return write.immediate()
  }

  begin(id: number, now: Date): Begun {
    const write = this.#db.transaction((): Begun => {
      const draft = this.find(id)
      if (!draft) return "already"
      if (!this.#isActive(draft.chatId)) {
        this.#db.prepare("DELETE FROM reader_digests WHERE chat_id = ? AND draft = 0").run(draft.chatId)
      }
      if (this.#hasAnother(draft, draft)) return "already"
      if (this.of(draft.chatId).length >= MOST_DIGESTS) return "too-many"
      this.#db
        .prepare("UPDATE reader_digests SET draft = 0, since = ? WHERE id = ?")
        .run(new Date(now.getTime() - DAY_MS).toISOString(), id)
      this.#db
        .prepare(
          `INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, ?)
           ON CONFLICT (chat_id) DO UPDATE SET active = 1, created_at = excluded.created_at, ended_why = NULL
           WHERE active = 0`,
        )
        .run(draft.chatId, now.toISOString())
      return "begun"
    })
    return write.immediate()
  }

  stop(id: number, why: string): boolean {
    const write = this.#db.transaction(() => {
      const found = this.find(id)
      if (!found) return false
      this.#db.prepare("DELETE FROM reader_digests WHERE id = ?").run(id)
      if (!found.draft && this.of(found.chatId).length === 0) this.end(found.chatId, why)
      return true
    })
    return write.immediate()
  }

  end(chatId: number, why: string): boolean {
    const write = this.#db.transaction(() => {
      this.#db.prepare("DELETE FROM reader_digests WHERE chat_id = ?").run(chatId)
      return this.#db
        .prepare("UPDATE subscriptions SET active = 0, ended_why = ? WHERE chat_id = ? AND active = 1")
        .run(why, chatId).changes
    })
    return write.immediate() > 0
  }

  askWords(chatId: number, id: number | null, now: Date): void {
    this.#db
      .prepare(
        `UPDATE reader_digests SET words_asked_at = CASE WHEN id = ? THEN ? END
         WHERE chat_id = ? AND (id = ? OR words_asked_at IS NOT NULL)`,
      )
      .run(id, now.toISOString(), chatId, id)
  }

  asksWords(chatId: number, since: Date): Subscription | undefined {
    const id = this.#db
      .prepare("SELECT id FROM reader_digests WHERE chat_id = ? AND words_asked_at > ?")
      .pluck()
      .get(chatId, since.toISOString())
    return id === undefined ? undefined : this.find(id as number)
  }

  done(id: number, day: string, since?: string): void {
    this.#db
      .prepare("UPDATE reader_digests SET done_day = ?, since = max(since, coalesce(?, '')) WHERE id = ?")
      .run(day, since ?? null, id)
  }

  /** Of what is chosen no longer: if it is chosen again, it counts anew. */
  #forgetButtons(id: number, wants: Wants): void {
    const kept = JSON.stringify(choicesOf(wants).map(choiceKey))
    for (const table of ["unpressed_buttons", "kept_choices"]) {
      this.#db
        .prepare(
          `DELETE FROM ${table} WHERE digest_id = ? AND choice NOT IN (SELECT value FROM json_each(?))`,
        )
        .run(id, kept)
    }
  }

  #isActive(chatId: number): boolean {
    return (
      this.#db.prepare("SELECT 1 FROM subscriptions WHERE chat_id = ? AND active = 1").get(chatId) !==
      undefined
    )
  }

  #hasAnother({ id, chatId }: Subscription, choice: DigestChoice): boolean {
    const { wants, at, weekdays } = columnsOf(choice)
    return this.of(chatId).some((other) => {
      const its = columnsOf(other)
      return other.id !== id && its.wants === wants && its.at === at && its.weekdays === weekdays
    })
  }

  /** What the newsroom's own digests told it of is not new to it. */
  #partFromTheNewsrooms(id: number, now: Date): void {
    this.#db
      .prepare(
        `UPDATE reader_digests
         SET since = max(since, ?, coalesce((SELECT max(cutoff) FROM editions), '')) WHERE id = ?`,
      )
      .run(new Date(now.getTime() - DAY_MS).toISOString(), id)
  }
}

function columnsOf({ wants, at, weekdays }: DigestChoice): Columns {
  const sorted: Wants = {
    places: [...wants.places].sort(),
    topics: [...wants.topics].sort(),
    keywords: [...wants.keywords].sort(),
  }
  return {
    wants: wantsEverything(wants) ? null : JSON.stringify(sorted),
    at: at && `${twoDigits(at.hour)}:${twoDigits(at.minute)}`,
    weekdays: [...weekdays].sort((a, b) => a - b).join(""),
  }
}

function subscriptionOf(row: Row): Subscription {
  return {
    id: row.id,
    chatId: row.chat_id,
    draft: row.draft === 1,
    language: LANGUAGES.find((one) => one === row.language) ?? null,
    wants: row.wants === null ? EVERYTHING : (JSON.parse(row.wants) as Wants),
    at: row.at === null ? null : timeOf(row.at),
    weekdays: [...row.weekdays].map(Number),
    since: row.since,
    doneDay: row.done_day,
  }
}

function timeOf(text: string): TimeOfDay {
  const [hour = 0, minute = 0] = text.split(":").map(Number)
  return { hour, minute }
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0")
}
