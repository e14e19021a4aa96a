import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { answered, verbatim } from "../telegram/samples.ts"
import {
  type BotWorld,
  door,
  EDITOR,
  GROUP,
  incoming,
  openWorld,
  SEEN_MS,
  slowAsk,
  TOKEN,
} from "./bot-world.ts"

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
  expect(world.logged.join("\n")).not.toContain(TOKEN)
})

/** What a person hears when they say these things one after the other. */
async function check(userId: number, talk: readonly (readonly [says: string, hears: string | RegExp])[]) {
  await world.start()
  for (const [index, [says, hears]] of talk.entries()) {
    world.api.userSends(userId, userId, says)
    const heard = (await world.hear(userId, index + 1)).at(-1)?.text ?? ""
    if (typeof hears === "string") expect(heard).toContain(hears)
    else expect(heard).toMatch(hears)
  }
}

describe("a reader", () => {
  it("asks, and gets an answer in reply to the question, with its source", async () => {
    const { db, bot } = await world.start()
    const question = world.api.userSends(1, 1, "新桥多长？")
    const [answer] = await world.hear(1, 1)
    expect(answer?.text).toContain("答：新桥多长？[1]")
    expect(answer?.reply_to_message?.message_id).toBe(question.message_id)
    const mark = { type: "text_link", offset: 7, length: 3, url: "https://paper.example/a1" }
    expect(answer?.entities).toContainEqual(mark)
    expect(world.api.calls).toContain("sendChatAction")
    await bot.stop()
    expect(db.prepare("SELECT chat_id, question FROM ledger").all()).toEqual([
      { chat_id: 1, question: "新桥多长？" },
    ])
    expect(db.prepare("SELECT message_id FROM ledger_messages").pluck().all()).toEqual([answer?.message_id])
  })

  it("sees what is kept, and has it deleted after a press", async () => {
    const { db, bot } = await world.start()
    for (const [at, words] of ["新桥多长？", "/privacy", "/forget"].entries()) {
      world.api.userSends(1, 1, words)
      await world.hear(1, at + 1)
    }
    world.api.userSends(2, 2, "新桥多长？")
    await world.hear(2, 1)
    const [, kept, asks] = world.said(1)
    expect(kept?.text).toContain("365 天")
    expect(kept?.text).not.toContain("语言模型")
    expect(asks?.reply_markup?.inline_keyboard.flat().map(({ text }) => text)).toEqual(["删除", "不删除"])
    const count = () => db.prepare("SELECT chat_id FROM ledger ORDER BY id").pluck().all()
    const press = async (data: string, shows: string) => {
      world.api.userPresses(1, 1, asks?.message_id ?? 0, data)
      await world.api.until(() => world.said(1).some(({ text }) => text?.includes(shows)), SEEN_MS)
    }
    await press("forget:no", "没有删除")
    expect(count()).toEqual([1, 2])
    await press("forget:yes", "已经删除")
    await bot.stop()
    expect(count()).toEqual([2])
  })

  it("sees an answer grow while a model writes it; it is in the ledger before it is sent", async () => {
    const claims = ["桥长一千米。", "十月通车。"].map((text) => verbatim(text))
    const { opened, open } = door()
    const { db } = await world.start(() => ({
      ask: async (_, { onClaim, readerId }) => {
        expect(readerId).toBe(1)
        for (const claim of claims) onClaim?.(claim)
        await opened
        return answered(claims)
      },
    }))
    const kept = () => Number(db.prepare("SELECT count(*) FROM ledger").pluck().get())
    const seen: string[] = []
    world.api.subscribe((event) => {
      if (event.type === "draft") seen.push(`${kept()} draft ${event.text}`)
      if (event.type === "message" && event.message.from?.is_bot) seen.push(`${kept()} message`)
    })
    world.api.userSends(1, 1, "新桥多长？")
    await world.api.until(() => seen.at(-1)?.includes("十月通车。"), SEEN_MS)
    open()
    const [answer] = await world.hear(1, 1)
    expect(answer?.text).toContain("桥长一千米。")
    expect(seen.at(-1)).toBe("1 message")
    expect(seen.slice(0, -1).every((one) => one.startsWith("0 draft 桥长一千米。"))).toBe(true)
  })

  it("uses the commands", () =>
    check(1, [
      ["/start", "青江日报"],
      ["/help", /\/search[\s\S]*\/subscribe/],
      ["/ask 为什么？", "答：为什么？"],
      ["/ask", "/ask"],
      ["/search 新桥", /“新桥”[\s\S]*1\. 报道a1[\s\S]*新桥见于此[\s\S]*3\. 报道a3/],
      ["/summary 2", /报道a2[\s\S]*a2的摘要（brief）/],
      ["/summary 4", "没有这个编号"],
      ["/summary https://paper.example/a3", "a3的摘要"],
      ["/summary https://elsewhere.example/", "没有找到这篇文章"],
      ["/summary 新桥", "a1的摘要"],
      ["/search 新桥", "1. 报道a1"],
      ["/more 2", /与《报道a2》相关的报道[\s\S]*1\. 报道a1[\s\S]*2\. 报道a3/],
      ["/summary 2", "a3的摘要"],
      ["/more 9", "没有这个编号"],
      ["/more https://elsewhere.example/", "没有找到这篇文章"],
      ["/more 新桥", "与《报道a1》相关的报道"],
      ["/more", "/more"],
      ["/hot", "还列不出来"],
      ["/search", "/search"],
      ["/latest", /最近的报道[\s\S]*3\. 报道a3/],
      ["/latest 临河", "临河最近的报道"],
      ["/latest 海口", "没有找到海口的文章"],
      ["/subscribe", "按“订阅”才开始"],
      ["/settings", "还没有订阅"],
      ["/unsubscribe", "没有订阅"],
    ]))

  it("gets one polite line for what is no question, no command, or not for readers", () =>
    check(1, [
      ["问".repeat(4000), "太长"],
      ["😀😀", "请用文字提问"],
      ["/nothing", "没有这个命令"],
      ["/nothing of the kind", "没有这个命令"],
      ["/digest", "没有这个命令"],
      ["/summarize 1", "没有这个命令"],
    ]))

  it("gets one polite line for a sticker", async () => {
    world.store([{ update_id: 1, message: { ...incoming(1), sticker: {} } }], new Date())
    await world.start()
    expect((await world.hear(1, 1))[0]?.text).toContain("只看得懂文字")
    world.api.userSends(1, 1, "新桥？")
    expect((await world.hear(1, 2))[1]?.text).toContain("答：新桥？")
  })

  it("gets a long answer in parts, all of them in the ledger", async () => {
    const claims = Array.from({ length: 9 }, (_, index) => verbatim(`${index}${"长".repeat(900)}。`))
    const { db, bot } = await world.start(() => ({ ask: async () => answered(claims) }))
    world.api.userSends(1, 1, "全部？")
    await world.hear(1, 3)
    await bot.stop()
    const parts = world.said(1)
    const whole = parts.map((part) => part.text).join("")
    for (const { text } of claims) expect(whole).toContain(text)
    expect(db.prepare("SELECT message_id FROM ledger_messages").pluck().all()).toEqual(
      parts.map((part) => part.message_id),
    )
  })

  it("who has blocked the bot has no subscription any more, and is served again on coming back", async () => {
    const { opened, open } = door()
    const { opened: noted, open: note } = door()
    const { db } = await world.start(({ log }) => ({
      ask: slowAsk(opened),
      log: { ...log, info: (_, text) => text === "a chat cannot be written to" && note() },
    }))
    world.api.userSends(1, 1, "/subscribe")
    await world.press(1, (await world.hear(1, 1))[0], "订阅")
    world.api.userSends(1, 1, "慢问")
    await world.api.until(() => world.api.calls.includes("sendChatAction"), SEEN_MS)
    world.api.world.setBlocked(1, true)
    open()
    await noted
    world.api.world.setBlocked(1, false)
    world.api.userSends(1, 1, "回来了")
    expect((await world.hear(1, 2))[1]?.text).toContain("答：回来了")
    expect(db.prepare("SELECT active FROM subscriptions").pluck().all()).toEqual([0])
  })

  it("who blocks the bot between two messages has no subscription any more", async () => {
    const { db } = await world.start()
    world.api.userSends(1, 1, "/subscribe")
    await world.press(1, (await world.hear(1, 1))[0], "订阅")
    world.api.setBlocked(1, true)
    world.api.userSends(1, 1, "回来了")
    await world.hear(1, 2)
    const rows = db.prepare("SELECT active, ended_why FROM subscriptions").all()
    expect(rows).toEqual([{ active: 0, ended_why: "the bot is kicked" }])
  })
})

describe("a group", () => {
  it("hears the bot only when it is spoken to", async () => {
    await world.start()
    const says = (text: string, replyTo?: number) =>
      world.api.userSends(1, GROUP, text, replyTo === undefined ? {} : { replyTo })
    says("大家好")
    says("/nothing")
    says("@paper_bot 新桥多长？")
    const [first] = await world.hear(GROUP, 1)
    expect(first?.text).toContain("答：新桥多长？")
    says("多宽？", first?.message_id)
    says("/subscribe")
    says("/nothing@paper_bot")
    const heard = (await world.hear(GROUP, 4)).map((message) => message.text)
    expect(heard.slice(1)).toEqual([
      expect.stringContaining("答：多宽？"),
      expect.stringContaining("私聊"),
      expect.stringContaining("没有这个命令"),
    ])
  })
})

describe("an editor", () => {
  it("has more commands, and sees them", async () => {
    await check(EDITOR, [
      ["/start", "青江日报"],
      ["/help", "/digest"],
      ["/summarize a2", "a2的摘要（brief）"],
      ["/summarize a2 points", "• a2的摘要（points）"],
      ["/summarize a2 标题", "1. a2的摘要（headlines）"],
      ["/summarize a2 social", /可以发出的短文：\na2的摘要（social）。\nhttps/],
      ["/summarize https://nowhere.example/ long", "没有找到"],
      ["/summarize", "/summarize"],
    ])
    const names = (userId: number) =>
      world.api.commands.seenBy(userId, "zh-hans").map((command) => command.command)
    await world.api.until(() => names(EDITOR).includes("digest"), SEEN_MS)
    expect(names(1)).toContain("search")
    expect(names(1)).not.toContain("digest")
  })
})
