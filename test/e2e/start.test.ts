import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, readFileSync, watch, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import { describe, expect, it, vi } from "vitest"
import { replies, startFakeOpenAi } from "../fixtures/fake-openai.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { askLine, digestLine, ingestLine, ingestSummary, searchLine } from "./contract.ts"
import { exit, launch, newsroom, start, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS })

const DAM = {
  id: "dam",
  title: "水库大坝加固完工",
  date: "2025-03-04",
  text: "柳溪水库大坝加固工程昨天完工。\n工程历时14个月，投资2600万元，大坝加高了3米。",
}

function stories(count: number): string {
  const lines = Array.from({ length: count }, (_, at) => ({
    id: `s${at}`,
    title: `第${at}村的路修好了`,
    text: `第${at}村的路修好了，全长${at + 1}公里。\n村民${at}说，从这里到镇上只要${(at % 50) + 1}分钟。`,
  }))
  return lines.map((line) => `${JSON.stringify(line)}\n`).join("")
}

/** Waits for the file by the folder's own events. */
async function appears(folder: string, name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, () => check())
    const check = () => {
      if (!existsSync(join(folder, name))) return
      watcher.close()
      resolve()
    }
    check()
  })
}

it("holds the folder, is handed what changes it, is read beside, and comes back after a kill", async () => {
  const [data, corpus] = [temporaryFolder(), temporaryFolder()]
  const folders = ["--data", data, "--corpus", corpus]
  writeFileSync(join(corpus, "a.jsonl"), `${JSON.stringify(DAM)}\n`)
  const first = await start(folders)
  expect(first.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)

  const samePort = { env: { PORT: new URL(first.address).port } }
  const [second, busy] = await Promise.all([
    newsroom(["start", ...folders]),
    newsroom(["start", "--corpus", corpus, "--data", temporaryFolder()], samePort),
  ])
  expect(second).toMatchObject({ status: 1, out: "" })
  expect(second.lines).toEqual([expect.stringMatching(/in use by another process/)])
  expect(busy).toMatchObject({ status: 1, out: "" })
  expect(busy.lines).toEqual([expect.stringMatching(/^PORT: \d+ is in use/)])

  const bus = {
    id: "bus",
    date: new Date().toISOString().slice(0, 10),
    title: "柳溪镇公交增班",
    text: "柳溪镇公交从今天起每天发36个班次，首班车早上6时从老街口开出，末班车晚上9时半回到车站。",
  }
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, "new.jsonl"), `${JSON.stringify(bus)}\nnot json\n`)
  const handed = await newsroom(["ingest", "new.jsonl", "-", "--json", ...folders], {
    cwd,
    input: `${JSON.stringify({ ...bus, id: "bus-2" })}\n`,
  })
  expect(handed.status).toBe(0)
  const lines = handed.json.slice(0, -1).map((line) => ingestLine.parse(line))
  expect(lines.map(({ status, input }) => `${status} ${input}`)).toEqual([
    "added new.jsonl:1",
    "rejected new.jsonl:2",
    "duplicate -:1",
  ])
  expect(ingestSummary.parse(handed.json.at(-1)).summary).toMatchObject({
    added: 1,
    rejected: 1,
    duplicate: 1,
  })

  const published = await newsroom(["digest", "publish", "--json", ...folders])
  const edition = digestLine.parse(published.json[0])
  expect(published.json[0]).toMatchObject({ kind: "published", sent: edition.messages.length, failed: 0 })
  expect(edition.groups.flatMap(({ items }) => items.map(({ id }) => id))).toEqual(["bus"])
  const again = await newsroom(["digest", "publish", "--json", ...folders])
  expect(again.json).toEqual([expect.objectContaining({ kind: "nothing-new" })])
  expect((await first.stop("SIGKILL")).status).toBe(null)

  const read = await newsroom(["ask", "柳溪水库大坝加高了多少米？", "--json", ...folders])
  expect(askLine.parse(read.json[0]).text).toContain("3米")
  const revived = await start(folders)
  const hits = await newsroom(["search", "柳溪镇公交", "--json", ...folders])
  expect(searchLine.parse(hits.json[0]).hits[0]).toMatchObject({ id: "bus", printings: ["bus-2"] })
  const { status, out, err } = await revived.stop("SIGTERM")
  expect({ status, out }).toEqual({ status: 0, out: `ready ${revived.address}\n` })
  expect(err).toContain("0 of them new or changed")
})

it("npm start hands a signal on, and ends with status 0", async () => {
  const [data, corpus] = [temporaryFolder(), temporaryFolder()]
  writeFileSync(join(corpus, "a.jsonl"), `${JSON.stringify(DAM)}\n`)
  const { PATH = "", HOME = "" } = process.env
  const npm = spawn("npm", ["start", "--silent", "--", "--data", data, "--corpus", corpus], {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    env: { PATH, HOME, PORT: "0", BOT_TOKEN: "", OPENAI_API_KEY: "", OPENAI_BASE_URL: "" },
    stdio: ["ignore", "pipe", "ignore"],
    timeout: TEST_MS,
  })
  const end = exit(npm)
  const [line] = (await once(createInterface({ input: npm.stdout }), "line")) as [string]
  expect(line).toMatch(/^ready http:\/\/127\.0\.0\.1:\d+\/$/)
  npm.kill("SIGTERM")
  expect(await end).toBe(0)
  expect(existsSync(join(data, "control.json"))).toBe(false)
})

it("SIGINT while it takes articles in: whole articles, status 0", async () => {
  const [data, corpus] = [join(temporaryFolder(), "data"), temporaryFolder()]
  mkdirSync(data)
  writeFileSync(join(corpus, "a.jsonl"), stories(1_000))
  const child = launch(["start", "--data", data, "--corpus", corpus])
  const ended = exit(child)
  await appears(data, "control.json")
  child.kill("SIGINT")
  expect(await ended).toBe(0)
  expect(existsSync(join(data, "control.json"))).toBe(false)
  const { json } = await newsroom(["ingest", "--json", "--data", data, "--corpus", corpus])
  const { added, unchanged, rejected } = ingestSummary.parse(json.at(-1)).summary
  expect({ all: added + unchanged, rejected }).toEqual({ all: 1_000, rejected: 0 })
})

describe("with a model", () => {
  it("answers from it, renews vectors of another size, and distrusts what it makes up", async () => {
    const fake = await startFakeOpenAi()
    try {
      const data = temporaryFolder()
      const env = { OPENAI_BASE_URL: fake.baseURL, OPENAI_API_KEY: "sk-test-of-ours", DATA_DIR: data }
      const embedding = { ...env, OPENAI_EMBEDDING_MODEL: "small" }
      const question = ["ask", "柳溪水库大坝加高了多少米？", "--json"]
      const input = `${JSON.stringify(DAM)}\n`
      expect((await newsroom(["ingest", "-"], { env: embedding, input })).status).toBe(0)

      const honest = await newsroom(question, { env: embedding })
      expect(askLine.parse(honest.json[0])).toMatchObject({ kind: "answered", mode: "model" })

      const larger = { ...embedding, OPENAI_EMBEDDING_DIMENSIONS: "12" }
      const beside = await newsroom(question, { env: larger })
      expect(askLine.parse(beside.json[0]).kind).toBe("answered")
      const renewed = await newsroom(["ingest", "-"], { env: larger, input })
      expect(renewed.status).toBe(0)
      expect(JSON.parse(readFileSync(join(data, "vectors.json"), "utf8"))).toMatchObject({ dimensions: 12 })

      const madeUp = { text: "大坝加高了9米。", quote: "大坝加高了9米。", source: 1 }
      fake.play(replies(JSON.stringify({ claims: [madeUp] })))
      const lying = await newsroom(question, { env })
      expect(askLine.parse(lying.json[0])).toMatchObject({ kind: "answered", mode: "fallback" })
      expect(lying.out).not.toContain("9米")
      expect(lying.err + lying.out).not.toContain("sk-test-of-ours")
    } finally {
      await fake.close()
    }
  })
})
