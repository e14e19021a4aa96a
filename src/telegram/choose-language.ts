import { Composer, type Context } from "grammy"
import { LANGUAGES, type Language } from "../text/languages.ts"
import type { DeskDeps } from "./deps.ts"
import { ignoreRefusal } from "./failure.ts"
import { isPrivate } from "./identity.ts"
import { reply } from "./reply.ts"

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
