import { beforeEach, expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createDigest, type Decision, type Digest } from "../../src/digest/digest.ts"
import { editionItems } from "../../src/digest/edition.ts"
import { createPace } from "../../src/digest/pace.ts"
import { startDigestRunner } from "../../src/digest/runner.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import type { Summarizer } from "../../src/summarize/summary.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"
import { VirtualClock } from "./virtual-clock.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
/** 08:00 in Shanghai on 24 October. */
const DUE = "2025-10-24T00:00:00.000Z"
const BASELINE = "2025-10-20T00:00:00.000Z"

let db: Db
let sent: { chat: string; payload: string }[]

beforeEach(() => {
  db = memoryDatabase()
  sent = []
  setBaseline(BASELINE)
})

function setBaseline(instant: string): void {
  db.prepare("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)").run(DIGEST_BASELINE, instant)
}

function subscribe(chat: number): void {
  db.prepare("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, '')").run(chat)
}

function digestOver(
  articles: readonly StoredArticle[],
  channelId: string | null = "@paper",
  summarizer = createExtractiveSummarizer(),
  list = articleList(articles),
): Digest {
  const editions = new SqliteEditions(db)
  const clock = new VirtualClock(DUE)
  const transport = {
    async send(chat: string, payload: string) {
      return { kind: "sent", messageId: sent.push({ chat, payload }) } as const
    },
  }
  return createDigest({
    articles: list,
    editions,
    summarizer,
    delivery: createDelivery({
      outbox: new SqliteOutbox(db),
      transport,
      pace: createPace(clock),
      clock,
      log: SILENT,
    }),
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: channelId ?? undefined,
    headings: HEADINGS,
    demand: () => new Map(),
    plain: () => "",
    render: (edition) => editionItems(edition).map(({ articleId }) => articleId),
    log: SILENT,
  })
}

const fresh = (id: string, given: Partial<StoredArticle> = {}) =>
  article({ id, publishedAt: "2025-10-24", ingestedAt: "2025-10-23T23:00:00.000Z", ...given })
const at = (instant: string) => ({ now: new Date(instant) })

test("a preview stores nothing and is what is published", async () => {
  const digest = digestOver([fresh("1")])
  const preview = await digest.preview(at(DUE))
  expect(preview).toMatchObject({ occurrence: null, date: "2025-10-24", left: 0 })
  expect(digest.status(new Date(DUE)).editions).toEqual([])
  const published = await digest.publish(at(DUE))
  expect(published).toEqual({
    kind: "published",
    edition: { ...preview, occurrence: "news:2025-10-23T23:00:00.000Z" },
    chats: 1,
    parts: 1,
    dropped: [],
  })
})

test("nothing is new before the first ingest has ended", async () => {
  db.prepare("DELETE FROM meta").run()
  const digest = digestOver([fresh("1")])
  expect((await digest.preview(at(DUE))).groups).toEqual([])
  expect(await digest.publish(at(DUE))).toEqual({ kind: "nothing-new" })
})

test("published twice is sent once, to the channel and each subscriber", async () => {
  subscribe(11)
  subscribe(12)
  const digest = digestOver([fresh("1"), fresh("2")])
  const both = await Promise.all([digest.publish(at(DUE)), digest.publish(at(DUE))])
  expect(both.map(({ kind }) => kind).sort()).toEqual(["already", "published"])
  expect(await digest.publish(at(DUE))).toEqual({ kind: "nothing-new" })
  await digest.deliver()
  await digest.deliver()
  expect(sent.map(({ chat, payload }) => `${chat} ${payload}`).sort()).toEqual(
    ["11 1", "11 2", "12 1", "12 2", "@paper 1", "@paper 2"].sort(),
  )
})

test("a channel that is also subscribed gets one copy", async () => {
  subscribe(-100)
  const published = await digestOver([fresh("1")], "-100").publish(at(DUE))
  expect(published).toMatchObject({ kind: "published", chats: 1 })
})

test("the next edition has only what came after, and each line's citation is recorded", async () => {
  const first = digestOver([fresh("1")])
  await first.publish(at(DUE))
  const cited = db.prepare("SELECT article_id, version, field, start, end FROM edition_citations").all()
  expect(cited).toEqual([{ article_id: "1", version: 1, field: "text", start: 0, end: 20 }])
  const later = fresh("2", { ingestedAt: "2025-10-24T05:00:00.000Z" })
  const next = await digestOver([fresh("1"), later]).preview(at("2025-10-25T00:00:00.000Z"))
  expect(editionItems(next).map(({ articleId }) => articleId)).toEqual(["2"])
})

test("a day's edition, by date or the newest, is sent once and leaves new what is new", async () => {
  const old = fresh("1", { publishedAt: "2025-09-30", ingestedAt: "2025-01-01T00:00:00.000Z" })
  const digest = digestOver([old])
  expect(await digest.publish(at(DUE))).toEqual({ kind: "nothing-new" })
  const newest = { ...at(DUE), newestDay: true }
  expect(await digest.preview(newest)).toMatchObject({ date: "2025-09-30" })
  expect(await digest.publish(newest)).toMatchObject({ kind: "published" })
  const byDate = { ...at(DUE), date: "2025-09-30" }
  expect(await digest.publish(byDate)).toEqual({ kind: "already", occurrence: "day:2025-09-30" })
  expect(digest.status(new Date(DUE)).cutoff).toBe(BASELINE)
  expect(await digest.publish({ ...at(DUE), date: "2025-09-29" })).toEqual({ kind: "nothing-new" })
})

test("an empty archive has no newest day", async () => {
  const digest = digestOver([])
  expect(await digest.publish({ ...at(DUE), newestDay: true })).toEqual({ kind: "nothing-new" })
})

test("without readers nothing is published and everything stays new", async () => {
  const digest = digestOver([fresh("1")], null)
  expect(await digest.publish(at(DUE))).toEqual({ kind: "no-readers" })
  expect((await digest.preview(at(DUE))).groups).toHaveLength(1)
})

const HOUR = 3_600_000
const daysEdition = ["daily:2025-10-24"]

test.each([
  ["just before", -1, [], []],
  ["on time", 0, daysEdition, []],
  ["nearly three hours late", 3 * HOUR - 1, daysEdition, []],
  ["three hours late", 3 * HOUR, [], [{ date: "2025-10-24", reason: "too-late", earlier: 0 }]],
])("tick: %s", async (_name, lateMs, editions, skipped) => {
  const digest = digestOver([fresh("1")])
  // The day before is over and done with.
  new SqliteEditions(db).skip("2025-10-23", "nothing-new", new Date(DUE))
  const now = new Date(Date.parse(DUE) + lateMs)
  await digest.tick(now)
  await digest.tick(now)
  const status = digest.status(now)
  expect(status.editions.map(({ occurrence }) => occurrence)).toEqual(editions)
  expect(status.skipped.filter(({ date }) => date === "2025-10-24")).toEqual(skipped)
  expect(sent).toHaveLength(editions.length)
})

test("tick: with nothing new the day is done, unless an editor sends what came since", async () => {
  await digestOver([]).tick(new Date(DUE))
  const later = digestOver([fresh("1", { ingestedAt: "2025-10-24T00:30:00.000Z" })])
  await later.tick(new Date(Date.parse(DUE) + HOUR))
  expect(sent).toEqual([])
  expect(later.status(new Date(DUE)).skipped).toMatchObject([{ date: "2025-10-24", reason: "nothing-new" }])
  expect(await later.publish(at("2025-10-24T06:00:00.000Z"))).toMatchObject({ kind: "published" })
})

test("tick: an edition that an editor sent before the hour, or a clock set back, brings no second", async () => {
  const digest = digestOver([fresh("1")])
  await digest.publish(at("2025-10-23T23:30:00.000Z"))
  await digest.tick(new Date(DUE))
  await digest.tick(new Date(Date.parse(DUE) + HOUR))
  await digest.tick(new Date(Date.parse(DUE)))
  expect(digest.status(new Date(DUE)).editions).toHaveLength(1)
  expect(sent).toHaveLength(1)
})

test("tick: what was due before the archive was there is not missed", async () => {
  setBaseline("2025-10-24T06:00:00.000Z")
  const digest = digestOver([fresh("1")])
  await digest.tick(new Date("2025-10-24T07:00:00.000Z"))
  expect(digest.status(new Date(DUE))).toMatchObject({ editions: [], skipped: [] })
})

test("status counts by state and names the next time", async () => {
  subscribe(11)
  const digest = digestOver([fresh("1")])
  await digest.publish(at(DUE))
  db.prepare("UPDATE outbox SET state = 'ambiguous', error = 'reset' WHERE chat_id = '11'").run()
  await digest.deliver()
  expect(digest.status(new Date(DUE))).toEqual({
    cutoff: "2025-10-23T23:00:00.000Z",
    nextAt: "2025-10-25T00:00:00.000Z",
    skipped: [],
    readers: [],
    ambiguousPrivate: 1,
    editions: [
      {
        occurrence: "news:2025-10-23T23:00:00.000Z",
        date: "2025-10-24",
        createdAt: DUE,
        articles: 1,
        pending: 0,
        sending: 0,
        sent: 1,
        failed: 0,
        ambiguous: 1,
        seconds: 3,
      },
    ],
    totals: { pending: 0, sending: 0, sent: 1, failed: 0, ambiguous: 1 },
    slowest: { occurrence: "news:2025-10-23T23:00:00.000Z", seconds: 3 },
    unsettled: [
      {
        occurrence: "news:2025-10-23T23:00:00.000Z",
        chatId: "11",
        part: 0,
        state: "ambiguous",
        why: "reset",
      },
    ],
  })
})

test("the runner ticks at once, outlives a tick that fails, and stops cleanly", async () => {
  const warnings: string[] = []
  const log = { info: () => undefined, warn: (_fields: object, text: string) => void warnings.push(text) }
  let stopped = 0
  const digest = {
    tick: () => Promise.reject(new Error("disk full")),
    stop: async () => void stopped++,
    withdrawRetracted: () => undefined,
  }
  const runner = startDigestRunner(digest, new VirtualClock(DUE), log)
  await runner.stop()
  expect(warnings).toEqual(["digest tick failed"])
  expect(stopped).toBe(1)
})

test("a stop does not wait for a slow model, and publishes nothing half written", async () => {
  const extractive = createExtractiveSummarizer()
  let reached = () => {}
  const asked = new Promise<void>((resolve) => {
    reached = resolve
  })
  const slow: Summarizer = {
    async summarize(article, style, options) {
      await new Promise((resolve) => {
        options?.signal?.addEventListener("abort", resolve, { once: true })
        reached()
      })
      return extractive.summarize(article, style)
    },
  }
  const digest = digestOver([fresh("1")], "@paper", slow)
  const runner = startDigestRunner(digest, new VirtualClock(DUE), SILENT)
  await asked
  await runner.stop()
  expect(digest.status(new Date(DUE)).editions).toEqual([])
  await digestOver([fresh("1")]).tick(new Date(DUE))
  expect(sent).toHaveLength(1)
})

test("what is retracted before it is sent is taken out for all who have got nothing yet", async () => {
  for (const chat of [11, 12]) subscribe(chat)
  const digest = digestOver([fresh("1"), fresh("2")], null)
  await digest.publish(at(DUE))
  const retract = db.prepare(
    `INSERT INTO articles (id, version, status, place, ingested_at) VALUES (?, 1, 'retracted', '[]', '')`,
  )
  db.prepare("UPDATE outbox SET state = 'sent' WHERE chat_id = '11' AND part = 0").run()
  retract.run("2")
  await digest.deliver()
  // 11 has begun to read the edition and gets the rest of it as it was.
  expect(sent.map(({ chat, payload }) => `${chat} ${payload}`).sort()).toEqual(["11 2", "12 1"])
  const rows = db
    .prepare("SELECT chat_id || ' ' || part || ' ' || state FROM outbox ORDER BY id")
    .pluck()
    .all()
  expect(rows).toEqual(["11 0 sent", "11 1 sent", "12 0 sent", "12 1 failed"])
})

test("an edition all of which was retracted is sent to nobody, and listed", async () => {
  subscribe(11)
  const digest = digestOver([fresh("1")], null)
  await digest.publish(at(DUE))
  db.exec(
    `INSERT INTO articles (id, version, status, place, ingested_at) VALUES ('1', 1, 'retracted', '[]', '')`,
  )
  await digest.deliver()
  expect(sent).toEqual([])
  expect(digest.status(new Date(DUE)).unsettled).toMatchObject([
    { chatId: "11", why: "what it told was retracted" },
  ])
})

test("what is retracted between writing and publishing is left out and named", async () => {
  let gone = false
  const live = [fresh("1"), fresh("2")]
  const list = articleList(live)
  const digest = digestOver(live, "@paper", undefined, {
    ...list,
    get: (id) =>
      list.get(id) && {
        ...(list.get(id) as StoredArticle),
        status: gone && id === "1" ? "retracted" : "live",
      },
  })
  const prepared = await digest.prepare(at(DUE))
  gone = true
  const published = digest.publishPrepared(prepared, new Date(DUE))
  expect(published.kind === "published" && published.dropped.map(({ articleId }) => articleId)).toEqual(["1"])
  await digest.deliver()
  expect(sent.map(({ payload }) => payload)).toEqual(["2"])
})

test("what was prepared before another edition went out is not published", async () => {
  const digest = digestOver([fresh("1")])
  const prepared = await digest.prepare(at(DUE))
  expect(await digest.publish(at(DUE))).toMatchObject({ kind: "published" })
  expect(digest.publishPrepared(prepared, new Date(DUE))).toEqual({ kind: "nothing-new" })
})

test("tick: a cutoff in the future, of a clock that was wrong, stops nothing", async () => {
  setBaseline("2031-01-01T00:00:00.000Z")
  const digest = digestOver([fresh("1", { ingestedAt: "2031-01-01T00:00:00.001Z" })])
  await digest.tick(new Date(DUE))
  expect(sent).toHaveLength(1)
})

const decisions: [string, Decision | "prepared", string[], string[]][] = [
  ["wait", { kind: "wait" }, [], []],
  ["skip", { kind: "skip", reason: "editor" }, [], ["editor"]],
  ["write", { kind: "write" }, daysEdition, []],
  ["send what was prepared", "prepared", daysEdition, []],
]
test.each(decisions)("tick: editors say %s", async (_name, said, editions, skipped) => {
  const digest = digestOver([fresh("1")])
  const prepared = await digest.prepare(at(DUE))
  const decision: Decision =
    said === "prepared" ? { kind: "send", prepared, since: new Date(DUE), published: () => undefined } : said
  for (let again = 0; again < 2; again++) await digest.tick(new Date(DUE), async () => decision)
  const status = digest.status(new Date(DUE))
  expect(status.editions.map(({ occurrence }) => occurrence)).toEqual(editions)
  expect(status.skipped.map(({ reason }) => reason)).toEqual(skipped)
})
