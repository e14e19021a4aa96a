import type { ChatMember, ReactionType } from "grammy/types"
import { z } from "zod"
import { type Call, findChat, findMessage, type Method, writableChat } from "./call.ts"
import { commandList, commandScope } from "./command-lists.ts"
import {
  editMessageReplyMarkup,
  editMessageText,
  sendMessage,
  sendMessageDraft,
  sendRichMessage,
} from "./message-methods.ts"
import { badRequest, done, isRefusal, type Reply, refusal } from "./reply.ts"
import { POLL_LIMIT_MS } from "./update-queue.ts"

const ACTIONS = new Set(
  "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note".split(
    " ",
  ),
)
const CONFLICT =
  "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
const emojiReaction = z.object({ type: z.literal("emoji"), emoji: z.string().min(1).max(16) })
const reactionList = z
  .array(z.custom<ReactionType>((value) => emojiReaction.safeParse(value).success))
  .max(11)

async function getUpdates({ parameters, updates, signal }: Call): Promise<Reply> {
  const allowed = parameters.nested("allowed_updates", z.array(z.string()).max(100))
  if (isRefusal(allowed)) return allowed
  const seconds = Math.max(0, parameters.integer("timeout") ?? 0)
  const batch = await updates.poll({
    offset: parameters.integer("offset"),
    limit: parameters.integer("limit"),
    timeoutMs: Math.min(seconds * 1000, POLL_LIMIT_MS),
    allowed: allowed.value,
    signal,
  })
  return batch === "conflict" ? refusal(409, CONFLICT) : done(batch)
}

function deleteWebhook({ parameters, updates }: Call): Reply {
  if (parameters.flag("drop_pending_updates")) updates.forgetAll()
  return done(true)
}

function getWebhookInfo({ updates }: Call): Reply {
  return done({ url: "", has_custom_certificate: false, pending_update_count: updates.pending })
}

function setWebhook(call: Call): Reply {
  if (call.parameters.text("url") === "") return deleteWebhook(call)
  return badRequest("bad webhook: this local server delivers by getUpdates only")
}

function deleteMessage(call: Call): Reply {
  const message = findMessage(call, "message to delete not found")
  if (isRefusal(message)) return message
  return done(call.world.delete(message.chat.id, message.message_id))
}

function sendChatAction(call: Call): Reply {
  const chat = writableChat(call)
  if (isRefusal(chat)) return chat
  const action = call.parameters.text("action")
  if (!ACTIONS.has(action)) return badRequest("wrong parameter action in request")
  call.world.emit({ type: "action", chatId: chat.id, action })
  return done(true)
}

function answerCallbackQuery({ parameters, presses, world }: Call): Reply {
  const queryId = parameters.text("callback_query_id")
  const press = presses.get(queryId)
  if (!press) return badRequest("query is too old and response timeout expired or query ID is invalid")
  const text = parameters.text("text")
  if (text.length > 200) return badRequest("MESSAGE_TOO_LONG")
  presses.delete(queryId)
  world.emit({ type: "callback-answer", ...press, queryId, text, alert: parameters.flag("show_alert") })
  return done(true)
}

function setMessageReaction(call: Call): Reply {
  const message = findMessage(call, "message to react not found")
  if (isRefusal(message)) return message
  const reactions = call.parameters.nested("reaction", reactionList)
  if (isRefusal(reactions)) return badRequest("REACTION_INVALID")
  call.world.react(message.chat.id, message.message_id, reactions.value ?? [])
  return done(true)
}

function pinChatMessage(call: Call): Reply {
  const message = findMessage(call, "message to pin not found")
  return isRefusal(message) ? message : done(true)
}

function setMyCommands({ parameters, commands, world }: Call): Reply {
  const scope = parameters.nested("scope", commandScope)
  const list = parameters.nested("commands", commandList)
  if (isRefusal(scope)) return scope
  if (isRefusal(list)) return badRequest("BOT_COMMAND_INVALID")
  commands.set(scope.value, parameters.text("language_code"), list.value ?? [])
  world.emit({ type: "commands", chatId: null })
  return done(true)
}

function getMyCommands({ parameters, commands }: Call): Reply {
  const scope = parameters.nested("scope", commandScope)
  return isRefusal(scope) ? scope : done(commands.get(scope.value, parameters.text("language_code")))
}

function deleteMyCommands({ parameters, commands, world }: Call): Reply {
  const scope = parameters.nested("scope", commandScope)
  if (isRefusal(scope)) return scope
  commands.delete(scope.value, parameters.text("language_code"))
  world.emit({ type: "commands", chatId: null })
  return done(true)
}

function getChat(call: Call): Reply {
  const chat = findChat(call)
  if (isRefusal(chat)) return chat
  return done({ ...chat, accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: {} })
}

function getChatMember(call: Call): Reply {
  const chat = findChat(call)
  if (isRefusal(chat)) return chat
  const userId = call.parameters.integer("user_id")
  if (userId === undefined) return badRequest("invalid user_id specified")
  const user = userId === call.me.id ? call.me : call.world.people.get(userId)
  if (!user || (chat.type === "private" && userId !== chat.id && user !== call.me)) {
    return badRequest("member not found")
  }
  return done({
    user,
    status: user === call.me && chat.type !== "private" ? "administrator" : "member",
  } as ChatMember)
}

const agree: Method = () => done(true)

/** By lower-case name: method names are case-insensitive. */
export const METHODS: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    getMe: ({ me }: Call) => done(me),
    getUpdates,
    deleteWebhook,
    setWebhook,
    getWebhookInfo,
    sendMessage,
    sendMessageDraft,
    sendRichMessage,
    editMessageText,
    editMessageReplyMarkup,
    deleteMessage,
    sendChatAction,
    answerCallbackQuery,
    setMessageReaction,
    pinChatMessage,
    setMyCommands,
    getMyCommands,
    deleteMyCommands,
    setMyName: agree,
    setMyDescription: agree,
    setMyShortDescription: agree,
    setChatMenuButton: agree,
    getChat,
    getChatMember,
    logOut: agree,
    close: agree,
  } satisfies Record<string, Method>).map(([name, method]) => [name.toLowerCase(), method]),
)
