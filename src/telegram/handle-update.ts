import { type Bot, BotError } from "grammy"
import type { DeskDeps } from "./deps.ts"
import { isShutOut } from "./failure.ts"
import type { StoredUpdate } from "./inbox.ts"

/** A question that waited longer than this for the program to come back gets an apology instead of an answer. */
const LATE_MS = 10 * 60_000

export interface UpdateHandler {
  /** Rejects with what went wrong, unless it is that nobody can be written to any more. */
  handle(update: StoredUpdate): Promise<void>
  /** One polite line for an update that was given up. */
  apologise(update: StoredUpdate): Promise<void>
}

type HandlerDeps = Pick<DeskDeps, "textsFor" | "subscriptions" | "now" | "log">

/** The one boundary between stored updates and the bot's commands. `startedAt`: when this process began. */
export function createUpdateHandler(
  bot: Bot,
  { textsFor, subscriptions, now, log }: HandlerDeps,
  startedAt: Date,
): UpdateHandler {
  const toldLate = new Set<number>()

  const isLate = ({ receivedAt }: StoredUpdate) =>
    receivedAt < startedAt && now().getTime() - receivedAt.getTime() > LATE_MS

  /** One apology a chat, in private only: in a group nobody may have been asking. */
  async function answerLate({ body, chatId }: StoredUpdate): Promise<void> {
    if (body.my_chat_member) return bot.handleUpdate(body)
    if (body.message?.chat.type !== "private" || toldLate.has(chatId)) return
    await bot.api.sendMessage(chatId, textsFor(body.message).say("came-late"))
    toldLate.add(chatId)
  }

  return {
    async handle(update) {
      try {
        await (isLate(update) ? answerLate(update) : bot.handleUpdate(update.body))
      } catch (thrown) {
        const error = thrown instanceof BotError ? thrown.error : thrown
        if (!isShutOut(error)) throw error
        const ended = subscriptions.end(update.chatId, error.description)
        log.info({ chat: update.chatId, ended, why: error.description }, "a chat cannot be written to")
      }
    },
    async apologise({ body, chatId }) {
      const { message, callback_query: press } = body
      if (!message && !press) return
      const texts = textsFor(message ?? { from: press?.from, chat: press?.message?.chat })
      await bot.api.sendMessage(chatId, texts.say("went-wrong"))
    },
  }
}
