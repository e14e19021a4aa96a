import { autoRetry } from "@grammyjs/auto-retry"
import { Bot, type Context } from "grammy"
import type { Pace } from "../digest/pace.ts"
import { awaitedCommands } from "./await-report.ts"
import { createChannelNotices } from "./channel-notices.ts"
import { languageCommands } from "./choose-language.ts"
import { createDeliveryNotices, type Marks } from "./delivery-notices.ts"
import { deliveryPresses } from "./delivery-presses.ts"
import type { DeskDeps } from "./deps.ts"
import { createDeskNotices } from "./desk-notices.ts"
import { createDrafts } from "./drafts.ts"
import { editorCommands } from "./editor.ts"
import { describeFailure, ignoreRefusal, refusal } from "./failure.ts"
import { createUpdateHandler } from "./handle-update.ts"
import type { Inbox } from "./inbox.ts"
import { registerCommands } from "./menu.ts"
import { type PollEnd, poll } from "./poll.ts"
import { isCommand, readerCommands, readerMessages, unknownCommand } from "./reader.ts"
import { createTextsFor } from "./reader-language.ts"
import { readersFirst } from "./readers-first.ts"
import { settingsCommands } from "./settings.ts"
import { forGrammy } from "./signal.ts"
import { subscriptionCommands } from "./subscribe.ts"
import { createTellEditors } from "./tell-editors.ts"
import type { Texts } from "./texts.ts"
import { topicPresses } from "./topic-press.ts"
import { wait as realWait, type Wait } from "./wait.ts"
import { createWorkers } from "./workers.ts"

export interface BotDeps extends Omit<DeskDeps, "describe" | "hurry" | "textsFor" | "drafts"> {
  readonly token: string
  /** Without a slash at its end. */
  readonly apiRoot: string
  readonly inbox: Inbox
  readonly pace: Pick<Pace, "answer" | "refused">
  /** What editors have been told, kept over restarts. */
  readonly marks: Marks
  /** Until when editors may approve a digest, as a clock shows it. */
  readonly approvalUntil: string
  /** In the bot's own language. */
  readonly texts: Texts
  readonly wait?: Wait
}

/** Why the bot takes no more messages. `line` is for the operator. */
export type BotEnd = PollEnd | { readonly kind: "broken"; readonly line: string }

export type BotStart = { readonly kind: "ready"; readonly username: string } | BotEnd

export interface NewsroomBot {
  /** Takes up what an earlier process left, then messages. Resolves once it does, or can not. */
  start(): Promise<BotStart>
  /** Resolves when messages are no longer taken, after `stop` or by itself. */
  readonly ended: Promise<BotEnd>
  /** Tells the editors what of the digests needs them, and what became of these without them, each thing once. */
  tellEditors(): Promise<void>
  /** Fetches nothing more, finishes what runs within 10 s, and leaves the rest in the inbox. */
  stop(): Promise<void>
}

const CALL_SECONDS = 60
const STOP_MS = 10_000
/** Of these so long for models; what still waits for one is then answered without it. */
const MODELS_STOP_MS = 6_000
const MOST_DEATHS = 5
const DAY_MS = 86_400_000
const KEEP_MS = 7 * DAY_MS
const PRUNE_EVERY_MS = 6 * 3_600_000
const IDENTIFY_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 30_000

/** The bot: what it understands, and the way of each update from Telegram through the inbox to its answer. */
export function createBot(deps: BotDeps): NewsroomBot {
  const { token, apiRoot, inbox, ledger, ledgerDays, texts, now, log, wait = realWait } = deps
  const describe = (error: unknown) => describeFailure(error, token)
  const bot = new Bot(token, { client: { apiRoot, timeoutSeconds: CALL_SECONDS } })
  bot.api.config.use(
    autoRetry({
      maxRetryAttempts: 3,
      maxDelaySeconds: 30,
      rethrowHttpErrors: true,
      rethrowInternalServerErrors: true,
    }),
    readersFirst(deps.pace),
  )
  const stopping = new AbortController()
  const hurrying = new AbortController()
  const textsFor = createTextsFor(texts, deps.settings.language)
  understand(bot, { ...deps, textsFor, describe, hurry: hurrying.signal, drafts: createDrafts() })
  const tellEditors = createTellEditors({ ...deps, api: bot.api, textsFor, describe })
  const notices = [createChannelNotices, createDeliveryNotices, createDeskNotices].map((create) =>
    create({ ...deps, api: bot.api, tellEditors }),
  )
  const { promise: ended, resolve: end } = deferred<BotEnd>()
  const handler = createUpdateHandler(bot, { ...deps, textsFor }, now())
  const workers = createWorkers({
    inbox,
    handle: handler.handle,
    gaveUp: handler.apologise,
    broken: (error) => end({ kind: "broken", line: `the inbox cannot be used: ${describe(error)}` }),
    wait,
    log,
    describe,
  })
  let polling: Promise<void> = Promise.resolve()
  let pruning: NodeJS.Timeout | undefined

  return {
    ended,
    async tellEditors() {
      for (const notice of notices) await notice.tell()
    },
    async start() {
      const identified = await identify(bot, { wait, log, describe }, stopping.signal)
      if (identified.kind !== "ready") {
        end(identified)
        return identified
      }
      if (stopping.signal.aborted) return ended
      const reopened = inbox.reopen(MOST_DEATHS)
      if (reopened > 0) log.info({ updates: reopened }, "an earlier process left updates unfinished")
      const prune = () => {
        try {
          inbox.prune(new Date(now().getTime() - KEEP_MS))
          ledger.prune(new Date(now().getTime() - ledgerDays * DAY_MS))
        } catch (error) {
          log.warn({ error: describe(error) }, "old messages and answers could not be forgotten")
        }
      }
      prune()
      pruning = setInterval(prune, PRUNE_EVERY_MS).unref()
      void registerCommands(bot.api, texts, deps.editorIds, log, stopping.signal)
      workers.wake()
      polling = poll(
        { api: bot.api, inbox, arrived: () => workers.wake(), now, wait, log, describe },
        stopping.signal,
      ).then(end)
      return identified
    },
    async stop() {
      stopping.abort()
      clearInterval(pruning)
      end({ kind: "stopped" })
      await polling
      const stopped = new AbortController()
      void wait(MODELS_STOP_MS, stopped.signal).then(() => hurrying.abort())
      if (!(await workers.stop(STOP_MS))) log.warn({}, "some messages are left for the next start")
      stopped.abort()
    },
  }
}

/** The table of contents. */
function understand(bot: Bot, deps: DeskDeps): void {
  bot.on("my_chat_member", (ctx) => noteMembership(ctx, deps))
  bot.use(readerCommands(deps))
  bot.use(subscriptionCommands(deps))
  bot.use(topicPresses(deps))
  bot.use(settingsCommands(deps))
  bot.use(awaitedCommands(deps))
  bot.use(languageCommands(deps))
  bot.use(editorCommands(deps))
  bot.use(deliveryPresses(deps))
  bot.on("message:text").filter(isCommand, (ctx) => unknownCommand(ctx, deps))
  bot.use(readerMessages(deps))
  bot.on("callback_query", (ctx) =>
    ctx.answerCallbackQuery(deps.textsFor(ctx).say("unknown-button")).then(undefined, ignoreRefusal),
  )
}

/** Whoever blocks the bot, or puts it out of a chat, has ended the subscription. */
function noteMembership(ctx: Context, { subscriptions }: Pick<DeskDeps, "subscriptions">): void {
  const status = ctx.myChatMember?.new_chat_member.status
  if (ctx.chat && (status === "kicked" || status === "left")) {
    subscriptions.end(ctx.chat.id, `the bot is ${status}`)
  }
}

/** Asks Telegram who this bot is until there is an answer, and takes a webhook away that an earlier set-up left. */
async function identify(
  bot: Bot,
  { wait, log, describe }: Pick<BotDeps, "log"> & { wait: Wait; describe: (error: unknown) => string },
  signal: AbortSignal,
): Promise<BotStart> {
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      bot.botInfo = await bot.api.getMe(forGrammy(signal))
      await bot.api.deleteWebhook({}, forGrammy(signal))
      return { kind: "ready", username: bot.botInfo.username }
    } catch (error) {
      if (signal.aborted) break
      const line = refusal(error)
      if (line !== undefined) return { kind: "refused", line }
      const waitMs = Math.min(LONGEST_WAIT_MS, IDENTIFY_WAIT_MS * 2 ** failures)
      log.warn({ error: describe(error), waitMs }, "Telegram does not answer")
      await wait(waitMs, signal)
    }
  }
  return { kind: "stopped" }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
