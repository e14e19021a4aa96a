import type { Article } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"
import type { Draft } from "./draft.ts"

/**
 * Gives an article its id: the given one as such; else from the address; else from what an edit further down does
 * not touch, so that a corrected article is an update of the same one.
 */
export function identified(draft: Draft, givenId: string | null): Article {
  return { id: givenId ?? derivedId(draft), ...draft }
}

function derivedId(draft: Draft): string {
  if (draft.url !== null && isArticleUrl(draft.url)) return shortHash([draft.url])
  const first = draft.body.find((block) => "text" in block)
  const paragraph = first !== undefined && "text" in first ? first.text : ""
  return shortHash([draft.source ?? "", draft.publishedAt ?? "", draft.title, paragraph])
}

/** Whether an address names a page of its own rather than a site or its front page. */
export function isArticleUrl(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  if (url.protocol !== "http:" && url.protocol !== "https:") return false
  const bare = url.search === "" && (url.hash === "" || url.hash === "#")
  return !(bare && /^\/(?:(?:index|default|home)\.\w{2,5})?$/i.test(url.pathname))
}

/** A given address as such; null for one that could run code or is none at all. */
export function givenUrl(value: unknown): string | null {
  if (typeof value !== "string") return null
  const address = value.trim()
  if (address === "" || address.length > 2000) return null
  const scheme = /^[\s\p{Cc}]*([a-z][a-z0-9+.-]{0,20}):/iu.exec(address)?.[1]?.toLowerCase()
  return scheme === undefined || scheme === "http" || scheme === "https" ? address : null
}
