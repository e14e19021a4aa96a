import { Api, type Bot, GrammyError, HttpError, InputFile } from "grammy"
import type { MessageEntity, Update } from "grammy/types"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { serverError, tooManyRequests } from "../../src/playground/faults.ts"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { png } from "../fixtures/png.ts"
import { echoBot } from "./echo-bot.ts"
import { type Listener, listen } from "./listen.ts"

const TOKEN = "4200001:AAtest-token_123"
const READER = 1001
const CHANNEL = -1_000_000_000_001
const NOW = new Date("2025-10-24T08:00:00+08:00")

let server: LocalBotApi
let listener: Listener
let api: Api

beforeEach(async () => {
  server = new LocalBotApi({
    token: TOKEN,
    botName: "资料库",
    botUsername: "archive_bot",
    people: [
      { id: READER, name: "读者甲" },
      { id: 1002, name: "读者乙" },
    ],
    groups: [
      { id: CHANNEL, type: "channel", title: "频道", username: "pindao" },
      { id: -1_000_000_000_002, type: "supergroup", title: "编辑部", username: "bianjibu" },
    ],
    now: () => NOW,
  })
  listener = await listen(server.app)
  api = new Api(TOKEN, { apiRoot: listener.url })
})

afterEach(async () => {
  server.close()
  await listener.close()
})

const refused = (call: Promise<unknown>) =>
  call.then(
    () => "taken",
    (error: unknown) =>
      error instanceof GrammyError ? `${error.error_code} ${error.description}` : String(error),
  )

const key = (button: object) => ({ reply_markup: { inline_keyboard: [[button]] } }) as object

const file = (bytes: Uint8Array) => new InputFile(bytes, "card.png")

describe("what is refused, in Telegram's words", () => {
  const cases: [name: string, call: () => Promise<unknown>, words: string][] = [
    [
      "a photo that it does not know",
      () => api.sendPhoto(READER, "AgACnothing"),
      "400 Bad Request: wrong file identifier/HTTP URL specified",
    ],
    ["no photo", () => api.sendPhoto(READER, ""), "400 Bad Request: there is no photo in the request"],
    [
      "an empty photo",
      () => api.sendPhoto(READER, file(Buffer.alloc(0))),
      "400 Bad Request: file must be non-empty",
    ],
    [
      "no picture at all",
      () => api.sendPhoto(READER, file(Buffer.from("x".repeat(99)))),
      "400 Bad Request: IMAGE_PROCESS_FAILED",
    ],
    [
      "a photo of 10 MB and a byte",
      () => api.sendPhoto(READER, file(Buffer.alloc((10 << 20) + 1))),
      "400 Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes",
    ],
    [
      "a photo too long",
      () => api.sendPhoto(READER, file(png(9_999, 2))),
      "400 Bad Request: PHOTO_INVALID_DIMENSIONS",
    ],
    [
      "a long caption",
      () => api.sendPhoto(READER, file(png()), { caption: "字".repeat(1025) }),
      "400 Bad Request: message caption is too long",
    ],
    ["a photo to no chat", () => api.sendPhoto(7, file(png())), "400 Bad Request: chat not found"],
    ["wrong token", () => new Api("1:wrong", { apiRoot: listener.url }).getMe(), "401 Unauthorized"],
    ["broken token", () => new Api("x", { apiRoot: listener.url }).getMe(), "404 Not Found"],
    ["unknown method", () => api.raw.sendDice({ chat_id: READER, emoji: "🎲" }), "404 Not Found"],
    ["no chat", () => api.sendMessage(7, "在吗"), "400 Bad Request: chat not found"],
    ["no chat by name", () => api.sendMessage("@nobody", "在吗"), "400 Bad Request: chat not found"],
    ["empty text", () => api.sendMessage(READER, ""), "400 Bad Request: message text is empty"],
    ["white text", () => api.sendMessage(READER, " \n "), "400 Bad Request: text must be non-empty"],
    ["long text", () => api.sendMessage(READER, "字".repeat(4097)), "400 Bad Request: message is too long"],
    ["huge text", () => api.sendMessage(READER, "字".repeat(10_923)), "400 Bad Request: text is too long"],
    [
      "parse_mode",
      () => api.sendMessage(READER, "<b>x</b>", { parse_mode: "HTML" }),
      "400 Bad Request: can't parse entities: this local server takes entities, not parse_mode",
    ],
    [
      "button data of 66 bytes",
      () => api.sendMessage(READER, "x", key({ text: "x", callback_data: "字".repeat(22) })),
      "400 Bad Request: BUTTON_DATA_INVALID",
    ],
    [
      "script in a button",
      () => api.sendMessage(READER, "x", key({ text: "x", url: "javascript:alert(1)" })),
      "400 Bad Request: inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
    ],
    [
      "reply to nothing",
      () => api.sendMessage(READER, "x", { reply_parameters: { message_id: 3 } }),
      "400 Bad Request: message to be replied not found",
    ],
    ["edit nothing", () => api.editMessageText(READER, 3, "x"), "400 Bad Request: message to edit not found"],
    [
      "edit a person's message",
      () => api.editMessageText(READER, server.userSends(READER, READER, "问").message_id, "x"),
      "400 Bad Request: message can't be edited",
    ],
    ["delete nothing", () => api.deleteMessage(READER, 3), "400 Bad Request: message to delete not found"],
    [
      "strange action",
      () => api.sendChatAction(READER, "dance" as "typing"),
      "400 Bad Request: wrong parameter action in request",
    ],
    [
      "a draft without an id",
      () => api.sendMessageDraft(READER, 0, "x"),
      "400 Bad Request: invalid draft_id specified",
    ],
    [
      "a draft in a channel",
      () => api.sendMessageDraft(CHANNEL, 1, "x"),
      "400 Bad Request: TEXTDRAFT_PEER_INVALID",
    ],
    [
      "a draft too long",
      () => api.sendMessageDraft(READER, 1, "字".repeat(4097)),
      "400 Bad Request: message is too long",
    ],
    [
      "old query",
      () => api.answerCallbackQuery("1"),
      "400 Bad Request: query is too old and response timeout expired or query ID is invalid",
    ],
    [
      "a command with capitals",
      () => api.setMyCommands([{ command: "Start", description: "x" }]),
      "400 Bad Request: BOT_COMMAND_INVALID",
    ],
    [
      "webhook",
      () => api.setWebhook("https://paper.example/hook"),
      "400 Bad Request: bad webhook: this local server delivers by getUpdates only",
    ],
    ["stranger", () => api.getChatMember(CHANNEL, 5), "400 Bad Request: member not found"],
    [
      "blocked",
      () => {
        server.setBlocked(READER, true)
        return api.sendMessage(READER, "在吗")
      },
      "403 Forbidden: bot was blocked by the user",
    ],
  ]
  test.each(cases)("%s", async (_name, call, words) => {
    expect(await refused(call())).toBe(words)
  })

  test("an edit that changes nothing, and one that is too long", async () => {
    const { message_id } = await api.sendMessage(READER, "一")
    expect(await refused(api.editMessageText(READER, message_id, "一 "))).toMatch(
      /^400 Bad Request: message is not modified: /,
    )
    expect(await refused(api.editMessageText(READER, message_id, "字".repeat(4097)))).toBe(
      "400 Bad Request: MESSAGE_TOO_LONG",
    )
  })
})

describe("what is taken", () => {
  test("4096 UTF-16 units, also where spaces around them are trimmed", async () => {
    const message = await api.sendMessage(READER, `\n${"字".repeat(4096)}  `)
    expect(message.text).toHaveLength(4096)
  })

  test("messages have sequential ids per chat, the injected time, and nobody gets an update for the bot's own", async () => {
    const first = await api.sendMessage(READER, "一")
    const second = await api.sendMessage(READER, "二")
    const post = await api.sendMessage("@pindao", "三")
    expect(second.message_id).toBe(first.message_id + 1)
    expect(first.date).toBe(NOW.getTime() / 1000)
    expect(first.from).toMatchObject({ id: 4200001, is_bot: true })
    expect(post).toMatchObject({ chat: { id: CHANNEL, type: "channel" }, sender_chat: { id: CHANNEL } })
    expect(post.from).toBeUndefined()
    expect(await api.getUpdates()).toEqual([])
    expect(server.transcript(READER)).toEqual([first, second])
  })

  test("a hundred entities stay, a link to anything but the web does not", async () => {
    const entities: MessageEntity[] = Array.from({ length: 150 }, (_, offset) => ({
      type: "bold",
      offset,
      length: 1,
    }))
    const many = await api.sendMessage(READER, "字".repeat(150), { entities })
    expect(many.entities).toHaveLength(100)
    const link: MessageEntity = { type: "text_link", offset: 0, length: 1, url: "javascript:alert(1)" }
    expect((await api.sendMessage(READER, "点", { entities: [link] })).entities).toBeUndefined()
  })

  test("an edit keeps the id, a keyboard goes where the edit leaves it out, a deleted message is gone", async () => {
    const sent = await api.sendMessage(READER, "一", key({ text: "多", callback_data: "more" }))
    expect(sent.reply_markup?.inline_keyboard).toEqual([[{ text: "多", callback_data: "more" }]])
    const edited = await api.editMessageText(READER, sent.message_id, "二")
    expect(edited).toMatchObject({ message_id: sent.message_id, text: "二", edit_date: sent.date })
    expect(server.transcript(READER)[0]?.reply_markup).toBeUndefined()
    await api.editMessageReplyMarkup(READER, sent.message_id, key({ text: "少", callback_data: "less" }))
    expect(server.transcript(READER)[0]?.reply_markup?.inline_keyboard).toHaveLength(1)
    await api.deleteMessage(READER, sent.message_id)
    expect(server.transcript(READER)).toEqual([])
  })

  test("chat, member, reaction, pin, descriptions, webhook info", async () => {
    expect(await api.getChat("@pindao")).toMatchObject({ id: CHANNEL, title: "频道" })
    expect(await api.getChatMember(CHANNEL, server.me.id)).toMatchObject({ status: "administrator" })
    expect(await api.getChatMember(READER, READER)).toMatchObject({ status: "member" })
    const { message_id } = server.userSends(READER, READER, "好")
    await api.setMessageReaction(READER, message_id, [{ type: "emoji", emoji: "👍" }])
    expect(server.world.entries(READER)[0]?.reactions).toEqual([{ type: "emoji", emoji: "👍" }])
    expect(await api.pinChatMessage(READER, message_id)).toBe(true)
    expect(await api.setMyDescription("说明")).toBe(true)
    expect(await api.setMyShortDescription("短")).toBe(true)
    expect(await api.deleteWebhook()).toBe(true)
    expect(await api.getWebhookInfo()).toMatchObject({ url: "", pending_update_count: 1 })
  })

  test("commands per scope and language; the narrowest and the reader's language win", async () => {
    const start = [{ command: "start", description: "开始" }]
    const digest = [{ command: "digest", description: "简报" }]
    await api.setMyCommands(start, { language_code: "zh" })
    await api.setMyCommands(digest, { scope: { type: "chat", chat_id: 1002 } })
    expect(await api.getMyCommands()).toEqual([])
    expect(await api.getMyCommands({ language_code: "zh" })).toEqual(start)
    expect(server.commands.seenBy(READER, "zh-hans")).toEqual(start)
    expect(server.commands.seenBy(1002, "zh-hans")).toEqual(digest)
    await api.deleteMyCommands({ language_code: "zh" })
    expect(server.commands.seenBy(READER, "zh-hans")).toEqual([])
  })

  test.each([
    ["query", (url: string) => fetch(`${url}?chat_id=${READER}&text=%E5%A5%BD`)],
    [
      "form",
      (url: string) =>
        fetch(url, { method: "POST", body: new URLSearchParams({ chat_id: String(READER), text: "好" }) }),
    ],
    [
      "multipart",
      (url: string) => {
        const body = new FormData()
        body.set("chat_id", String(READER))
        body.set("text", "好")
        body.set("entities", JSON.stringify([{ type: "bold", offset: 0, length: 1 }]))
        return fetch(url, { method: "POST", body })
      },
    ],
  ])("parameters as %s", async (_name, send) => {
    const response = await send(`${listener.url}/bot${TOKEN}/SENDMESSAGE`)
    expect(await response.json()).toMatchObject({ ok: true, result: { text: "好" } })
  })

  test("a photo, uploaded and then by its name, with a caption or without", async () => {
    const caption = {
      caption: "字".repeat(1024),
      caption_entities: [{ type: "bold", offset: 0, length: 2 }],
    } as const
    const first = await api.sendPhoto("@pindao", file(png(30, 20)), {
      ...caption,
      caption_entities: [...caption.caption_entities],
    })
    expect(first).toMatchObject({
      ...caption,
      photo: [{ width: 30, height: 20, file_size: png(30, 20).length }],
    })
    const name = first.photo.at(-1)?.file_id ?? ""
    const second = await api.sendPhoto(READER, name)
    expect(second.photo).toEqual(first.photo)
    expect(second.caption).toBeUndefined()
    expect(Buffer.from(server.photos.bytes(name) ?? []).equals(png(30, 20))).toBe(true)
    expect(await refused(api.editMessageText(READER, second.message_id, "x"))).toBe(
      "400 Bad Request: there is no text in the message to edit",
    )
  })

  test("a form that breaks off", async () => {
    const response = await fetch(`${listener.url}/bot${TOKEN}/sendPhoto`, {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=x" },
      body: '--x\r\ncontent-disposition:form-data;name="chat_id"\r\n\r\n1',
    })
    expect(await response.json()).toMatchObject({ ok: false, error_code: 400 })
  })

  test("a body over a megabyte is refused", async () => {
    const response = await fetch(`${listener.url}/bot${TOKEN}/sendMessage`, {
      method: "POST",
      body: "x".repeat((1 << 20) + 1),
    })
    expect(response.status).toBe(413)
  })
})

describe("updates", () => {
  const texts = (updates: readonly Update[]) => updates.map((update) => update.message?.text)

  test("stay until a higher offset confirms them", async () => {
    for (const text of ["一", "二", "三"]) server.userSends(READER, READER, text)
    const first = await api.getUpdates({ limit: 2 })
    expect(texts(first)).toEqual(["一", "二"])
    expect(texts(await api.getUpdates())).toEqual(["一", "二", "三"])
    expect(first[1]?.update_id).toBe((first[0]?.update_id ?? 0) + 1)
    expect(texts(await api.getUpdates({ offset: (first[1]?.update_id ?? 0) + 1 }))).toEqual(["三"])
    server.userSends(READER, READER, "四")
    expect(texts(await api.getUpdates({ offset: -1 }))).toEqual(["四"])
    expect(server.unconfirmed).toBe(1)
  })

  test("a command carries its entity", async () => {
    server.userSends(READER, READER, "/search 汐江二桥")
    const [update] = await api.getUpdates()
    expect(update?.message?.entities).toEqual([{ type: "bot_command", offset: 0, length: 7 }])
  })

  test("a waiting poll ends with the first update", async () => {
    const waiting = api.getUpdates({ timeout: 30 })
    await calledTimes("getUpdates", 1)
    server.userSends(READER, READER, "一")
    expect(texts(await waiting)).toEqual(["一"])
  })

  test("a second poll ends the first with 409", async () => {
    const first = refused(api.getUpdates({ timeout: 30 }))
    await calledTimes("getUpdates", 1)
    const second = api.getUpdates({ timeout: 30 })
    expect(await first).toBe(
      "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    server.close()
    expect(await second).toEqual([])
  })

  test("a poller that is gone neither confirms nor gets in the way", async () => {
    const gone = new AbortController()
    const lost = refused(api.getUpdates({ timeout: 30 }, gone.signal as Parameters<typeof api.getUpdates>[1]))
    await calledTimes("getUpdates", 1)
    gone.abort()
    expect(await lost).toContain("HttpError")
    server.userSends(READER, READER, "一")
    expect(texts(await api.getUpdates({ timeout: 30 }))).toEqual(["一"])
  })

  test("kinds that are not allowed are gone; without a word the setting stays", async () => {
    await api.getUpdates({ allowed_updates: ["callback_query"] })
    server.userSends(READER, READER, "一")
    await api.getUpdates()
    server.userSends(READER, READER, "二")
    expect(await api.getUpdates({ allowed_updates: [] })).toEqual([])
    server.userSends(READER, READER, "三")
    expect(texts(await api.getUpdates())).toEqual(["三"])
  })

  test("blocking and coming back are told", async () => {
    server.setBlocked(READER, true)
    server.userSends(READER, READER, "/start")
    const updates = await api.getUpdates()
    expect(updates.map((update) => update.my_chat_member?.new_chat_member.status)).toEqual([
      "kicked",
      "member",
      undefined,
    ])
    await api.sendMessage(READER, "欢迎回来")
  })

  test("a press, also a forged one", async () => {
    const { message_id } = await api.sendMessage(READER, "一", key({ text: "多", callback_data: "more" }))
    const id = server.userPresses(READER, READER, message_id, "forged")
    const [update] = await api.getUpdates()
    expect(update?.callback_query).toMatchObject({
      id,
      data: "forged",
      from: { id: READER },
      message: { message_id },
    })
    expect(await api.answerCallbackQuery(id, { text: "好" })).toBe(true)
    expect(await refused(api.answerCallbackQuery(id))).toMatch(/query is too old/)
  })
})

/** Resolves once the server has been asked this often. */
async function calledTimes(method: string, times: number): Promise<void> {
  await expect.poll(() => server.calls.filter((name) => name === method).length).toBeGreaterThanOrEqual(times)
}

describe("faults", () => {
  const send = () =>
    api.sendMessage(READER, "一").then(
      () => "sent",
      (error: unknown) =>
        error instanceof HttpError ? "cut" : error instanceof GrammyError ? String(error.error_code) : "?",
    )
  const cases = [
    ["lost-reply", { kind: "lost-reply" }, "cut", 1],
    ["reset-before", { kind: "reset-before" }, "cut", 0],
    ["bad-gateway", { kind: "bad-gateway" }, "cut", 0],
    ["500", serverError, "500", 0],
    ["429", tooManyRequests(3), "429", 0],
  ] as const
  test.each(cases)("%s strikes once, then all is well", async (_name, trouble, outcome, copies) => {
    server.faults.add({ method: "sendMessage", trouble })
    expect(await send()).toBe(outcome)
    expect(server.transcript(READER)).toHaveLength(copies)
    expect(server.faults.pending).toBe(0)
    expect(await send()).toBe("sent")
  })

  test("429 says how long, in the body and in the header", async () => {
    server.faults.add({ trouble: tooManyRequests(3) })
    const response = await fetch(`${listener.url}/bot${TOKEN}/getMe`)
    expect(response.headers.get("retry-after")).toBe("3")
    expect(await response.json()).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } })
  })

  test("the n-th call, whatever it is, but not the polling", async () => {
    server.faults.add({ call: 2, trouble: serverError })
    await api.getUpdates()
    await api.getMe()
    await api.getUpdates()
    expect(await send()).toBe("500")
  })

  test("held until released", async () => {
    let release = () => {}
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    server.faults.add({ method: "sendMessage", trouble: { kind: "held", until } })
    const sending = send()
    await calledTimes("sendMessage", 1)
    await api.getMe()
    expect(server.transcript(READER)).toEqual([])
    release()
    expect(await sending).toBe("sent")
  })
})

describe("a grammY bot", () => {
  let bot: Bot
  let running: Promise<void>

  beforeEach(async () => {
    bot = echoBot(TOKEN, listener.url)
    running = bot.start()
  })
  afterEach(async () => {
    await bot.stop()
    await running
  })

  test("answers, is pressed, edits", async () => {
    const actions: string[] = []
    server.subscribe((event) => {
      if (event.type === "action") actions.push(event.action)
    })
    const asked = server.userSends(READER, READER, "汐江二桥")
    const answer = await server.until(() => server.transcript(READER).find((one) => one.from?.is_bot), 10_000)
    expect(answer).toMatchObject({
      text: "回声：汐江二桥\n原文 [1]",
      reply_to_message: { message_id: asked.message_id },
    })
    expect(answer.entities?.map((entity) => entity.type)).toEqual(["bold", "text_link"])
    expect(actions).toEqual(["typing"])
    let toast = ""
    server.subscribe((event) => {
      if (event.type === "callback-answer") toast = event.text
    })
    server.userPresses(READER, READER, answer.message_id, "more")
    await server.until(() => server.transcript(READER).find((one) => one.edit_date !== undefined), 10_000)
    expect(toast).toBe("已展开")
    expect(server.transcript(READER).at(-1)?.text).toBe("这是改过的回答。")
  })

  test("answers every one of many in two chats", async () => {
    for (let i = 0; i < 20; i++)
      server.userSends(i % 2 === 0 ? READER : 1002, i % 2 === 0 ? READER : 1002, `第${i}问`)
    const answers = (id: number) => server.transcript(id).filter((one) => one.from?.is_bot).length
    await server.until(() => answers(READER) === 10 && answers(1002) === 10, 15_000)
  })
})

describe("bounds", () => {
  test("until gives up after its limit", async () => {
    await expect(server.until(() => undefined, 1)).rejects.toThrow("not seen within 1 ms")
  })

  test("500 messages a chat, 10,000 updates", () => {
    for (let i = 0; i < 10_050; i++) server.userSends(READER, READER, String(i))
    expect(server.transcript(READER)).toHaveLength(500)
    expect(server.transcript(READER).at(-1)?.text).toBe("10049")
    expect(server.unconfirmed).toBe(10_000)
  })

  test("a later server never repeats the ids of an earlier one", () => {
    const later = new LocalBotApi({
      token: TOKEN,
      botName: "资料库",
      botUsername: "archive_bot",
      people: [{ id: READER, name: "读者甲" }],
      now: () => NOW,
      startedAt: new Date(NOW.getTime() + 60_000),
    })
    const before = server.userSends(READER, READER, "一").message_id
    expect(later.userSends(READER, READER, "二").message_id).toBeGreaterThan(before)
  })
})
