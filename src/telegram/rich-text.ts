import type { RichText } from "grammy/types"

/** What blocks have in common, sent or received: text, or further blocks. */
export interface AnyBlock {
  readonly type?: string
  readonly summary?: RichText
  readonly text?: RichText
  readonly blocks?: readonly AnyBlock[]
  readonly items?: readonly AnyBlock[]
  readonly credit?: RichText
}

/** The texts of a rich message, one a block, in order. Pictures and tables have none. */
export function richLines(blocks: readonly AnyBlock[]): string[] {
  return texts(blocks)
    .map(plainText)
    .filter((line) => line !== "")
}

/** The addresses of a rich message's links, in order. */
export function richLinks(blocks: readonly AnyBlock[]): string[] {
  return texts(blocks).flatMap(linksIn)
}

function texts(blocks: readonly AnyBlock[]): RichText[] {
  return blocks.flatMap(({ summary = "", text = "", blocks = [], items = [], credit = "" }) => [
    summary,
    text,
    ...texts([...blocks, ...items]),
    credit,
  ])
}

function plainText(text: RichText): string {
  if (typeof text === "string") return text
  if (Array.isArray(text)) return text.map(plainText).join("")
  return "text" in text ? plainText(text.text) : ""
}

function linksIn(text: RichText): string[] {
  if (typeof text === "string") return []
  if (Array.isArray(text)) return text.flatMap(linksIn)
  const within = "text" in text ? linksIn(text.text) : []
  return text.type === "url" ? [text.url, ...within] : within
}
