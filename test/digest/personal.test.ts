import { beforeEach, expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createDigest, type Digest, type DigestDeps } from "../../src/digest/digest.ts"
import { editionItems } from "../../src/digest/edition.ts"
import { createPace } from "../../src/digest/pace.ts"
import { type DigestChoice, EVERYTHING, PLAIN_CHOICE, type Wants } from "../../src/digest/subscription.ts"
import { createChoicePresses } from "../../src/sqlite/choice-presses.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"
import { VirtualClock } from "./virtual-clock.ts"

const SILENT = { info: () => undefined, warn: () => undefined }
/** 24 October 2025 is a Friday. */
const at = (time: string, day = "2025-10-24") => new Date(`${day}T${time}:00+08:00`)
const BEFORE = at("00:00")

let db: Db
let sent: string[]

beforeEach(() => {
  db = memoryDatabase()
  sent = []
  db.prepare("INSERT INTO meta (key, value) VALUES (?, ?)").run(DIGEST_BASELINE, "2025-10-01T00:00:00.000Z")
})

function digestOver(
  articles: readonly StoredArticle[],
  render = (text: string) => text,
  change: Partial<DigestDeps> = {},
): Digest {
  const editions = new SqliteEditions(db)
  const clock = new VirtualClock(at("08:00").toISOString())
  const send = async (chat: string, payload: string) =>
    ({ kind: "sent", messageId: sent.push(`${chat} ${payload}`) }) as const
  return createDigest({
    articles: articleList(articles),
    editions,
    summarizer: createExtractiveSummarizer(),
    delivery: createDelivery({
      outbox: new SqliteOutbox(db),
      transport: { send },
      pace: createPace(clock),
      clock,
      log: SILENT,
    }),
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: undefined,
    headings: HEADINGS,
    demand: () => new Map(),
    plain: () => "",
    render: () => ["newsroom"],
    personal: {
      subscriptions: new SqliteSubscriptions(db),
      editions,
      presses: createChoicePresses(db),
      atomically: (work) => db.transaction(work).immediate(),
      render: (edition) => [
        render(
          editionItems(edition)
            .map(({ articleId }) => articleId)
            .join(),
        ),
      ],
    },
    log: SILENT,
    ...change,
  })
}

function subscribe(chatId: number, choice: Partial<DigestChoice>, wants: Partial<Wants> = {}): number {
  const subscriptions = new SqliteSubscriptions(db)
  const whole = { ...PLAIN_CHOICE, ...choice, wants: { ...EVERYTHING, ...wants } }
  const { id } = subscriptions.draft(chatId, whole, BEFORE)
  subscriptions.begin(id, BEFORE)
  return id
}

const seven = { at: { hour: 7, minute: 0 } }
const bridge = article({
  id: "b",
  title: "禾溪大桥通车",
  place: ["青江市", "禾溪县"],
  ingestedAt: at("06:00").toISOString(),
})
const school = article({
  id: "s",
  title: "白渡小学扩建",
  place: ["青江市", "白渡县"],
  ingestedAt: at("06:00").toISOString(),
})

test("each reader gets what was wanted, at the hour, once", async () => {
  subscribe(1, seven, { keywords: ["大桥"] })
  subscribe(2, seven, { places: ["白渡"] })
  subscribe(3, { at: { hour: 9, minute: 0 } })
  subscribe(4, seven, { keywords: ["游泳"] })
  const digest = digestOver([bridge, school])
  await digest.tick(at("06:59"))
  expect(sent).toEqual([])
  for (const time of ["07:00", "07:01", "08:30"]) await digest.tick(at(time))
  expect(sent).toEqual(["1 b", "2 s"])
  await digest.tick(at("09:00"))
  expect(sent.slice(2)).toEqual(["3 s,b"])
})

test("what was told is not told again, and quiet days send nothing", async () => {
  subscribe(1, seven)
  await digestOver([bridge]).tick(at("07:00"))
  const later = article({ id: "n", ingestedAt: at("10:00").toISOString() })
  await digestOver([bridge, later]).tick(at("12:00"))
  await digestOver([bridge]).tick(at("07:00", "2025-10-25"))
  await digestOver([bridge, later]).tick(at("07:00", "2025-10-26"))
  expect(sent).toEqual(["1 b", "1 n"])
})

test("what many readers get is read and summarized once", async () => {
  for (let chat = 1; chat <= 50; chat++) subscribe(chat, seven, { keywords: ["大桥"] })
  let reads = 0
  let summaries = 0
  const list = articleList([bridge, school])
  const summarizer = createExtractiveSummarizer()
  const digest = digestOver([], undefined, {
    articles: {
      ...list,
      entries: (filter, limit) => {
        reads++
        return list.entries(filter, limit)
      },
    },
    summarizer: {
      summarize: (...given) => {
        summaries++
        return summarizer.summarize(...given)
      },
    },
  })
  await digest.tick(at("07:00"))
  expect(sent).toHaveLength(50)
  expect([reads, summaries]).toEqual([1, 1])
})

test("only on the days that were chosen", async () => {
  subscribe(1, { ...seven, weekdays: [6] })
  await digestOver([bridge]).tick(at("07:00"))
  expect(sent).toEqual([])
  await digestOver([bridge]).tick(at("07:00", "2025-10-25"))
  expect(sent).toEqual(["1 b"])
})

test("a digest that was missed comes within three hours, or with the next", async () => {
  subscribe(1, seven)
  await digestOver([bridge]).tick(at("10:00"))
  expect(sent).toEqual([])
  await digestOver([bridge]).tick(at("09:59", "2025-10-25"))
  expect(sent).toEqual(["1 b"])
})

test("a clock that is set back or forward brings no second copy and loses nothing", async () => {
  subscribe(1, seven)
  const digest = digestOver([bridge])
  for (const now of [
    at("07:00"),
    at("07:00", "2025-10-23"),
    at("07:00"),
    at("07:30", "2026-03-01"),
    at("07:10"),
  ]) {
    await digest.tick(now)
  }
  expect(sent).toEqual(["1 b"])
  const later = article({ id: "n", ingestedAt: at("10:00").toISOString(), publishedAt: "2025-10-25" })
  await digestOver([bridge, later]).tick(at("07:00", "2025-10-25"))
  expect(sent).toEqual(["1 b", "1 n"])
})

test("a digest that cannot be written keeps nobody else's from being sent, and is tried again", async () => {
  subscribe(1, seven, { keywords: ["大桥"] })
  subscribe(2, seven, { keywords: ["小学"] })
  let broken = true
  const digest = digestOver([bridge, school], (text) => {
    if (text === "b" && broken) throw new Error("broken")
    return text
  })
  await digest.tick(at("07:00"))
  expect(sent).toEqual(["2 s"])
  broken = false
  await digest.tick(at("07:01"))
  expect(sent).toEqual(["2 s", "1 b"])
})

test("whoever ends a digest while it is written does not get it", async () => {
  const id = subscribe(1, seven, { keywords: ["大桥"] })
  subscribe(2, seven, { keywords: ["小学"] })
  const digest = digestOver([bridge, school], (text) => {
    if (text === "b") new SqliteSubscriptions(db).stop(id, "pressed")
    return text
  })
  await digest.tick(at("07:00"))
  expect(sent).toEqual(["2 s"])
})

test("what else is to be done has its turn before each reader's digest", async () => {
  const readers = 40
  for (let chat = 1; chat <= readers; chat++) subscribe(chat, seven, { keywords: ["大桥"] })
  let [turns, working] = [0, true]
  const look = () => {
    turns++
    if (working) setImmediate(look)
  }
  setImmediate(look)
  await digestOver([bridge]).tick(at("07:00"))
  working = false
  expect(sent).toHaveLength(readers)
  expect(turns).toBeGreaterThanOrEqual(readers)
})

test("plain digests are the newsroom's, with all its editions", async () => {
  subscribe(1, {})
  subscribe(2, { weekdays: [1, 2, 3, 4, 5] })
  await digestOver([bridge]).tick(at("08:00"))
  expect(sent.sort()).toEqual(["1 newsroom", "2 b"])
})

test("what came in before the archive's first ingest had ended is not new to anybody", async () => {
  db.exec("DELETE FROM meta")
  subscribe(1, seven)
  await digestOver([bridge]).tick(at("07:00"))
  expect(sent).toEqual([])
})
