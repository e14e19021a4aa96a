import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it, vi } from "vitest"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { newsroom, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS, hookTimeout: TEST_MS })

const PAGE = `首页 新闻 视频 图片 评论
地方网 > 云州省 > 石河市 > 正文

本报记者方小满青石桥收尾昨日镇上的人

来源:石河日报 2025-03-04 07:00
[摘要]全长321米的青石桥进入收尾阶段

本报记者 方小满

昨日，镇上的人在青石桥头看见了最后一车沥青。大桥全长321米，计划今年12月底通车。

相关新闻:
春茶开秤
`
const REPORT = {
  id: "tea",
  title: "石河春茶开采",
  text: "石河镇今年种茶5600亩，比去年多了700亩，头一批茶昨天在镇上的市场开秤，每公斤卖到320元。",
}

function folders() {
  const [data, corpus] = [join(temporaryFolder(), "data"), temporaryFolder()]
  writeFileSync(join(corpus, "bridge.txt"), PAGE)
  writeFileSync(
    join(corpus, "tea.jsonl"),
    `${JSON.stringify(REPORT)}\n${JSON.stringify({ ...REPORT, id: "tea-2" })}\n`,
  )
  return { data, corpus, words: ["--data", data, "--corpus", corpus] }
}

const statuses = (json: readonly unknown[]) => json.map((line) => (line as { status?: string }).status)

it("a dry run says what a real one does, and stores nothing", async () => {
  const { data, corpus, words } = folders()
  const trial = await newsroom(["ingest", "--dry-run", "--json", ...words])
  expect(trial.status).toBe(0)
  expect(existsSync(data)).toBe(false)
  const real = await newsroom(["ingest", "--json", ...words])
  expect(statuses(trial.json)).toEqual(["added", "added", "duplicate", undefined])
  expect(statuses(real.json)).toEqual(statuses(trial.json))
  writeFileSync(
    join(corpus, "tea.jsonl"),
    `${JSON.stringify({ ...REPORT, text: `${REPORT.text}公路今天通了。` })}\n`,
  )
  for (let round = 0; round < 2; round++) {
    const again = await newsroom(["ingest", "--dry-run", ...words])
    expect(again.out).toMatch(/^added 0, updated 1, unchanged 1, .* nothing was stored \(--dry-run\)$/m)
  }
})

it("explains line by line what was kept and what was left out, and why", async () => {
  const { data, corpus } = folders()
  const said = await newsroom(["ingest", "--explain", join(corpus, "bridge.txt"), "--data", data])
  expect(said.status).toBe(0)
  for (const line of [
    /^left out: navigation\s+首页 新闻 视频 图片 评论$/m,
    /^place trail\s+地方网 > /m,
    /^date and source\s+来源:石河日报/m,
    /^abstract\s+\[摘要\]全长321米/m,
    /^byline\s+本报记者 方小满$/m,
    /^paragraph\s+昨日，镇上的人/m,
    /^left out: end of the story \(recommended\)\s+春茶开秤$/m,
    /^title:\s+全长321米的青石桥进入收尾阶段 \(from: abstract\)$/m,
    /^flags:\s+title-repaired/m,
  ])
    expect(said.out).toMatch(line)
  expect(existsSync(data)).toBe(false)
  const json = await newsroom(["ingest", "--explain", "--json", join(corpus, "tea.jsonl"), "--data", data])
  expect(json.json).toMatchObject([
    { line: 1, label: "paragraph", text: REPORT.text },
    { id: "tea", title: REPORT.title, text: REPORT.text },
    { line: 1, label: "paragraph" },
    { id: "tea-2" },
  ])
  mkdirSync(join(corpus, "empty"))
  const nothing = await newsroom(["ingest", "--explain", join(corpus, "empty"), "--data", data])
  expect(nothing).toMatchObject({ status: 1 })
  expect(nothing.err).toMatch(/^nothing to explain in /m)
})

it("lists the articles that were hard to read", async () => {
  const { words } = folders()
  await newsroom(["ingest", ...words])
  const said = await newsroom(["doctor", "--articles", ...words])
  expect(said.out).toMatch(
    /^title-repaired: 1 \(.*\)\n {2}[0-9a-f]{12} {2}2025-03-04 {2}石河日报 {2}全长321米的青石桥/m,
  )
  expect(said.out).toMatch(/^undated: 2 /m)
  const json = await newsroom([
    "doctor",
    "--articles",
    "--flag",
    "undated",
    "--limit",
    "1",
    "--json",
    ...words,
  ])
  expect(json.json).toMatchObject([{ flag: "undated", id: "tea-2", title: REPORT.title, publishedAt: null }])
  expect((await newsroom(["doctor", "--articles", "--flag", "no-such", ...words])).status).toBe(2)
})
