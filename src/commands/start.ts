import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { HttpBindings } from "@hono/node-server"
import { Api } from "grammy"
import { Hono } from "hono"
import type { Logger } from "pino"
import { z } from "zod"
import { AnotherProcessError, type Archive, type HeldArchive, openArchive } from "../app.ts"
import { choosePainter } from "../cards.ts"
import type { Config } from "../config.ts"
import type { PaintCard } from "../digest/card.ts"
import { systemClock } from "../digest/clock.ts"
import type { Digest } from "../digest/digest.ts"
import { createPace, type Pace } from "../digest/pace.ts"
import { startDigestRunner } from "../digest/runner.ts"
import { createTopics } from "../digest/topics.ts"
import { botTransport, openDesk, openDigest } from "../digesting.ts"
import type { FeedSchedule } from "../feeds/schedule.ts"
import { createLog } from "../log.ts"
import { loopbackGuard } from "../playground/loopback-guard.ts"
import { createPlayground, type Playground } from "../playground/playground.ts"
import { createControl } from "../server/control.ts"
import { listen } from "../server/listener.ts"
import { createAwaitedQuestions } from "../sqlite/awaited-questions.ts"
import { createChatMemory } from "../sqlite/chat-memory.ts"
import { createChoicePresses } from "../sqlite/choice-presses.ts"
import { SqliteEditions } from "../sqlite/editions.ts"
import { createForget } from "../sqlite/forget.ts"
import { createInbox } from "../sqlite/inbox.ts"
import { createMeta } from "../sqlite/meta.ts"
import { SqliteOutbox } from "../sqlite/outbox.ts"
import { createReaderSettings } from "../sqlite/reader-settings.ts"
import { SqliteSubscriptions } from "../sqlite/subscriptions.ts"
import { createBot } from "../telegram/bot.ts"
import { loadTexts } from "../telegram/texts.ts"
import { lineOf } from "../text/error-line.ts"
import type { Language } from "../text/languages.ts"
import { publishOnce, renderer } from "./publish-digest.ts"
import { bringUpToDate, handleIngest, type Program, scheduleFeeds } from "./start-ingest.ts"
import { type CommandContext, Failure, type Terminal } from "./terminal.ts"

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/
const MOST_EXAMPLES = 6

/** Runs until a signal, or until Telegram will not talk to it any more. A second signal ends it at once. */
export async function start({ config, terminal }: CommandContext): Promise<void> {
  if (!config.telegram && !LOOPBACK.test(config.host)) {
    throw new Failure(
      `HOST: got "${config.host}", but the playground listens on loopback only (127.0.0.1)`,
      2,
    )
  }
  const log = createLog(config.logLevel, [config.telegram?.token, config.model?.apiKey])
  const stopping = new AbortController()
  const onSignal = () => (stopping.signal.aborted ? process.exit(1) : stopping.abort())
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal)
  const paint = await choosePainter(config)
  const archive = await open(config, terminal, log)
  try {
    await serveArchive({ archive, config, terminal, log, signal: stopping.signal }, paint)
  } finally {
    await archive.close()
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal)
  }
}

async function open(config: Config, { note }: Terminal, log: Logger): Promise<HeldArchive> {
  const onFault = (kind: string) => log.warn({ kind }, "the model's reply was not used")
  try {
    return await openArchive(config, { hold: true, note, onFault })
  } catch (error) {
    throw error instanceof AnotherProcessError ? new Failure(`DATA_DIR: ${error.message}`) : error
  }
}

/** Whom the bot speaks to: Telegram, or the playground of this process. */
interface Side {
  readonly token: string
  readonly apiRoot: string
  readonly editorIds: ReadonlySet<number>
  readonly channelId: string | undefined
}

async function serveArchive(program: Program, paint: PaintCard | undefined): Promise<void> {
  const { archive, config, terminal, log, signal } = program
  const app = new Hono<{ Bindings: HttpBindings }>()
  let digest: Digest | undefined
  let username: string | undefined
  if (!config.telegram) app.use(loopbackGuard)
  app.get("/healthz", (context) => context.json({ ok: true, articles: archive.store.state().articles }))
  const control = createControl(config.dataDir, {
    ingest: handleIngest(program),
    "digest-publish": (request) =>
      publishOnce(
        () => digest,
        renderer(archive, config, () => username),
        request,
      ),
  })
  app.route("/", control.app)
  let playground: Playground | undefined
  let feeds: FeedSchedule | undefined
  app.all("*", (context) => playground?.app.fetch(context.req.raw, context.env) ?? context.notFound())
  const listener = await listen(app, config.host, config.port)
  try {
    control.announce(listener.origin)
    await bringUpToDate(program)
    if (signal.aborted) return
    archive.prepare()
    feeds = scheduleFeeds(program)
    playground = config.telegram ? undefined : openPlayground(program)
    const side = sideOf(config, playground, listener.origin)
    const api = new Api(side.token, { apiRoot: side.apiRoot })
    const pace = createPace(systemClock)
    const destination = {
      transport: botTransport(api, archive, log),
      paint,
      pace,
      channelId: side.channelId,
      username: () => username,
    }
    digest = openDigest(archive, config, log, destination)
    await runBot(program, side, { digest, pace }, (name) => {
      username = name
      terminal.print(`ready ${playground ? `${listener.origin}/` : `@${name}`}`)
    })
  } finally {
    control.withdraw()
    await feeds?.stop()
    playground?.close()
    await listener.close()
  }
}

async function runBot(
  { archive, config, terminal, log, signal }: Program,
  side: Side,
  { digest, pace }: { readonly digest: Digest; readonly pace: Pace },
  ready: (username: string) => void,
): Promise<void> {
  const desk = openDesk(archive, config, digest)
  const topics = createTopics(archive.store, {
    stopping: signal,
    failed: (error) => log.warn({ error: lineOf(error) }, "the archive's topics could not be found"),
  })
  void topics.follow()
  const bot = createBot({
    ...side,
    ask: archive.ask,
    retriever: archive.retriever,
    articles: archive.store,
    summarizer: archive.summarizer,
    digest,
    pace,
    outbox: new SqliteOutbox(archive.db),
    marks: createMeta(archive.db),
    desk,
    approvalUntil: clockTime(config.digestApproval?.until),
    subscriptions: new SqliteSubscriptions(archive.db),
    editions: new SqliteEditions(archive.db),
    presses: createChoicePresses(archive.db),
    awaited: createAwaitedQuestions(archive.db),
    topics: topics.current,
    digestAt: config.digestAt,
    memory: createChatMemory(archive.db),
    settings: createReaderSettings(archive.db),
    ledger: archive.ledger,
    ledgerDays: config.ledgerDays,
    usesModel: config.model !== undefined,
    forget: createForget(archive.db),
    related: archive.related,
    story: archive.story,
    hot: archive.hot,
    inbox: createInbox(archive.db),
    texts: loadTexts(config.language),
    paperName: archive.paperName(),
    timeZone: config.timeZone,
    now: terminal.now,
    log,
  })
  const started = bot.start()
  const stop = () => void bot.stop()
  signal.addEventListener("abort", stop, { once: true })
  const start = await started
  if (start.kind === "ready") {
    ready(start.username)
    const tick = (now: Date) => desk.tick(now).finally(() => (signal.aborted ? undefined : bot.tellEditors()))
    const runner = startDigestRunner({ ...digest, tick }, { ...systemClock, now: terminal.now }, log)
    const end = await bot.ended
    await runner.stop()
    await bot.stop()
    if (end.kind !== "stopped") throw new Failure(end.line)
  } else if (start.kind !== "stopped") throw new Failure(start.line)
}

function clockTime({ hour, minute } = { hour: 0, minute: 0 }): string {
  return [hour, minute].map((part) => String(part).padStart(2, "0")).join(":")
}

function sideOf(config: Config, playground: Playground | undefined, origin: string): Side {
  const { telegram, editorIds, channelId } = config
  if (telegram) return { ...telegram, editorIds, channelId }
  if (!playground) throw new Error("neither Telegram nor a playground")
  return {
    token: playground.token,
    apiRoot: origin + playground.apiPath,
    editorIds: new Set([playground.editorId]),
    channelId: String(playground.channelId),
  }
}

/** As Telegram's clients name them. */
const TELEGRAM_CODES: Readonly<Record<Language, string>> = {
  "zh-CN": "zh-hans",
  "zh-TW": "zh-hant",
  en: "en",
}

function openPlayground({ archive, config, terminal }: Program): Playground {
  let examples: Promise<string[]> | undefined
  const paperName = archive.paperName() ?? loadTexts(config.language).say("paper-unnamed")
  return createPlayground({
    paperName,
    botName: paperName,
    languageCode: TELEGRAM_CODES[config.language],
    now: terminal.now,
    examples: () => {
      examples ??= findExamples(archive, config, terminal.now())
      return examples
    },
  })
}

const examplesFile = z.array(z.string().min(1).max(100)).max(100)

/** Questions of the corpus folder's `examples.json` that the archive answers by itself, asked once. */
async function findExamples(archive: Archive, { corpusDir }: Config, now: Date): Promise<string[]> {
  const text = await readFile(join(corpusDir, "examples.json"), "utf8").catch(() => "[]")
  const offered = examplesFile.safeParse(parseOrNothing(text)).data ?? []
  const answered: string[] = []
  for (const question of offered) {
    if (answered.length === MOST_EXAMPLES) break
    const { answer } = await archive.askWithoutModel(question, { now })
    if (answer.kind === "answered") answered.push(question)
  }
  return answered
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
