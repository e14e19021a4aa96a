import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { serverError, type Trouble, tooManyRequests } from "../../src/playground/faults.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createBot } from "../../src/telegram/bot.ts"
import {
  type BotWorld,
  botDeps,
  door,
  echo,
  incoming,
  openWorld,
  READERS,
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

const texts = (chatId: number) => world.said(chatId).map((message) => message.text ?? "")

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
    world.store(
      [
        { update_id: 1, message: { ...incoming(1), text: "旧问一" } },
        { update_id: 2, message: { ...incoming(1), text: "旧问二" } },
      ],
      minutesAgo(11),
    )
    world.store([{ update_id: 3, message: { ...incoming(2), text: "新问" } }], minutesAgo(9))
    await world.start()
    await world.hear(2, 1)
    world.api.userSends(1, 1, "现在问")
    await world.hear(1, 2)
    expect(texts(1)).toEqual([expect.stringContaining("没能及时回答"), expect.stringContaining("答：现在问")])
    expect(texts(2)).toEqual([expect.stringContaining("答：新问")])
  })
})

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
