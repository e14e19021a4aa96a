import { appendFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type FeedServer, rss, startFeedServer } from "../fixtures/feed-server.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { ingestLine, ingestSummary, searchLine } from "./contract.ts"
import { exit, launch, newsroom, start, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS, hookTimeout: TEST_MS })

let server: FeedServer
beforeAll(async () => {
  server = await startFeedServer()
  server.answers["/lamps"] = (request, response) => {
    const known = request.headers["if-none-match"] === '"1"'
    response.writeHead(known ? 304 : 200, { etag: '"1"' }).end(known ? undefined : rss(1, 2))
  }
})
afterAll(() => server.close())

it("takes in feeds with the corpus folder, says how each was found, and knows them at the next start", async () => {
  const [data, corpus] = [temporaryFolder(), temporaryFolder()]
  const folders = ["--data", data, "--corpus", corpus]
  const env = { FEEDS: `${server.origin}/lamps,${server.origin}/gone` }
  writeFileSync(join(corpus, "a.csv"), "标题,内容,点击数\n码头启用,渔港新码头昨天启用。,9\n")
  const first = await newsroom(["ingest", "--json", ...folders], { env })
  expect(first.status).toBe(0)
  const lines = first.json.slice(0, -1).map((line) => ingestLine.parse(line))
  expect(lines.map(({ status, input, reason }) => [status, input, reason])).toEqual([
    ["added", join(corpus, "a.csv:2"), null],
    ["added", `${server.origin}/lamps:1`, null],
    ["added", `${server.origin}/lamps:2`, null],
    ["rejected", `${server.origin}/gone`, "not found (404)"],
  ])
  expect(first.lines).toContain(`${join(corpus, "a.csv")}: text ← 内容, title ← 标题; ignored: 点击数`)
  const doctor = await newsroom(["doctor", ...folders], { env })
  expect(doctor.status).toBe(1)
  expect(doctor.out).toMatch(/^ok {3}feed \S+\/lamps: 2 items, 2 of them new or changed, at 20/m)
  expect(doctor.out).toMatch(/^FAIL feed \S+\/gone: not found \(404\), at 20/m)

  const running = await start(folders, { env })
  const again = await newsroom(["ingest", "--json", ...folders])
  expect(ingestSummary.parse(again.json.at(-1)).summary).toMatchObject({ unchanged: 1, rejected: 0 })
  const found = await newsroom(["search", "灯塔", "--json", ...folders])
  expect(searchLine.parse(found.json[0]).hits.map(({ id }) => id)).toContain("urn:lamp:1")
  const ended = await running.stop("SIGTERM")
  expect(ended.status).toBe(0)
  const log = ended.lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line))
  expect(log).toContainEqual(expect.objectContaining({ msg: `${server.origin}/lamps: nothing new` }))
  expect(log).toContainEqual(
    expect.objectContaining({ level: 40, input: `${server.origin}/gone`, reason: "not found (404)" }),
  )
})

it("stays and takes in what is added and changed, also while another process holds the archive", async () => {
  const [data, corpus] = [temporaryFolder(), temporaryFolder()]
  const folders = ["--data", data, "--corpus", corpus]
  const child = launch(["ingest", "--watch", ...folders])
  const end = exit(child)
  const said: string[] = []
  let heard: () => void = () => undefined
  for (const stream of [child.stdout, child.stderr]) {
    if (stream)
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line)
        heard()
      })
  }
  const says = async (words: string): Promise<void> => {
    while (!said.some((line) => line.includes(words)))
      await new Promise<void>((resolve) => {
        heard = resolve
      })
  }
  await says("watching")
  writeFileSync(join(corpus, "1.md"), "---\ntitle: 灯塔亮了\nid: lamp\n---\n老灯塔昨晚又亮了。\n")
  await says(`added ${join(corpus, "1.md")}: 灯塔亮了`)
  const holder = await start(folders)
  appendFileSync(join(corpus, "1.md"), "\n守塔人的孙女按下了开关。\n")
  await says(`updated ${join(corpus, "1.md")}: 灯塔亮了`)
  writeFileSync(join(corpus, "2.csv"), "标题\n码头\n")
  await says(`rejected ${join(corpus, "2.csv")}: no column holds the text`)
  rmSync(join(corpus, "1.md"))
  await says(`removed ${join(corpus, "1.md")}: what was taken in from a file stays when the file goes`)
  expect((await holder.stop("SIGTERM")).status).toBe(0)
  child.kill("SIGTERM")
  expect(await end).toBe(0)
  const shown = await newsroom(["show", "lamp", "--json", ...folders])
  expect(shown.json[0]).toMatchObject({ version: 2, text: "老灯塔昨晚又亮了。\n守塔人的孙女按下了开关。" })
})

it("refuses words that do not fit", async () => {
  const cases: [words: string[], line: RegExp][] = [
    [["--watch", "-"], /^--watch: standard input cannot be watched$/],
    [["--watch", "--dry-run"], /cannot be used with/],
    [["--watch", "no/such/folder"], /no such file or folder/],
    [["--map", "words=内容"], /It takes FIELD=COLUMN,… with the fields text, title/],
    [["--map", "内容"], /It takes FIELD=COLUMN/],
  ]
  for (const [words, line] of cases) {
    const { status, lines } = await newsroom(["ingest", ...words, "--data", temporaryFolder()])
    expect(lines).toEqual([expect.stringMatching(line)])
    expect(status).toBe(words.includes("no/such/folder") ? 1 : 2)
  }
})
