import { Api } from "grammy"
import type { InputRichBlock, RichText } from "grammy/types"
import { afterEach, describe, expect, test } from "vitest"
import { LocalBotApi } from "../../src/playground/local-bot-api.ts"
import { Parameters } from "../../src/playground/parameters.ts"
import { isRefusal } from "../../src/playground/reply.ts"
import { readRichMessage } from "../../src/playground/rich-message.ts"
import { type Listener, listen } from "./listen.ts"

const TOKEN = "4200001:AAtest-token_123"
const READER = 1001

const read = (rich_message: unknown) => readRichMessage(new Parameters({ rich_message }))
const paragraph = (text: RichText): InputRichBlock => ({ type: "paragraph", text })
const nested = (levels: number): InputRichBlock =>
  levels === 1 ? paragraph("底") : { type: "blockquote", blocks: [nested(levels - 1)] }
const bold = (levels: number): RichText => (levels === 0 ? "底" : { type: "bold", text: bold(levels - 1) })
const items = (count: number): InputRichBlock => ({
  type: "list",
  items: Array.from({ length: count }, () => ({ blocks: [paragraph("条")] })),
})

describe("what is refused, in one line", () => {
  const cases: [name: string, message: unknown, words: string][] = [
    ["no blocks", {}, "rich message text must be non-empty"],
    ["no text", { blocks: [{ type: "divider" }, paragraph("")] }, "rich message text must be non-empty"],
    ["broken JSON", "{", "can't parse rich_message JSON object"],
    [
      "html",
      { html: "<b>x</b>" },
      "can't parse rich message: this local server takes blocks, not html or markdown",
    ],
    ["a kind that is not there", { blocks: [{ type: "table", cells: [] }] }, "blocks.0.type"],
    ["a heading without size", { blocks: [{ type: "heading", text: "题" }] }, "blocks.0.size"],
    ["32,769 characters", { blocks: [paragraph("😀".repeat(32_769))] }, "rich message is too long"],
    ["501 blocks", { blocks: [items(250)] }, "rich message has too many blocks"],
    ["17 blocks in each other", { blocks: [nested(17)] }, "rich message is nested too deeply"],
    ["17 levels with formatting", { blocks: [paragraph(bold(16))] }, "rich message is nested too deeply"],
  ]
  test.each(cases)("%s", (_name, message, words) => {
    const reply = read(message)
    expect(isRefusal(reply) && reply.error_code).toBe(400)
    expect(isRefusal(reply) && reply.description).toMatch(/^Bad Request: [^\n]*$/)
    expect(isRefusal(reply) && reply.description).toContain(words)
  })

  test.each([
    ["32,768 characters", paragraph("😀".repeat(32_768))],
    ["499 blocks", items(249)],
    ["16 blocks in each other", nested(16)],
    ["16 levels with formatting", paragraph(bold(15))],
  ])("%s are taken", (_name, block) => {
    expect(isRefusal(read({ blocks: [block] }))).toBe(false)
  })
})

test("comes back with labels, without links to anything but the web, and with what stands in its texts", () => {
  const link = (url: string): RichText => ({ type: "url", text: "链接", url })
  const given: InputRichBlock[] = [
    { type: "list", items: [{ blocks: [paragraph("一")] }, { blocks: [paragraph("二")], value: 2 }] },
    paragraph([link("https://paper.example/1"), link("javascript:alert(1)")]),
    { type: "footer", text: "发送 /latest 或看 https://paper.example/2 ，问 @archive_bot 也行" },
    { type: "details", summary: "原文", blocks: [{ type: "blockquote", blocks: [], credit: "日报" }] },
  ]
  expect(read({ blocks: given })).toEqual({
    blocks: [
      {
        type: "list",
        items: [
          { label: "•", blocks: [paragraph("一")] },
          { label: "2.", value: 2, blocks: [paragraph("二")] },
        ],
      },
      paragraph([link("https://paper.example/1"), "链接"]),
      {
        type: "footer",
        text: [
          "发送 ",
          { type: "bot_command", text: "/latest", bot_command: "/latest" },
          " 或看 ",
          { type: "url", text: "https://paper.example/2", url: "https://paper.example/2" },
          " ，问 ",
          { type: "mention", text: "@archive_bot", username: "archive_bot" },
          " 也行",
        ],
      },
      given[3],
    ],
  })
})

describe("sendRichMessage", () => {
  let server: LocalBotApi
  let listener: Listener
  afterEach(async () => {
    server.close()
    await listener.close()
  })

  async function open(without: readonly string[] = []): Promise<Api> {
    const people = [{ id: READER, name: "读者甲" }]
    server = new LocalBotApi({
      token: TOKEN,
      botName: "资",
      botUsername: "a_bot",
      people,
      now: () => new Date(),
      without,
    })
    listener = await listen(server.app)
    return new Api(TOKEN, { apiRoot: listener.url })
  }

  test("puts it into the chat; its keyboard goes, its blocks stay, a text takes their place", async () => {
    const api = await open()
    const blocks = [paragraph("要闻")]
    const { message_id, rich_message } = await api.sendRichMessage(
      READER,
      { blocks },
      { reply_markup: { inline_keyboard: [[{ text: "停", callback_data: "end" }]] } },
    )
    expect(rich_message).toEqual({ blocks })
    const now = () => server.world.message(READER, message_id)
    expect(now()).toMatchObject({ rich_message: { blocks }, reply_markup: {} })
    await api.editMessageReplyMarkup(READER, message_id)
    expect(now()).toMatchObject({ rich_message: { blocks } })
    expect(now()).not.toHaveProperty("reply_markup")
    await api.editMessageText(READER, message_id, "改过")
    expect(now()).toMatchObject({ text: "改过" })
    expect(now()).not.toHaveProperty("rich_message")
  })

  test("is not there on an older server", async () => {
    const api = await open(["sendRichMessage"])
    await expect(api.sendRichMessage(READER, { blocks: [paragraph("要闻")] })).rejects.toMatchObject({
      error_code: 404,
      description: "Not Found",
    })
    expect(server.transcript(READER)).toEqual([])
  })
})
