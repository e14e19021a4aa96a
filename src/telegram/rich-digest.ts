import type { InputRichBlock, RichText } from "grammy/types"
import type { HeadWords, ItemWords, Source } from "./digest-words.ts"
import { isWebAddress } from "./message.ts"
import { type AnyBlock, richLines } from "./rich-text.ts"
import type { Texts } from "./texts.ts"

/** Of a rich message, in UTF-16 code units and in blocks, nested ones and list items included. */
export const RICH_LIMITS = { units: 32_768, blocks: 500 }

const HEAD_SIZE = 3
const GROUP_SIZE = 5

export function richHead({ name, about }: HeadWords): InputRichBlock[] {
  return [
    { type: "heading", size: HEAD_SIZE, text: name },
    ...(about === undefined ? [] : [paragraph(about)]),
  ]
}

export function richGroup(name: string): InputRichBlock {
  return { type: "heading", size: GROUP_SIZE, text: name }
}

/** The story that leads stands by itself, all others in a list. */
export function richItem(item: ItemWords, leads: boolean): InputRichBlock[] {
  const { title, url, told, runsOn, before } = item
  const blocks: InputRichBlock[] = [
    paragraph([{ type: "bold", text: linked(title, url) }, runsOn ? told : `\n${told}`]),
    ...(before ? [before.quotes ? quote(before.words) : paragraph(before.words)] : []),
  ]
  return leads ? blocks : [{ type: "list", items: [{ blocks }] }]
}

export function richLeft(words: string): InputRichBlock {
  return { type: "footer", text: words }
}

/**
 * One part of a digest, and below it, folded, the words of the paper that it stands on. Undefined where Telegram would
 * not take it.
 */
export function richPart(
  blocks: readonly InputRichBlock[],
  sources: readonly Source[],
  texts: Texts,
): InputRichBlock[] | undefined {
  const evidence: InputRichBlock[] =
    sources.length === 0
      ? []
      : [{ type: "details", summary: texts.say("digest-quotes"), blocks: sources.map(richSource) }]
  const part = [...oneList(blocks), ...evidence]
  const units = richLines(part).join("").length
  return units <= RICH_LIMITS.units && countBlocks(part) <= RICH_LIMITS.blocks ? part : undefined
}

function richSource({ title, url, origin, quotes }: Source): InputRichBlock {
  const credit = [linked(title, url), ...(origin === "" ? [] : [` · ${origin}`])]
  return { type: "blockquote", blocks: quotes.map(paragraph), credit }
}

/** Lists that follow each other become one. */
function oneList(blocks: readonly InputRichBlock[]): InputRichBlock[] {
  const merged: InputRichBlock[] = []
  for (const block of blocks) {
    const last = merged.at(-1)
    if (block.type === "list" && last?.type === "list")
      merged[merged.length - 1] = { type: "list", items: [...last.items, ...block.items] }
    else merged.push(block)
  }
  return merged
}

function countBlocks(blocks: readonly AnyBlock[]): number {
  return blocks.reduce((sum, { blocks = [], items = [] }) => sum + 1 + countBlocks([...blocks, ...items]), 0)
}

function paragraph(text: RichText): InputRichBlock {
  return { type: "paragraph", text }
}

function quote(words: string): InputRichBlock {
  return { type: "blockquote", blocks: [paragraph(words)] }
}

function linked(text: string, url: string | null): RichText {
  return url !== null && isWebAddress(url) ? { type: "url", text, url } : text
}
