import { Api } from "grammy"
import { afterEach, beforeEach, expect, it } from "vitest"
import { systemClock } from "../../src/digest/clock.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createPace } from "../../src/digest/pace.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import type { BotDeps } from "../../src/telegram/bot.ts"
import { pressOnRefused } from "../../src/telegram/delivery-presses.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { type BotWorld, EDITOR, GROUP, openWorld, PUBLIC, READERS, TOKEN } from "./bot-world.ts"

const CHANNEL = String(GROUP)
const PAYLOAD = JSON.stringify({ text: "青江日报新闻摘要 · 2025年10月24日\n\n临河", entities: [] })

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** A bot with a channel; its digest, asked to deliver, sends what is pending by the given means. */
const withChannel = (deps: BotDeps): Partial<BotDeps> => ({ channelId: CHANNEL, editorIds: deps.editorIds })

/** Leaves one message to the chat in the state that a broken connection leaves. */
function leaveAmbiguous(db: Db, chat = CHANNEL): void {
  const editions = new SqliteEditions(db)
  const outbox = new SqliteOutbox(db)
  const occurrence = `daily:2025-10-${24 + editions.status(9).editions.length}`
  const edition = { occurrence, date: "2025-10-24", groups: [], left: 0 }
  editions.publish(edition, { cutoff: undefined, now: new Date(), chats: [chat], messages: [PAYLOAD] })
  const claimed = outbox.claim(outbox.pending(1)[0]?.id ?? -1)
  if (claimed) outbox.settle(claimed, { state: "ambiguous", why: "network: ECONNRESET" }, new Date())
}

const states = (db: Db) => db.prepare("SELECT state FROM outbox ORDER BY id").pluck().all()

function buttons(at = 0): string[] {
  const rows = world.said(EDITOR)[at]?.reply_markup?.inline_keyboard ?? []
  return rows.flat().map((button) => ("callback_data" in button ? button.callback_data : ""))
}

async function press(userId: number, chatId: number, messageId: number, data = ""): Promise<void> {
  const asked = world.api.calls.filter((name) => name === "answerCallbackQuery").length
  world.api.userPresses(userId, chatId, messageId, data)
  const answered = () => world.api.calls.filter((name) => name === "answerCallbackQuery").length > asked
  await world.api.until(answered, 20_000)
}

it.each([
  ["there", 0, "sent", "记为已发送"],
  ["again", 1, "pending", "重新发送"],
])("an editor is asked once, and presses %s, also after a restart", async (_name, button, state, words) => {
  const first = await world.start(withChannel)
  leaveAmbiguous(first.db)
  leaveAmbiguous(first.db, "1")
  await first.bot.tellEditors()
  await first.bot.tellEditors()
  expect(world.said(EDITOR).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^“读者群”里可能少了一条：2025-10-24 /),
  ])
  await first.stop()

  const { bot, db } = await world.start(withChannel)
  await bot.tellEditors()
  const [asked] = world.said(EDITOR)
  world.api.userPresses(EDITOR, EDITOR, asked?.message_id ?? 0, buttons()[button] ?? "")
  await world.api.until(() => world.said(EDITOR)[0]?.text?.includes(words), 20_000)
  expect(states(db)).toEqual([state, "ambiguous"])
  expect(world.said(EDITOR)).toHaveLength(1)

  await press(EDITOR, EDITOR, asked?.message_id ?? 0, buttons()[1 - button])
  expect(states(db)).toEqual([state, "ambiguous"])
})

it("settles nothing by the press of somebody else, or of a button for an earlier try", async () => {
  const { bot, db } = await world.start(withChannel)
  leaveAmbiguous(db)
  await bot.tellEditors()
  const reader = READERS[0]
  world.api.userSends(reader, reader, "新桥？")
  const [message] = await world.hear(reader, 1)
  await press(reader, reader, message?.message_id ?? 0, "outbox:again:1:1")
  await press(EDITOR, EDITOR, world.said(EDITOR)[0]?.message_id ?? 0, "outbox:again:1:7")
  expect(states(db)).toEqual(["ambiguous"])
})

it("asks anew about a message that was sent again and broke again", async () => {
  const { bot, db } = await world.start(withChannel)
  leaveAmbiguous(db)
  await bot.tellEditors()
  const outbox = new SqliteOutbox(db)
  outbox.resolve({ id: 1, attempt: 1 }, "again")
  const claimed = outbox.claim(1)
  if (claimed) outbox.settle(claimed, { state: "ambiguous", why: "reset" }, new Date())
  await bot.tellEditors()
  expect(world.said(EDITOR)).toHaveLength(2)
})

it("of a group that has subscribed, too, editors are asked, even where there is no channel", async () => {
  const { bot, db } = await world.start()
  leaveAmbiguous(db)
  leaveAmbiguous(db, "-1009")
  await bot.tellEditors()
  await bot.tellEditors()
  expect(world.said(EDITOR).map(({ text }) => text?.slice(0, 12))).toEqual([
    expect.stringContaining("“读者群”里"),
    expect.stringContaining("“-1009”里"),
  ])
})

/** Puts a message to each of these chats into the outbox and sends what waits there. */
async function send(db: Db, chats: readonly string[]): Promise<void> {
  const outbox = new SqliteOutbox(db)
  const editions = new SqliteEditions(db)
  const occurrence = `daily:${editions.status(9).editions.length}`
  const edition = { occurrence, date: "2025-10-24", groups: [], left: 0 }
  if (chats.length > 0)
    editions.publish(edition, { cutoff: undefined, now: new Date(), chats, messages: [PAYLOAD] })
  const transport = createTransport(new Api(TOKEN, { apiRoot: world.apiRoot }))
  const pace = { ...createPace(systemClock), waitMs: () => 0 }
  const log = { info: () => undefined, warn: () => undefined }
  await createDelivery({ outbox, transport, pace, clock: systemClock, log }).deliver()
}

it.each([
  ["a wrong channel id", "-1009", "chat not found"],
  ["a channel where the bot is no admin", String(PUBLIC), "机器人不是那里可以发消息的管理员"],
])("%s is told once, in one line, and others get theirs", async (_name, channelId, words) => {
  world.api.world.setMayPost(PUBLIC, false)
  const { bot, db } = await world.start(() => ({ channelId }))
  await send(db, [channelId, "1"])
  expect(states(db)).toEqual(["failed", "sent"])
  await bot.tellEditors()
  await bot.tellEditors()
  expect(world.said(EDITOR).map(({ text }) => text)).toEqual([
    expect.stringMatching(`^[^\n]*${words}[^\n]*$`),
  ])
})

it("what the channel refused is offered once it takes messages again, and goes there by a press, once", async () => {
  world.api.world.setMayPost(PUBLIC, false)
  const running = await world.start(() => ({ channelId: String(PUBLIC) }))
  await send(running.db, [String(PUBLIC)])
  await running.bot.tellEditors()
  await running.stop()

  world.api.world.setMayPost(PUBLIC, true)
  const { bot, db } = await world.start(() => ({ channelId: String(PUBLIC) }))
  await bot.tellEditors()
  await bot.tellEditors()
  const [, offer, ...more] = world.said(EDITOR)
  expect(more).toEqual([])
  expect(offer?.text).toContain("2025-10-24 的新闻摘要有 1 条没能发进频道")
  await world.press(EDITOR, offer, "补发没发出的")
  await send(db, [])
  const [data] = buttons(1)
  await press(EDITOR, EDITOR, offer?.message_id ?? 0, data ?? pressOnRefused(1))
  await send(db, [])
  expect(states(db)).toEqual(["sent"])
  expect(world.said(PUBLIC)).toHaveLength(0)
  expect(world.api.transcript(PUBLIC)).toHaveLength(1)
  await bot.tellEditors()
  expect(world.said(EDITOR)).toHaveLength(2)
})

it("days that were missed are told in one message, once", async () => {
  const { bot, db } = await world.start(withChannel)
  const editions = new SqliteEditions(db)
  editions.skip("2025-10-22", "nothing-new", new Date())
  editions.skip("2025-10-23", "too-late", new Date(), 4)
  editions.skip("2025-10-24", "too-late", new Date())
  await bot.tellEditors()
  await bot.tellEditors()
  editions.skip("2025-10-25", "too-late", new Date())
  await bot.tellEditors()
  expect(world.said(EDITOR).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^2025-10-23、2025-10-24 的.*\n.*还有 4 天/),
    expect.stringMatching(/^2025-10-25 的[^\n]*$/),
  ])
})

it("an editor who cannot be written to keeps nobody waiting", async () => {
  const { bot, db } = await world.start(withChannel)
  leaveAmbiguous(db)
  world.api.setBlocked(EDITOR, true)
  await bot.tellEditors()
  world.api.setBlocked(EDITOR, false)
  await bot.tellEditors()
  expect(world.said(EDITOR)).toEqual([])
})
