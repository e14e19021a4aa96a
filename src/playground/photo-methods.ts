import type { PhotoSize } from "grammy/types"
import { type Call, writableChat } from "./call.ts"
import { type FormattedText, formatText } from "./formatted-text.ts"
import { botUser, entityList, readKeyboard, readReply } from "./message-methods.ts"
import { badRequest, done, isRefusal, type Refusal, type Reply } from "./reply.ts"

/** In UTF-16 code units, after entities are parsed. */
const CAPTION_LIMIT = 1024

/** By upload or by `file_id`; this server fetches no addresses. */
export function sendPhoto(call: Call): Reply {
  const caption = readCaption(call)
  if (isRefusal(caption)) return caption
  const markup = readKeyboard(call)
  if (isRefusal(markup)) return markup
  const chat = writableChat(call)
  if (isRefusal(chat)) return chat
  const replyTo = readReply(call, chat.id)
  if (isRefusal(replyTo)) return replyTo
  const photo = readPhoto(call)
  if (isRefusal(photo)) return photo
  const from = chat.type === "channel" ? {} : { from: botUser(call) }
  const content = { ...from, ...caption, photo: [photo], replyTo: replyTo.message, markup: markup.keyboard }
  return done(call.world.post(chat.id, content))
}

function readPhoto({ parameters, photos }: Call): PhotoSize | Refusal {
  const file = parameters.file("photo")
  if (file) {
    const photo = photos.keep(file)
    return typeof photo === "string" ? badRequest(photo) : photo
  }
  const id = parameters.text("photo")
  if (id === "") return badRequest("there is no photo in the request")
  return photos.find(id) ?? badRequest("wrong file identifier/HTTP URL specified")
}

function readCaption({ parameters }: Call): FormattedText | Refusal {
  if (parameters.text("parse_mode") !== "") {
    return badRequest("can't parse entities: this local server takes entities, not parse_mode")
  }
  const given = parameters.nested("caption_entities", entityList)
  if (isRefusal(given)) return badRequest("can't parse entities JSON object")
  const formatted = formatText(parameters.text("caption"), given.value ?? [])
  return formatted.text.length > CAPTION_LIMIT ? badRequest("message caption is too long") : formatted
}
