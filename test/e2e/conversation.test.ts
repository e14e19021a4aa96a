import type { Message } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Ask } from "../../src/answer/ask.ts"
import { wholeQuestion } from "../../src/answer/follow-up.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { answered, asked, verbatim } from "../telegram/samples.ts"
import { type BotWorld, GROUP, incoming, openWorld } from "./bot-world.ts"

const PLACES = ["青屏县", "白渡县"].map((county) => ({ path: ["汐川市", county] }))

/** Answers with the question as it was understood; one that begins with 无 is not answered. */
const understanding: Ask = async (text, { now, turns = [] }) => {
  const { question: whole, from } = wholeQuestion(text, turns, now, PLACES)
  const question = readQuestion(whole, { now, timeZone: "Asia/Shanghai" })
  const told = whole.startsWith("无")
    ? asked({ kind: "not-found", nearest: [], mode: "keyless" })
    : answered([verbatim(`答：${whole}`)])
  const trace = { ...told.trace, question: { ...question, now: now.toISOString() } }
  return { ...told, question, trace, ...(from === "self" ? {} : { understoodAs: whole }) }
}

let world: BotWorld
let time: Date
beforeEach(async () => {
  world = await openWorld()
  time = new Date("2025-11-03T02:00:00Z")
})
afterEach(() => world.close())

const start = () => world.start(() => ({ ask: understanding, now: () => time }))
const first = (message: Message | undefined) => message?.text?.split("\n")[0]

/** What a person hears in private, in order. */
async function check(userId: number, talk: readonly (readonly [says: string, hears: string])[]) {
  const before = world.said(userId).length
  for (const [index, [says, hears]] of talk.entries()) {
    world.api.userSends(userId, userId, says)
    const heard = (await world.hear(userId, before + index + 1)).at(-1)
    expect(heard?.text).toContain(hears)
  }
}

describe("in private", () => {
  it("a follow-up is answered as the whole question, and the reader sees which", async () => {
    await start()
    await check(1, [
      ["青屏县油茶产量是多少？", "答：青屏县油茶产量是多少？"],
      ["那去年呢？", "按“去年青屏县油茶产量是多少？”理解\n\n答：去年青屏县油茶产量是多少？"],
      ["白渡县呢", "按“去年白渡县油茶产量是多少？”理解"],
      ["谢谢", "不客气"],
      ["还有别的吗", "按“去年白渡县油茶产量是多少？”理解"],
    ])
    world.api.userSends(1, 1, "汐江二桥什么时候通车？")
    expect(first((await world.hear(1, 6))[5])).toBe("答：汐江二桥什么时候通车？[1]")
  })

  it("a question without an answer is followed up, too", async () => {
    await start()
    await check(1, [
      ["无人机表演在青屏县几点开始？", "没有找到答案"],
      ["白渡县呢？", "按“无人机表演在白渡县几点开始？”理解"],
    ])
  })

  it("two chats never mix", async () => {
    await start()
    await check(1, [["青屏县油茶产量是多少？", "答："]])
    await check(2, [["那去年呢？", "答：那去年呢？"]])
    await check(1, [["那去年呢？", "按“去年青屏县油茶产量是多少？”理解"]])
  })

  it("what was said half an hour ago is over, but a reply to an answer is about that answer", async () => {
    await start()
    await check(1, [["青屏县油茶产量是多少？", "答："]])
    const answer = world.said(1)[0]
    time = new Date(time.getTime() + 31 * 60_000)
    await check(1, [
      ["那去年呢？", "答：那去年呢？"],
      ["汐江二桥什么时候通车？", "答："],
    ])
    world.api.userSends(1, 1, "那去年呢？", { replyTo: answer?.message_id ?? 0 })
    expect((await world.hear(1, 4))[3]?.text).toContain("按“去年青屏县油茶产量是多少？”理解")
  })
})

describe("in a group", () => {
  const says = (userId: number, text: string, replyTo?: number) =>
    world.api.userSends(userId, GROUP, text, replyTo === undefined ? {} : { replyTo })

  it("the bot follows only what it was asked, by each person for themselves", async () => {
    await start()
    says(1, "@paper_bot 青屏县油茶产量是多少？")
    await world.hear(GROUP, 1)
    says(1, "那去年呢？")
    says(2, "/ask 那去年呢？")
    says(2, "@paper_bot 汐江二桥什么时候通车？")
    says(1, "/ask 那去年呢？")
    const heard = await world.hear(GROUP, 4)
    expect(heard.map(first)).toEqual([
      "答：青屏县油茶产量是多少？[1]",
      "答：那去年呢？[1]",
      "答：汐江二桥什么时候通车？[1]",
      "按“去年青屏县油茶产量是多少？”理解",
    ])
  })

  it("whoever replies to an answer follows that answer", async () => {
    await start()
    says(1, "/ask 青屏县油茶产量是多少？")
    const [answer] = await world.hear(GROUP, 1)
    says(2, "那去年呢？", answer?.message_id)
    expect(first((await world.hear(GROUP, 2))[1])).toBe("按“去年青屏县油茶产量是多少？”理解")
  })

  it("threads are apart", async () => {
    const chat = { id: GROUP, type: "supergroup", title: "读者群", is_forum: true }
    const post = (update_id: number, thread: number | undefined, text: string) => ({
      update_id,
      message: {
        ...incoming(1),
        message_id: update_id,
        chat,
        text,
        entities: [{ type: "bot_command", offset: 0, length: 4 }],
        ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
      },
    })
    world.store(
      [
        post(1, 10, "/ask 青屏县油茶产量是多少？"),
        post(2, 20, "/ask 那去年呢？"),
        post(3, undefined, "/ask 那去年呢？"),
        post(4, 10, "/ask 那去年呢？"),
      ],
      time,
    )
    await start()
    expect((await world.hear(GROUP, 4)).map(first)).toEqual([
      "答：青屏县油茶产量是多少？[1]",
      "答：那去年呢？[1]",
      "答：那去年呢？[1]",
      "按“去年青屏县油茶产量是多少？”理解",
    ])
  })
})

describe("a reader's language", () => {
  const buttons = (message: Message | undefined) =>
    message?.reply_markup?.inline_keyboard
      .flat()
      .flatMap((one) => ("callback_data" in one ? one.callback_data : []))

  it("is chosen by a button, and kept", async () => {
    const { stop } = await start()
    world.api.userSends(1, 1, "/language")
    const [ask] = await world.hear(1, 1)
    expect(buttons(ask)).toEqual(["language:zh-CN", "language:zh-TW", "language:en"])
    world.api.userPresses(1, 1, ask?.message_id ?? 0, "language:zh-TW")
    await world.api.until(() => world.said(1)[0]?.text?.includes("以後用繁體中文"), 20_000)
    await check(1, [["新桥多长？", "答：新橋多長？[1]"]])
    await stop()
    await start()
    await check(1, [
      ["那去年呢？", "按「去年新橋多長？」理解\n\n答：去年新橋多長？"],
      ["/latest", "1. 報道a1"],
      ["/summary 2", "a2的摘要（brief）"],
    ])
    await check(2, [["/latest", "最近的报道："]])
  })

  it.each([
    ["zh-hans", "最近的报道："],
    ["zh-hant", "最近的報導："],
    ["zh-TW", "最近的報導："],
    ["en-GB", "The newest articles:"],
    ["ja", "最近的报道："],
    [undefined, "最近的报道："],
  ])("is that of the reader's Telegram: %s", async (language_code, head) => {
    const { from: reader, ...message } = incoming(1)
    const from = language_code === undefined ? reader : { ...reader, language_code }
    const entities = [{ type: "bot_command", offset: 0, length: 7 }]
    world.store([{ update_id: 1, message: { ...message, from, text: "/latest", entities } }], new Date())
    await world.start()
    expect(first((await world.hear(1, 1))[0])).toBe(head)
  })

  it("counts in private only: a group hears the bot's own", async () => {
    const { db } = await start()
    db.prepare("INSERT INTO reader_settings VALUES (1, 'en')").run()
    await check(1, [["/latest", "The newest articles:"]])
    world.api.userSends(1, GROUP, "/latest")
    world.api.userSends(1, GROUP, "/language")
    const heard = await world.hear(GROUP, 2)
    expect(heard.map(first)).toEqual(["最近的报道：", expect.stringContaining("私聊")])
  })
})
