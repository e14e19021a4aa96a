import { Composer, type Context } from "grammy"
import type { Chat, User } from "grammy/types"
import { LANGUAGES, type Language } from "../text/languages.ts"
import type { DeskDeps, ReaderSettings } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isPrivate } from "./identity.ts"
import { reply } from "./reply.ts"
import { loadTexts, type Texts } from "./texts.ts"

/** What an update says of whoever is spoken to. A Context of grammY is one. */
export interface Addressee {
  readonly from?: User | undefined
  readonly chat?: Chat | undefined
}

/** The texts in the language of whoever is spoken to. */
export type TextsFor = (to: Addressee) => Texts

/**
 * In private: as the reader has chosen, else in the language of the reader's Telegram, where it is spoken here. In
 * groups and channels, where many read, always in the bot's own.
 */
export function createTextsFor(own: Texts, settings: Pick<ReaderSettings, "language">): TextsFor {
  const loaded = new Map<Language, Texts>([[own.language, own]])
  return ({ from, chat }) => {
    if (!from || (chat && chat.type !== "private")) return own
    const language = settings.language(from.id) ?? ofClient(from.language_code) ?? own.language
    const texts = loaded.get(language) ?? loadTexts(language)
    loaded.set(language, texts)
    return texts
  }
}

/** By an IETF tag such as zh-hant, as Telegram gives it; undefined for languages that are not spoken here. */
export function ofClient(code: string | undefined): Language | undefined {
  const tag = code?.toLowerCase() ?? ""
  if (/^zh-(?:hant|tw|hk|mo)\b/.test(tag)) return "zh-TW"
  if (/^zh\b/.test(tag)) return "zh-CN"
  return /^en\b/.test(tag) ? "en" : undefined
}

const NAMES: Readonly<Record<Language, string>> = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" }
const PRESSED = new RegExp(`^language:(${LANGUAGES.join("|")})$`)

/** The choice of a language, by buttons. */
export function languageCommands(deps: DeskDeps): Composer<Context> {
  const { textsFor, settings } = deps
  const reader = new Composer<Context>()
  reader.command("language", async (ctx) => {
    const texts = textsFor(ctx)
    if (!isPrivate(ctx)) return void (await reply(ctx, texts.say("private-only")))
    const row = LANGUAGES.map((language) => ({
      text: NAMES[language],
      callback_data: `language:${language}`,
    }))
    await reply(ctx, texts.say("language-ask"), { inline_keyboard: [row] })
  })
  reader.callbackQuery(PRESSED, async (ctx) => {
    const language = LANGUAGES.find((one) => one === ctx.match[1])
    if (language && isPrivate(ctx)) settings.chooseLanguage(ctx.from.id, language)
    await ctx.answerCallbackQuery().catch(ignoreRefusal)
    await ctx.editMessageText(textsFor(ctx).say("language-chosen")).catch(ignoreRefusal)
  })
  return reader
}
