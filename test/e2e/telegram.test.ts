import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { type Listener, listen } from "../playground/listen.ts"
import { messageWords } from "../playground/message-words.ts"
import { newsroom, start, TEST_MS } from "./program.ts"

vi.setConfig({ testTimeout: TEST_MS })

const TOKEN = "4242:a-token-of-the-test"
const READERS = [11, 12, 13, 14, 15]
const EDITOR = 21
const CHANNEL = -1_000_000_000_777
const SEEN_MS = 60_000

const api = new LocalBotApi({
  token: TOKEN,
  botName: "柳溪日报",
  botUsername: "liuxi_bot",
  people: [...READERS, EDITOR].map((id) => ({ id, name: `人${id}`, username: `ren${id}` })),
  groups: [{ id: CHANNEL, type: "channel", title: "柳溪日报", username: "liuxi" }],
  now: () => new Date(),
})
let listener: Listener

beforeAll(async () => {
  listener = await listen(api.app)
})

afterAll(async () => {
  api.close()
  await listener.close()
})

const today = () => new Date().toISOString().slice(0, 10)

function corpus(): string {
  const folder = temporaryFolder()
  const stories = READERS.map((id) => ({
    id: `dam${id}`,
    title: `${id}号水库大坝加固完工`,
    date: "2025-03-04",
    place: ["柳溪市"],
    text: `${id}号水库大坝加固工程昨天完工。\n工程历时14个月，投资${id}00万元，大坝加高了3米。`,
  }))
  writeFileSync(join(folder, "a.jsonl"), stories.map((story) => `${JSON.stringify(story)}\n`).join(""))
  return folder
}

function said(chatId: number): string[] {
  return api.transcript(chatId).flatMap((message) => (message.from?.is_bot ? [message.text ?? ""] : []))
}

it("answers all five questions that were in flight when it was killed, and sends an edition once", async () => {
  const env = {
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: listener.url,
    EDITOR_IDS: String(EDITOR),
    CHANNEL_ID: String(CHANNEL),
    LOG_LEVEL: "debug",
  }
  const words = ["--data", temporaryFolder(), "--corpus", corpus()]
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  for (const _ of READERS) api.faults.add({ method: "sendMessage", trouble: { kind: "held", until: opened } })
  const first = await start(words, { env })
  expect(first.address).toBe("@liuxi_bot")
  const busy = new Set<number>()
  api.subscribe((event) => {
    if (event.type === "action") busy.add(event.chatId)
  })
  for (const id of READERS) api.userSends(id, id, `${id}号水库大坝投资多少万元？`)
  await api.until(() => busy.size === READERS.length, SEEN_MS)
  const killed = await first.stop("SIGKILL")
  expect(killed.err).not.toContain(TOKEN)
  api.faults.clear()
  open()

  const second = await start(words, { env })
  const answered = (id: number) => said(id).some((text) => text.includes(`投资${id}00万元`))
  await api.until(() => READERS.every(answered), SEEN_MS)

  const fresh = join(temporaryFolder(), "new.jsonl")
  const bus = {
    id: "bus",
    date: today(),
    place: ["柳溪市"],
    title: "公交增班",
    text: "柳溪公交今天起每天增开40班。",
  }
  writeFileSync(fresh, JSON.stringify(bus))
  const { status } = await newsroom(["ingest", ...words, fresh], { env })
  expect(status).toBe(0)
  const publish = () => newsroom(["digest", "publish", "--json", ...words], { env })
  expect((await publish()).json[0]).toMatchObject({ kind: "published", sent: 1 })
  expect((await publish()).json[0]).toMatchObject({ kind: "nothing-new" })
  const posts = api.transcript(CHANNEL).map(messageWords)
  expect(posts).toEqual([expect.stringContaining("公交增班")])

  const ended = await second.stop("SIGTERM")
  expect(ended.status).toBe(0)
  expect(ended.err).not.toContain(TOKEN)
})
