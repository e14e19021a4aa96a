import type { Message } from "grammy/types"
import type { ArticleId } from "../corpus.ts"
import { richLinks } from "./rich-text.ts"

/** Where a reader can read an article: its own address, or the bot itself for one that has none. */
export type ArticleLink = (article: {
  readonly articleId: ArticleId
  readonly url: string | null
}) => string | null

const PREFIX = "a_"
/** Telegram's limit for what follows `?start=`. */
const MOST_PAYLOAD = 64

/** Links of the bot with this name; without one, and for very long ids, an article without address has no link. */
export function articleLinks(botUsername: string | undefined): ArticleLink {
  return ({ articleId, url }) => {
    if (url !== null) return url
    const payload = PREFIX + Buffer.from(articleId).toString("base64url")
    if (botUsername === undefined || payload.length > MOST_PAYLOAD) return null
    return `https://t.me/${botUsername}?start=${payload}`
  }
}

/** The article that a `/start` payload names. Anybody can write any payload: it may name none. */
export function articleOfPayload(payload: string): ArticleId | undefined {
  if (!payload.startsWith(PREFIX) || !/^[\w-]+$/.test(payload)) return undefined
  return Buffer.from(payload.slice(PREFIX.length), "base64url").toString("utf8")
}

/**
 * Ids and addresses that the links of a message may stand for, in order, then the addresses written in it; not all need
 * be articles.
 */
export function articlesLinked(message: Message): string[] {
  const words = message.text ?? message.caption ?? ""
  const entities = message.entities ?? message.caption_entities ?? []
  const links = entities.flatMap((entity) => (entity.type === "text_link" ? [entity.url] : []))
  const rich = richLinks(message.rich_message?.blocks ?? [])
  const written = entities.flatMap(({ type, offset, length }) =>
    type === "url" ? [words.slice(offset, offset + length)] : [],
  )
  return [...[...links, ...rich].map(articleOfLink), ...written]
}

function articleOfLink(url: string): string {
  const payload = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/.exec(url)?.[1]
  return (payload === undefined ? undefined : articleOfPayload(payload)) ?? url
}

/** Only the articles' own addresses. */
export const OWN_ADDRESSES: ArticleLink = ({ url }) => url
