import type { RichBlock, RichMessage, RichText } from "grammy/types"
import { z } from "zod"
import { found, isWebAddress } from "./formatted-text.ts"
import type { Parameters } from "./parameters.ts"
import { badRequest, isRefusal, type Refusal } from "./reply.ts"

/** Telegram's limits; characters are code points. */
const CHARACTERS_LIMIT = 32_768
const BLOCKS_LIMIT = 500
const NESTING_LIMIT = 16

const STYLES = [
  "bold",
  "italic",
  "underline",
  "strikethrough",
  "spoiler",
  "subscript",
  "superscript",
  "marked",
  "code",
] as const

const richText: z.ZodType<RichText> = z.lazy(() =>
  z.union([
    z.string(),
    z.array(richText),
    z.object({ type: z.enum(STYLES), text: richText }),
    z.object({ type: z.literal("url"), text: richText, url: z.string() }),
  ]),
)
const size = z.literal([1, 2, 3, 4, 5, 6])
const credit = richText.optional()

/** What a digest can be laid out with; media, tables, formulas and buttons are not taken here. */
const block = z.discriminatedUnion("type", [
  z.object({ type: z.literal("paragraph"), text: richText }),
  z.object({ type: z.literal("heading"), text: richText, size }),
  z.object({ type: z.literal("pre"), text: richText, language: z.string().optional() }),
  z.object({ type: z.literal("footer"), text: richText }),
  z.object({ type: z.literal("divider") }),
  z.object({ type: z.literal("expandable_blockquote"), text: richText, credit }),
  z.object({ type: z.literal("pullquote"), text: richText, credit }),
  z.object({
    type: z.literal("list"),
    get items() {
      return z.array(z.object({ blocks: z.array(block), value: z.number().int().optional() }))
    },
  }),
  z.object({
    type: z.literal("blockquote"),
    get blocks() {
      return z.array(block)
    },
    credit,
  }),
  z.object({
    type: z.literal("details"),
    summary: richText,
    get blocks() {
      return z.array(block)
    },
    is_open: z.literal(true).optional(),
  }),
])
type InputBlock = z.output<typeof block>
type ListItem = { readonly blocks: readonly InputBlock[] }

const envelope = z.object({
  blocks: z.array(z.unknown()).optional(),
  html: z.string().optional(),
  markdown: z.string().optional(),
})

/** The message as Telegram's server would give it back: links to the web only, commands and addresses found. */
export function readRichMessage(parameters: Parameters): RichMessage | Refusal {
  const given = parameters.nested("rich_message", envelope)
  if (isRefusal(given)) return given
  const { blocks, html, markdown } = given.value ?? {}
  if (html !== undefined || markdown !== undefined)
    return badRequest("can't parse rich message: this local server takes blocks, not html or markdown")
  const parsed = z.array(block).safeParse(blocks ?? [])
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: "" }] = parsed.error.issues
    return badRequest(`can't parse rich message: blocks.${path.join(".")}: ${message}`)
  }
  const { characters, count, depth } = measure(parsed.data)
  if (characters === 0) return badRequest("rich message text must be non-empty")
  if (characters > CHARACTERS_LIMIT) return badRequest("rich message is too long")
  if (count > BLOCKS_LIMIT) return badRequest("rich message has too many blocks")
  if (depth > NESTING_LIMIT) return badRequest("rich message is nested too deeply")
  return { blocks: parsed.data.map(asSent) }
}

function measure(blocks: readonly InputBlock[]) {
  const size = { characters: 0, count: 0, depth: 0 }
  const visitText = (text: RichText, level: number): void => {
    size.depth = Math.max(size.depth, level)
    if (typeof text === "string") size.characters += [...text].length
    else if (Array.isArray(text)) for (const part of text) visitText(part, level)
    else if ("text" in text) visitText(text.text, level + 1)
  }
  const visit = (all: readonly (InputBlock | ListItem)[], level: number): void => {
    size.count += all.length
    size.depth = Math.max(size.depth, level)
    for (const one of all) {
      if ("text" in one) visitText(one.text, level)
      if ("summary" in one) visitText(one.summary, level)
      if ("credit" in one) visitText(one.credit ?? "", level)
      if ("blocks" in one) visit(one.blocks, level + 1)
      if ("items" in one) visit(one.items, level + 1)
    }
  }
  visit(blocks, 1)
  return size
}

function asSent(block: InputBlock): RichBlock {
  switch (block.type) {
    case "list": {
      const items = block.items.map(({ blocks, value }) => ({
        label: value === undefined ? "•" : `${value}.`,
        blocks: blocks.map(asSent),
        ...(value === undefined ? {} : { value }),
      }))
      return { type: "list", items }
    }
    case "details": {
      const { summary, blocks, is_open } = block
      const open = is_open ? { is_open } : {}
      return { type: "details", summary: linkedText(summary), blocks: blocks.map(asSent), ...open }
    }
    case "blockquote":
      return { type: "blockquote", blocks: block.blocks.map(asSent), ...credited(block.credit) }
    case "expandable_blockquote":
    case "pullquote":
      return { type: block.type, text: linkedText(block.text), ...credited(block.credit) }
    case "divider":
      return block
    case "pre":
      return { type: "pre", text: block.text, ...(block.language ? { language: block.language } : {}) }
    default:
      return { ...block, text: linkedText(block.text) }
  }
}

function credited(credit: RichText | undefined): { readonly credit?: RichText } {
  return credit === undefined ? {} : { credit: linkedText(credit) }
}

/** Without links to anything but the web, and with the commands, addresses and mentions that stand in it. */
function linkedText(text: RichText): RichText {
  if (typeof text === "string") return withFound(text)
  if (Array.isArray(text)) return text.map(linkedText)
  if (text.type === "url") return isWebAddress(text.url) ? text : linkedText(text.text)
  return "text" in text && text.type !== "code" ? { ...text, text: linkedText(text.text) } : text
}

function withFound(text: string): RichText {
  const pieces: RichText[] = []
  let at = 0
  for (const { type, offset, length } of found(text, []).sort((a, b) => a.offset - b.offset)) {
    const words = text.slice(offset, offset + length)
    if (offset > at) pieces.push(text.slice(at, offset))
    if (type === "bot_command") pieces.push({ type, text: words, bot_command: words })
    else if (type === "url") pieces.push({ type, text: words, url: words })
    else pieces.push({ type: "mention", text: words, username: words.slice(1) })
    at = offset + length
  }
  if (pieces.length === 0) return text
  return at < text.length ? [...pieces, text.slice(at)] : pieces
}
