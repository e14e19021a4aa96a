import type { MessageEntity } from "grammy/types"
import type { ArticleId } from "../corpus.ts"

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

/** Ids and addresses that the links of a message may stand for, in order; not all need be articles. */
export function articlesLinked(entities: readonly MessageEntity[]): string[] {
  return entities.flatMap((entity) => {
    if (entity.type !== "text_link") return []
    const payload = /^https:\/\/t\.me\/\w+\?start=([\w-]+)$/.exec(entity.url)?.[1]
    return (payload === undefined ? undefined : articleOfPayload(payload)) ?? entity.url
  })
}

/** Only the articles' own addresses. */
export const OWN_ADDRESSES: ArticleLink = ({ url }) => url
