import type { MessageEntity } from "grammy/types"

export interface FormattedText {
  readonly text: string
  readonly entities: MessageEntity[]
}

/** Telegram shows this many entities of a message and drops the rest without a word. */
const ENTITIES_LIMIT = 100

const LEADING_SPACE = /^\s*/
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/g
const COMMAND = /(?<![\p{L}\p{N}_/@<])\/[a-z0-9_]{1,32}(?:@[a-z0-9_]{3,32})?(?![\p{L}\p{N}_/])/giu
const LINK = /https?:\/\/[^\s<>"'，。；：！？、（）《》「」【】]{1,2048}/g
const MENTION = /(?<![\p{L}\p{N}_@])@[a-z][a-z0-9_]{3,31}(?![\p{L}\p{N}_])/giu

/** Within these nothing further is found, as on Telegram. */
const CLOSED = new Set<string>([
  "text_link",
  "code",
  "pre",
  "url",
  "bot_command",
  "mention",
  "text_mention",
  "date_time",
])

/**
 * What Telegram's server makes of a text and its entities: control characters become spaces, the ends are trimmed,
 * entities are clipped to the text, links to anything but the web are dropped, commands, addresses and mentions are
 * found, and at most 100 entities stay. Offsets and lengths are in UTF-16 code units.
 */
export function formatText(raw: string, given: readonly MessageEntity[]): FormattedText {
  const spaced = raw.replace(CONTROL, " ").trimEnd()
  const leading = LEADING_SPACE.exec(spaced)?.[0].length ?? 0
  const cut = given.some((entity) => entity.offset < leading) ? 0 : leading
  const text = spaced.slice(cut)
  const kept = given
    .map((entity) => clip(entity, cut, text.length))
    .filter((entity) => entity !== undefined)
    .slice(0, ENTITIES_LIMIT)
  const entities = [...kept, ...found(text, kept)].slice(0, ENTITIES_LIMIT)
  return { text, entities: entities.sort((a, b) => a.offset - b.offset || b.length - a.length) }
}

function clip(entity: MessageEntity, shift: number, length: number): MessageEntity | undefined {
  const start = entity.offset - shift
  const end = Math.min(start + entity.length, length)
  if (start < 0 || end <= start) return undefined
  if (entity.type === "text_link" && !isWebAddress(entity.url)) return undefined
  return { ...entity, offset: start, length: end - start }
}

/** What Telegram finds in a text by itself. */
export function found(text: string, given: readonly MessageEntity[]): MessageEntity[] {
  const taken = given.filter((entity) => CLOSED.has(entity.type))
  const result: MessageEntity[] = []
  const patterns = [
    ["url", LINK],
    ["bot_command", COMMAND],
    ["mention", MENTION],
  ] as const
  for (const [type, pattern] of patterns) {
    for (const match of text.matchAll(pattern)) {
      const entity: MessageEntity = { type, offset: match.index, length: match[0].length }
      if (![...taken, ...result].some((other) => overlap(entity, other))) result.push(entity)
      if (result.length >= ENTITIES_LIMIT) return result
    }
  }
  return result
}

function overlap(a: MessageEntity, b: MessageEntity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length
}

/** Whether Telegram would take it as the target of a link or of a button. */
export function isWebAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return (
    url !== undefined && (url.protocol === "http:" || url.protocol === "https:") && url.hostname.includes(".")
  )
}
