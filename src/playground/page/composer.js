/** @import { Command, Message } from "./connection.js" */
import { element, firstLine } from "./messages.js"

const INPUT_MAX_HEIGHT_PX = 180

/**
 * @typedef {{ insert: string, label: string, note: string, send: boolean }} Choice
 */

/** Where a message is written: the field, the menu of commands and example questions, the message replied to. */
export class Composer {
  #form = byId("composer", HTMLFormElement)
  #input = byId("input", HTMLTextAreaElement)
  #send = byId("send", HTMLButtonElement)
  #menu = byId("menu", HTMLElement)
  #menuButton = byId("menu-button", HTMLButtonElement)
  #replyBar = byId("reply-bar", HTMLElement)
  #replyPreview = byId("reply-preview", HTMLElement)
  /** @type {readonly Command[]} */ #commands = []
  /** @type {readonly string[]} */ #examples = []
  /** @type {Choice[]} */ #choices = []
  #chosen = -1
  /** @type {number | undefined} */ #replyTo
  /** @type {(text: string, replyTo: number | undefined) => Promise<boolean>} */ #onSend

  /** @param {(text: string, replyTo: number | undefined) => Promise<boolean>} onSend says whether it was taken */
  constructor(onSend) {
    this.#onSend = onSend
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault()
      void this.#submit()
    })
    this.#input.addEventListener("input", () => {
      this.#resize()
      this.#suggest()
    })
    this.#input.addEventListener("keydown", (event) => this.#key(event))
    this.#menuButton.addEventListener("click", () => {
      if (this.#menu.hidden) this.#open(this.#allChoices())
      else this.#close()
      this.#input.focus()
    })
    byId("reply-cancel", HTMLButtonElement).addEventListener("click", () => this.replyTo(undefined))
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !byId("foot", HTMLElement).contains(event.target)) this.#close()
    })
    this.#resize()
  }

  /**
   * @param {readonly Command[]} commands
   * @param {readonly string[]} examples
   */
  offer(commands, examples) {
    this.#commands = commands
    this.#examples = examples
  }

  /** @param {Message | undefined} message */
  replyTo(message) {
    this.#replyTo = message?.message_id
    this.#replyBar.hidden = message === undefined
    this.#replyPreview.textContent = firstLine(message)
    if (message) this.#input.focus()
  }

  focus() {
    this.#input.focus({ preventScroll: true })
  }

  async #submit() {
    const text = this.#input.value.trim()
    if (text === "") return
    this.#close()
    const replyTo = this.#replyTo
    this.#input.value = ""
    this.replyTo(undefined)
    this.#resize()
    if (!(await this.#onSend(text, replyTo)) && this.#input.value === "") {
      this.#input.value = text
      this.#resize()
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // While an input method is composing, Enter picks a word; 229 is what some of them send for it.
    if (event.isComposing || event.keyCode === 229) return
    const open = !this.#menu.hidden
    if (event.key === "Escape") {
      if (open) this.#close()
      else this.replyTo(undefined)
    } else if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault()
      this.#choose(this.#chosen + (event.key === "ArrowDown" ? 1 : -1))
    } else if (open && this.#chosen >= 0 && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault()
      this.#take(this.#choices[this.#chosen], event.key === "Enter")
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault()
      void this.#submit()
    }
  }

  #suggest() {
    const typed = this.#input.value
    if (!/^\/[a-z0-9_]*$/i.test(typed)) return this.#close()
    const choices = this.#commandChoices().filter((choice) => choice.label.startsWith(typed.toLowerCase()))
    if (choices.length === 0) return this.#close()
    this.#open(choices)
    this.#choose(0)
  }

  #commandChoices() {
    return this.#commands.map(({ command, description }) => ({
      insert: `/${command}`,
      label: `/${command}`,
      note: description,
      send: true,
    }))
  }

  #allChoices() {
    const examples = this.#examples.map((text) => ({ insert: text, label: text, note: "", send: true }))
    return [...this.#commandChoices(), ...examples]
  }

  /** @param {Choice[]} choices */
  #open(choices) {
    this.#choices = choices
    this.#chosen = -1
    this.#menu.replaceChildren()
    if (choices.length === 0) this.#menu.append(element("p", "menu-empty", "还没有命令"))
    let heading = ""
    choices.forEach((choice, index) => {
      const group = choice.label.startsWith("/") ? "命令" : "可以这样问"
      if (group !== heading) this.#menu.append(element("p", "menu-heading", group))
      heading = group
      const item = element("div", "menu-item")
      item.id = `choice-${index}`
      item.setAttribute("role", "option")
      if (choice.note === "") item.append(choice.label)
      else item.append(element("strong", "", choice.label), element("span", "", choice.note))
      item.addEventListener("click", () => this.#take(choice, true))
      this.#menu.append(item)
    })
    this.#menu.hidden = false
    this.#menuButton.setAttribute("aria-expanded", "true")
  }

  #close() {
    this.#menu.hidden = true
    this.#chosen = -1
    this.#menuButton.setAttribute("aria-expanded", "false")
    this.#input.removeAttribute("aria-activedescendant")
  }

  /** @param {number} index */
  #choose(index) {
    const count = this.#choices.length
    if (count === 0) return
    this.#chosen = (index + count) % count
    this.#menu.querySelectorAll(".menu-item").forEach((item, at) => {
      item.setAttribute("aria-selected", String(at === this.#chosen))
      if (at === this.#chosen) item.scrollIntoView({ block: "nearest" })
    })
    this.#input.setAttribute("aria-activedescendant", `choice-${this.#chosen}`)
  }

  /**
   * @param {Choice | undefined} choice
   * @param {boolean} send
   */
  #take(choice, send) {
    if (!choice) return
    this.#input.value = send ? choice.insert : `${choice.insert} `
    this.#close()
    this.#resize()
    this.#input.focus()
    if (send) void this.#submit()
  }

  #resize() {
    this.#input.style.height = "auto"
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, INPUT_MAX_HEIGHT_PX)}px`
    this.#send.disabled = this.#input.value.trim() === ""
  }
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function byId(id, kind) {
  const node = document.getElementById(id)
  if (!(node instanceof kind)) throw new Error(`no ${id} on the page`)
  return node
}
