import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Api } from "grammy"
import type { Message, Update } from "grammy/types"
import type { Ask } from "../../src/answer/ask.ts"
import type { StoredArticle } from "../../src/corpus.ts"
import type { ApprovalRule } from "../../src/desk/decide.ts"
import { createDesk, type Desk } from "../../src/desk/desk.ts"
import type { CardMaker } from "../../src/digest/card.ts"
import { systemClock } from "../../src/digest/clock.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createDigest, type Digest } from "../../src/digest/digest.ts"
import { createPace } from "../../src/digest/pace.ts"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import type { RankedArticle } from "../../src/retrieve/retriever.ts"
import { createAwaitedQuestions } from "../../src/sqlite/awaited-questions.ts"
import { createChatMemory } from "../../src/sqlite/chat-memory.ts"
import { createChoicePresses } from "../../src/sqlite/choice-presses.ts"
import { type Db, openDatabase } from "../../src/sqlite/database.ts"
import { createDrafts } from "../../src/sqlite/drafts.ts"
import { DIGEST_BASELINE, SqliteEditions } from "../../src/sqlite/editions.ts"
import { createForget } from "../../src/sqlite/forget.ts"
import { createInbox } from "../../src/sqlite/inbox.ts"
import { createLedger } from "../../src/sqlite/ledger.ts"
import { createMeta } from "../../src/sqlite/meta.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { createReaderSettings } from "../../src/sqlite/reader-settings.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { articleLinks } from "../../src/telegram/article-link.ts"
import { type BotDeps, createBot, type NewsroomBot } from "../../src/telegram/bot.ts"
import { chatOf } from "../../src/telegram/inbox.ts"
import type { Log } from "../../src/telegram/log.ts"
import { digestHeadings, plainDigest, renderDigest } from "../../src/telegram/render-digest.ts"
import { createOwnDigestRenderer } from "../../src/telegram/render-own-digest.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { articleList } from "../digest/articles.ts"
import { VirtualClock } from "../digest/virtual-clock.ts"
import { listen } from "../playground/listen.ts"
import { answered, article, verbatim } from "../telegram/samples.ts"

export const TOKEN = "7000000001:secret-token-of-a-test"
export const EDITOR = 9001
export const READERS = [1, 2, 3, 4, 5] as const
export const GROUP = -100500
/** A channel. */
export const PUBLIC = -100600
/** How long a test waits for what must come. */
export const SEEN_MS = 20_000

export const ARTICLES = ["a1", "a2", "a3"].map((id, at) =>
  article({ id, number: at + 1, title: `报道${id}`, url: `https://paper.example/${id}` }),
)

/** Two cities, one with counties; of one county the archive prints both names. */
export const PLACES = [
  { path: ["广南省", "青江市", "禾溪县"], articles: 5 },
  { path: ["广南省", "青江市", "禾溪"], articles: 2 },
  { path: ["广南省", "青江市", "白渡县"], articles: 4 },
  { path: ["广南省", "临河市"], articles: 3 },
]
export const TOPICS = ["教育", "医院"]

/** Answers with the question itself, so that a test sees which question an answer belongs to. */
export const echo: Ask = async (text) => answered([verbatim(`答：${text}`)])

/** Answers at once, but questions that begin with 慢 only when the door opens. */
export function slowAsk(opened: Promise<void>): Ask {
  return async (text, options) => {
    if (text.startsWith("慢")) await opened
    return echo(text, options)
  }
}

/** The buttons below a message that send something. */
export function buttonsOf(message: Message | undefined): { readonly text: string; readonly data: string }[] {
  return (message?.reply_markup?.inline_keyboard.flat() ?? []).flatMap((one) =>
    "callback_data" in one ? [{ text: one.text, data: one.callback_data }] : [],
  )
}

/** A door that a test opens when it likes. */
export function door(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** A message of a reader without its content. */
export function incoming(readerId: number) {
  const from = { id: readerId, is_bot: false, first_name: "读者" }
  return { message_id: 1, date: 0, from, chat: { id: readerId, type: "private", first_name: "读者" } }
}

/** What a bot stands on, with honest small fakes in the place of the archive. */
export function botDeps(db: Db, apiRoot: string, log: Log): BotDeps {
  const now = () => new Date()
  const digest = digestOf(db, ARTICLES)
  return {
    token: TOKEN,
    apiRoot,
    inbox: createInbox<Update>(db),
    ask: echo,
    retriever: {
      retrieve: async ({ text }, limit) => ARTICLES.slice(0, limit).map((it) => ranked(it.id, text)),
    },
    articles: {
      get: (id) => ARTICLES.find((it) => it.id === id || it.url === id),
      byNumbers: (numbers) => numbers.flatMap((number) => ARTICLES.find((it) => it.number === number) ?? []),
      list: ({ place }) => (place === undefined || place === "临河" ? ARTICLES : []),
      state: () => ({
        articles: ARTICLES.length,
        passages: ARTICLES.length,
        sequence: 1,
        oldestDay: "2025-10-01",
        newestDay: "2025-10-31",
      }),
      places: () => PLACES,
    },
    related: (id, limit) =>
      ARTICLES.filter((it) => it.id !== id)
        .slice(0, limit)
        .map((one) => ({ article: one, kind: null, score: 1 })),
    story: () => [],
    hot: () => ({ days: 30, articles: [] }),
    summarizer: {
      summarize: async ({ id }, style) => {
        const sentences = [verbatim(`${id}的摘要（${style}）。`)]
        return { articleId: id, version: 1, style, sentences, mode: "keyless" }
      },
    },
    digest,
    desk: deskOf(db, digest, ARTICLES),
    approvalUntil: "09:00",
    outbox: new SqliteOutbox(db),
    channelId: undefined,
    pace: createPace(systemClock),
    marks: createMeta(db),
    subscriptions: new SqliteSubscriptions(db),
    editions: new SqliteEditions(db),
    presses: createChoicePresses(db),
    awaited: createAwaitedQuestions(db),
    topics: () => TOPICS,
    digestAt: { hour: 8, minute: 0 },
    memory: createChatMemory(db),
    settings: createReaderSettings(db),
    ledger: createLedger(db),
    ledgerDays: 365,
    usesModel: false,
    forget: createForget(db),
    texts: loadTexts("zh-CN"),
    editorIds: new Set([EDITOR]),
    paperName: "青江日报",
    timeZone: "Asia/Shanghai",
    now,
    log,
    wait: async (ms, signal) => {
      if (ms < 10_000) return
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()))
    },
  }
}

/** A digest of these articles, with the channel @paper for its reader. Its messages stay in the outbox. */
export function digestOf(db: Db, articles: readonly StoredArticle[], card?: CardMaker): Digest {
  const editions = new SqliteEditions(db)
  db.prepare("INSERT OR IGNORE INTO meta (key, value) VALUES (?, ?)").run(
    DIGEST_BASELINE,
    "2025-10-23T00:00:00.000Z",
  )
  const texts = loadTexts("zh-CN")
  return createDigest({
    articles: articleList(articles),
    editions,
    summarizer: createExtractiveSummarizer(),
    delivery: {
      deliver: async () => ({ sent: 0, failed: 0, ambiguous: 0, postponed: 0 }),
      stop: async () => undefined,
    },
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: "@paper",
    headings: digestHeadings(texts),
    demand: () => new Map(),
    render: (edition) => renderDigest(edition, "青江日报", texts).map((message) => JSON.stringify(message)),
    card,
    plain: (edition) => plainDigest(edition, "青江日报", texts),
    log: { info: () => undefined, warn: () => undefined },
  })
}

/** Readers' own digests of these articles, sent by the Bot API of the world on a clock of their own. */
export function personalDigestOf(db: Db, articles: readonly StoredArticle[], apiRoot: string): Digest {
  const clock = new VirtualClock("2025-11-01T00:00:00Z")
  const editions = new SqliteEditions(db)
  const texts = loadTexts("zh-CN")
  const log = { info: () => undefined, warn: () => undefined }
  const link = articleLinks("paper_bot")
  const renderOwn = createOwnDigestRenderer()
  return createDigest({
    articles: articleList(articles),
    editions,
    summarizer: createExtractiveSummarizer(),
    delivery: createDelivery({
      outbox: new SqliteOutbox(db),
      transport: createTransport(new Api(TOKEN, { apiRoot })),
      pace: createPace(clock),
      clock,
      log,
    }),
    time: { hour: 8, minute: 0, timeZone: "Asia/Shanghai" },
    channelId: undefined,
    headings: digestHeadings(texts),
    demand: () => new Map(),
    render: () => [],
    plain: () => "",
    personal: {
      subscriptions: new SqliteSubscriptions(db),
      editions,
      presses: createChoicePresses(db),
      atomically: (work) => db.transaction(work).immediate(),
      render: (edition, subscription) =>
        renderOwn(edition, subscription, "青江日报", texts, link).map((message) => JSON.stringify(message)),
    },
    log,
  })
}

export function deskOf(
  db: Db,
  digest: Digest,
  articles: readonly StoredArticle[],
  approval?: ApprovalRule,
): Desk {
  return createDesk({
    digest,
    drafts: createDrafts(db),
    articles: articleList(articles),
    timeZone: "Asia/Shanghai",
    approval,
  })
}

function ranked(id: string, text: string): RankedArticle {
  const { title, url, source, publishedAt, place, printings } =
    ARTICLES.find((it) => it.id === id) ?? article()
  const words = `${text}见于此`
  const passage = { field: "text" as const, start: 0, end: words.length, text: words }
  const evidence = {
    passageId: 1,
    articleId: id,
    article: 1,
    version: 1,
    title,
    url,
    source,
    publishedAt,
    place,
    printings,
    correcting: false,
    incomplete: false,
    corrections: [],
    updates: [],
  }
  return { articleId: id, score: 1, passages: [{ ...passage, ...evidence }] }
}

export interface BotWorld {
  readonly api: LocalBotApi
  readonly apiRoot: string
  readonly folder: string
  /** Everything that any bot of this world has logged, as JSON. */
  readonly logged: string[]
  /** A bot on the world's folder; `change` replaces some of what it stands on. */
  start(
    change?: (deps: BotDeps, db: Db) => Partial<BotDeps>,
  ): Promise<{ bot: NewsroomBot; db: Db; stop(): Promise<void> }>
  /** Puts updates into the inbox as an earlier process would have left them. */
  store(updates: readonly { readonly update_id: number; readonly message: object }[], receivedAt: Date): void
  /** What the bot has said in a chat, oldest first. */
  said(chatId: number): Message[]
  /** The first `count` things the bot says in a chat. */
  hear(chatId: number, count: number): Promise<Message[]>
  /** Presses the button of this name below the message as it is now. Comes back with what was said over the chat. */
  press(userId: number, message: Message | undefined, name: string): Promise<string>
  /** As `press`, of a button with this data, whether or not there is one. */
  pressData(userId: number, message: Message | undefined, data: string): Promise<string>
  /** What the bot says in private to these words. */
  say(userId: number, words: string): Promise<Message | undefined>
  /** The message as it is now. */
  shown(message: Message | undefined): Message | undefined
  close(): Promise<void>
}

export async function openWorld(now: () => Date = () => new Date()): Promise<BotWorld> {
  const folder = mkdtempSync(join(tmpdir(), "bot-"))
  const api = new LocalBotApi({
    token: TOKEN,
    botName: "读报助手",
    botUsername: "paper_bot",
    people: [...READERS.map((id) => ({ id, name: `读者${id}` })), { id: EDITOR, name: "编辑" }],
    groups: [
      { id: GROUP, type: "supergroup", title: "读者群", username: "paper_group" },
      { id: PUBLIC, type: "channel", title: "青江日报", username: "paper_channel" },
    ],
    now,
  })
  const listener = await listen(api.app)
  const logged: string[] = []
  const note = (fields: object, text: string) => void logged.push(JSON.stringify({ ...fields, text }))
  const log: Log = { debug: note, info: note, warn: note, error: note }
  const said = (chatId: number) => api.transcript(chatId).filter((message) => message.from?.id === api.me.id)
  const running = new Set<() => Promise<void>>()

  async function pressData(userId: number, message: Message | undefined, data: string): Promise<string> {
    const answers = new Map<string, string>()
    const stop = api.subscribe((event) => {
      if (event.type === "callback-answer") answers.set(event.queryId, event.text)
    })
    const id = api.userPresses(userId, message?.chat.id ?? userId, message?.message_id ?? 0, data)
    await api.until(() => answers.has(id), SEEN_MS)
    stop()
    return answers.get(id) ?? ""
  }

  return {
    api,
    apiRoot: listener.url,
    folder,
    logged,
    async start(change = () => ({})) {
      const db = openDatabase(folder)
      const deps = botDeps(db, listener.url, log)
      const bot = createBot({ ...deps, ...change(deps, db) })
      const stop = async () => {
        if (!running.delete(stop)) return
        await bot.stop()
        db.close()
      }
      running.add(stop)
      await bot.start()
      return { bot, db, stop }
    },
    store(updates, receivedAt) {
      const db = openDatabase(folder)
      const bodies = updates as readonly Update[]
      createInbox<Update>(db).add(
        bodies.map((body) => ({ chatId: chatOf(body), body })),
        receivedAt,
      )
      db.close()
    },
    said,
    hear: (chatId, count) =>
      api.until(() => said(chatId).length >= count && said(chatId).slice(0, count), SEEN_MS),
    press(userId, message, name) {
      const now = message && api.world.message(message.chat.id, message.message_id)
      const button = buttonsOf(now).find(({ text }) => text === name)
      if (!button) throw new RangeError(`no button ${name}: ${buttonsOf(now).map(({ text }) => text)}`)
      return pressData(userId, now, button.data)
    },
    pressData,
    async say(userId, words) {
      const before = said(userId).length
      api.userSends(userId, userId, words)
      await api.until(() => said(userId).length > before, SEEN_MS)
      return said(userId)[before]
    },
    shown: (message) => message && api.world.message(message.chat.id, message.message_id),
    async close() {
      for (const stop of running) await stop()
      api.close()
      await listener.close()
      rmSync(folder, { recursive: true })
    },
  }
}
