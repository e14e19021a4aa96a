import { Bot } from "grammy"
import type { Update } from "grammy/types"
import { expect, test } from "vitest"
import { botUser } from "../../src/playground/local-bot-api.ts"
import { deliveryPresses, pressOnAmbiguous, pressOnRefused } from "../../src/telegram/delivery-presses.ts"
import { loadTexts } from "../../src/telegram/texts.ts"

const EDITOR = 9
const BOT = botUser({ token: "1:token", botName: "报", botUsername: "paper_bot" })

/** What happens at a press, in order: methods of the Bot API, and deliveries. */
async function happens(data: string, from: number, isLeft: boolean): Promise<string[]> {
  const seen: string[] = []
  const bot = new Bot("1:token", { botInfo: BOT })
  bot.api.config.use(async (_previous, method) => {
    seen.push(method)
    return { ok: true, result: true } as never
  })
  bot.use(
    deliveryPresses({
      outbox: {
        resolve: () => isLeft,
        sendRefused: () => (isLeft ? 2 : 0),
      },
      digest: {
        deliver: async () => {
          seen.push("delivery")
          return { sent: 0, failed: 0, ambiguous: 0, postponed: 0 }
        },
      },
      editorIds: new Set([EDITOR]),
      textsFor: () => loadTexts("zh-CN"),
      now: () => new Date(0),
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
      describe: String,
    }),
  )
  const chat = { id: from, type: "private", first_name: "编" } as const
  const update: Update = {
    update_id: 1,
    callback_query: {
      id: "1",
      chat_instance: "1",
      from: { id: from, is_bot: false, first_name: "编" },
      message: { message_id: 1, date: 1, chat, text: "?" },
      data,
    },
  }
  await bot.handleUpdate(update)
  return seen
}

const replies = ["answerCallbackQuery", "editMessageText"]
const claim = { id: 3, attempt: 1 }
// Delivery takes out what was retracted meanwhile, and a row that is pending again may be found by one under way.
test.each([
  ["what was refused is sent", pressOnRefused(3), EDITOR, true, ["delivery", ...replies]],
  ["by a second editor, nothing", pressOnRefused(3), EDITOR, false, replies],
  ["sent again", pressOnAmbiguous(claim, "again"), EDITOR, true, ["delivery", ...replies]],
  ["again, settled already", pressOnAmbiguous(claim, "again"), EDITOR, false, replies],
  ["it is there", pressOnAmbiguous(claim, "there"), EDITOR, true, replies],
  ["a press of somebody else", pressOnRefused(3), 8, true, []],
])("%s: delivery begins before anything else can", async (_name, data, from, isLeft, expected) => {
  expect(await happens(data, from, isLeft)).toEqual(expected)
})
