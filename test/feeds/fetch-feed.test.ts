import { BlockList } from "node:net"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import { encode } from "iconv-lite"
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { type Fetched, type FetchLimits, type FetchOptions, fetchFeed } from "../../src/feeds/fetch-feed.ts"
import { type Answer, type FeedServer, rss, startFeedServer } from "../fixtures/feed-server.ts"

const NOW = new Date("2024-05-18T08:00:00+08:00")
const LIMITS: FetchLimits = { totalMs: 20_000, wireBytes: 100_000, bytes: 100_000 }
const UNKNOWN = { etag: null, lastModified: null }

let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer()
})
beforeEach(() => {
  server.answers = {}
  server.requests.length = 0
})
afterAll(() => server.close())

function get(path: string, options: Partial<FetchOptions> = {}): Promise<Fetched> {
  return fetchFeed(path.startsWith("/") ? server.origin + path : path, {
    known: UNKNOWN,
    now: NOW,
    limits: LIMITS,
    ...options,
  })
}

/** What was fetched in short: its length, with how it was cut, or why there is none. */
async function outcome(path: string, options: Partial<FetchOptions> = {}): Promise<string> {
  const fetched = await get(path, options)
  if (fetched.kind === "unchanged") return "unchanged"
  if (fetched.kind === "fetched")
    return `${fetched.bytes.length} bytes${fetched.cut ? `, ${fetched.cut}` : ""}`
  return fetched.retryAfterMs === null ? fetched.reason : `${fetched.reason}, wait ${fetched.retryAfterMs}`
}

const FEED = rss(1, 2)
const WHOLE = `${Buffer.byteLength(FEED)} bytes`
const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_request, response) =>
    void response.writeHead(code, headers).end("<p>x</p>")
const packed =
  (encoding: string, bytes: Uint8Array): Answer =>
  (_request, response) =>
    void response.writeHead(200, { "content-encoding": encoding }).end(bytes)
const to = (location: string): Answer => status(302, { location })
/** Sends the same again and again, as fast as it is read. */
const endless =
  (head: string, part: Uint8Array, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(200, headers).write(head)
    const more = () => {
      while (!response.destroyed && response.write(part));
    }
    response.on("drain", more)
    more()
  }

test.each<[what: string, answer: Answer, expected: string]>([
  ["a feed", (_request, response) => void response.end(FEED), WHOLE],
  ["gzip", packed("gzip", gzipSync(FEED)), WHOLE],
  ["deflate", packed("deflate", deflateSync(FEED)), WHOLE],
  ["br", packed("br", brotliCompressSync(FEED)), WHOLE],
  ["packed twice", packed("gzip, br", brotliCompressSync(gzipSync(FEED))), WHOLE],
  [
    "packed three times",
    packed("gzip, gzip, gzip", gzipSync("x")),
    "packed in a way that is not known (gzip, gzip, gzip)",
  ],
  ["packed in another way", packed("zstd", Buffer.from("x")), "packed in a way that is not known (zstd)"],
  ["not packed as it says", packed("gzip", Buffer.from(FEED)), "packed in a way that cannot be unpacked"],
  ["not packed in br", packed("br", Buffer.from(FEED)), "packed in a way that cannot be unpacked"],
  ["not modified", status(304), "unchanged"],
  ["not found", status(404), "not found (404)"],
  ["gone", status(410), "gone for good (410): take it out of FEEDS, wait 86400000"],
  ["forbidden", status(403), "may not be read (403)"],
  ["a server that fails", status(500), "answered with status 500"],
  ["too many requests", status(429, { "retry-after": "120" }), "asked too often (429), wait 120000"],
  [
    "unavailable until a time",
    status(503, { "retry-after": "Sat, 18 May 2024 01:00:00 GMT" }),
    "not to be had for now (503), wait 3600000",
  ],
  [
    "unavailable for a year",
    status(503, { "retry-after": "99999999" }),
    "not to be had for now (503), wait 86400000",
  ],
  [
    "unavailable until nobody knows when",
    status(503, { "retry-after": "soon" }),
    "not to be had for now (503)",
  ],
  [
    "an HTML page",
    (_request, response) => void response.end("<!doctype html><p>404"),
    "an HTML page, not a feed",
  ],
  ["nothing", (_request, response) => void response.end(), "an empty answer"],
  ["a redirect to nowhere", to("http://"), "leads to an address that is none"],
  ["a redirect to a file", to("file:///etc/passwd"), "leads to file:"],
  ["a redirect to itself", to("/feed"), "more than 5 redirects"],
  ["a feed that never ends", endless(FEED, Buffer.from("<item>")), "100000 bytes, over 0.1 MB"],
  [
    "a feed that is packed small and never ends",
    packed("gzip", gzipSync(Buffer.alloc(50_000_000, "x"))),
    "100000 bytes, over 0.1 MB",
  ],
  ["much that unpacks to nothing", endless("", gzipSync(""), { "content-encoding": "gzip" }), "over 0.1 MB"],
  [
    "a connection that breaks off",
    (_request, response) => {
      response.writeHead(200, { "content-length": "999999" }).write(FEED, () => response.destroy())
    },
    `${WHOLE}, the connection broke off`,
  ],
  [
    "a connection that breaks off at once",
    (_request, response) => void response.destroy(),
    "the connection broke off",
  ],
  [
    "a packed feed that breaks off",
    packed("gzip", gzipSync(FEED).subarray(0, -20)),
    expect.stringMatching(/^\d{3} bytes$/),
  ],
])("%s", async (_what, answer, expected) => {
  server.answers["/feed"] = answer
  expect(await outcome("/feed")).toEqual(expected)
})

test("a server that sends byte by byte is left when its time is up", async () => {
  server.answers["/feed"] = (_request, response) => {
    response.write("<rss>")
    const timer = setInterval(() => response.write(" "), 20)
    response.on("close", () => clearInterval(timer))
  }
  const limits = { ...LIMITS, totalMs: 300 }
  expect(await outcome("/feed", { limits })).toBe("not done within 0.3 s")
})

test("a server that says nothing is left when its time is up, or when the program ends", async () => {
  server.answers["/feed"] = () => undefined
  expect(await outcome("/feed", { limits: { ...LIMITS, totalMs: 200 } })).toBe("not done within 0.2 s")
  const stopping = new AbortController()
  server.answers["/feed"] = () => stopping.abort()
  expect(await outcome("/feed", { signal: stopping.signal })).toBe("stopped")
})

test("five redirects are followed, also to another kind of address", async () => {
  for (let n = 1; n <= 5; n++) server.answers[`/${n}`] = to(n < 5 ? `${n + 1}?` : `${server.origin}/feed`)
  for (let n = 2; n <= 5; n++) server.answers[`/${n}?`] = server.answers[`/${n}`] as Answer
  server.answers["/feed"] = (_request, response) => void response.end(FEED)
  expect(await outcome("/1")).toBe(WHOLE)
  expect(server.requests).toHaveLength(6)
})

/** As if 127.0.0.1 were on the public internet. */
const inside = new BlockList()
inside.addSubnet("10.0.0.0", 8)
inside.addSubnet("169.254.0.0", 16)
inside.addAddress("::1", "ipv6")

test.each([
  "http://10.1.2.3/",
  "http://169.254.169.254/latest",
  "http://0xa9fea9fe/",
  "http://[::1]/",
  "http://[::ffff:10.0.0.1]/",
])("no redirect leads from a public host to %s", async (location) => {
  server.answers["/feed"] = to("/next")
  server.answers["/next"] = to(location)
  const reason = await outcome("/feed", { guarded: inside })
  expect(reason).toBe(`leads to an address inside a network (${new URL(location).hostname})`)
})

test("the owner's own address may be inside, and then lead inside", async () => {
  server.answers["/feed"] = to(`http://localhost:${new URL(server.origin).port}/other`)
  server.answers["/other"] = (_request, response) => void response.end(FEED)
  expect(await outcome("/feed")).toBe(WHOLE)
})

test("what the server said of its last answer is asked with", async () => {
  server.answers["/feed"] = (request, response) => {
    if (request.headers["if-none-match"] === '"a"') return void response.writeHead(304).end()
    response.writeHead(200, { etag: '"a"', "last-modified": "Sat, 18 May 2024 00:00:00 GMT" }).end(FEED)
  }
  const first = await get("/feed")
  if (first.kind !== "fetched") throw new Error(first.kind)
  expect(first.validators).toEqual({ etag: '"a"', lastModified: "Sat, 18 May 2024 00:00:00 GMT" })
  expect(await get("/feed", { known: first.validators })).toEqual({ kind: "unchanged" })
  expect(server.requests[1]?.headers).toMatchObject({
    "if-none-match": '"a"',
    "if-modified-since": "Sat, 18 May 2024 00:00:00 GMT",
  })
  expect(server.requests[0]?.headers).not.toHaveProperty("if-none-match")
})

test("the charset of the header is handed on, unless nobody knows it", async () => {
  for (const [type, charset] of [
    ["text/xml; charset=GBK", "gbk"],
    ['application/rss+xml; charset="utf-8"', "utf-8"],
    ["text/xml; charset=klingon", null],
    ["text/xml", null],
  ] as const) {
    server.answers["/feed"] = (_request, response) =>
      void response.writeHead(200, { "content-type": type }).end(encode(FEED, "gbk"))
    expect(await get("/feed")).toMatchObject({ kind: "fetched", charset })
  }
})

test("a host that is not there", async () => {
  const closed = await startFeedServer()
  await closed.close()
  expect(await outcome(`${closed.origin}/`)).toBe("the connection was refused")
})

test("a password in an address is not sent", async () => {
  server.answers["/feed"] = to(`${server.origin.replace("//", "//name:secret@")}/next`)
  server.answers["/next"] = (_request, response) => void response.end(FEED)
  expect(await outcome("/feed")).toBe(WHOLE)
  expect(server.requests[1]?.headers).not.toHaveProperty("authorization")
})
