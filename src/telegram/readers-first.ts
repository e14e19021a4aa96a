import type { Transformer } from "grammy"
import type { Pace } from "../digest/pace.ts"

/** Calls that put a message into a chat. Actions and drafts leave none. */
const MESSAGE = /^(?:send|copy|forward)(?!MessageDraft)/
/** Nobody waits for these. */
const UNHURRIED = new Set(["getUpdates", "sendChatAction"])

/**
 * Tells the pace of each call that the bot makes for people, so that digest messages keep out of its way, and of
 * flood limits. To be installed last: a call that is repeated or waits to be is on its way all the while.
 */
export function readersFirst(pace: Pick<Pace, "answer" | "refused">): Transformer {
  return async (previous, method, payload, signal) => {
    if (UNHURRIED.has(method)) return previous(method, payload, signal)
    const chatId = "chat_id" in payload ? String(payload.chat_id) : undefined
    const { done } = pace.answer(MESSAGE.test(method) ? chatId : undefined)
    try {
      const reply = await previous(method, payload, signal)
      const seconds = reply.ok ? undefined : reply.parameters?.retry_after
      if (chatId !== undefined && seconds !== undefined) pace.refused(chatId, seconds * 1_000)
      return reply
    } finally {
      done()
    }
  }
}
