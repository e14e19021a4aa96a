import { encode } from "iconv-lite"
import { afterEach, beforeEach, expect, test } from "vitest"
import { type HeldArchive, openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { articleText } from "../../src/corpus.ts"
import { createFeeds, type Feeds } from "../../src/feeds/feeds.ts"
import { startFeedSchedule } from "../../src/feeds/schedule.ts"
import type { RunLine } from "../../src/ingest/ingest.ts"
import { createFeedStates } from "../../src/sqlite/feed-states.ts"
import { type Answer, type FeedServer, rss, startFeedServer } from "../fixtures/feed-server.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const NOW = new Date("2024-05-20T08:00:00+08:00")
const LATER = new Date("2024-05-20T08:15:00+08:00")

let server: FeedServer
let archive: HeldArchive

beforeEach(async () => {
  server = await startFeedServer()
  const config = readConfig(
    { dataDir: temporaryFolder(), corpusDir: temporaryFolder() },
    { FEEDS: ["/a", "/b"].map((path) => server.origin + path).join(", ") },
  )
  archive = await openArchive(config, { hold: true, note: () => undefined })
})
afterEach(async () => {
  await archive.close()
  await server.close()
})

/** A line an item or feed: its status, the path of its feed, and the title or reason; notes as they are. */
async function take(now = NOW, feeds: Feeds = archive.feeds): Promise<string[]> {
  const lines: string[] = []
  for await (const line of feeds.take(now)) lines.push(short(line))
  return lines
}

function short(line: RunLine): string {
  const text = "note" in line ? line.note : `${line.status} ${line.input} ${line.reason ?? line.title}`
  return text.replaceAll(server.origin, "")
}

const answer =
  (body: string | Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(200, headers).end(body)

test("what is new is taken in, each feed by itself", async () => {
  server.answers["/a"] = answer(rss(1, 2))
  expect(await take()).toEqual([
    "added /a:1 第1座灯塔亮了",
    "added /a:2 第2座灯塔亮了",
    "/a: 2 items, 2 of them new or changed",
    "rejected /b not found (404)",
  ])
  server.answers["/a"] = answer(rss(2, 3))
  server.answers["/b"] = answer(rss(4))
  expect(await take(LATER)).toEqual([
    "unchanged /a:1 第2座灯塔亮了",
    "added /a:2 第3座灯塔亮了",
    "/a: 2 items, 1 of them new or changed",
    "added /b:1 第4座灯塔亮了",
    "/b: 1 items, 1 of them new or changed",
  ])
  expect(archive.store.get("urn:lamp:3")).toMatchObject({
    source: "临川日报",
    publishedAt: "2024-05-18T08:00:00+08:00",
  })
})

test("a feed that has not changed is not sent again, also after a restart", async () => {
  const conditional: Answer = (request, response) => {
    if (request.headers["if-none-match"] === '"1"') return void response.writeHead(304).end()
    answer(rss(1), { etag: '"1"' })(request, response)
  }
  server.answers = { "/a": conditional, "/b": conditional }
  await take()
  const feeds = createFeeds({
    addresses: archive.feeds.addresses,
    states: createFeedStates(archive.db),
    ingest: archive.ingestion.runFile,
  })
  expect(await take(LATER, feeds)).toEqual(["/a: nothing new", "/b: nothing new"])
  expect(feeds.state(`${server.origin}/a`)).toMatchObject({ ok: true, outcome: "nothing new" })
})

test("a server that asks to be left alone is", async () => {
  server.answers["/a"] = (_request, response) => void response.writeHead(429, { "retry-after": "3600" }).end()
  server.answers["/b"] = answer(rss(1))
  expect(await take()).toContain("rejected /a asked too often (429)")
  server.answers["/a"] = answer(rss(2))
  expect((await take(LATER))[0]).toBe("/a: asked to wait until 2024-05-20T01:00:00.000Z")
  expect(server.requests.filter(({ url }) => url === "/a")).toHaveLength(1)
  expect(await take(new Date("2024-05-20T09:00:00+08:00"))).toContain("added /a:1 第2座灯塔亮了")
})

test("a feed that is broken or cut is read as far as it goes, and asked for again", async () => {
  const broken = rss(1, 2).replace(/<\/item><\/channel>.*/, "")
  server.answers["/a"] = answer(broken, { etag: '"broken"' })
  server.answers["/b"] = (_request, response) =>
    void response
      .writeHead(200, { "content-length": "9999" })
      .write(rss(3).slice(0, -20), () => response.destroy())
  expect(await take()).toEqual([
    "added /a:1 第1座灯塔亮了",
    "rejected /a the feed breaks off after 1 items",
    "added /b:1 第3座灯塔亮了",
    "rejected /b the connection broke off; the feed breaks off after 1 items",
  ])
  expect(archive.feeds.state(`${server.origin}/a`)).toMatchObject({
    ok: false,
    outcome: "the feed breaks off after 1 items; 1 items, 1 of them new or changed",
    etag: null,
  })
})

test("the charset of the header counts, and a JSON Feed is a feed", async () => {
  const bare = rss(1).replace(/<\?xml[^>]*>/, "")
  server.answers["/a"] = answer(encode(bare, "gb18030"), { "content-type": "text/xml; charset=gb18030" })
  server.answers["/b"] = answer(
    JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "临川日报",
      items: [{ id: "j1", title: "码头启用", content_text: "渔港新码头昨天启用。" }],
    }),
  )
  expect(await take()).toEqual([
    "added /a:1 第1座灯塔亮了",
    "/a: 1 items, 1 of them new or changed",
    "added /b:1 码头启用",
    "/b: 1 items, 1 of them new or changed",
  ])
  const article = archive.store.get("urn:lamp:1")
  expect(article && articleText(article.body)).toBe("第1座灯塔停了1年，昨晚又亮了。")
})

test("what could not be stored is asked for again", async () => {
  const file = `${server.origin}/a`
  const feeds = createFeeds({
    addresses: [file],
    states: createFeedStates(archive.db),
    async *ingest() {
      yield {
        status: "rejected",
        id: "1",
        title: "灯塔",
        url: null,
        input: `${file}:1`,
        reason: "the disk is full",
      }
    },
  })
  server.answers["/a"] = answer(rss(1), { etag: '"1"' })
  await take(NOW, feeds)
  expect(feeds.state(file)).toMatchObject({ ok: false, etag: null })
})

test("the schedule takes in at once, never twice at a time, and ends with what is under way", async () => {
  const signals: AbortSignal[] = []
  const reported: string[] = []
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const schedule = startFeedSchedule({
    async *take(_now, signal) {
      signals.push(signal)
      yield { note: "begun" }
      await held
      yield { note: "done" }
    },
    now: () => NOW,
    report: (line) => reported.push(short(line)),
    failed: () => reported.push("failed"),
  })
  const stopped = schedule.stop()
  expect(signals).toHaveLength(1)
  expect(signals[0]?.aborted).toBe(true)
  finish()
  await stopped
  expect(reported).toEqual(["begun", "done"])
})

test("an unexpected failure of one round is reported", async () => {
  const failures: unknown[] = []
  const schedule = startFeedSchedule({
    // biome-ignore lint/correctness/useYield: it fails before it yields
    async *take() {
      throw new Error("the disk is full")
    },
    now: () => NOW,
    report: () => undefined,
    failed: (error) => failures.push(error),
  })
  await schedule.stop()
  expect(failures).toEqual([new Error("the disk is full")])
})
