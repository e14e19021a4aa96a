/** @import { Button, Draft, Entry, Message } from "./connection.js" */
import { richBlocks, wordsOf } from "./rich-blocks.js"
import { richText } from "./rich-text.js"

/**
 * @typedef {{
 *   botId: number,
 *   ownId: number | null,
 *   onCommand: (command: string) => void,
 *   onPress: (message: Message, data: string, button: HTMLButtonElement) => void,
 *   onReply: (message: Message) => void,
 * }} Seen how a chat is looked at, and what can be done with its messages
 */

const NEAR_END_PX = 120
const clock = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false })
const calendar = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", weekday: "short" })

/** @param {number} seconds */
export function timeOfDay(seconds) {
  return clock.format(seconds * 1000)
}

/** The messages of one chat, with day lines, kept at the end while the reader is there. */
export class MessageLog {
  /** @type {HTMLElement} */ #log
  /** @type {HTMLElement} */ #toEnd
  /** @type {HTMLElement | undefined} */ #typing
  /** @type {HTMLElement | undefined} */ #draft
  /** @type {Seen | undefined} */ #seen
  #lastDay = ""
  #lastSender = ""

  /**
   * @param {HTMLElement} log
   * @param {HTMLElement} toEnd button that is shown while the end is out of sight
   */
  constructor(log, toEnd) {
    this.#log = log
    this.#toEnd = toEnd
    // Scrolls by keyboard.
    log.tabIndex = 0
    log.addEventListener("scroll", () => {
      toEnd.hidden = this.#isNearEnd()
    })
    toEnd.addEventListener("click", () => this.#scrollToEnd())
    new ResizeObserver(() => {
      if (toEnd.hidden) this.#scrollToEnd()
    }).observe(log)
  }

  /**
   * @param {readonly Entry[]} entries
   * @param {Seen} seen
   */
  show(entries, seen) {
    this.#seen = seen
    this.#lastDay = ""
    this.#lastSender = ""
    this.#typing = undefined
    this.#draft = undefined
    this.#log.setAttribute("aria-busy", "true")
    this.#log.replaceChildren()
    for (const entry of entries) this.#append(entry)
    this.#log.removeAttribute("aria-busy")
    this.#scrollToEnd()
  }

  /** @param {Entry} entry */
  add(entry) {
    const follow = this.#isNearEnd() || entry.message.from?.id === this.#seen?.ownId
    this.#append(entry)
    const row = this.#node(entry.message.message_id)
    this.#keepBelow()
    if (!follow) this.#toEnd.hidden = false
    else if (row && row.clientHeight > this.#log.clientHeight) row.scrollIntoView({ block: "start" })
    else this.#scrollToEnd()
  }

  /** @param {Entry} entry */
  replace(entry) {
    const old = this.#node(entry.message.message_id)
    if (!old || !this.#seen) return
    const follow = this.#isNearEnd()
    const next = bubble(entry, this.#seen, (id) => this.#reveal(id))
    next.classList.toggle("joined", old.classList.contains("joined"))
    old.replaceWith(next)
    if (follow) this.#scrollToEnd()
  }

  /** @param {boolean} typing */
  showTyping(typing) {
    if (typing === Boolean(this.#typing)) return
    const follow = this.#isNearEnd()
    if (typing) {
      this.#typing = element("div", "row in typing")
      this.#typing.setAttribute("aria-hidden", "true")
      const dots = element("div", "bubble dots")
      dots.append(element("i"), element("i"), element("i"))
      this.#typing.append(dots)
      this.#log.append(this.#typing)
    } else {
      this.#typing?.remove()
      this.#typing = undefined
    }
    if (follow) this.#scrollToEnd()
  }

  /**
   * What the bot has written so far of its next message.
   * @param {Draft} [draft]
   */
  showDraft(draft) {
    const follow = this.#isNearEnd()
    this.#draft?.remove()
    this.#draft = undefined
    if (draft && draft.text !== "") {
      this.#draft = element("div", "row in draft")
      const box = element("article", "bubble")
      box.append(element("span", "visually-hidden", "机器人正在写："))
      const text = element("div", "text")
      text.append(richText(draft.text, draft.entities, () => {}))
      box.append(text)
      const stack = element("div", "stack")
      stack.append(box)
      this.#draft.append(stack)
    }
    this.#keepBelow()
    if (follow) this.#scrollToEnd()
  }

  #keepBelow() {
    for (const node of [this.#draft, this.#typing]) if (node) this.#log.append(node)
  }

  /** @param {Entry} entry */
  #append(entry) {
    if (!this.#seen) return
    const { message } = entry
    const day = new Date(message.date * 1000).toDateString()
    if (day !== this.#lastDay) {
      const line = element("div", "day")
      line.append(element("span", "", calendar.format(message.date * 1000)))
      this.#log.append(line)
      this.#lastSender = ""
    }
    const sender = String(message.from?.id ?? "channel")
    const row = bubble(entry, this.#seen, (id) => this.#reveal(id))
    row.classList.toggle("joined", sender === this.#lastSender)
    this.#log.append(row)
    this.#lastDay = day
    this.#lastSender = sender
  }

  /** @param {number} id */
  #node(id) {
    return this.#log.querySelector(`[data-message-id="${id}"]`)
  }

  /** @param {number} id */
  #reveal(id) {
    const row = this.#node(id)
    row?.scrollIntoView({ block: "center", behavior: "smooth" })
    row?.classList.add("flash")
    row?.addEventListener("animationend", () => row.classList.remove("flash"), { once: true })
  }

  #isNearEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX
  }

  #scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight
    this.#toEnd.hidden = true
  }
}

/**
 * @param {string} tag
 * @param {string} [className]
 * @param {string} [text]
 */
export function element(tag, className = "", text = "") {
  const node = document.createElement(tag)
  if (className) node.className = className
  if (text) node.textContent = text
  return node
}

/**
 * @param {Entry} entry
 * @param {Seen} seen
 * @param {(id: number) => void} reveal
 */
function bubble({ message, reactions }, seen, reveal) {
  const own = message.from !== undefined && message.from.id === seen.ownId
  const row = element("div", own ? "row out" : "row in")
  row.dataset.messageId = String(message.message_id)
  const stack = element("div", "stack")
  const box = element("article", "bubble")
  box.append(element("span", "visually-hidden", own ? "我：" : "机器人："))
  if (message.reply_to_message) box.append(replyQuote(message.reply_to_message, seen, reveal))
  const text = element("div", message.rich_message ? "text rich" : "text")
  const words = message.text ?? ""
  text.append(
    message.rich_message
      ? richBlocks(message.rich_message.blocks, seen.onCommand)
      : richText(own ? withoutParameter(words) : words, message.entities ?? [], seen.onCommand),
  )
  box.append(text)
  const meta = element("div", "meta")
  if (message.edit_date) meta.append(element("span", "", "已编辑"))
  const time = /** @type {HTMLTimeElement} */ (element("time", "", timeOfDay(message.date)))
  time.dateTime = new Date(message.date * 1000).toISOString()
  meta.append(time)
  if (reactions.length > 0) {
    const chips = element("div", "reactions")
    for (const { emoji } of reactions) chips.append(element("span", "reaction", emoji ?? "⭐"))
    box.append(chips)
  }
  box.append(meta)
  stack.append(box)
  const rows = message.reply_markup?.inline_keyboard ?? []
  if (rows.length > 0) stack.append(keyboard(message, rows, seen))
  row.append(stack)
  if (seen.ownId !== null) row.append(replyButton(message, seen))
  return row
}

/**
 * @param {Message} replied
 * @param {Seen} seen
 * @param {(id: number) => void} reveal
 */
function replyQuote(replied, seen, reveal) {
  const quote = /** @type {HTMLButtonElement} */ (element("button", "quote"))
  quote.type = "button"
  const name = replied.from?.id === seen.ownId ? "我" : (replied.from?.first_name ?? "频道")
  quote.append(element("strong", "", name), element("span", "", firstLine(replied)))
  quote.addEventListener("click", () => reveal(replied.message_id))
  return quote
}

/** @param {Message | undefined} message */
export function firstLine(message) {
  const words = message?.text ?? wordsOf(message?.rich_message?.blocks ?? [])
  return withoutParameter(words).slice(0, 120).replaceAll("\n", " ")
}

/**
 * As Telegram's clients do: the parameter of a deep link is not shown.
 * @param {string} text
 */
function withoutParameter(text) {
  return text.startsWith("/start ") ? "/start" : text
}

/**
 * @param {Message} message
 * @param {Seen} seen
 */
function replyButton(message, seen) {
  const button = /** @type {HTMLButtonElement} */ (element("button", "reply-button"))
  button.type = "button"
  button.setAttribute("aria-label", "回复这一条")
  button.textContent = "↩"
  button.addEventListener("click", () => seen.onReply(message))
  return button
}

/**
 * @param {Message} message
 * @param {readonly Button[][]} rows
 * @param {Seen} seen
 */
function keyboard(message, rows, seen) {
  const board = element("div", "keyboard")
  for (const buttons of rows) {
    const line = element("div", "keys")
    for (const { text, url, callback_data } of buttons) {
      const safe = url !== undefined && /^https?:\/\//.test(url)
      const key = safe ? element("a", "key", `${text} ↗`) : element("button", "key", text)
      if (key instanceof HTMLAnchorElement && url !== undefined) {
        key.href = url
        key.target = "_blank"
        key.rel = "noopener noreferrer"
      } else if (key instanceof HTMLButtonElement) {
        key.type = "button"
        key.disabled = callback_data === undefined
        key.addEventListener("click", () => seen.onPress(message, callback_data ?? "", key))
      }
      line.append(key)
    }
    board.append(line)
  }
  return board
}
