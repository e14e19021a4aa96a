import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { png } from "../fixtures/png.ts"
import { listen } from "../playground/listen.ts"

const PROGRAM = fileURLToPath(new URL("../../src/newsroom.mjs", import.meta.url))
const TOKEN = "4200001:AAtest-token_123"
export const CHANNEL = -1_000_000_000_001
export const EDITOR = 9_001
const FIRST_READER = 20_001
const ARTICLE = {
  id: "dam",
  title: "水库大坝加固完工",
  date: "2025-03-04",
  text: "柳溪水库大坝加固工程昨天完工。",
}

/** The real program in a process of its own, and a Telegram of this one. */
export interface NewsroomProcesses {
  readonly api: LocalBotApi
  readonly readers: readonly number[]
  /** Runs `newsroom start`, which holds the data folder. */
  start(): ChildProcess
  /** Reads or changes the database; only while no process runs. */
  withDatabase<T>(work: (db: Db) => T): T
  /** One edition to the channel and all readers, each message with its own text, after a card or not. */
  publish(name: string, parts: number, card?: "card"): void
  /** Ends all processes and takes the folder away. */
  close(): Promise<void>
}

/** Over a corpus folder; without one, over an archive of one article. */
export async function openNewsroom(readerCount: number, corpusDir?: string): Promise<NewsroomProcesses> {
  const folder = mkdtempSync(join(tmpdir(), "delivery-"))
  const data = join(folder, "data")
  const corpus = corpusDir ?? join(folder, "corpus")
  if (corpusDir === undefined) {
    mkdirSync(corpus)
    writeFileSync(join(corpus, "a.jsonl"), JSON.stringify(ARTICLE))
  }
  const readers = Array.from({ length: readerCount }, (_, at) => FIRST_READER + at)
  const api = new LocalBotApi({
    token: TOKEN,
    botName: "资料库",
    botUsername: "archive_bot",
    people: [...readers, EDITOR].map((id) => ({ id, name: `读者${id}` })),
    groups: [{ id: CHANNEL, type: "channel", title: "频道", username: "pindao" }],
    now: () => new Date(),
  })
  const listener = await listen(api.app)
  const running = new Set<ChildProcess>()
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? "",
    PORT: "0",
    BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: listener.url,
    CHANNEL_ID: String(CHANNEL),
    EDITOR_IDS: String(EDITOR),
    LOG_LEVEL: "error",
  }
  const withDatabase = <T>(work: (db: Db) => T): T => {
    const db = openDatabase(data)
    try {
      return work(db)
    } finally {
      db.close()
    }
  }
  withDatabase((db) => {
    const subscribe = db.prepare("INSERT INTO subscriptions (chat_id, active, created_at) VALUES (?, 1, '')")
    for (const id of readers) subscribe.run(id)
  })
  return {
    api,
    readers,
    withDatabase,
    start() {
      const words = [PROGRAM, "start", "--data", data, "--corpus", corpus]
      const child = spawn(process.execPath, words, { cwd: folder, env, stdio: "ignore" })
      running.add(child)
      child.once("exit", () => running.delete(child))
      return child
    },
    publish(name, parts, card) {
      withDatabase((db) => {
        const occurrence = `news:${name}`
        const texts = Array.from({ length: parts }, (_, part) => ({ text: `${name} ${part}`, entities: [] }))
        const first = card ? [{ text: `${name} card`, entities: [], card: occurrence }] : []
        new SqliteEditions(db).publish(
          { occurrence, date: "2025-10-24", groups: [], left: 0 },
          {
            cutoff: undefined,
            now: new Date(),
            chats: [CHANNEL, ...readers].map(String),
            messages: [...first, ...texts].map((message) => JSON.stringify(message)),
            card: card && { png: png(), articles: [] },
          },
        )
      })
    },
    async close() {
      await Promise.all([...running].map(kill))
      api.close()
      await listener.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** At once, as by a power cut; comes back when the process is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, "exit")
  child.kill("SIGKILL")
  await gone
}
