/** @import { ChatEvent, Draft, Entry, Message, Snapshot, Tab } from "./connection.js" */
import { byId, Composer } from "./composer.js"
import { connect, exampleQuestions, post } from "./connection.js"
import { element, MessageLog } from "./messages.js"
import { announce } from "./notices.js"
import { showTabs } from "./tabs.js"
import { bindTheme } from "./theme.js"

const TYPING_MS = 5000
const DRAFT_MS = 30_000
const PRESS_LIMIT_MS = 10_000
const ENTRIES_LIMIT = 500

/** @type {Snapshot | undefined} */
let world
/** @type {string[]} */
let examples = []
/** @type {number | undefined} */
let active
/** Who presses buttons in the channel: the last person looked at. */
let lastPerson = 0
let connected = false
/** @type {Map<number, number>} */
const unread = new Map()
/** @type {Map<number, ReturnType<typeof setTimeout>>} */
const typing = new Map()
/** What a bot is writing, by chat. @type {Map<number, { draft: Draft, timer: ReturnType<typeof setTimeout> }>} */
const drafts = new Map()
/** What to do once a press is answered, by its id. @type {Map<string, () => void>} */
const pressed = new Map()
/** Presses whose answer was here before their id. @type {Set<string>} */
const answered = new Set()

const log = new MessageLog(byId("log", HTMLElement), byId("to-end", HTMLButtonElement))
const composer = new Composer(send)

/** @param {number} chatId */
function tabOf(chatId) {
  return world?.tabs.find((tab) => tab.chatId === chatId)
}

/** @param {number} chatId */
function open(chatId) {
  const tab = tabOf(chatId)
  if (!tab || !world) return
  active = chatId
  if (tab.userId !== null) lastPerson = tab.userId
  unread.delete(chatId)
  history.replaceState(null, "", `#${chatId}`)
  byId("title", HTMLElement).textContent = tab.userId === null ? tab.name : world.bot.name
  byId("identity", HTMLElement).textContent = tab.userId === null ? "只读" : `我是${tab.name}`
  byId("composer", HTMLFormElement).hidden = tab.userId === null
  byId("read-only", HTMLElement).hidden = tab.userId !== null
  byId("chat", HTMLElement).setAttribute("aria-labelledby", `tab-${chatId}`)
  composer.replyTo(undefined)
  composer.offer(tab.commands, examples)
  log.show(tab.entries, {
    botId: world.bot.id,
    ownId: tab.userId,
    onCommand: (command) => {
      if (tab.userId === null && lastPerson !== undefined) open(lastPerson)
      void send(command, undefined)
    },
    onPress: press,
    onReply: (message) => composer.replyTo(message),
  })
  log.showTyping(typing.has(chatId))
  if (tab.entries.length === 0) showWelcome(tab)
  log.showDraft(drafts.get(chatId)?.draft)
  drawTabs()
  drawStatus()
}

/** @param {Tab} tab */
function showWelcome(tab) {
  const card = element("section", "welcome")
  const icon = /** @type {HTMLImageElement} */ (element("img"))
  icon.src = "/page/icon.svg"
  icon.alt = ""
  const paper = world?.paperName ?? ""
  const ask = tab.userId !== null
  card.append(icon, element("h3", "", ask ? `问问${paper}` : "还没有内容"))
  card.append(
    element("p", "", ask ? "每句回答都附原文出处。" : "每日新闻摘要会发在这里，编辑也可以用 /digest 发布。"),
  )
  if (ask) {
    const chips = element("div", "chips")
    for (const text of examples) chips.append(sendButton("chip", text, text))
    card.append(chips, sendButton("chip-help", "能做什么？/help", "/help"))
  }
  byId("log", HTMLElement).replaceChildren(card)
}

/**
 * @param {string} className
 * @param {string} label
 * @param {string} text
 */
function sendButton(className, label, text) {
  const button = /** @type {HTMLButtonElement} */ (element("button", className, label))
  button.type = "button"
  button.addEventListener("click", () => void send(text, undefined))
  return button
}

function drawTabs() {
  const tabs = world?.tabs ?? []
  showTabs(tabs, active, unread, (tab) => {
    open(tab.chatId)
    if (matchMedia("(hover: hover)").matches && tab.userId !== null) composer.focus()
  })
}

function drawStatus() {
  const status = byId("status", HTMLElement)
  const tab = active === undefined ? undefined : tabOf(active)
  const busy = active !== undefined && typing.has(active)
  status.classList.toggle("busy", busy)
  if (!connected) status.textContent = "连接断开，正在重连…"
  else if (busy) status.textContent = "正在输入…"
  else status.textContent = tab?.userId === null ? "每日新闻摘要" : "机器人"
}

/**
 * @param {number} chatId
 * @param {boolean} on
 */
function setTyping(chatId, on) {
  clearTimeout(typing.get(chatId))
  typing.delete(chatId)
  if (on) {
    typing.set(
      chatId,
      setTimeout(() => setTyping(chatId, false), TYPING_MS),
    )
  }
  if (chatId !== active) return
  log.showTyping(on)
  drawStatus()
}

/**
 * @param {number} chatId
 * @param {Draft} [draft]
 */
function setDraft(chatId, draft) {
  clearTimeout(drafts.get(chatId)?.timer)
  drafts.delete(chatId)
  if (draft) drafts.set(chatId, { draft, timer: setTimeout(() => setDraft(chatId), DRAFT_MS) })
  if (chatId === active) log.showDraft(draft)
}

/** There are none before the archive is read in: then the next snapshot asks again. */
async function fetchExamples() {
  if (examples.length > 0) return
  examples = await exampleQuestions()
  const tab = active === undefined ? undefined : tabOf(active)
  if (!tab || examples.length === 0) return
  if (tab.entries.length === 0) open(tab.chatId)
  else composer.offer(tab.commands, examples)
}

/** @param {Snapshot} snapshot */
function onSnapshot(snapshot) {
  const first = world === undefined
  const before = JSON.stringify(active === undefined ? undefined : tabOf(active)?.entries)
  world = snapshot
  void fetchExamples()
  byId("paper", HTMLElement).textContent = snapshot.paperName
  document.title = `${snapshot.paperName} · 本地试用台`
  const wanted = active ?? Number(location.hash.slice(1))
  const tab = tabOf(wanted) ?? snapshot.tabs[0]
  if (!tab) return
  if (first || JSON.stringify(tab.entries) !== before) return open(tab.chatId)
  composer.offer(tab.commands, examples)
  drawTabs()
}

/** @param {ChatEvent} event */
function onEvent(event) {
  const tab = tabOf(event.chatId)
  if (!tab) return
  const shown = event.chatId === active
  switch (event.type) {
    case "message":
      return onMessage(tab, event.message, shown)
    case "edit":
      setTyping(event.chatId, false)
      return change(tab, event.message.message_id, (entry) => ({ ...entry, message: event.message }))
    case "reaction":
      return change(tab, event.messageId, (entry) => ({ ...entry, reactions: event.reactions }))
    case "delete":
      tab.entries = tab.entries.filter((entry) => entry.message.message_id !== event.messageId)
      if (shown) open(tab.chatId)
      else drawTabs()
      return
    case "action":
      return setTyping(event.chatId, true)
    case "draft":
      return setDraft(event.chatId, event)
    case "callback-answer":
      if (pressed.has(event.queryId)) pressed.get(event.queryId)?.()
      else answered.add(event.queryId)
      if (event.text !== "" && shown) announce(event.text, event.alert)
  }
}

/**
 * @param {Tab} tab
 * @param {Message} message
 * @param {boolean} shown
 */
function onMessage(tab, message, shown) {
  const entry = { message, reactions: [] }
  const empty = tab.entries.length === 0
  tab.entries = [...tab.entries, entry].slice(-ENTRIES_LIMIT)
  const own = message.from?.id === tab.userId
  if (!own) {
    setTyping(tab.chatId, false)
    setDraft(tab.chatId)
  }
  if (!shown && !own) unread.set(tab.chatId, (unread.get(tab.chatId) ?? 0) + 1)
  if (shown && empty) return open(tab.chatId)
  if (shown) log.add(entry)
  drawTabs()
}

/**
 * @param {Tab} tab
 * @param {number} messageId
 * @param {(entry: Entry) => Entry} how
 */
function change(tab, messageId, how) {
  const at = tab.entries.findIndex((entry) => entry.message.message_id === messageId)
  const old = tab.entries[at]
  if (!old) return
  const entry = how(old)
  tab.entries = tab.entries.with(at, entry)
  if (tab.chatId === active) log.replace(entry)
  drawTabs()
}

/**
 * @param {string} text
 * @param {number | undefined} replyTo
 */
async function send(text, replyTo) {
  const tab = active === undefined ? undefined : tabOf(active)
  if (!tab || tab.userId === null) return false
  const sent = await post("messages", {
    chatId: tab.chatId,
    text,
    ...(replyTo === undefined ? {} : { replyTo }),
  })
  if (!sent) announce("没有发出去，请再试一次", false)
  return sent !== undefined
}

/**
 * @param {Message} message
 * @param {string} data
 * @param {HTMLButtonElement} button
 */
async function press(message, data, button) {
  const tab = active === undefined ? undefined : tabOf(active)
  if (!tab || !world) return
  const userId = tab.userId ?? (lastPerson || world.tabs[0]?.userId)
  button.classList.add("busy")
  const taken = await post("presses", { userId, chatId: tab.chatId, messageId: message.message_id, data })
  const id = taken?.queryId
  if (id === undefined) {
    button.classList.remove("busy")
    return announce("没有按成，请再试一次", false)
  }
  const end = () => {
    clearTimeout(timer)
    pressed.delete(id)
    button.classList.remove("busy")
  }
  const timer = setTimeout(end, PRESS_LIMIT_MS)
  pressed.set(id, end)
  if (answered.delete(id)) end()
}

bindTheme(byId("theme", HTMLButtonElement))
connect({
  snapshot: onSnapshot,
  event: onEvent,
  state: (now) => {
    connected = now
    drawStatus()
  },
})
