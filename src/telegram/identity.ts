import type { Context } from "grammy"
import type { Message } from "grammy/types"
import type { Asker } from "../answer/ledger.ts"

/** Whom Telegram names where it hides the person: an anonymous admin, a channel, an automatic forward. */
const NOBODY = new Set([1087968824, 136817688, 777000])

/** Whether an editor wrote this, in person and not forwarded. */
export function isFromEditor(message: Message, editorIds: ReadonlySet<number>): boolean {
  const { from, sender_chat, forward_origin, is_automatic_forward, via_bot } = message
  return !sender_chat && !forward_origin && !is_automatic_forward && !via_bot && isEditor(from?.id, editorIds)
}

export function isEditor(userId: number | undefined, editorIds: ReadonlySet<number>): boolean {
  return userId !== undefined && editorIds.has(userId) && !NOBODY.has(userId)
}

/** Whose question an update is, for the ledger. A channel and an anonymous admin are nobody in particular. */
export function askerOf(ctx: Context): Asker {
  const readerId = ctx.from && !NOBODY.has(ctx.from.id) ? ctx.from.id : null
  const threadId = ctx.msg?.is_topic_message ? (ctx.msg.message_thread_id ?? null) : null
  return { chatId: ctx.chat?.id ?? null, threadId, readerId }
}

export function isPrivate(ctx: Context): boolean {
  return ctx.chat?.type === "private"
}

/** The text without the bot's name where it is meant for the bot: in private, as a reply to it, or naming it. */
export function meantForBot(ctx: Context): string | undefined {
  const message = ctx.message
  const text = message?.text
  if (!message || text === undefined) return undefined
  if (isPrivate(ctx)) return text
  const name = `@${ctx.me.username}`.toLowerCase()
  const mention = message.entities?.find(
    ({ type, offset, length }) =>
      type === "mention" && text.slice(offset, offset + length).toLowerCase() === name,
  )
  if (mention) {
    return `${text.slice(0, mention.offset)} ${text.slice(mention.offset + mention.length)}`.trim()
  }
  return message.reply_to_message?.from?.id === ctx.me.id ? text : undefined
}
