import fc from "fast-check"
import { beforeEach, expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { createDigest, type Digest } from "../../src/digest/digest.ts"
import { type Edition, editionItems } from "../../src/digest/edition.ts"
import type { DigestTime } from "../../src/digest/schedule.ts"
import { LATEST_MS } from "../../src/digest/schedule.ts"
import { PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { createChoicePresses } from "../../src/sqlite/choice-presses.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { addDays, dayIn } from "../../src/text/dates.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
const MINUTE = 60_000
const SHANGHAI: DigestTime = { hour: 8, minute: 0, timeZone: "Asia/Shanghai" }

let db: Db
let articles: StoredArticle[]

beforeEach(() => {
  db = memoryDatabase()
  articles = []
})

/** A newsroom whose archive was there at `baseline`, and readers' own digests. */
function digestAt(time: DigestTime, baseline: string): Digest {
  db.prepare("INSERT INTO meta (key, value) VALUES (?, ?)").run(DIGEST_BASELINE, baseline)
  const list = () => articleList(articles)
  return createDigest({
    articles: {
      entries: (filter, limit) => list().entries(filter, limit),
      byNumbers: (numbers) => list().byNumbers(numbers),
      get: (id) => list().get(id),
      places: () => [],
      state: () => ({ newestDay: null }),
    },
    editions: new SqliteEditions(db),
    summarizer: createExtractiveSummarizer(),
    delivery: {
      deliver: async () => ({ sent: 0, failed: 0, ambiguous: 0, postponed: 0 }),
      stop: async () => undefined,
    },
    time,
    channelId: "@paper",
    headings: HEADINGS,
    demand: () => new Map(),
    plain: () => "",
    render,
    personal: {
      subscriptions: new SqliteSubscriptions(db),
      editions: new SqliteEditions(db),
      presses: createChoicePresses(db),
      atomically: (work) => db.transaction(work).immediate(),
      render,
    },
    log: SILENT,
  })
}

const render = (edition: Edition) => editionItems(edition).map(({ articleId }) => articleId)

/** As the archive keeps it: what comes later came in later, whatever the clock says. */
function comesIn(now: Date, timeZone: string): void {
  const last = Math.max(0, ...articles.map(({ ingestedAt }) => Date.parse(ingestedAt)))
  const ingestedAt = new Date(Math.max(now.getTime(), last + 1)).toISOString()
  articles.push(article({ id: `${articles.length}`, publishedAt: dayIn(now, timeZone), ingestedAt }))
}

interface Daily {
  readonly day: string
  readonly at: string
  readonly told: string
}

/** Of the newsroom, or of the reader's own; in the order of publication. */
function dailies(kind = "daily:"): Daily[] {
  return db
    .prepare<[string], Daily>(
      `SELECT e.date AS day, e.created_at AS at, group_concat(o.payload) AS told
       FROM editions e JOIN outbox o ON o.edition_id = e.id WHERE e.occurrence = ? || e.date
       GROUP BY e.id ORDER BY e.id`,
    )
    .all(kind)
}

const skipped = (digest: Digest, now: Date) =>
  digest.status(now).skipped.map(({ date, reason, earlier }) => `${date} ${reason} ${earlier}`)

/** A day with news, at whose hour the program ran. */
async function aGoodDay(digest: Digest): Promise<void> {
  const now = new Date("2025-10-10T08:00:00+08:00")
  comesIn(now, SHANGHAI.timeZone)
  await digest.tick(now)
  expect(dailies()).toHaveLength(1)
}

test.each<[string, string, string[]]>([
  ["some minutes", "2025-10-10T08:30:00+08:00", []],
  ["until before the next digest", "2025-10-11T07:59:59+08:00", []],
  ["over one digest", "2025-10-11T11:00:00+08:00", ["2025-10-11 too-late 0"]],
  ["into the hour of the second", "2025-10-12T08:05:00+08:00", ["2025-10-11 too-late 0"]],
  [
    "three days, and over the hour",
    "2025-10-13T23:00:00+08:00",
    ["2025-10-13 too-late 0", "2025-10-12 too-late 0", "2025-10-11 too-late 0"],
  ],
  [
    "twelve days",
    "2025-10-22T12:00:00+08:00",
    [
      "2025-10-22 too-late 0",
      "2025-10-21 too-late 0",
      "2025-10-20 too-late 0",
      "2025-10-19 too-late 0",
      "2025-10-18 too-late 0",
      "2025-10-17 too-late 0",
      "2025-10-16 too-late 0",
      "2025-10-15 too-late 4",
    ],
  ],
])("an outage of %s: each missed day is noted once", async (_name, back, expected) => {
  const digest = digestAt(SHANGHAI, "2025-10-01T00:00:00.000Z")
  await aGoodDay(digest)
  const now = new Date(back)
  comesIn(now, SHANGHAI.timeZone)
  await digest.tick(now)
  await digest.tick(new Date(now.getTime() + MINUTE))
  expect(skipped(digest, now)).toEqual(expected)
  const missed = digest.missed(0, 99).map(({ date, earlier }) => `${date} too-late ${earlier}`)
  expect(missed.sort()).toEqual([...expected].sort())
})

test("a newsroom that begins has missed nothing", async () => {
  const digest = digestAt(SHANGHAI, "2025-10-10T00:30:00.000Z")
  await digest.tick(new Date("2025-10-10T09:00:00+08:00"))
  expect(skipped(digest, new Date("2025-10-10T09:00:00+08:00"))).toEqual([])
})

test("a day whose news an editor has sent in between was not missed", async () => {
  const digest = digestAt(SHANGHAI, "2025-10-01T00:00:00.000Z")
  await aGoodDay(digest)
  const noon = new Date("2025-10-12T12:00:00+08:00")
  comesIn(noon, SHANGHAI.timeZone)
  await digest.publish({ now: noon })
  await digest.tick(new Date("2025-10-13T08:00:00+08:00"))
  expect(skipped(digest, noon)).toEqual(["2025-10-13 nothing-new 0"])
})

test("a clock that ran ahead for a while costs no digest afterwards", async () => {
  const digest = digestAt(SHANGHAI, "2025-10-01T00:00:00.000Z")
  await aGoodDay(digest)
  await digest.tick(new Date("2025-10-20T12:00:00+08:00"))
  expect(digest.missed(0, 99)).toHaveLength(8)
  for (let day = 11; day <= 20; day++) {
    const now = new Date(`2025-10-${day}T08:00:00+08:00`)
    comesIn(now, SHANGHAI.timeZone)
    await digest.tick(now)
  }
  expect(dailies().map(({ day }) => day)).toEqual(
    Array.from({ length: 11 }, (_, at) => addDays("2025-10-10", at)),
  )
})

test.each<[string, Partial<DigestTime>, string, string, string[]]>([
  // In New York clocks go from 02:00 to 03:00 on 8 March 2026, and from 02:00 back to 01:00 on 1 November.
  [
    "the hour that is left out: right after it",
    { hour: 2, minute: 30 },
    "2026-03-08T05:30:00Z",
    "2026-03-08T12:00:00Z",
    ["2026-03-08 2026-03-08T07:00:00.000Z"],
  ],
  [
    "the hour that comes twice: the first time",
    { hour: 1, minute: 30 },
    "2026-11-01T04:00:00Z",
    "2026-11-01T12:00:00Z",
    ["2026-11-01 2026-11-01T05:30:00.000Z"],
  ],
])("%s, and once", async (_name, hour, from, to, expected) => {
  const time = { ...SHANGHAI, ...hour, timeZone: "America/New_York" }
  const digest = digestAt(time, "2025-10-01T00:00:00.000Z")
  new SqliteEditions(db).skip(addDays(from.slice(0, 10), -1), "nothing-new", new Date(from))
  for (let ms = Date.parse(from); ms < Date.parse(to); ms += 10 * MINUTE) {
    comesIn(new Date(ms), time.timeZone)
    await digest.tick(new Date(ms))
  }
  expect(dailies().map(({ day, at }) => `${day} ${at}`)).toEqual(expected)
})

const ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"]
/** Nights in which the clocks are changed, and one in which they are not. */
const NIGHTS = ["2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04", "2026-06-15"]

test("whatever the clock does: no day twice, no story twice, nothing early and nothing later than the rule", async () => {
  const jumps = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 240 }) },
    fc.integer({ min: -3_000, max: 4_000 }),
  )
  const steps = fc.array(fc.record({ minutes: jumps, news: fc.boolean() }), { minLength: 20, maxLength: 60 })
  const cases = fc.record({
    steps,
    timeZone: fc.constantFrom(...ZONES),
    night: fc.constantFrom(...NIGHTS),
    hour: fc.constantFrom(1, 2, 8),
    minute: fc.constantFrom(0, 30),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ steps: taken, timeZone, night, hour, minute }) => {
      db = memoryDatabase()
      articles = []
      const digest = digestAt({ hour, minute, timeZone }, "2025-10-01T00:00:00.000Z")
      let now = Date.parse(`${night}T00:00:00Z`)
      const reader = new SqliteSubscriptions(db)
      const own = { hour: (hour + 1) % 24, minute }
      const { id } = reader.draft(5, { ...PLAIN_CHOICE, at: own }, new Date(now))
      reader.begin(id, new Date(now))
      for (const { minutes, news } of taken) {
        now += minutes * MINUTE
        if (news) comesIn(new Date(now), timeZone)
        await digest.tick(new Date(now))
      }
      check(dailies(), { hour, minute, timeZone })
      check(dailies(`own:${id}:`), { ...own, timeZone })
    }),
    { numRuns: 25 },
  )
})

function check(published: readonly Daily[], time: DigestTime): void {
  const days = published.map(({ day }) => day)
  expect(new Set(days).size).toBe(days.length)
  const told = published.flatMap(({ told: ids }) => ids.split(","))
  expect(new Set(told).size).toBe(told.length)
  for (const { day, at } of published) {
    const wait = Date.parse(at) - firstHalfHour(day, time)
    expect(wait).toBeGreaterThanOrEqual(0)
    expect(wait).toBeLessThan(LATEST_MS)
  }
}

/** The first half hour of the day in the zone that is not before the time, found by looking at each. */
function firstHalfHour(day: string, { hour, minute, timeZone }: DigestTime): number {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
  const wanted = `${day} ${[hour, minute].map((part) => String(part).padStart(2, "0")).join(":")}`
  for (let ms = Date.parse(`${day}T00:00:00Z`) - 26 * 60 * MINUTE; ; ms += 30 * MINUTE) {
    if (format.format(ms) >= wanted) return ms
  }
}
