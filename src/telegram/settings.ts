import { Composer, type Context } from "grammy"
import type { InlineKeyboardButton } from "grammy/types"
import { shrunkOf } from "../digest/shrink.ts"
import { MOST_DIGESTS } from "../digest/subscription-store.ts"
import type { DeskDeps } from "./deps.ts"
import { describeShrunk, describeTime, describeWants } from "./describe-digest.ts"
import { pressData, type Shown } from "./digest-pages.ts"
import { isPrivate } from "./identity.ts"
import { oneLine } from "./message.ts"
import { reply } from "./reply.ts"
import type { Texts } from "./texts.ts"

const LABEL_UNITS = 40
const LINE_UNITS = 200

/** What a reader has chosen, to see and to change. */
export function settingsCommands(deps: DeskDeps): Composer<Context> {
  const reader = new Composer<Context>()
  reader.command("settings", async (ctx) => {
    const texts = deps.textsFor(ctx)
    if (!isPrivate(ctx)) return void (await reply(ctx, texts.say("private-only")))
    const { text, buttons } = showSettings(ctx.chat.id, texts, deps)
    await reply(ctx, text, buttons)
  })
  return reader
}

type SettingsDeps = Pick<DeskDeps, "subscriptions" | "presses" | "awaited" | "digestAt">

/** The digests and the awaited questions of a chat, each with a button. */
export function showSettings(
  chatId: number,
  texts: Texts,
  { subscriptions, presses, awaited, digestAt }: SettingsDeps,
): Shown {
  const digests = subscriptions.of(chatId)
  const questions = awaited.of(chatId)
  const parts = [
    digests.length === 0 ? texts.say("settings-no-digests") : texts.say("settings-digests"),
    ...digests.flatMap((digest, at) => {
      const values = { what: describeWants(digest, texts), when: describeTime(digest, digestAt, texts) }
      const chosen = oneLine(`${at + 1}. ${texts.say("digest-chosen", values)}`, LINE_UNITS)
      const shrunk = describeShrunk(shrunkOf(digest, presses), texts)
      return shrunk === "" ? [chosen] : [chosen, oneLine(shrunk, LINE_UNITS)]
    }),
    ...(questions.length === 0 ? [] : ["", texts.say("settings-awaited")]),
    ...questions.map(({ question }) => oneLine(`• ${question}`, LINE_UNITS)),
    "",
    texts.say("settings-foot"),
  ]
  const another = digests.length === 0 ? texts.say("settings-first") : texts.say("settings-new")
  const rows: InlineKeyboardButton[][] = [
    ...digests.map(({ id }, at) => [
      { text: texts.say("settings-change", { number: at + 1 }), callback_data: pressData(id, "main") },
    ]),
    ...(digests.length >= MOST_DIGESTS ? [] : [[{ text: another, callback_data: pressData(0, "new") }]]),
    ...questions.map(({ id, question }) => [
      { text: oneLine(`✕ ${question}`, LABEL_UNITS), callback_data: `awaited:${id}:drop` },
    ]),
  ]
  return { text: parts.join("\n"), buttons: { inline_keyboard: rows } }
}
