import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import * as fake from "../fixtures/fake-openai.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { ingestSummary } from "./contract.ts"
import { exit, launch, newsroom, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS })

let server: fake.FakeOpenAi
beforeAll(async () => {
  server = await fake.startFakeOpenAi()
})
beforeEach(() => {
  server.requests.length = 0
  server.play(fake.embeds(16))
})
afterAll(() => server.close())

const COUNT = 510
const stories = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + i)
    .map((at) => ({ id: `s${at}`, title: `第${at}村的路`, text: `第${at}村的路修好了，全长${at + 1}公里。` }))
    .map((story) => `${JSON.stringify(story)}\n`)
    .join("")

/** Texts of passages that the service was asked for. */
const asked = () => server.requests.flatMap(({ body }) => body.input ?? [])

function archive() {
  const env = {
    DATA_DIR: temporaryFolder(),
    OPENAI_BASE_URL: server.baseURL,
    OPENAI_EMBEDDING_MODEL: "small",
    OPENAI_EMBEDDING_DIMENSIONS: "16",
  }
  return {
    env,
    ingest: (input: string, ...words: string[]) =>
      newsroom(["ingest", "-", "--json", ...words], { env, input }),
  }
}

it("says what a large run takes, goes on where the service failed, and asks for no text twice", async () => {
  const { env, ingest } = archive()
  const tried = await ingest(stories(0, COUNT), "--dry-run")
  expect(tried.err).toMatch(
    /would embed 1020 passages with openai:small:16: about \d+ thousand tokens, at a price/,
  )
  expect(server.requests).toEqual([])

  server.play((response, request) =>
    (server.requests.length > 2 ? fake.quotaSpent : fake.embeds(16))(response, request),
  )
  const broken = await ingest(stories(0, COUNT))
  expect(broken.status).toBe(0)
  expect(ingestSummary.parse(broken.json.at(-1)).summary).toMatchObject({ added: COUNT, rejected: 0 })
  expect(broken.err).toMatch(/^embedding 1020 passages with openai:small:16: about/m)
  expect(broken.err).toMatch(
    /^508 passages have no vector yet \(quota: .*\); the next run goes on with them$/m,
  )
  const made = server.requests.slice(0, 2).flatMap(({ body }) => body.input ?? [])
  const beside = await newsroom(["doctor"], { env })
  expect(beside.out).toMatch(/FAIL vectors: 508 passages have none of openai:small:16 yet/)

  server.requests.length = 0
  server.play(fake.embeds(16))
  const again = await ingest(stories(0, COUNT))
  expect(ingestSummary.parse(again.json.at(-1)).summary).toMatchObject({ unchanged: COUNT })
  expect(asked()).toHaveLength(508)
  expect(asked().filter((text) => made.includes(text))).toEqual([])
  expect(JSON.parse(readFileSync(join(env.DATA_DIR, "vectors.json"), "utf8"))).toMatchObject({ count: 1020 })

  server.requests.length = 0
  const changed = { id: "s3", title: "第3村的路", text: "第3村的路又坏了，要到秋天才修。" }
  await ingest(`${JSON.stringify(changed)}\n`)
  expect(asked()).toEqual([changed.text])
})

it("goes on where it was killed", async () => {
  const { env, ingest } = archive()
  const child = launch(["ingest", "-"], { env })
  server.play((response, request) => {
    if (server.requests.length > 2) child.kill("SIGKILL")
    else fake.embeds(16)(response, request)
  })
  const ended = exit(child)
  child.stdin?.end(stories(0, COUNT))
  expect(await ended).toBe(null)
  const made = server.requests.slice(0, 2).flatMap(({ body }) => body.input ?? [])
  expect(made).toHaveLength(512)

  server.requests.length = 0
  server.play(fake.embeds(16))
  expect((await ingest(stories(0, COUNT))).status).toBe(0)
  expect(asked().filter((text) => made.includes(text))).toEqual([])
  expect(new Set([...made, ...asked()]).size).toBe(2 * COUNT)
})

it("makes no vectors and no index of them without a model", async () => {
  const DATA_DIR = temporaryFolder()
  const { status } = await newsroom(["ingest", "-"], { env: { DATA_DIR }, input: stories(0, 3) })
  expect(status).toBe(0)
  expect(existsSync(join(DATA_DIR, "vectors.json"))).toBe(false)
  const { out } = await newsroom(["doctor"], { env: { DATA_DIR } })
  expect(out).toMatch(/ok {3}vectors: none: search goes by words/)
})

it("ends with a line and status 2 where the local model cannot be had", async () => {
  const folder = temporaryFolder()
  const env = { DATA_DIR: temporaryFolder(), LOCAL_EMBEDDING_MODEL: folder }
  for (const words of [["start"], ["ingest", "-"]]) {
    const ended = await newsroom(words, { env, input: stories(0, 1) })
    expect(ended).toMatchObject({ status: 2, out: "" })
    expect(ended.lines).toEqual([`LOCAL_EMBEDDING_MODEL: there is no config.json in ${folder}`])
  }
})
