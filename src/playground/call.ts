import type { Chat, Message, UserFromGetMe } from "grammy/types"
import type { ChatWorld } from "./chat-world.ts"
import type { CommandLists } from "./command-lists.ts"
import type { Parameters } from "./parameters.ts"
import type { Photos } from "./photos.ts"
import { badRequest, isRefusal, type Refusal, type Reply, refusal } from "./reply.ts"
import type { UpdateQueue } from "./update-queue.ts"

/** What a method works on. */
export interface Call {
  readonly me: UserFromGetMe
  readonly world: ChatWorld
  readonly updates: UpdateQueue
  readonly commands: CommandLists
  /** Callback queries that wait for their answer, by id. */
  readonly presses: Map<string, { readonly chatId: number; readonly userId: number }>
  readonly photos: Photos
  readonly parameters: Parameters
  /** The caller has hung up. */
  readonly signal: AbortSignal
}

export type Method = (call: Call) => Reply | Promise<Reply>

/** The chat of `chat_id` as far as the bot may write to it. */
export function writableChat(call: Call): Chat | Refusal {
  const chat = findChat(call)
  if (!isRefusal(chat) && chat.type === "private" && call.world.isBlockedBy(chat.id)) {
    return refusal(403, "Forbidden: bot was blocked by the user")
  }
  if (!isRefusal(chat) && chat.type === "channel" && !call.world.mayPost(chat.id)) {
    return badRequest("need administrator rights in the channel chat")
  }
  return chat
}

export function findChat(call: Call): Chat | Refusal {
  const id = call.parameters.text("chat_id").trim()
  if (id === "") return badRequest("chat_id is empty")
  return call.world.chat(id) ?? badRequest("chat not found")
}

/** The message of `chat_id` and `message_id`; `words` say it is not there. */
export function findMessage(call: Call, words: string): Message | Refusal {
  const chat = findChat(call)
  if (isRefusal(chat)) return chat
  return call.world.message(chat.id, call.parameters.integer("message_id") ?? 0) ?? badRequest(words)
}
