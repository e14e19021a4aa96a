import { randomBytes } from "node:crypto"
import type { HttpBindings } from "@hono/node-server"
import { Hono } from "hono"
import { LocalBotApi } from "./local-bot-api.ts"
import { loopbackGuard } from "./loopback-guard.ts"
import { pageRoutes, type Tab } from "./page-routes.ts"

export interface PlaygroundOptions {
  readonly paperName: string
  readonly botName: string
  /** What the people speak, as Telegram gives it; zh-hans where absent. */
  readonly languageCode?: string | undefined
  readonly now: () => Date
  /** Questions that the archive answers, asked for when a page opens; a rejection counts as none. */
  readonly examples: () => Promise<readonly string[]>
}

export interface Playground {
  /** Everything, to be mounted at the root of a listener on a loopback address. */
  readonly app: Hono<{ Bindings: Partial<HttpBindings> }>
  /** What follows the listener's address in the bot's `apiRoot`. */
  readonly apiPath: string
  /** Drawn anew by each process: nobody else can speak for the bot. */
  readonly token: string
  readonly editorId: number
  readonly channelId: number
  readonly api: LocalBotApi
  /** Ends the open streams and the waiting poll, so that the listener can close. */
  close(): void
}

const BOT_ID = 7000001
const API_PATH = "/telegram"
const READER_A = { id: 1001, name: "读者甲", username: "duzhe_jia" }
const READER_B = { id: 1002, name: "读者乙", username: "duzhe_yi" }
const EDITOR = { id: 9001, name: "编辑", username: "bianji" }
const CHANNEL = { id: -1_000_000_000_001, type: "channel", title: "频道", username: "pindao" } as const

const TABS: readonly Tab[] = [
  {
    chatId: READER_A.id,
    name: READER_A.name,
    initial: "甲",
    role: "提问、找文章、订阅",
    userId: READER_A.id,
  },
  { chatId: READER_B.id, name: READER_B.name, initial: "乙", role: "另一位读者", userId: READER_B.id },
  { chatId: EDITOR.id, name: EDITOR.name, initial: "编", role: "写摘要、发新闻摘要", userId: EDITOR.id },
  { chatId: CHANNEL.id, name: CHANNEL.title, initial: "频", role: "每日新闻摘要发在这里", userId: null },
]

/** A place to try the bot before there is a token: its own Bot API server, two readers, an editor, a channel, a page. */
export function createPlayground(options: PlaygroundOptions): Playground {
  const token = `${BOT_ID}:${randomBytes(24).toString("base64url")}`
  const api = new LocalBotApi({
    token,
    botName: options.botName,
    botUsername: "playground_bot",
    people: [READER_A, READER_B, EDITOR].map((person) => ({ ...person, languageCode: options.languageCode })),
    groups: [CHANNEL],
    now: options.now,
    startedAt: new Date(),
  })
  const page = pageRoutes({ api, paperName: options.paperName, tabs: TABS, examples: options.examples })
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>()
  app.use(loopbackGuard)
  app.route(API_PATH, api.app)
  app.route("/", page.app)
  return {
    app,
    apiPath: API_PATH,
    token,
    editorId: EDITOR.id,
    channelId: CHANNEL.id,
    api,
    close: () => {
      page.close()
      api.close()
    },
  }
}
