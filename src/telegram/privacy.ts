import type { Context } from "grammy"
import type { InlineKeyboardMarkup } from "grammy/types"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { askerOf, isPrivate } from "./identity.ts"
import { reply } from "./reply.ts"

/** What the press of a button below `/forget` sends. */
export const FORGET_PRESSED = /^forget:(yes|no)$/

/** What is kept of a reader, for how long, and who else gets to see it. */
export async function privacy(ctx: Context, { textsFor, ledgerDays, usesModel }: DeskDeps): Promise<void> {
  const texts = textsFor(ctx)
  const parts = [texts.say("privacy", { days: ledgerDays })]
  if (usesModel) parts.push(texts.say("privacy-model"))
  await reply(ctx, [...parts, texts.say("privacy-forget")].join("\n\n"))
}

/** Asks before it forgets: what is gone cannot be brought back. */
export async function forget(ctx: Context, { textsFor }: DeskDeps): Promise<void> {
  const texts = textsFor(ctx)
  if (!isPrivate(ctx)) return void (await reply(ctx, texts.say("private-only")))
  const buttons: InlineKeyboardMarkup = {
    inline_keyboard: [
      [
        { text: texts.say("forget-yes"), callback_data: "forget:yes" },
        { text: texts.say("forget-no"), callback_data: "forget:no" },
      ],
    ],
  }
  await reply(ctx, texts.say("forget-ask"), buttons)
}

/** Forgets whoever presses, nobody else. */
export async function forgetPressed(
  ctx: Context,
  [, choice]: readonly (string | undefined)[],
  { textsFor, forget, log }: DeskDeps,
): Promise<void> {
  const { readerId } = askerOf(ctx)
  const texts = textsFor(ctx)
  await ctx.answerCallbackQuery().catch(ignoreRefusal)
  if (readerId === null || !isPrivate(ctx)) return
  if (choice === "yes") {
    const answers = forget(readerId)
    log.info({ answers }, "a reader was forgotten")
  }
  await ctx.editMessageText(texts.say(choice === "yes" ? "forgotten" : "forget-left")).catch(ignoreRefusal)
}
