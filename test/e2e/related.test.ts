import { fileURLToPath } from "node:url"
import type { Message } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { type HeldArchive, openArchive } from "../../src/app.ts"
import { readConfig } from "../../src/config.ts"
import { articleLinks } from "../../src/telegram/article-link.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { type BotWorld, GROUP, openWorld, READERS, SEEN_MS } from "./bot-world.ts"

const CORPUS = fileURLToPath(new URL("../../corpus", import.meta.url))
const BRIDGE = "汐江二桥合龙 通车时间提前到明年5月1日前"

let world: BotWorld
let archive: HeldArchive
/** What Telegram shows over the chat after presses of buttons. */
let toasts: string[]

beforeEach(async () => {
  const config = readConfig({ dataDir: temporaryFolder(), corpusDir: CORPUS }, {})
  archive = await openArchive(config, { hold: true, note: () => undefined })
  for await (const _ of archive.ingestion.run([CORPUS], { onlyChanged: false, now: new Date() }));
  world = await openWorld()
  toasts = []
  world.api.subscribe((event) => {
    if (event.type === "callback-answer") toasts.push(`${event.userId}: ${event.text}`)
  })
  const { store: articles, ask, retriever, summarizer, related, story, hot, ledger } = archive
  await world.start(() => ({ articles, ask, retriever, summarizer, related, story, hot, ledger }))
})

afterEach(async () => {
  await world.close()
  await archive.close()
})

/** Says it in a chat, and gives the next thing that the bot says there. */
async function hear(userId: number, says: string, { chatId = userId, replyTo = 0 } = {}): Promise<Message> {
  const before = world.said(chatId).length
  world.api.userSends(userId, chatId, says, replyTo === 0 ? {} : { replyTo })
  return (await world.hear(chatId, before + 1))[before] as Message
}

/** The data of the one button below a message; undefined where there is none. */
function button(message: Message): string | undefined {
  const below = message.reply_markup?.inline_keyboard.flat() ?? []
  const [only, ...more] = below.filter(({ text }) => text === "相关报道")
  expect(more).toEqual([])
  if (!only || !("callback_data" in only)) return undefined
  expect(Buffer.byteLength(only.callback_data)).toBeLessThanOrEqual(64)
  return only.callback_data
}

/** Presses the button below a message, and gives what the bot then says, if the press is answered by a message. */
async function press(
  userId: number,
  message: Message,
  data = button(message) ?? "",
): Promise<Message | undefined> {
  const chatId = message.chat.id
  const [saidBefore, before] = [world.said(chatId).length, toasts.length]
  world.api.userPresses(userId, chatId, message.message_id, data)
  await world.api.until(() => toasts.length > before, SEEN_MS)
  if (toasts.at(-1) !== `${userId}: `) return undefined
  return (await world.hear(chatId, saidBefore + 1))[saidBefore]
}

function idOf(title: string): string {
  const found = archive.store.list({}, 100).find((article) => article.title === title)
  if (!found) throw new Error(`no article 《${title}》`)
  return found.id
}

describe("/summary", () => {
  const textOf = (title: string) => archive.store.get(idOf(title))?.text ?? ""

  it("takes what it replies to: a message with a link, or a post that repeats an article", async () => {
    const { text: named = "" } = await hear(1, `/summary ${idOf(BRIDGE)} points`)
    const list = await hear(1, "/search 汐江二桥 合龙")
    expect((await hear(1, "/summary points", { replyTo: list.message_id })).text).toContain("• ")
    const url = articleLinks("paper_bot")({ articleId: idOf(BRIDGE), url: null }) ?? ""
    const blocks = [{ type: "paragraph" as const, text: { type: "url" as const, text: BRIDGE, url } }]
    const digest = world.api.world.post(1, { from: world.api.me, rich: { blocks } })
    expect((await hear(1, "/summary points", { replyTo: digest.message_id })).text).toBe(named)
    const post = textOf(BRIDGE).slice(0, 160)
    world.api.userSends(1, GROUP, post)
    const posted = world.api.transcript(GROUP).at(-1)
    const reply = await hear(1, "/summary points", { chatId: GROUP, replyTo: posted?.message_id ?? 0 })
    expect(reply.text).toBe(named)
    world.api.userSends(1, GROUP, "今天中午大家一起去江边钓鱼，谁带鱼竿？")
    const chat = world.api.transcript(GROUP).at(-1)
    const nothing = await hear(1, "/summary", { chatId: GROUP, replyTo: chat?.message_id ?? 0 })
    expect(nothing.text).toBe("没有找到这条消息所说的文章。")
  })

  it("of several numbers, or as a story, is a dated line of developments with their sources", async () => {
    await hear(1, "/search 汐江二桥")
    const { text = "" } = await hear(1, "/summary 1 2 3 4")
    expect(text).toMatch(/^事情的经过：\n\n2025-09-10 .*62%|^事情的经过：\n\n2025-09-10 /)
    expect(text).toMatch(/\n2025-10-25 .*\[\d\]/)
    expect(text).toContain("出处\n1. ")
    const days = [...text.matchAll(/^(\d{4}-\d\d-\d\d) /gmu)].map(([, day]) => day)
    expect(days).toEqual([...days].sort())
    expect(days.length).toBeGreaterThan(2)
    await hear(1, `/search 汐江二桥`)
    const story = (await hear(1, `/summary ${idOf(BRIDGE)} story`)).text ?? ""
    expect(story).toMatch(/^事情的经过：/)
    expect(story).not.toMatch(/油茶|水库|马拉松/)
    expect((await hear(1, "/summary 1 77")).text).toBe("上一份列表里没有这个编号。")
  })
})

describe("/more", () => {
  it("lists what is on the same matter, the correction first and as such, and remembers the numbers", async () => {
    await hear(1, "/search 汐江二桥 合龙")
    const { text = "" } = await hear(1, `/more ${idOf(BRIDGE)}`)
    expect(text).toMatch(
      new RegExp(`^与《${BRIDGE}》相关的报道：\n\n1\\. 更正 — 更正 · 汐川日报 · 2025-10-26`),
    )
    expect(text).toMatch(/2\. 汐江二桥成功合龙[\s\S]*汐江二桥首批主梁架设到位/)
    expect(text).not.toMatch(/油茶|水库|马拉松/)
    expect((await hear(1, "/summary 2")).text).toContain("汐江二桥成功合龙")
    expect((await hear(1, "/more 1")).text).toMatch(
      /^与《更正》相关的报道：\n\n1\. 汐江二桥合龙.* — 被更正的报道 · /,
    )
  })

  it("as a reply takes the article of the message that it replies to, in a group, too", async () => {
    const answer = await hear(1, "@paper_bot 汐江二桥什么时候通车？", { chatId: GROUP })
    const list = await hear(1, "/more", { chatId: GROUP, replyTo: answer.message_id })
    expect(list.text).toMatch(/^与《汐江二桥.*》相关的报道：/)
    const found = await hear(2, "/search 汐江二桥 合龙")
    const inReply = await hear(2, "/more", { replyTo: found.message_id })
    await hear(2, "/search 汐江二桥 合龙")
    expect(inReply.text).toBe((await hear(2, "/more 1")).text)
    const help = await hear(2, "/help")
    expect((await hear(2, "/more", { replyTo: help.message_id })).text).toBe("没有找到这条消息所说的文章。")
  })

  it("says so where there is nothing", async () => {
    const lonely = "老人要汇八万元 柜员多问了三句话"
    expect((await hear(1, `/more ${idOf(lonely)}`)).text).toBe("没有找到与这篇文章相关的报道。")
  })
})

describe("the button", () => {
  it("below an answer and a summary lists the same, in reply to the message that it stands below", async () => {
    for (const says of ["汐江二桥什么时候通车？", `/summary ${idOf(BRIDGE)}`]) {
      const message = await hear(1, says)
      const list = await press(1, message)
      expect(list?.text).toMatch(/^与《汐江二桥.*》相关的报道：\n\n1\. /)
      expect(list?.reply_to_message?.message_id).toBe(message.message_id)
      expect((await hear(1, "/summary 1")).text).not.toContain("没有这个编号")
    }
  })

  it("stands only where there is something, and below no refusal", async () => {
    for (const says of [
      `/summary ${idOf("老人要汇八万元 柜员多问了三句话")}`,
      "火星上的羊毛出口多少吨？",
      "最近有什么新闻？",
      "/latest",
    ]) {
      expect(button(await hear(1, says))).toBeUndefined()
    }
  })

  it("of an article that is gone, of another archive, or forged, is answered by one line and nothing else", async () => {
    const message = await hear(1, `/summary ${idOf(BRIDGE)}`)
    const data = button(message) ?? ""
    const number = Number(data.split(":")[1])
    await archive.store.retract(idOf(BRIDGE), "wrong")
    const said = world.said(1).length
    const presses = [
      [data, "没有找到这篇文章。"],
      [`more:${number}:00000000`, "没有找到这篇文章。"],
      ["more:999999999999999:00000000", "没有找到这篇文章。"],
      ["more:1", "这个按钮已经不能用了。"],
    ] as const
    for (const [pressed, line] of presses) {
      expect(await press(1, message, pressed)).toBeUndefined()
      expect(toasts.at(-1)).toBe(`1: ${line}`)
    }
    expect(world.said(1)).toHaveLength(said)
  })

  it("says so where everything related has gone since", async () => {
    const court = "汐江非法采砂案一审宣判"
    const message = await hear(1, `/summary ${idOf(court)}`)
    const data = button(message)
    for (const { article } of archive.related(idOf(court), 10))
      await archive.store.retract(article.id, "wrong")
    expect(await press(1, message, data)).toBeUndefined()
    expect(toasts.at(-1)).toBe("1: 没有找到与这篇文章相关的报道。")
  })
})

describe("/hot", () => {
  it("lists what three readers asked in their own words, and none of the words", async () => {
    const wordings = ["汐江二桥什么时候通车？", "汐江二桥哪天通车？", "汐江二桥是哪一天通车？"]
    expect((await hear(4, "/hot")).text).toMatch(/^还列不出来：.*至少 3 位读者/)
    for (const [at, says] of wordings.entries()) await hear(READERS[at] ?? 0, says)
    await hear(1, "青屏县油茶今年产量多少？")
    await hear(1, "青屏县的油茶今年产量多少？")
    await hear(2, "青屏县油茶今年产量多少？")
    const { text = "" } = await hear(4, "/hot")
    expect(text).toMatch(/^最近 30 天读者问得最多的报道：\n\n1\. .*汐江二桥/)
    expect(text).not.toMatch(/2\. |油茶|什么时候|哪/)
    expect((await hear(4, "/summary 1")).text).toContain("汐江二桥")
  })
})
