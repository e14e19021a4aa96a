/** @import { Entity } from "./connection.js" */

/**
 * A message's text as nodes. Text only ever becomes text nodes: nothing of it is read as markup.
 * @param {string} text
 * @param {readonly Entity[]} entities offsets in UTF-16 code units
 * @param {(command: string) => void} onCommand a command in the text was pressed
 * @returns {DocumentFragment}
 */
export function richText(text, entities, onCommand) {
  const inside = entities
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length)
  return span(text, 0, text.length, inside, onCommand)
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @param {readonly Entity[]} entities sorted: earlier first, then longer first
 * @param {(command: string) => void} onCommand
 */
function span(text, start, end, entities, onCommand) {
  const fragment = document.createDocumentFragment()
  let at = start
  let rest = [...entities]
  for (let entity = rest.shift(); entity; entity = rest.shift()) {
    const from = Math.max(entity.offset, at)
    const to = Math.min(entity.offset + entity.length, end)
    if (to <= from) continue
    if (from > at) fragment.append(text.slice(at, from))
    const within = rest.filter((other) => other.offset < to)
    // What crosses this entity's end goes on after it.
    rest = rest.flatMap((other) => {
      const stop = other.offset + other.length
      if (other.offset >= to) return [other]
      return stop > to ? [{ ...other, offset: to, length: stop - to }] : []
    })
    const content = text.slice(from, to)
    fragment.append(element(entity, content, span(text, from, to, within, onCommand), onCommand))
    at = to
    // A block stands on its own line: the line feed after it would be a second one.
    if (isBlock(entity.type) && text[at] === "\n") at += 1
  }
  if (at < end) fragment.append(text.slice(at, end))
  return fragment
}

/** @param {string} type */
function isBlock(type) {
  return type === "pre" || type === "blockquote" || type === "expandable_blockquote"
}

/** Elements by the type of what is formatted. */
export const TAGS = new Map([
  ["bold", "strong"],
  ["italic", "em"],
  ["underline", "u"],
  ["strikethrough", "s"],
  ["code", "code"],
  ["pre", "pre"],
  ["blockquote", "blockquote"],
  ["marked", "mark"],
  ["subscript", "sub"],
  ["superscript", "sup"],
])

/**
 * @param {Entity} entity
 * @param {string} content
 * @param {DocumentFragment} children
 * @param {(command: string) => void} onCommand
 */
function element(entity, content, children, onCommand) {
  switch (entity.type) {
    case "text_link":
      return deepLink(entity.url ?? "", children, onCommand) ?? link(entity.url ?? "", children)
    case "url":
      return link(content, children)
    case "bot_command":
      return command(content, onCommand)
    case "spoiler":
      return spoiler(children)
    case "expandable_blockquote":
      return expandable(children)
    default: {
      const node = document.createElement(TAGS.get(entity.type) ?? "span")
      if (!TAGS.has(entity.type)) node.className = `entity-${entity.type}`
      node.append(children)
      return node
    }
  }
}

/**
 * A link that opens a bot with a parameter: what Telegram makes of it is the command `/start PARAMETER`.
 * @param {string} address
 * @param {DocumentFragment} children
 * @param {(command: string) => void} onCommand
 */
export function deepLink(address, children, onCommand) {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const parameter = url?.hostname === "t.me" ? url.searchParams.get("start") : null
  if (!parameter || !/^[\w-]{1,64}$/.test(parameter)) return undefined
  // A button would not break over lines as a link does.
  const node = document.createElement("span")
  node.className = "command"
  node.tabIndex = 0
  node.setAttribute("role", "button")
  const send = () => onCommand(`/start ${parameter}`)
  node.addEventListener("click", send)
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return
    event.preventDefault()
    send()
  })
  node.append(children)
  return node
}

/**
 * Only web addresses become links.
 * @param {string} address
 * @param {DocumentFragment} children
 */
export function link(address, children) {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    const plain = document.createElement("span")
    plain.append(children)
    return plain
  }
  const anchor = document.createElement("a")
  anchor.href = url.href
  anchor.title = url.href
  anchor.target = "_blank"
  anchor.rel = "noopener noreferrer"
  anchor.append(children)
  return anchor
}

/**
 * @param {string} content
 * @param {(command: string) => void} onCommand
 */
export function command(content, onCommand) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "command"
  button.textContent = content
  button.addEventListener("click", () => onCommand(content))
  return button
}

/** @param {DocumentFragment} children */
export function spoiler(children) {
  const node = document.createElement("span")
  node.className = "spoiler"
  node.tabIndex = 0
  node.setAttribute("role", "button")
  node.setAttribute("aria-label", "显示被遮住的文字")
  const hidden = document.createElement("span")
  hidden.className = "spoiler-text"
  hidden.setAttribute("aria-hidden", "true")
  hidden.append(children)
  node.append(hidden)
  const reveal = () => {
    node.classList.add("shown")
    node.removeAttribute("role")
    node.removeAttribute("aria-label")
    node.removeAttribute("tabindex")
    hidden.removeAttribute("aria-hidden")
  }
  node.addEventListener("click", reveal)
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") reveal()
  })
  return node
}

/** @param {DocumentFragment} children */
function expandable(children) {
  const quote = document.createElement("blockquote")
  const body = document.createElement("div")
  body.className = "quote-body"
  body.append(children)
  quote.className = "folded"
  const toggle = document.createElement("button")
  toggle.type = "button"
  toggle.className = "unfold"
  toggle.textContent = "展开"
  toggle.setAttribute("aria-expanded", "false")
  toggle.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded")
    toggle.textContent = folded ? "展开" : "收起"
    toggle.setAttribute("aria-expanded", String(!folded))
  })
  quote.append(body, toggle)
  // Only what is too long to be seen whole needs the button, and only a laid-out page knows.
  requestAnimationFrame(() => {
    if (body.scrollHeight > body.clientHeight + 2) return
    quote.classList.remove("folded")
    toggle.remove()
  })
  return quote
}
