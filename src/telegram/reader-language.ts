import type { Chat, User } from "grammy/types"
import type { Language } from "../text/languages.ts"
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
export function createTextsFor(own: Texts, chosen: (readerId: number) => Language | undefined): TextsFor {
  const loaded = new Map<Language, Texts>([[own.language, own]])
  return ({ from, chat }) => {
    if (!from || (chat && chat.type !== "private")) return own
    const language = chosen(from.id) ?? ofClient(from.language_code) ?? own.language
    const texts = loaded.get(language) ?? loadTexts(language)
    loaded.set(language, texts)
    return texts
  }
}

/** By an IETF tag such as zh-hant, as Telegram gives it; undefined for languages that are not spoken here. */
function ofClient(code: string | undefined): Language | undefined {
  const tag = code?.toLowerCase() ?? ""
  if (/^zh-(?:hant|tw|hk|mo)\b/.test(tag)) return "zh-TW"
  if (/^zh\b/.test(tag)) return "zh-CN"
  return /^en\b/.test(tag) ? "en" : undefined
}
