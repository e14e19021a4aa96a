/** @import { Tab } from "./connection.js" */
import { byId } from "./composer.js"
import { element, firstLine, timeOfDay } from "./messages.js"

/**
 * The people and the channel, each with the last message and what is unread. Arrow keys go from one to the next.
 * @param {readonly Tab[]} tabs
 * @param {number | undefined} active
 * @param {ReadonlyMap<number, number>} unread
 * @param {(tab: Tab) => void} onOpen
 */
export function showTabs(tabs, active, unread, onOpen) {
  const list = byId("tabs", HTMLElement)
  const focused = list.contains(document.activeElement)
  list.replaceChildren(
    ...tabs.map((tab) => tabButton(tab, tab.chatId === active, unread.get(tab.chatId) ?? 0, onOpen)),
  )
  if (focused) byId(`tab-${active}`, HTMLElement).focus()
  list.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    const at = tabs.findIndex((tab) => tab.chatId === active)
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    event.preventDefault()
    byId(`tab-${next.chatId}`, HTMLElement).click()
    byId(`tab-${next.chatId}`, HTMLElement).focus()
  }
}

/**
 * @param {Tab} tab
 * @param {boolean} selected
 * @param {number} unread
 * @param {(tab: Tab) => void} onOpen
 */
function tabButton(tab, selected, unread, onOpen) {
  const button = /** @type {HTMLButtonElement} */ (element("button", "tab"))
  button.type = "button"
  button.id = `tab-${tab.chatId}`
  button.setAttribute("role", "tab")
  button.setAttribute("aria-selected", String(selected))
  button.setAttribute("aria-controls", "chat")
  button.tabIndex = selected ? 0 : -1
  const last = tab.entries.at(-1)?.message
  const words = element("span", "tab-words")
  const top = element("span", "tab-top")
  top.append(element("strong", "", tab.name), element("time", "", last ? timeOfDay(last.date) : ""))
  words.append(top, element("span", "tab-last", last ? firstLine(last) : tab.role))
  const avatar = element("span", "avatar", tab.initial)
  avatar.dataset.person = String(tab.chatId)
  avatar.setAttribute("aria-hidden", "true")
  button.append(avatar, words)
  if (unread > 0) {
    const dot = element("span", "unread", String(Math.min(unread, 99)))
    dot.setAttribute("aria-label", `${unread} 条未读`)
    button.append(dot)
  }
  button.addEventListener("click", () => onOpen(tab))
  return button
}
