import { Api, Context } from "grammy"
import type { Update, UserFromGetMe } from "grammy/types"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import type { Claim } from "../../src/corpus.ts"
import type { ChatEvent } from "../../src/playground/chat-world.ts"
import { serverError, type Trouble, tooManyRequests } from "../../src/playground/faults.ts"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { createDrafts } from "../../src/telegram/drafts.ts"
import { type Listener, listen } from "../playground/listen.ts"
import { verbatim } from "./samples.ts"

const TOKEN = "7000000001:secret-token-of-a-test"
const READER = 1
const GROUP = -100500

let server: LocalBotApi
let listener: Listener
let shown: string[]
beforeEach(async () => {
  server = new LocalBotApi({
    token: TOKEN,
    botName: "读报助手",
    botUsername: "paper_bot",
    people: [{ id: READER, name: "读者" }],
    groups: [{ id: GROUP, type: "supergroup", title: "群", username: "paper_group" }],
    now: () => new Date(),
  })
  listener = await listen(server.app)
  shown = []
  server.subscribe((event: ChatEvent) => {
    if (event.type === "draft") shown.push(`${event.draftId}: ${event.text.replaceAll("\n", "|")}`)
  })
})
afterEach(async () => {
  server.close()
  await listener.close()
})

function question(chatId = READER): Context {
  const message = server.userSends(READER, chatId, "新桥多长？")
  const api = new Api(TOKEN, { apiRoot: listener.url })
  return new Context({ update_id: 1, message } as Update, api, server.me as UserFromGetMe)
}

const sentence = ({ text }: Claim) => text

describe("a draft", () => {
  test("grows sentence by sentence under one id", async () => {
    const ctx = question()
    const draft = createDrafts().begin(ctx, sentence)
    draft.show(verbatim("一。"))
    await server.until(() => shown.length === 1, 5_000)
    draft.show(verbatim("二。"))
    await server.until(() => shown.length === 2, 5_000)
    await draft.end()
    const id = ctx.msg?.message_id
    expect(shown).toEqual([`${id}: 一。`, `${id}: 一。|二。`])
  })

  test("sends what came during a call together, and nothing after its end", async () => {
    let open = () => {}
    const until = new Promise<void>((resolve) => {
      open = resolve
    })
    server.faults.add({ method: "sendMessageDraft", trouble: { kind: "held", until } })
    const draft = createDrafts().begin(question(), sentence)
    for (const text of ["一。", "二。", "三。"]) draft.show(verbatim(text))
    await expect.poll(() => server.calls.length).toBe(1)
    open()
    await server.until(() => shown.length === 2, 5_000)
    await draft.end()
    draft.show(verbatim("四。"))
    expect(shown.map((one) => one.split(": ")[1])).toEqual(["一。", "一。|二。|三。"])
    expect(server.calls).toHaveLength(2)
  })

  test("is not there in a group", async () => {
    const draft = createDrafts().begin(question(GROUP), sentence)
    draft.show(verbatim("一。"))
    await draft.end()
    expect(server.calls).toEqual([])
  })
})

describe("a server that does not take drafts costs nothing but the preview", () => {
  const refused = (code: number, description: string): Trouble => ({ kind: "refused", code, description })
  const cases: [name: string, trouble: Trouble, asksAgain: boolean][] = [
    ["does not know the method", refused(404, "Not Found"), false],
    ["does not take them from this bot", refused(400, "Bad Request: TEXTDRAFT_PEER_INVALID"), false],
    ["is out of order", serverError, true],
    ["asks to wait", tooManyRequests(30), true],
    ["cannot be reached", { kind: "reset-before" }, true],
  ]
  test.each(cases)("%s", async (_, trouble, asksAgain) => {
    server.faults.add({ method: "sendMessageDraft", trouble })
    const drafts = createDrafts()
    for (const text of ["一。", "二。"]) {
      const draft = drafts.begin(question(), sentence)
      draft.show(verbatim(text))
      await draft.end()
    }
    expect(shown.length).toBe(asksAgain ? 1 : 0)
    expect(server.calls.length).toBe(asksAgain ? 2 : 1)
  })
})
