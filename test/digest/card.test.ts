import { beforeEach, expect, test } from "vitest"
import type { CardMaker } from "../../src/digest/card.ts"
import { createDigest } from "../../src/digest/digest.ts"
import { type DigestItem, type Edition, editionItems } from "../../src/digest/edition.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { createCardPictures } from "../../src/sqlite/card-pictures.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { article, articleList, HEADINGS } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"

/** 08:00 in Shanghai on 24 October. */
const DUE = new Date("2025-10-24T00:00:00.000Z")

let db: Db
let warnings: string[]

beforeEach(() => {
  db = memoryDatabase()
  warnings = []
  db.prepare("INSERT INTO meta (key, value) VALUES (?, '2025-10-20T00:00:00.000Z')").run(DIGEST_BASELINE)
  db.exec("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (11, 1, ''), (12, 1, '')")
})

/** Its picture is the names of the first two articles. */
const cards: CardMaker = {
  async draw(edition) {
    const articles = editionItems(edition)
      .map(({ articleId }) => articleId)
      .slice(0, 2)
    return { png: Buffer.from(articles.join()), articles }
  },
  message: ({ occurrence }) => `card of ${occurrence}`,
}

const live = ["1", "2", "3"].map((id) =>
  article({ id, publishedAt: "2025-10-24", ingestedAt: "2025-10-23T23:00:00.000Z" }),
)

/** Each message tells of one article. */
const ONE_EACH = (edition: Edition) => editionItems(edition).map(({ articleId }) => articleId)

/** `retracted` counts from when it is asked. */
function digestWith(
  card: CardMaker | undefined,
  retracted: ReadonlySet<string> = new Set(),
  render: (edition: Edition) => string[] = ONE_EACH,
) {
  const list = articleList(live)
  return createDigest({
    articles: {
      ...list,
      get(id) {
        const found = list.get(id)
        return found && retracted.has(id) ? { ...found, status: "retracted" } : found
      },
    },
    editions: new SqliteEditions(db),
    summarizer: createExtractiveSummarizer(),
    delivery: {
      deliver: async () => ({ sent: 0, failed: 0, ambiguous: 0, postponed: 0 }),
      stop: async () => undefined,
    },
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: undefined,
    headings: HEADINGS,
    demand: () => new Map(),
    plain: () => "",
    render,
    card,
    log: { info: () => undefined, warn: (_fields: object, text: string) => void warnings.push(text) },
  })
}

const rows = () =>
  db
    .prepare("SELECT chat_id || ' ' || payload || ' ' || state FROM outbox ORDER BY chat_id, part")
    .pluck()
    .all()
const setSent = (chat: string, part: number, state = "sent") =>
  db.prepare("UPDATE outbox SET state = ? WHERE chat_id = ? AND part = ?").run(state, chat, part)
const retract = (id: string) =>
  db
    .prepare(
      "INSERT INTO articles (id, version, status, place, ingested_at) VALUES (?, 1, 'retracted', '[]', '')",
    )
    .run(id)
const DAILY = "daily:2025-10-24"
const CARD = `card of ${DAILY}`

test("goes before the messages, is kept once, and counts as a part", async () => {
  const digest = digestWith(cards)
  await digest.tick(DUE)
  expect(rows()).toEqual(
    ["11", "12"].flatMap((chat) => [CARD, "1", "2", "3"].map((payload) => `${chat} ${payload} pending`)),
  )
  const picture = createCardPictures(db).find(DAILY)
  expect(picture && Buffer.from(picture.png).toString()).toBe("1,2")
  expect(warnings).toEqual([])
})

test("one that cannot be drawn keeps no digest from going out", async () => {
  const broken: CardMaker = { ...cards, draw: () => Promise.reject(new Error("out of ink")) }
  const published = await digestWith(broken).publish({ now: DUE })
  expect(published).toMatchObject({ kind: "published", parts: 3 })
  expect(rows()).toHaveLength(6)
  expect(createCardPictures(db).find("news:2025-10-23T23:00:00.000Z")).toBeUndefined()
  expect(warnings).toEqual(["the card cannot be drawn: the digest goes out without it"])
})

test("what was retracted before it is drawn is not on it; after that there is no card", async () => {
  const retracted = new Set<string>()
  const digest = digestWith(cards, retracted)
  const prepared = await digest.prepare({ now: DUE })
  retracted.add("1")
  const card = await digest.drawCard(prepared.edition)
  expect(card?.articles).toEqual(["2", "3"])
  retracted.add("3")
  expect(digest.publishPrepared(prepared, DUE, card)).toMatchObject({ kind: "published", parts: 1 })
  expect(rows()).toEqual(["11 2 pending", "12 2 pending"])
})

test("a headline that is retracted: its card goes to nobody any more, and those who had no text yet get the new one", async () => {
  const digest = digestWith(cards)
  await digest.tick(DUE)
  setSent("11", 0)
  retract("2")
  digest.withdrawRetracted()
  digest.withdrawRetracted()
  expect(rows()).toEqual([
    `11 ${CARD} sent`,
    "11 1 pending",
    "11 3 pending",
    "11 3 failed",
    `12 ${CARD} failed`,
    "12 1 pending",
    "12 3 pending",
    "12 3 failed",
  ])
})

test("a chat whose card was refused gets its texts, with what is retracted taken out of them", async () => {
  const digest = digestWith(cards)
  await digest.tick(DUE)
  setSent("11", 0, "failed")
  setSent("12", 0)
  setSent("12", 1)
  retract("3")
  digest.withdrawRetracted()
  expect(rows()).toEqual([
    `11 ${CARD} failed`,
    "11 1 pending",
    "11 2 pending",
    "11 3 failed",
    // Has begun to read, and the card does not show what was retracted.
    `12 ${CARD} sent`,
    "12 1 sent",
    "12 2 pending",
    "12 3 pending",
  ])
})

test("a card that does not show what was retracted still goes out", async () => {
  const digest = digestWith(cards)
  await digest.tick(DUE)
  retract("3")
  digest.withdrawRetracted()
  expect(rows().slice(0, 4)).toEqual([`11 ${CARD} pending`, "11 1 pending", "11 2 pending", "11 3 failed"])
})

test("where what is left of an edition takes more messages than before, all of them are sent", async () => {
  const digest = digestWith(cards, new Set(), (edition) => {
    const ids = ONE_EACH(edition)
    return ids.length === 3 ? [ids.join()] : ids
  })
  await digest.tick(DUE)
  setSent("12", 1)
  retract("3")
  digest.withdrawRetracted()
  digest.withdrawRetracted()
  expect(rows()).toEqual([
    `11 ${CARD} pending`,
    "11 1 pending",
    "11 2 pending",
    `12 ${CARD} pending`,
    "12 1,2,3 sent",
  ])
})

test("a chat that has moved after it began to read gets the rest as it was, though its first part has another id", async () => {
  const digest = digestWith(undefined)
  await digest.tick(DUE)
  db.exec("UPDATE outbox SET state = 'sent' WHERE chat_id = '11' AND part = 0")
  db.exec("UPDATE outbox SET chat_id = '17' WHERE chat_id = '11' AND part > 0")
  retract("1")
  digest.withdrawRetracted()
  expect(rows()).toEqual([
    "11 1 sent",
    "12 2 pending",
    "12 3 pending",
    "12 3 failed",
    "17 2 pending",
    "17 3 pending",
  ])
})

test("an edition that cannot be rendered again goes to nobody any more, and keeps nothing else back", async () => {
  const digest = digestWith(undefined, new Set(), (edition) => {
    if (editionItems(edition).length === 2) throw new Error("out of words")
    return ONE_EACH(edition)
  })
  await digest.tick(DUE)
  retract("1")
  await digest.deliver()
  expect(new Set(rows().map((row) => String(row).split(" ").at(-1)))).toEqual(new Set(["failed"]))
  expect(warnings).toEqual(["a digest cannot be rendered without what was retracted"])
})

test("an editor's own line cites nothing, and goes all the same when its article is retracted", async () => {
  const digest = digestWith(cards)
  const prepared = await digest.prepare({ now: DUE })
  const own = (item: DigestItem): DigestItem => ({
    ...item,
    line: { text: "编者的话", citations: [] },
    more: [],
    editors: true,
  })
  const groups = prepared.edition.groups.map((group) => ({ ...group, items: group.items.map(own) }))
  const edited = { ...prepared, edition: { ...prepared.edition, groups } }
  digest.publishPrepared(edited, DUE, await digest.drawCard(edited.edition))
  retract("2")
  digest.withdrawRetracted()
  expect(rows().slice(0, 4)).toEqual([`11 ${CARD} failed`, "11 1 pending", "11 3 pending", "11 3 failed"])
})

test("what an item said of an earlier report goes when that is retracted", async () => {
  const digest = digestWith(undefined, new Set(), (edition) =>
    editionItems(edition).map(({ articleId, before }) => `${articleId} after ${before?.id}`),
  )
  const prepared = await digest.prepare({ now: DUE })
  const old = article({ id: "old", publishedAt: "2025-01-01", ingestedAt: "2025-01-01T00:00:00.000Z" })
  const said = quoteClaim(fieldEvidence(old, "text"), 0, 2)
  live.push(old)
  const groups = prepared.edition.groups.map((group) => ({
    ...group,
    items: group.items.map((item) => ({
      ...item,
      before: { id: "old", title: "", url: null, publishedAt: null, said },
    })),
  }))
  digest.publishPrepared({ ...prepared, edition: { ...prepared.edition, groups } }, DUE)
  live.pop()
  expect(rows()[0]).toBe("11 1 after old pending")
  retract("old")
  digest.withdrawRetracted()
  expect(rows().slice(0, 3)).toEqual([1, 2, 3].map((id) => `11 ${id} after undefined pending`))
})

test("is forgotten with the next edition once nobody waits for it, and its name with it", async () => {
  const digest = digestWith(cards)
  const pictures = createCardPictures(db)
  const news = "news:2025-10-23T23:00:00.000Z"
  await digest.publish({ now: DUE })
  pictures.uploaded(news, "AgAC1")
  expect(pictures.find(news)?.remoteId).toBe("AgAC1")
  db.exec("UPDATE outbox SET state = 'sent'")
  setSent("12", 0, "ambiguous")
  await digest.publish({ now: DUE, date: "2025-10-24" })
  // An editor may say: send again.
  expect(pictures.find(news)?.remoteId).toBe("AgAC1")
  db.exec("UPDATE outbox SET state = 'sent'")
  live.push(article({ id: "4", publishedAt: "2025-10-23", ingestedAt: "2025-10-23T22:00:00.000Z" }))
  // Refused to one, who may be sent it again for a day.
  db.exec("UPDATE outbox SET state = 'failed', refused = 1 WHERE chat_id = '12' AND edition_id = 1")
  await digest.publish({ now: DUE, date: "2025-10-23" })
  expect(pictures.find(news)?.remoteId).toBe("AgAC1")
  expect(pictures.find("day:2025-10-24")).toBeUndefined()
  live.push(article({ id: "5", publishedAt: "2025-10-22", ingestedAt: "2025-10-23T22:00:00.000Z" }))
  await digest.publish({ now: new Date(DUE.getTime() + 3 * 86_400_000), date: "2025-10-22" })
  live.splice(3)
  expect(pictures.find(news)).toBeUndefined()
  expect(pictures.find("day:2025-10-24")).toBeUndefined()
  expect(pictures.find("day:2025-10-23")).toBeDefined()
})
