import { type Api, GrammyError } from "grammy"
import type { BotCommand } from "grammy/types"
import type { Language } from "../text/languages.ts"
import type { Log } from "./log.ts"
import { forGrammy } from "./signal.ts"
import { loadTexts, type Texts } from "./texts.ts"

const READER_COMMANDS = [
  "ask",
  "search",
  "latest",
  "summary",
  "more",
  "hot",
  "subscribe",
  "unsubscribe",
  "settings",
  "language",
  "privacy",
  "forget",
  "help",
] as const
const EDITOR_COMMANDS = ["digest", "summarize"] as const

/** A reader whose Telegram speaks one of these sees the commands in it; all others in the bot's own language. */
function languageCodes(own: Language): readonly (readonly [code: "zh" | "en", language: Language])[] {
  return [
    ["zh", own === "en" ? "zh-CN" : own],
    ["en", "en"],
  ]
}

/** Registers the commands of readers, and those of editors in their private chats. What fails is logged. */
export async function registerCommands(
  api: Api,
  texts: Texts,
  editorIds: ReadonlySet<number>,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const lists: readonly (readonly [code: "zh" | "en" | undefined, texts: Texts])[] = [
    [undefined, texts],
    ...languageCodes(texts.language).map(([code, language]) => [code, loadTexts(language)] as const),
  ]
  for (const [code, words] of lists) {
    const language = code === undefined ? {} : { language_code: code }
    await attempt(() => api.setMyCommands(commands(words, READER_COMMANDS), language, forGrammy(signal)), log)
  }
  for (const editor of editorIds) await registerEditor(api, texts, editor, log, signal)
}

/** Telegram knows the chat only after the editor has written to the bot. */
export async function registerEditor(
  api: Api,
  texts: Texts,
  editorId: number,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const list = commands(texts, [...EDITOR_COMMANDS, ...READER_COMMANDS])
  await attempt(
    () => api.setMyCommands(list, { scope: { type: "chat", chat_id: editorId } }, forGrammy(signal)),
    log,
  )
}

function commands(texts: Texts, names: readonly string[]): BotCommand[] {
  return names.map((command) => ({ command, description: texts.say(`command-${command}`) }))
}

async function attempt(call: () => Promise<unknown>, log: Log): Promise<void> {
  try {
    await call()
  } catch (error) {
    const why = error instanceof GrammyError ? error.description : "no connection"
    log.debug({ why }, "could not register commands")
  }
}
