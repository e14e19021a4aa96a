import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { Update } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { serverError, type Trouble, tooManyRequests } from "../../src/playground/faults.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createInbox } from "../../src/sqlite/inbox.ts"
import { createBot } from "../../src/telegram/bot.ts"
import { answered, verbatim } from "../telegram/samples.ts"
import { type BotWorld, botDeps, EDITOR, echo, GROUP, openWorld, READERS, TOKEN } from "./bot-world.ts"

const SEEN_MS = 20_000

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(async () => {
  await world.close()
  expect(world.logged.join("\n")).not.toContain(TOKEN)
})

const texts = (chatId: number) => world.said(chatId).map((message) => message.text ?? "")

/** A door that a test opens when it likes. */
function door(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Answers at once, but questions that begin with 慢 only when the door opens. */
function slowAsk(until: Promise<void>): typeof echo {
  return async (text, options) => {
    if (text.startsWith("慢")) await until
    return echo(text, options)
  }
}

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
      ["/search", "/search"],
      ["/latest", /最近的报道[\s\S]*3\. 报道a3/],
      ["/latest 临河", "临河最近的报道"],
      ["/latest 海口", "没有找到海口的文章"],
      ["/subscribe", "已订阅"],
      ["/subscribe", "已经订阅"],
      ["/unsubscribe", "已取消"],
      ["/unsubscribe", "没有订阅"],
    ]))

  it("gets one polite line for what is no question, no command, or not for readers", () =>
    check(1, [
      ["问".repeat(4000), "太长"],
      ["😀😀", "请用文字提问"],
      ["/settings", "没有这个命令"],
      ["/nothing of the kind", "没有这个命令"],
      ["/digest", "没有这个命令"],
      ["/summarize 1", "没有这个命令"],
    ]))

  it("gets one polite line for a sticker", async () => {
    store([{ update_id: 1, message: { ...incoming(1), sticker: {} } }], new Date())
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
    await world.hear(1, 1)
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
    await world.hear(1, 1)
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
    says("/settings")
    says("@paper_bot 新桥多长？")
    const [first] = await world.hear(GROUP, 1)
    expect(first?.text).toContain("答：新桥多长？")
    says("多宽？", first?.message_id)
    says("/subscribe")
    says("/settings@paper_bot")
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
      ["/summarize nowhere long", "没有找到"],
      ["/summarize", "/summarize"],
    ])
    const names = (userId: number) =>
      world.api.commands.seenBy(userId, "zh-hans").map((command) => command.command)
    await world.api.until(() => names(EDITOR).includes("digest"), SEEN_MS)
    expect(names(1)).toContain("search")
    expect(names(1)).not.toContain("digest")
  })

  it("previews a digest and sends it once, however often the button is pressed", async () => {
    await world.start()
    world.api.userSends(EDITOR, EDITOR, "/digest")
    const [head, preview, ask] = await world.hear(EDITOR, 3)
    expect(head?.text).toContain("2025-10-24")
    expect(preview?.text).toMatch(/临河[\s\S]*报道a1/)
    const buttons = ask?.reply_markup?.inline_keyboard.flat() ?? []
    const data = buttons.map((button) => ("callback_data" in button ? button.callback_data : ""))
    for (const each of data) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(64)
    const answers: string[] = []
    world.api.subscribe((event) => {
      if (event.type === "callback-answer") answers.push(`${event.userId}: ${event.text}`)
    })
    const id = ask?.message_id ?? 0
    world.api.userPresses(1, EDITOR, id, data[0] ?? "")
    world.api.userPresses(EDITOR, EDITOR, id, data[0] ?? "")
    const line = () => world.said(EDITOR).find((message) => message.message_id === id)?.text ?? ""
    await world.api.until(() => line().includes("已交付发送，共 3"), SEEN_MS)
    world.api.userPresses(EDITOR, EDITOR, id, data[0] ?? "")
    await world.api.until(() => line().includes("没有重复发送"), SEEN_MS)
    world.api.userPresses(EDITOR, EDITOR, id, "digest:new:2001-01-01")
    await world.api.until(() => line().includes("过期"), SEEN_MS)
    world.api.userPresses(EDITOR, EDITOR, id, data[1] ?? "")
    await world.api.until(() => line().includes("暂不发送"), SEEN_MS)
    expect(answers).toEqual(["1: 这个按钮已经不能用了。", ...Array(4).fill(`${EDITOR}: `)])
  })
})

describe("many chats", () => {
  it("are answered each in order, and side by side", async () => {
    const { opened, open } = door()
    await world.start(() => ({ ask: slowAsk(opened) }))
    world.api.userSends(1, 1, "慢问")
    world.api.userSends(1, 1, "第二问")
    world.api.userSends(2, 2, "旁人问")
    await world.hear(2, 1)
    expect(texts(1)).toEqual([])
    open()
    await world.hear(1, 2)
    expect(texts(1)).toEqual([expect.stringContaining("慢问"), expect.stringContaining("第二问")])
  })
})

describe("faults", () => {
  const bug = new Error(`a bug, met at https://api.telegram.org/bot${TOKEN}/sendMessage`)

  it.each<[string, Trouble, number]>([
    ["a flood limit is waited for", tooManyRequests(1), 1],
    ["a server error is repeated", serverError, 1],
    ["a broken connection is repeated", { kind: "reset-before" }, 1],
    ["a proxy's page is repeated", { kind: "bad-gateway" }, 1],
    ["a lost reply is repeated: twice is better than never", { kind: "lost-reply" }, 2],
  ])("%s", async (_, trouble, copies) => {
    await world.start()
    world.api.faults.add({ method: "sendMessage", trouble })
    const question = world.api.userSends(1, 1, "新桥？")
    await world.hear(1, copies)
    world.api.userSends(1, 1, "还有呢？")
    await world.hear(1, copies + 1)
    expect(texts(1).map((text) => text.slice(0, 6))).toEqual([
      ...Array(copies).fill("答：新桥？["),
      "答：还有呢？",
    ])
    for (const answer of world.said(1).slice(0, copies)) {
      expect(answer.reply_to_message?.message_id).toBe(question.message_id)
    }
  })

  it("three failures give one polite line, and the next question is answered", async () => {
    let tries = 0
    await world.start(() => ({
      ask: async (text, options) => {
        if (text !== "坏问题") return echo(text, options)
        tries++
        throw bug
      },
    }))
    world.api.userSends(1, 1, "坏问题")
    world.api.userSends(1, 1, "好问题")
    await world.hear(1, 2)
    expect(texts(1)).toEqual([expect.stringContaining("抱歉"), expect.stringContaining("答：好问题")])
    expect(tries).toBe(3)
    expect(world.logged.join("\n")).toContain("a bug, met at")
  })

  it("wherever one fault strikes, every question is answered, and only a lost reply answers twice", async () => {
    const troubles: readonly Trouble[] = [
      serverError,
      { kind: "reset-before" },
      { kind: "bad-gateway" },
      { kind: "lost-reply" },
    ]
    await world.start()
    let count = 0
    for (const trouble of troubles) {
      for (let call = 1; call <= 4; call++) {
        world.api.faults.clear()
        world.api.faults.add({ call, trouble })
        const questions = [`第${++count}问`, `第${++count}问`]
        for (const question of questions) world.api.userSends(1, 1, question)
        const last = () => texts(1).at(-1)?.includes(`答：${questions[1]}[`)
        await world.api.until(last, SEEN_MS)
        const words = texts(1).map((text) => text.slice(2, text.indexOf("[")))
        const heard = words.filter((text) => questions.includes(text))
        expect([...new Set(heard)]).toEqual(questions)
        expect(heard.length).toBeLessThanOrEqual(trouble.kind === "lost-reply" ? 3 : 2)
      }
    }
  })

  it("a getUpdates that fails loses nothing", async () => {
    await world.start()
    for (const trouble of [serverError, { kind: "lost-reply" }, { kind: "reset-before" }] as const) {
      world.api.faults.add({ method: "getUpdates", trouble })
    }
    for (const question of ["一问", "二问", "三问", "四问"]) world.api.userSends(1, 1, question)
    await world.hear(1, 4)
    expect(texts(1).map((text) => text.slice(0, 4))).toEqual(["答：一问", "答：二问", "答：三问", "答：四问"])
  })

  it("a sign of typing that fails or hangs holds up no answer", async () => {
    const { opened, open } = door()
    await world.start()
    world.api.faults.add({ method: "sendChatAction", trouble: { kind: "held", until: opened } })
    world.api.faults.add({ method: "sendChatAction", call: 2, trouble: serverError })
    world.api.userSends(1, 1, "一问")
    world.api.userSends(1, 1, "二问")
    await world.hear(1, 2)
    open()
  })
})

describe("the end of a bot", () => {
  it("by a token that Telegram does not know is one clear line", async () => {
    const db = openDatabase(world.folder)
    const log = { debug() {}, info() {}, warn() {}, error() {} }
    const bot = createBot({ ...botDeps(db, world.apiRoot, log), token: "1:wrong" })
    const refused = { kind: "refused", line: expect.stringContaining("BOT_TOKEN (401: Unauthorized)") }
    expect(await bot.start()).toEqual(refused)
    expect(await bot.ended).toEqual(refused)
    await bot.stop()
    db.close()
  })

  it("by a second program on the same token is one clear line", async () => {
    const first = await world.start()
    const second = await world.start()
    expect(await first.bot.ended).toEqual({
      kind: "refused",
      line: expect.stringContaining("another program fetches this bot's messages (409: Conflict"),
    })
    await first.stop()
    world.api.userSends(1, 1, "还在吗？")
    await world.hear(1, 1)
    await second.stop()
  })

  it("in order answers what runs and leaves the rest for the next start", async () => {
    const { opened, open } = door()
    const { bot, stop } = await world.start(() => ({ ask: slowAsk(opened) }))
    world.api.userSends(1, 1, "慢问")
    await world.api.until(() => world.api.calls.includes("sendChatAction"), SEEN_MS)
    world.api.userSends(1, 1, "第二问")
    world.api.userSends(2, 2, "旁人问")
    await world.hear(2, 1)
    const stopped = bot.stop()
    open()
    await stopped
    expect(texts(1)).toEqual([expect.stringContaining("答：慢问")])
    expect(await bot.ended).toEqual({ kind: "stopped" })
    await stop()
    await world.start()
    await world.hear(1, 2)
    expect(texts(1)[1]).toContain("答：第二问")
  })

  it("by kill -9 with five questions in flight: all five are answered after the restart", async () => {
    const killed = run("never")
    for (const reader of READERS) world.api.userSends(reader, reader, `读者${reader}问`)
    const busy = new Set<number>()
    world.api.subscribe((event) => {
      if (event.type === "action") busy.add(event.chatId)
    })
    await world.api.until(() => busy.size === READERS.length, SEEN_MS)
    await end(killed, "SIGKILL")
    expect(READERS.flatMap(texts)).toEqual([])
    const again = run("answer")
    for (const reader of READERS) {
      const [answer] = await world.hear(reader, 1)
      expect(answer?.text).toContain(`答：读者${reader}问`)
    }
    await end(again, "SIGKILL")
    expect(READERS.map((reader) => texts(reader).length)).toEqual([1, 1, 1, 1, 1])
  })

  it("for longer than ten minutes: one apology a chat for what is old, answers for the rest", async () => {
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
    store(
      [
        { update_id: 1, message: { ...incoming(1), text: "旧问一" } },
        { update_id: 2, message: { ...incoming(1), text: "旧问二" } },
      ],
      minutesAgo(11),
    )
    store([{ update_id: 3, message: { ...incoming(2), text: "新问" } }], minutesAgo(9))
    await world.start()
    await world.hear(2, 1)
    world.api.userSends(1, 1, "现在问")
    await world.hear(1, 2)
    expect(texts(1)).toEqual([expect.stringContaining("没能及时回答"), expect.stringContaining("答：现在问")])
    expect(texts(2)).toEqual([expect.stringContaining("答：新问")])
  })
})

/** Puts updates into the inbox as an earlier process would have left them. */
function store(updates: readonly object[], receivedAt: Date): void {
  const db = openDatabase(world.folder)
  const batch = updates as readonly (Update & { message: { chat: { id: number } } })[]
  createInbox<Update>(db).add(
    batch.map((body) => ({ chatId: body.message.chat.id, body })),
    receivedAt,
  )
  db.close()
}

function incoming(readerId: number) {
  const from = { id: readerId, is_bot: false, first_name: "读者" }
  return { message_id: 1, date: 0, from, chat: { id: readerId, type: "private", first_name: "读者" } }
}

function run(mode: "never" | "answer"): ChildProcess {
  const program = fileURLToPath(new URL("bot-process.ts", import.meta.url))
  const words = ["--import", "tsx", program, world.folder, world.apiRoot, mode]
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => world.logged.push(data.toString()))
  }
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, "exit")
  child.kill(signal)
  await ended
}
