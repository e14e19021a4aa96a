import { FormattedString } from "@grammyjs/parse-mode"
import type { MessageEntity } from "grammy/types"

/** A text and its formatting. Offsets and lengths are in UTF-16 code units. */
export interface Message {
  readonly text: string
  readonly entities: readonly MessageEntity[]
}

export type Piece = Message | string

export function joined(pieces: readonly Piece[], separator = ""): Message {
  const items = pieces.map((piece) => (typeof piece === "string" ? piece : toFormatted(piece)))
  const { text, entities } = FormattedString.join(items, separator)
  return { text, entities }
}

export function bold(text: string): Message {
  return asMessage(FormattedString.bold(text))
}

/** Folded by Telegram's clients until a reader opens it. */
export function foldedQuote(content: Message): Message {
  return asMessage(FormattedString.expandableBlockquote(toFormatted(content)))
}

/** Plain text where there is no address that Telegram would link to. */
export function linked(text: string, url: string | null): Message {
  if (url === null || !isWebAddress(url)) return { text, entities: [] }
  return asMessage(FormattedString.link(text, url))
}

/** White space becomes single spaces; longer than `limit` UTF-16 code units ends in an ellipsis. */
export function oneLine(text: string, limit: number): string {
  const line = text.replace(/\s+/g, " ").trim()
  if (line.length <= limit) return line
  const end = isHighSurrogate(line.charCodeAt(limit - 2)) ? limit - 2 : limit - 1
  return `${line.slice(0, end)}…`
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

/** Telegram takes links to http and https with a dot in the host's name, and drops all others. */
export function isWebAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname.includes(".")
}

function toFormatted({ text, entities }: Message): FormattedString {
  return new FormattedString(text, [...entities])
}

function asMessage({ text, entities }: FormattedString): Message {
  return { text, entities }
}
