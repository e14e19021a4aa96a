import { Api, Context } from "grammy"
import type { Message, Update, UserFromGetMe } from "grammy/types"
import { describe, expect, it } from "vitest"
import { isFromEditor, meantForBot } from "../../src/telegram/identity.ts"

const EDITORS = new Set([9001, 1087968824, 136817688, 777000])
const EDITOR = { id: 9001, is_bot: false, first_name: "编辑" }
const ME = { id: 7, is_bot: true, first_name: "读报助手", username: "paper_bot" } as UserFromGetMe
const GROUP = { id: -5, type: "supergroup", title: "群" } as const

function message(change: object): Message {
  return { message_id: 1, date: 0, chat: { id: 9001, type: "private" }, from: EDITOR, ...change } as Message
}

describe("isFromEditor", () => {
  it.each<[string, object, boolean]>([
    ["an editor in person", {}, true],
    ["an editor in a group", { chat: GROUP }, true],
    ["somebody else", { from: { ...EDITOR, id: 1 } }, false],
    ["nobody", { from: undefined }, false],
    ["words that an editor forwards", { forward_origin: { type: "hidden_user" } }, false],
    ["a channel that writes in a group", { sender_chat: GROUP }, false],
    ["a post forwarded from the linked channel", { is_automatic_forward: true }, false],
    ["words of another bot", { via_bot: { ...ME, id: 8 } }, false],
    ["an anonymous admin, even where listed", { from: { ...EDITOR, id: 1087968824 } }, false],
    ["a channel's own id, even where listed", { from: { ...EDITOR, id: 136817688 } }, false],
    ["Telegram's own id, even where listed", { from: { ...EDITOR, id: 777000 } }, false],
  ])("%s", (_, change, expected) => expect(isFromEditor(message(change), EDITORS)).toBe(expected))
})

describe("meantForBot", () => {
  const mention = (text: string) => {
    const offset = text.indexOf("@")
    const length = /^@\w+/.exec(text.slice(offset))?.[0].length ?? 0
    return { text, entities: [{ type: "mention", offset, length }] }
  }
  it.each<[string, object, string | undefined]>([
    ["private", { text: "新桥？" }, "新桥？"],
    ["a group", { chat: GROUP, text: "新桥？" }, undefined],
    ["its name", { chat: GROUP, ...mention("@paper_bot 新桥？") }, "新桥？"],
    ["its name in capitals, at the end", { chat: GROUP, ...mention("新桥？ @Paper_Bot") }, "新桥？"],
    ["another's name", { chat: GROUP, ...mention("@other_bot 新桥？") }, undefined],
    ["its name without a mark", { chat: GROUP, text: "paper_bot 新桥？" }, undefined],
    ["a reply to it", { chat: GROUP, text: "多宽？", reply_to_message: message({ from: ME }) }, "多宽？"],
    ["a reply to another", { chat: GROUP, text: "多宽？", reply_to_message: message({}) }, undefined],
    ["no text", { sticker: {} }, undefined],
  ])("%s", (_, change, expected) => {
    const update = { update_id: 1, message: message(change) } as Update
    expect(meantForBot(new Context(update, new Api("1:token"), ME))).toBe(expected)
  })
})
