import { copyFileSync, mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import pino from "pino"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type HeldArchive, openArchive } from "../../src/app.ts"
import { type Config, readConfig } from "../../src/config.ts"
import { systemClock } from "../../src/digest/clock.ts"
import type { Digest } from "../../src/digest/digest.ts"
import { createPace } from "../../src/digest/pace.ts"
import { PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { openDigest } from "../../src/digesting.ts"
import { createAwaitedQuestions } from "../../src/sqlite/awaited-questions.ts"
import { createReaderSettings } from "../../src/sqlite/reader-settings.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import type { OutboxMessage } from "../../src/telegram/foot-button.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const HELD_BACK = "2025-09-13-baidu-guzhen-yudeng.txt"
const QUESTION = "丘伯年教出了多少名徒弟？"
const DAY_BEFORE = new Date("2025-09-12T09:00:00+08:00")
const IN_THE_MORNING = new Date("2025-09-13T10:30:00+08:00")
const AT_ELEVEN = new Date("2025-09-13T11:00:00+08:00")

let config: Config
let archive: HeldArchive
let digest: Digest
const sent: (OutboxMessage & { readonly chat: string })[] = []

beforeAll(async () => {
  const folder = join(temporaryFolder(), "corpus")
  mkdirSync(folder)
  for (const name of readdirSync(CORPUS)) {
    if (name.endsWith(".txt") && name !== HELD_BACK) copyFileSync(join(CORPUS, name), join(folder, name))
  }
  config = readConfig({ dataDir: temporaryFolder(), corpusDir: folder }, {})
  archive = await openArchive(config, { hold: true, note: () => undefined })
  digest = openDigest(archive, config, pino({ level: "silent" }), {
    transport: {
      async send(chat, payload) {
        return { kind: "sent", messageId: sent.push({ chat, ...JSON.parse(payload) }) }
      },
    },
    pace: createPace(systemClock),
    channelId: undefined,
    username: () => "paper_bot",
  })
  await takeIn(folder, DAY_BEFORE)
})
afterAll(() => archive.close())

async function takeIn(path: string, now: Date): Promise<void> {
  for await (const line of archive.ingestion.run([path], { onlyChanged: true, now })) {
    if ("status" in line) expect(line.status).not.toBe("rejected")
  }
}

it("an article that comes in reaches those who want it and those who wait for it, each once", async () => {
  const subscriptions = new SqliteSubscriptions(archive.db)
  const choice = {
    ...PLAIN_CHOICE,
    wants: { places: ["白渡县"], topics: [], keywords: ["鱼灯"] },
    at: { hour: 11, minute: 0 },
  }
  for (const [chat, keywords] of [
    [1, ["鱼灯"]],
    [2, ["足球联赛"]],
  ] as const) {
    const { id } = subscriptions.draft(chat, { ...choice, wants: { ...choice.wants, keywords } }, DAY_BEFORE)
    subscriptions.begin(id, DAY_BEFORE)
  }
  const english = subscriptions.draft(4, choice, DAY_BEFORE, "en")
  subscriptions.begin(english.id, DAY_BEFORE)
  createReaderSettings(archive.db).chooseLanguage(1, "zh-TW")
  const { answer } = await archive.ask(QUESTION, { now: DAY_BEFORE })
  expect(answer.kind).toBe("not-found")
  const seen = DAY_BEFORE.toISOString()
  const waiting = { question: QUESTION, language: "zh-CN", askedAt: DAY_BEFORE, seen } as const
  createAwaitedQuestions(archive.db).add({ chatId: 3, ...waiting })
  await digest.tick(IN_THE_MORNING)
  expect(sent).toEqual([])

  await takeIn(join(CORPUS, HELD_BACK), IN_THE_MORNING)
  await digest.tick(IN_THE_MORNING)
  expect(sent.map(({ chat }) => chat)).toEqual(["3"])
  expect(sent[0]?.text).toMatch(/^您问过：“丘伯年教出了多少名徒弟？”\n现在有报道回答了：\n\n[\s\S]*53名徒弟/)

  await digest.tick(AT_ELEVEN)
  await digest.tick(AT_ELEVEN)
  expect(sent.map(({ chat }) => chat)).toEqual(["3", "1", "4"])
  expect(sent[2]?.text).toContain("Articles from 白渡县 that mention “鱼灯”")
  expect(sent[1]?.text).toMatch(/新聞摘要[\s\S]*白渡縣提到「魚燈」的報導[\s\S]*白渡古鎮魚燈又亮了/)
  expect(sent[1]?.buttons?.map((row) => row.map(({ text }) => text))).toEqual([
    ["白渡縣 · 1", "魚燈 · 1"],
    ["不再接收這份摘要"],
  ])
  expect(sent[1]?.buttons?.at(-1)).toEqual([{ text: "不再接收這份摘要", data: "sub:1:end" }])
  expect(createAwaitedQuestions(archive.db).of(3)).toEqual([])
})
