import type { Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { Message } from "./message.ts"
import { splitMessage } from "./split.ts"

/** What has been replied to: each once, however many messages answer it. */
const quoted = new WeakSet<Context>()

/**
 * Sends the message in as many parts as it needs, and returns their ids in order. The first that answers a message,
 * or the press of a button below one, is in reply to it; the buttons go under the last part.
 */
export async function reply(
  ctx: Context,
  message: Message | string,
  buttons?: InlineKeyboardMarkup,
): Promise<number[]> {
  const question = quoted.has(ctx) ? undefined : ctx.msg
  const whole = typeof message === "string" ? { text: message, entities: [] } : message
  const parts = splitMessage(whole)
  const ids: number[] = []
  for (const [index, { text, entities }] of parts.entries()) {
    const sent = await ctx.reply(text, {
      entities: [...entities],
      link_preview_options: { is_disabled: true },
      ...(question && index === 0
        ? { reply_parameters: { message_id: question.message_id, allow_sending_without_reply: true } }
        : {}),
      ...(buttons && index === parts.length - 1 ? { reply_markup: buttons } : {}),
    })
    quoted.add(ctx)
    ids.push(sent.message_id)
  }
  return ids
}
