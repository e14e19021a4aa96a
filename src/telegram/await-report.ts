import { Composer, type Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { Answer } from "../answer/answer.ts"
import { MOST_AWAITED } from "../digest/awaited.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isPrivate } from "./identity.ts"
import { showSettings } from "./settings.ts"
import type { Texts } from "./texts.ts"

const WAIT_PRESSED = /^await:(\d{1,15}):(\d{1,15})$/
const FOUND_PRESSED = /^awaited:(\d{1,15}):found$/
const DROP_PRESSED = /^awaited:(\d{1,15}):drop$/

/** One button under "not in our archive", in private: the reader hears when an article answers the question. */
export function awaitButton(
  ctx: Context,
  answer: Answer,
  ledgerId: number,
  texts: Texts,
): InlineKeyboardMarkup | undefined {
  if (answer.kind !== "not-found" || !isPrivate(ctx) || !ctx.from) return undefined
  const data = `await:${ledgerId}:${ctx.from.id}`
  return { inline_keyboard: [[{ text: texts.say("await-button"), callback_data: data }]] }
}

/** Questions whose answer a reader waits for. */
export function awaitedCommands(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.callbackQuery(WAIT_PRESSED, (ctx) =>
    waitPressed(ctx, Number(ctx.match[1]), Number(ctx.match[2]), deps),
  )
  reader.callbackQuery(FOUND_PRESSED, (ctx) => foundPressed(ctx, Number(ctx.match[1]), deps))
  reader.callbackQuery(DROP_PRESSED, (ctx) => dropPressed(ctx, Number(ctx.match[1]), deps))
  return reader
}

async function waitPressed(ctx: Context, ledgerId: number, askerId: number, deps: DeskDeps): Promise<void> {
  const { awaited, ledger } = deps
  const texts = deps.textsFor(ctx)
  const entry = ctx.chat && ctx.chat.id === ctx.from?.id ? ledger.find(ledgerId) : undefined
  const isOwn = entry && entry.chatId === ctx.chat?.id && ctx.from?.id === askerId
  if (!isOwn || entry.answer.kind !== "not-found") return toast(ctx, texts.say("unknown-button"))
  const added = awaited.add({
    chatId: askerId,
    question: entry.made?.trace.question.text ?? entry.question,
    language: texts.language,
    askedAt: entry.at,
    seen: entry.at.toISOString(),
  })
  if (added !== "too-many") {
    await ctx.editMessageReplyMarkup({ reply_markup: { inline_keyboard: [] } }).catch(ignoreRefusal)
  }
  await toast(
    ctx,
    texts.say(added === "too-many" ? "await-too-many" : "await-noted", { count: MOST_AWAITED }),
  )
}

/** Below what was offered: a second press, or one after the question was answered, changes nothing. */
async function foundPressed(ctx: Context, id: number, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  if (!ctx.chat || ctx.chat.id !== ctx.from?.id) return toast(ctx, texts.say("unknown-button"))
  deps.awaited.drop(id, ctx.chat.id)
  await ctx.editMessageReplyMarkup({ reply_markup: { inline_keyboard: [] } }).catch(ignoreRefusal)
  await toast(ctx, texts.say("await-dropped"))
}

async function dropPressed(ctx: Context, id: number, deps: DeskDeps): Promise<void> {
  const texts = deps.textsFor(ctx)
  if (!ctx.chat || ctx.chat.id !== ctx.from?.id || !deps.awaited.drop(id, ctx.chat.id)) {
    return toast(ctx, texts.say("unknown-button"))
  }
  const { text, buttons } = showSettings(ctx.chat.id, texts, deps)
  await ctx.editMessageText(text, { reply_markup: buttons }).catch(ignoreRefusal)
  await toast(ctx, texts.say("await-dropped"))
}

function toast(ctx: Context, text: string): Promise<void> {
  return ctx.answerCallbackQuery({ text }).then(() => undefined, ignoreRefusal)
}
