import { Api } from "grammy"
import type { Message } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { Ask } from "../../src/answer/ask.ts"
import { PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { createAwaitedQuestions } from "../../src/sqlite/awaited-questions.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { footButton, withButtons } from "../../src/telegram/foot-button.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { subscriptionPayload } from "../../src/telegram/subscription-link.ts"
import { loadTexts } from "../../src/telegram/texts.ts"
import { asked } from "../telegram/samples.ts"
import { type BotWorld, buttonsOf, GROUP, openWorld, TOKEN } from "./bot-world.ts"

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

const shown = (message: Message | undefined) => world.shown(message)
const say = (userId: number, words: string) => world.say(userId, words)
const pressData = (userId: number, message: Message | undefined, data: string) =>
  world.pressData(userId, message, data)

const ownPlaces = { ...PLAIN_CHOICE, wants: { places: ["禾溪县"], topics: ["教育"], keywords: ["何青"] } }

describe("/subscribe", () => {
  it("lets a reader choose by buttons, and begins by a press, across restarts", async () => {
    const first = await world.start()
    const message = await say(1, "/subscribe")
    const press = (name: string) => world.press(1, message, name)
    await press("地方")
    expect(buttonsOf(shown(message)).map(({ text }) => text)).toEqual([
      "青江市",
      "青江市 ›",
      "临河市",
      "‹ 返回",
    ])
    await press("青江市 ›")
    await press("禾溪县")
    expect(shown(message)?.text).toContain("禾溪县的报道")
    await press("‹ 全部地方")
    await press("‹ 返回")
    await first.stop()
    const { db } = await world.start()
    await press("题目")
    await press("教育")
    await press("‹ 返回")
    await press("时间")
    await press("7:00")
    await press("星期")
    await press("周一至周五")
    expect(shown(message)?.text).toBe(
      "禾溪县提到“教育”的报道，周一至周五 7:00\n\n按“订阅”才开始。没有新报道的日子不发。",
    )
    const subscriptions = new SqliteSubscriptions(db)
    expect(subscriptions.running()).toEqual([])
    expect(await press("订阅")).toBe("订阅好了。")
    expect(subscriptions.running()).toMatchObject([
      {
        chatId: 1,
        wants: { places: ["禾溪县"], topics: ["教育"], keywords: [] },
        at: { hour: 7, minute: 0 },
        weekdays: [1, 2, 3, 4, 5],
      },
    ])
    expect(shown(message)?.text).toContain("https://t.me/paper_bot?start=sub_")
  })

  it("takes the next message as keywords, refuses bad ones in a line, and forgets to at a command", async () => {
    const { db } = await world.start()
    const message = await say(1, "/subscribe")
    await world.press(1, message, "关键词和人名")
    await world.press(1, message, "＋ 加一个")
    for (const [typed, shown] of [
      ["桥", "桥"],
      ["词".repeat(500), `${"词".repeat(29)}…`],
      ["何青、！！", "！！"],
    ] as const) {
      const refused = `“${shown}”不能作关键词：要有 2 到 30 个字。请再发一次。`
      expect((await say(1, typed))?.text).toBe(refused)
    }
    const page = await say(1, "何青、第二大桥")
    expect(page?.text).toContain("提到“何青”或“第二大桥”的报道")
    await world.press(1, page, "✕ 何青")
    expect(shown(page)?.text).toContain("提到“第二大桥”的报道")
    expect((await say(1, "新桥多长？"))?.text).toContain("答：新桥多长？")
    await world.press(1, page, "＋ 加一个")
    await say(1, "/help")
    expect((await say(1, "新桥多宽？"))?.text).toContain("答：新桥多宽？")
    await world.press(1, page, "‹ 返回")
    await world.press(1, page, "订阅")
    expect(new SqliteSubscriptions(db).of(1)).toMatchObject([{ wants: { keywords: ["第二大桥"] } }])
  })

  it("has data of at most 64 bytes behind every button of every page", async () => {
    await world.start()
    const message = await say(1, "/subscribe")
    for (const page of ["地方", "题目", "关键词和人名", "时间", "星期"]) {
      await world.press(1, message, page)
      const buttons = buttonsOf(shown(message))
      expect(buttons.length).toBeGreaterThan(1)
      for (const { data } of buttons) expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
      await world.press(1, message, "‹ 返回")
    }
  })

  it("is for private chats, and its buttons for their reader", async () => {
    const { db } = await world.start()
    world.api.userSends(1, GROUP, "/subscribe")
    expect((await world.hear(GROUP, 1))[0]?.text).toContain("私聊")
    const message = await say(1, "/subscribe")
    const other = await say(2, "/subscribe")
    const go = buttonsOf(message).find(({ text }) => text === "订阅")?.data ?? ""
    for (const data of [
      go,
      "sub:999:go",
      "sub:1:hour:25",
      "sub:1:place:00000000",
      "sub:1:what",
      "sub:x:go",
    ]) {
      expect(await pressData(2, other, data)).toBe("这个按钮已经不能用了。")
    }
    expect(new SqliteSubscriptions(db).running()).toEqual([])
  })

  it("refuses the eleventh digest, and the same one twice", async () => {
    const { db } = await world.start()
    const subscriptions = new SqliteSubscriptions(db)
    const message = await say(1, "/subscribe")
    await world.press(1, message, "订阅")
    expect(await world.press(1, await say(1, "/subscribe"), "订阅")).toBe("您已经有一份同样的摘要了。")
    for (let at = 0; at < 9; at++) {
      const wants = { ...PLAIN_CHOICE.wants, keywords: [`词${at}`] }
      subscriptions.begin(subscriptions.draft(1, { ...PLAIN_CHOICE, wants }, new Date()).id, new Date())
    }
    expect((await say(1, "/subscribe"))?.text).toMatch(/^每位读者最多 10 份摘要/)
  })
})

describe("/start sub_…", () => {
  it("opens the keyboard with the choice made; nothing is subscribed before the press", async () => {
    const { db } = await world.start()
    const subscriptions = new SqliteSubscriptions(db)
    const message = await say(1, `/start ${subscriptionPayload(ownPlaces)}`)
    expect(message?.text).toContain("禾溪县提到“教育”或“何青”的报道")
    expect(subscriptions.running()).toEqual([])
    await world.press(1, message, "订阅")
    expect(subscriptions.running()).toMatchObject([{ chatId: 1, ...ownPlaces }])
    expect((await say(2, "/start sub_all"))?.text).toContain("全部报道")
  })

  it("answers a payload that offers nothing by one line", async () => {
    const { db } = await world.start()
    const unknownPlace = { ...PLAIN_CHOICE, wants: { ...PLAIN_CHOICE.wants, places: ["远山县"] } }
    for (const payload of [
      "sub_",
      "sub_ALL",
      "sub_x",
      "sub__",
      "sub_aDI1",
      subscriptionPayload(unknownPlace),
    ]) {
      expect((await say(1, `/start ${payload}`))?.text).toBe(
        "这个链接里的摘要不认得；发送 /subscribe 可以自己选。",
      )
    }
    expect(db.prepare("SELECT count(*) FROM reader_digests").pluck().get()).toBe(0)
  })
})

describe("/settings", () => {
  it("shows what is chosen in plain words, and changes and stops it", async () => {
    const { db } = await world.start()
    await world.press(1, await say(1, `/start ${subscriptionPayload(ownPlaces)}`), "订阅")
    await world.press(1, await say(1, "/start sub_all"), "订阅")
    const message = await say(1, "/settings")
    expect(message?.text).toContain("1. 禾溪县提到“教育”或“何青”的报道，每天 8:00（随报社的摘要）")
    expect(message?.text).toContain("2. 全部报道，每天 8:00（随报社的摘要）")
    await world.press(1, message, "修改第 1 份")
    await world.press(1, message, "题目")
    await world.press(1, message, "✓ 教育")
    await world.press(1, message, "‹ 返回")
    const subscriptions = new SqliteSubscriptions(db)
    expect(subscriptions.of(1)[0]?.wants).toEqual({ places: ["禾溪县"], topics: [], keywords: ["何青"] })
    await world.press(1, message, "停止这份摘要")
    expect(subscriptions.of(1)).toMatchObject([PLAIN_CHOICE])
    expect((await say(1, "/unsubscribe"))?.text).toContain("已取消")
    expect(subscriptions.of(1)).toEqual([])
  })

  it("speaks the reader's language", async () => {
    await world.start(({ settings }) => ({ settings: { ...settings, language: () => "en" } }))
    const message = await say(1, `/start ${subscriptionPayload({ ...ownPlaces, weekdays: [1, 3] })}`)
    expect(message?.text).toBe(
      "Articles from 禾溪县 that mention “教育” or “何青”, Mon, Wed at 8:00 (with the paper's own digest)\n\n" +
        "It begins when you press “Subscribe”. Days without news bring no message.",
    )
  })
})

describe("tell me when you report it", () => {
  const none: Ask = async () => asked({ kind: "not-found", nearest: [], mode: "keyless" })

  it("is one button under an answer that was not found, for its asker; /settings takes it back", async () => {
    const { db } = await world.start(() => ({ ask: none }))
    const awaited = createAwaitedQuestions(db)
    const message = await say(1, "新桥多宽？")
    const data = buttonsOf(message)[0]?.data ?? ""
    expect(await world.press(1, message, "报道了告诉我")).toContain("告诉您一次")
    expect(buttonsOf(shown(message))).toEqual([])
    expect(awaited.of(1)).toMatchObject([{ chatId: 1, question: "新桥多长？", language: "zh-CN" }])
    const other = await say(2, "别的？")
    expect(await pressData(2, other, data)).toBe("这个按钮已经不能用了。")
    expect(await pressData(2, other, "await:999999:2")).toBe("这个按钮已经不能用了。")
    expect(await pressData(2, other, `awaited:${awaited.of(1)[0]?.id}:drop`)).toBe("这个按钮已经不能用了。")
    const settings = await say(1, "/settings")
    expect(settings?.text).toContain("• 新桥多长？")
    expect(await world.press(1, settings, "✕ 新桥多长？")).toBe("不再等这个问题了。")
    expect(awaited.of(1)).toEqual([])
    expect(shown(settings)?.text).not.toContain("新桥")
  })

  it("ends by a press below what may be the answer, of its reader alone, once", async () => {
    const { db } = await world.start()
    const awaited = createAwaitedQuestions(db)
    const of = (chatId: number) => {
      const at = new Date()
      awaited.add({ chatId, question: "新桥多长？", language: "zh-CN", askedAt: at, seen: at.toISOString() })
      return awaited.of(chatId)[0]?.id
    }
    const [mine, theirs] = [of(1), of(2)]
    const message = await say(1, "/settings")
    expect(await pressData(1, message, `awaited:${theirs}:found`)).toBe("不再等这个问题了。")
    expect(awaited.of(2)).toHaveLength(1)
    for (const _ of ["once", "again"])
      expect(await pressData(1, message, `awaited:${mine}:found`)).toBe("不再等这个问题了。")
    expect(awaited.of(1)).toEqual([])
    expect(buttonsOf(shown(message))).toEqual([])
  })

  it("is not offered in groups", async () => {
    await world.start(() => ({ ask: none }))
    world.api.userSends(1, GROUP, "@paper_bot 新桥多宽？")
    expect(buttonsOf((await world.hear(GROUP, 1))[0])).toEqual([])
  })
})

describe("the button at the foot of a digest", () => {
  it("ends that digest by one tap, in private chats alone", async () => {
    const { db } = await world.start()
    const subscriptions = new SqliteSubscriptions(db)
    await world.press(1, await say(1, `/start ${subscriptionPayload(ownPlaces)}`), "订阅")
    await world.press(1, await say(1, "/start sub_all"), "订阅")
    const [own] = subscriptions.of(1)
    const transport = createTransport(new Api(TOKEN, { apiRoot: world.apiRoot }))
    const texts = loadTexts("zh-CN")
    for (const [id, left] of [
      [own?.id ?? 0, 1],
      [0, 0],
    ] as const) {
      const [page] = withButtons([{ text: "摘要", entities: [] }], [[footButton(id, texts)]])
      await transport.send("1", JSON.stringify(page))
      const message = world.said(1).at(-1)
      expect(await world.press(1, message, "不再接收这份摘要")).toBe("已停止。发送 /subscribe 可以再订阅。")
      expect(shown(message)?.text).toBe("摘要")
      expect(buttonsOf(shown(message))).toEqual([])
      expect(subscriptions.of(1)).toHaveLength(left)
      await transport.send(String(GROUP), JSON.stringify(page))
      expect(buttonsOf(world.said(GROUP).at(-1))).toEqual([])
    }
  })
})
