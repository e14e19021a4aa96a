import type { InlineKeyboardMarkup, Message, MessageEntity } from "grammy/types"
import { z } from "zod"
import { type Call, findMessage, writableChat } from "./call.ts"
import type { Content } from "./chat-world.ts"
import { type FormattedText, formatText, isWebAddress } from "./formatted-text.ts"
import { badRequest, done, isRefusal, type Refusal, type Reply } from "./reply.ts"
import { readRichMessage } from "./rich-message.ts"

/** In UTF-16 code units, after entities are parsed. */
const TEXT_LIMIT = 4096
const RAW_LIMIT_BYTES = 32_768
const BUTTON_DATA_LIMIT_BYTES = 64
const BUTTONS_LIMIT = 100

const entityShape = z.looseObject({
  type: z.string(),
  offset: z.number().int().min(0),
  length: z.number().int().min(1),
})
/** One that is out of shape is dropped, as on Telegram, not refused. */
const entityList = z
  .array(z.unknown())
  .transform((list) => list.filter((item): item is MessageEntity => entityShape.safeParse(item).success))

const buttonShape = z.looseObject({
  text: z.string().min(1),
  url: z.string().optional(),
  callback_data: z.string().optional(),
})
const keyboardShape = z.object({ inline_keyboard: z.array(z.array(buttonShape)).max(BUTTONS_LIMIT) })
const otherMarkup = z.looseObject({})

const replyShape = z.looseObject({
  message_id: z.number().int(),
  allow_sending_without_reply: z.boolean().optional(),
})

export function sendMessage(call: Call): Reply {
  const formatted = readText(call, "message is too long")
  return isRefusal(formatted) ? formatted : post(call, formatted)
}

export function sendRichMessage(call: Call): Reply {
  const rich = readRichMessage(call.parameters)
  return isRefusal(rich) ? rich : post(call, { rich })
}

function post(call: Call, content: Content): Reply {
  const markup = readKeyboard(call)
  if (isRefusal(markup)) return markup
  const chat = writableChat(call)
  if (isRefusal(chat)) return chat
  const replyTo = readReply(call, chat.id)
  if (isRefusal(replyTo)) return replyTo
  const from = chat.type === "channel" ? {} : { from: botUser(call) }
  const message = call.world.post(chat.id, {
    ...from,
    ...content,
    replyTo: replyTo.message,
    markup: markup.keyboard,
  })
  return done(message)
}

/** An empty text is the sign that the bot thinks. */
export function sendMessageDraft(call: Call): Reply {
  const { parameters, world } = call
  const chat = writableChat(call)
  if (isRefusal(chat)) return chat
  if (chat.type !== "private") return badRequest("TEXTDRAFT_PEER_INVALID")
  const draftId = parameters.integer("draft_id") ?? 0
  if (draftId === 0) return badRequest("invalid draft_id specified")
  const empty = { text: "", entities: [] }
  const formatted = parameters.text("text") === "" ? empty : readText(call, "message is too long")
  if (isRefusal(formatted)) return formatted
  world.emit({ type: "draft", chatId: chat.id, draftId, ...formatted })
  return done(true)
}

export function editMessageText(call: Call): Reply {
  const formatted = readText(call, "MESSAGE_TOO_LONG")
  if (isRefusal(formatted)) return formatted
  return edit(call, formatted)
}

export function editMessageReplyMarkup(call: Call): Reply {
  return edit(call)
}

function edit(call: Call, formatted?: FormattedText): Reply {
  const markup = readKeyboard(call)
  if (isRefusal(markup)) return markup
  const message = findMessage(call, "message to edit not found")
  if (isRefusal(message)) return message
  const own = message.from?.id === call.me.id || message.sender_chat?.type === "channel"
  if (!own) return badRequest("message can't be edited")
  const { text = "", entities = [], rich_message: rich } = message
  const content: Content = rich ? { rich } : { text, entities }
  const changes = { ...(formatted ?? content), markup: markup.keyboard }
  const before = { ...content, markup: message.reply_markup }
  if (JSON.stringify(changes) === JSON.stringify(before)) {
    return badRequest(
      "message is not modified: specified new message content and reply markup are exactly the same " +
        "as a current content and reply markup of the message",
    )
  }
  return done(call.world.edit(message.chat.id, message.message_id, changes) ?? message)
}

function readText({ parameters }: Call, tooLong: string): FormattedText | Refusal {
  const raw = parameters.text("text")
  if (raw === "") return badRequest("message text is empty")
  if (Buffer.byteLength(raw) > RAW_LIMIT_BYTES) return badRequest("text is too long")
  if (parameters.text("parse_mode") !== "") {
    return badRequest("can't parse entities: this local server takes entities, not parse_mode")
  }
  const given = parameters.nested("entities", entityList)
  if (isRefusal(given)) return badRequest("can't parse entities JSON object")
  const formatted = formatText(raw, given.value ?? [])
  if (formatted.text === "") return badRequest("text must be non-empty")
  return formatted.text.length > TEXT_LIMIT ? badRequest(tooLong) : formatted
}

/** Only inline keyboards are kept: the other kinds change the reader's own keyboard, which the page does not have. */
function readKeyboard({
  parameters,
}: Call): { readonly keyboard: InlineKeyboardMarkup | undefined } | Refusal {
  const markup = parameters.nested("reply_markup", z.union([keyboardShape, otherMarkup]))
  if (isRefusal(markup)) return badRequest("can't parse reply keyboard markup JSON object")
  if (!markup.value || !("inline_keyboard" in markup.value)) return { keyboard: undefined }
  const parsed = keyboardShape.safeParse(markup.value)
  if (!parsed.success) return badRequest("can't parse inline keyboard button")
  const rows = parsed.data.inline_keyboard.filter((row) => row.length > 0)
  const buttons = rows.flat()
  if (buttons.length > BUTTONS_LIMIT) return badRequest("REPLY_MARKUP_TOO_LONG")
  for (const { text, url, callback_data } of buttons) {
    if (url !== undefined && !isWebAddress(url)) {
      return badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
    }
    if (callback_data !== undefined && !fitsButton(callback_data)) return badRequest("BUTTON_DATA_INVALID")
    if (url === undefined && callback_data === undefined) {
      return badRequest(
        `can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard: ${text}`,
      )
    }
  }
  return { keyboard: rows.length > 0 ? ({ inline_keyboard: rows } as InlineKeyboardMarkup) : undefined }
}

function fitsButton(data: string): boolean {
  const bytes = Buffer.byteLength(data)
  return bytes >= 1 && bytes <= BUTTON_DATA_LIMIT_BYTES
}

function readReply(call: Call, chatId: number): { readonly message: Message | undefined } | Refusal {
  const reply = call.parameters.nested("reply_parameters", replyShape)
  if (isRefusal(reply)) return reply
  if (!reply.value) return { message: undefined }
  const message = call.world.message(chatId, reply.value.message_id)
  if (message || reply.value.allow_sending_without_reply) return { message }
  return badRequest("message to be replied not found")
}

function botUser({ me }: Call) {
  return { id: me.id, is_bot: true, first_name: me.first_name, username: me.username }
}
