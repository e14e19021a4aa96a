import type { Message } from "grammy/types"
import { afterEach, beforeEach, expect, it } from "vitest"
import type { Ask } from "../../src/answer/ask.ts"
import { asked } from "../telegram/samples.ts"
import { type BotWorld, echo, GROUP, openWorld, SEEN_MS } from "./bot-world.ts"

const QUESTION = "第二小学的校长是谁？"
const CHOICES = ["禾溪县第二小学", "白渡县第二小学"].map((label) => ({
  label,
  question: `${label}的校长是谁？`,
}))
const ask: Ask = async (text, options) =>
  text === QUESTION
    ? asked({ kind: "clarify", about: "第二小学", choices: CHOICES, mode: "keyless" })
    : echo(text, options)

let world: BotWorld
let toasts: string[]

beforeEach(async () => {
  world = await openWorld()
  toasts = []
  world.api.subscribe((event) => {
    if (event.type === "callback-answer") toasts.push(`${event.userId}: ${event.text}`)
  })
  await world.start(() => ({ ask }))
})
afterEach(() => world.close())

/** What the bot asks back in a chat when a reader asks what could be two things. */
async function askedBack(userId: number, chatId: number): Promise<Message> {
  world.api.userSends(userId, chatId, chatId === userId ? QUESTION : `@paper_bot ${QUESTION}`)
  return (await world.hear(chatId, 1))[0] as Message
}

function buttons(message: Message): { readonly text: string; readonly data: string }[] {
  return (message.reply_markup?.inline_keyboard.flat() ?? []).flatMap((one) =>
    "callback_data" in one ? [{ text: one.text, data: one.callback_data }] : [],
  )
}

async function press(
  userId: number,
  { chat, message_id }: Message,
  data: string,
): Promise<string | undefined> {
  const before = toasts.length
  world.api.userPresses(userId, chat.id, message_id, data)
  await world.api.until(() => toasts.length > before, SEEN_MS)
  return toasts.at(-1)
}

it("lists the choices, each with a button that asks its question", async () => {
  const message = await askedBack(1, 1)
  expect(message.text).toBe("报道里的“第二小学”不止一个，您问的是：\n1. 禾溪县第二小学\n2. 白渡县第二小学")
  expect(buttons(message).map(({ text }) => text)).toEqual(CHOICES.map(({ label }) => label))
  for (const { data } of buttons(message)) expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
  expect(await press(1, message, buttons(message)[1]?.data ?? "")).toBe("1: ")
  const [, answer] = await world.hear(1, 2)
  expect(answer?.text).toContain("答：白渡县第二小学的校长是谁？")
  expect(answer?.reply_to_message?.message_id).toBe(message.message_id)
})

it("takes in a group only the press of the one who asked", async () => {
  const message = await askedBack(1, GROUP)
  const [first] = buttons(message)
  expect(await press(2, message, first?.data ?? "")).toBe("2: 请由提问的人来选。")
  expect(world.said(GROUP)).toHaveLength(1)
  expect(await press(1, message, first?.data ?? "")).toBe("1: ")
  expect((await world.hear(GROUP, 2))[1]?.text).toContain("答：禾溪县第二小学的校长是谁？")
})

it("answers a forged press, and one of another chat, by one line", async () => {
  const message = await askedBack(1, 1)
  const other = await askedBack(2, 2)
  const gone = "1: 这个按钮已经不能用了。"
  const [ledgerId] = /\d+/.exec(buttons(other)[0]?.data ?? "") ?? []
  for (const data of [`choice:${ledgerId}:0:1`, "choice:999999:0:1", "choice:1:9:1", "choice:1"])
    expect(await press(1, message, data)).toBe(gone)
  expect(world.said(1)).toHaveLength(1)
})
