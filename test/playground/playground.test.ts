import { request } from "node:http"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { isLoopback } from "../../src/playground/loopback-guard.ts"
import { createPlayground, type Playground } from "../../src/playground/playground.ts"
import { png } from "../fixtures/png.ts"
import { type Listener, listen } from "./listen.ts"

const READER = 1001

let playground: Playground
let listener: Listener
let host: string

beforeAll(async () => {
  playground = createPlayground({
    paperName: "汐川日报",
    botName: "资料库",
    now: () => new Date("2025-10-24T08:00:00+08:00"),
    examples: async () => Array.from({ length: 20 }, (_, i) => `问题${i}`),
  })
  listener = await listen(playground.app)
  host = new URL(listener.url).host
})
afterAll(async () => {
  playground.close()
  await listener.close()
})

interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly body: string
}

/** fetch would not let a test choose its own Host. */
function ask(path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? "GET" : "POST"
    const call = request(
      listener.url + path,
      { method, headers, agent: false, timeout: 10_000 },
      (response) => {
        let text = ""
        response.setEncoding("utf8")
        response.on("data", (chunk: string) => {
          text += chunk
        })
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        )
      },
    )
    call.on("error", reject)
    call.end(body)
  })
}

const json = { "Content-Type": "application/json" }

describe("who gets in", () => {
  const port = () => host.split(":")[1]
  const cases: [name: string, headers: () => Record<string, string>, status: number][] = [
    ["the page itself", () => ({}), 200],
    ["by the name localhost", () => ({ Host: `localhost:${port()}` }), 200],
    ["with its own origin", () => ({ Origin: `http://${host}` }), 200],
    ["a foreign name", () => ({ Host: `rebound.example:${port()}` }), 403],
    ["a name that only begins well", () => ({ Host: `127.0.0.1.rebound.example:${port()}` }), 403],
    ["another port", () => ({ Host: "127.0.0.1:1" }), 403],
    ["no port", () => ({ Host: "127.0.0.1" }), 403],
    ["a foreign origin", () => ({ Origin: "http://rebound.example" }), 403],
    ["the same machine's other port", () => ({ Origin: "http://127.0.0.1:1" }), 403],
    ["no origin of its own", () => ({ Origin: "null" }), 403],
  ]
  test.each(cases)("%s", async (_name, headers, status) => {
    for (const path of ["/", "/playground/examples", `${playground.apiPath}/bot${playground.token}/getMe`]) {
      expect((await ask(path, headers())).status).toBe(status)
    }
  })

  const hosts: [host: string, port: number | undefined, inside: boolean][] = [
    ["[::1]:80", 80, true],
    ["localhost", 80, true],
    ["127.0.0.2:8080", 8080, true],
    ["127.0.0.1.example:8080", 8080, false],
    ["LOCALHOST:8080", 8080, true],
    ["localhost:8080", undefined, true],
    ["localhost:8080@rebound.example", undefined, false],
    ["10.0.0.1:8080", 8080, false],
    ["", 80, false],
  ]
  test.each(hosts)("host %s on port %s: %s", (name, port, inside) => {
    expect(isLoopback(name, port)).toBe(inside)
  })
})

describe("what the page gets and sends", () => {
  test("files, with a strict policy", async () => {
    for (const [path, type] of [
      ["/", "text/html"],
      ["/page/chat.js", "text/javascript"],
      ["/page/base.css", "text/css"],
      ["/page/icon.svg", "image/svg+xml"],
    ] as const) {
      const { status, headers } = await ask(path, {})
      expect([path, status]).toEqual([path, 200])
      expect(headers["content-type"]).toContain(type)
      expect(headers["content-security-policy"]).toContain("default-src 'self'")
      expect(headers["x-content-type-options"]).toBe("nosniff")
    }
    expect((await ask("/page/..%2fplayground.ts", {})).status).toBe(404)
    expect((await ask("/page/tsconfig.json", {})).status).toBe(404)
  })

  test("photos that the bot has sent, and no others", async () => {
    const photo = playground.api.photos.keep(png())
    const name = typeof photo === "string" ? photo : photo.file_id
    const { status, headers } = await ask(`/playground/photos/${name}`, {})
    expect([status, headers["content-type"]]).toEqual([200, "image/png"])
    expect((await ask("/playground/photos/AgACnothing", {})).status).toBe(404)
  })

  test("at most eight example questions", async () => {
    const { body } = await ask("/playground/examples", {})
    expect(JSON.parse(body).examples).toHaveLength(8)
  })

  const message = (fields: object) => JSON.stringify({ chatId: READER, text: "你好", ...fields })
  const cases: [
    name: string,
    path: string,
    headers: Record<string, string>,
    body: () => string,
    status: number,
  ][] = [
    ["a message", "messages", json, () => message({}), 200],
    ["a form from elsewhere", "messages", { "Content-Type": "text/plain" }, () => message({}), 415],
    ["no type at all", "messages", {}, () => message({}), 415],
    ["broken JSON", "messages", json, () => "{", 400],
    ["white text", "messages", json, () => message({ text: "  " }), 400],
    ["too long", "messages", json, () => message({ text: "字".repeat(4097) }), 400],
    ["unknown chat", "messages", json, () => message({ chatId: 5 }), 400],
    ["into the channel", "messages", json, () => message({ chatId: playground.channelId }), 403],
    ["a megabyte", "messages", json, () => message({ text: "x".repeat(1 << 20) }), 413],
    [
      "a press on nothing",
      "presses",
      json,
      () => JSON.stringify({ userId: READER, chatId: READER, messageId: 1, data: "x" }),
      404,
    ],
    [
      "a press without data",
      "presses",
      json,
      () => JSON.stringify({ userId: READER, chatId: READER, messageId: 1 }),
      400,
    ],
  ]
  test.each(cases)("%s", async (_name, path, headers, body, status) => {
    expect((await ask(`/playground/${path}`, headers, body())).status).toBe(status)
  })

  test("people speak the language that is given, and see its commands", () => {
    const own = createPlayground({
      paperName: "汐川日报",
      botName: "资料库",
      languageCode: "en",
      now: () => new Date(),
      examples: async () => [],
    })
    expect([...own.api.world.people.values()].map((user) => user.language_code)).toEqual(["en", "en", "en"])
    own.close()
  })

  test("the stream begins with a snapshot, goes on with events, and ends with the playground", async () => {
    const own = createPlayground({
      paperName: "汐川日报",
      botName: "资料库",
      now: () => new Date(),
      examples: async () => [],
    })
    const ears = await listen(own.app)
    own.api.userSends(READER, READER, "先说的")
    const response = await fetch(`${ears.url}/playground/events`)
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const read = async () => (await reader?.read())?.value ?? "ended"
    const snapshot = await read()
    expect(snapshot).toMatch(/^event: snapshot\n/)
    expect(snapshot).toContain("先说的")
    own.api.userSends(READER, READER, "后说的")
    const event = await read()
    expect(event).toMatch(/^event: chat\n/)
    expect(event).toContain("后说的")
    own.close()
    expect(await read()).toBe("ended")
    expect((await fetch(`${ears.url}/playground/events`)).status).toBe(503)
    await ears.close()
  })

  test("a process with a time that stands still has new ids", () => {
    const options = { paperName: "x", botName: "y", now: () => new Date(0), examples: async () => [] }
    const message = createPlayground(options).api.userSends(READER, READER, "在吗")
    expect(message.date).toBe(0)
    expect(message.message_id).toBeGreaterThan(1_000_000)
  })

  test("each process has a token of its own", () => {
    const options = { paperName: "x", botName: "y", now: () => new Date(), examples: async () => [] }
    expect(createPlayground(options).token).not.toBe(createPlayground(options).token)
  })
})
