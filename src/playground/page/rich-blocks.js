/** @import { Block, RichText } from "./connection.js" */
import { command, deepLink, link, spoiler, TAGS } from "./rich-text.js"

/**
 * The blocks of a rich message as nodes. Text only ever becomes text nodes: nothing of it is read as markup.
 * @param {readonly Block[]} blocks
 * @param {(command: string) => void} onCommand a command in the text was pressed
 * @returns {DocumentFragment}
 */
export function richBlocks(blocks, onCommand) {
  const fragment = document.createDocumentFragment()
  for (const block of blocks) fragment.append(blockNode(block, onCommand))
  return fragment
}

/**
 * All its text in one line.
 * @param {readonly Block[]} blocks
 * @returns {string}
 */
export function wordsOf(blocks) {
  return blocks
    .map(({ summary = "", text = "", blocks = [], items = [], credit = "" }) =>
      [plain(summary), plain(text), wordsOf([...blocks, ...items]), plain(credit)].filter(Boolean).join(" "),
    )
    .join(" ")
}

/**
 * @param {Block} block
 * @param {(command: string) => void} onCommand
 */
function blockNode(block, onCommand) {
  const { type, text = "", summary = "", blocks = [], items = [], credit } = block
  switch (type) {
    case "heading": {
      const node = tagged("div", inline(text, onCommand))
      node.className = `heading size-${block.size ?? 6}`
      node.setAttribute("role", "heading")
      // The page's own headings are above it.
      node.setAttribute("aria-level", String(Math.min(6, (block.size ?? 6) + 2)))
      return node
    }
    case "list":
      return list(items, onCommand)
    case "details": {
      const node = document.createElement("details")
      node.open = block.is_open === true
      node.append(tagged("summary", inline(summary, onCommand)), richBlocks(blocks, onCommand))
      return node
    }
    case "blockquote":
      return tagged("blockquote", richBlocks(blocks, onCommand), cite(credit, onCommand))
    case "expandable_blockquote":
    case "pullquote":
      return tagged("blockquote", inline(text, onCommand), cite(credit, onCommand))
    case "divider":
      return document.createElement("hr")
    case "footer":
    case "pre":
      return tagged(type, inline(text, onCommand))
    default:
      return tagged("p", inline(text, onCommand))
  }
}

/**
 * @param {readonly Block[]} items
 * @param {(command: string) => void} onCommand
 */
function list(items, onCommand) {
  const node = document.createElement("ul")
  for (const { label = "", blocks = [] } of items) {
    const item = tagged("li", richBlocks(blocks, onCommand))
    item.dataset.label = label
    node.append(item)
  }
  return node
}

/**
 * @param {RichText | undefined} credit
 * @param {(command: string) => void} onCommand
 */
function cite(credit, onCommand) {
  return credit === undefined ? "" : tagged("cite", inline(credit, onCommand))
}

/**
 * @param {RichText} text
 * @param {(command: string) => void} onCommand
 * @returns {DocumentFragment}
 */
function inline(text, onCommand) {
  const fragment = document.createDocumentFragment()
  if (typeof text === "string") fragment.append(text)
  else if (Array.isArray(text)) for (const part of text) fragment.append(inline(part, onCommand))
  else fragment.append(span(text.type, text.url ?? "", text.text ?? "", onCommand))
  return fragment
}

/**
 * @param {string} type
 * @param {string} url
 * @param {RichText} text
 * @param {(command: string) => void} onCommand
 */
function span(type, url, text, onCommand) {
  switch (type) {
    case "url":
      return deepLink(url, inline(text, onCommand), onCommand) ?? link(url, inline(text, onCommand))
    case "bot_command":
      return command(plain(text), onCommand)
    case "spoiler":
      return spoiler(inline(text, onCommand))
    default: {
      const node = tagged(TAGS.get(type) ?? "span", inline(text, onCommand))
      if (!TAGS.has(type)) node.className = `entity-${type}`
      return node
    }
  }
}

/**
 * @param {RichText} text
 * @returns {string}
 */
function plain(text) {
  if (typeof text === "string") return text
  return Array.isArray(text) ? text.map(plain).join("") : plain(text.text ?? "")
}

/**
 * @param {string} tag
 * @param {...(Node | string)} children
 */
function tagged(tag, ...children) {
  const node = document.createElement(tag)
  node.append(...children)
  return node
}
