import type { Context } from "grammy"
import { forGrammy } from "./signal.ts"

/** Telegram shows the sign for five seconds. */
const REPEAT_MS = 4_000
const CALL_MS = 1_500

/**
 * Shows that the bot is writing for as long as the work takes. The sign never fails the work, holds it up for at most
 * 1.5 s, and is not sent again once the work has ended.
 */
export async function whileTyping<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  const show = () => {
    last = ctx
      .replyWithChatAction("typing", {}, forGrammy(AbortSignal.timeout(CALL_MS)))
      .catch(() => undefined)
  }
  show()
  const timer = setInterval(show, REPEAT_MS).unref()
  try {
    return await work()
  } finally {
    clearInterval(timer)
    await last
  }
}
