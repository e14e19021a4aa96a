import type { HttpBindings } from "@hono/node-server"
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import type { CallbackQuery, ChatMember, ChatMemberUpdated, Message, UserFromGetMe } from "grammy/types"
import { type Context, Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { METHODS } from "./bot-methods.ts"
import type { Call } from "./call.ts"
import { type ChatEvent, ChatWorld, type Group, type Person } from "./chat-world.ts"
import { CommandLists } from "./command-lists.ts"
import { Faults } from "./faults.ts"
import { formatText } from "./formatted-text.ts"
import { isMultipart, readParameters } from "./parameters.ts"
import { Photos } from "./photos.ts"
import { isRefusal, type Reply, refusal } from "./reply.ts"
import { UpdateQueue } from "./update-queue.ts"

export interface LocalBotApiOptions {
  /** In Telegram's shape, NUMBER:LETTERS; the number is the bot's id. */
  readonly token: string
  readonly botName: string
  readonly botUsername: string
  readonly people: readonly Person[]
  readonly groups?: readonly Group[]
  readonly now: () => Date
  /** When the server began by a clock that never stands still, which `now` may; else `now` at its making. */
  readonly startedAt?: Date
  /** Methods that this server does not have, as one that is older than they are. */
  readonly without?: readonly string[]
}

type Env = { Bindings: Partial<HttpBindings> }

const BODY_LIMIT_BYTES = 1 << 20
/** Of a form, which may bring a picture. */
const FORM_LIMIT_BYTES = 11 << 20
const PRESSES_LIMIT = 1000
const CALLS_LIMIT = 10_000
/** Ids begin at the tenths of a second since then: a server that is started again does not repeat those of the last one. */
const EPOCH_MS = Date.UTC(2025, 0, 1)

/**
 * A Bot API server for one bot, and the people who write to it. The bot talks to `app` over HTTP as it would to
 * Telegram and is refused in the same words; people talk to it through the methods of this class.
 */
export class LocalBotApi {
  readonly app = new Hono<Env>()
  readonly me: UserFromGetMe
  readonly world: ChatWorld
  readonly commands = new CommandLists()
  readonly faults = new Faults()
  readonly photos = new Photos()
  readonly #token: string
  readonly #updates: UpdateQueue
  readonly #presses = new Map<string, { chatId: number; userId: number }>()
  readonly #calls: string[] = []
  readonly #now: () => Date
  readonly #without: ReadonlySet<string>
  #nextPress: number

  constructor(options: LocalBotApiOptions) {
    const firstId = Math.max(1, Math.floor(((options.startedAt ?? options.now()).getTime() - EPOCH_MS) / 100))
    this.#token = options.token
    this.#now = options.now
    this.#without = new Set(options.without)
    this.#updates = new UpdateQueue(firstId)
    this.#nextPress = firstId
    this.me = botUser(options)
    this.world = new ChatWorld(options.people, options.groups ?? [], firstId, options.now)
    const onError = (context: Context) => answer(context, refusal(413, "Request Entity Too Large"))
    const limit = bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError })
    const formLimit = bodyLimit({ maxSize: FORM_LIMIT_BYTES, onError })
    this.app.on(
      ["GET", "POST"],
      "/:bot{bot[^/]+}/:method",
      (context, next) => (isMultipart(context.req) ? formLimit : limit)(context, next),
      (context) => this.#serve(context),
    )
  }

  /** Names of the methods called so far, at most 10,000. */
  get calls(): readonly string[] {
    return this.#calls
  }

  /** Updates that the bot has not confirmed. */
  get unconfirmed(): number {
    return this.#updates.pending
  }

  /** Oldest first, at most 500. */
  transcript(chatId: number): Message[] {
    return this.world.entries(chatId).map((entry) => entry.message)
  }

  /** What an emission shows is what the bot or a person did; returns the way to stop. */
  subscribe(listener: (event: ChatEvent) => void): () => void {
    return this.world.subscribe(listener)
  }

  /** The first thing that `find` returns, looked for now and after each event. Rejects after `timeoutMs`. */
  until<T>(find: () => T | undefined | false, timeoutMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const result = find()
        if (result === undefined || result === false) return false
        stop()
        clearTimeout(timer)
        resolve(result)
        return true
      }
      let stop = () => {}
      const timer = setTimeout(() => {
        stop()
        reject(new Error(`not seen within ${timeoutMs} ms`))
      }, timeoutMs)
      if (!look()) stop = this.world.subscribe(look)
    })
  }

  /** A person writes in a chat; whoever had blocked the bot has it back. Throws RangeError for an unknown id. */
  userSends(
    userId: number,
    chatId: number,
    text: string,
    options: { readonly replyTo?: number } = {},
  ): Message {
    const from = this.#person(userId)
    const chat = this.world.chat(String(chatId))
    if (!chat || chat.type === "channel" || (chat.type === "private" && chat.id !== userId)) {
      throw new RangeError(`${userId} cannot write in ${chatId}`)
    }
    if (chat.type === "private") this.setBlocked(userId, false)
    const replyTo = options.replyTo === undefined ? undefined : this.world.message(chatId, options.replyTo)
    const message = this.world.post(chatId, { from, ...formatText(text, []), replyTo })
    this.#updates.push("message", message as Message & { chat: typeof chat; from: typeof from })
    return message
  }

  /** A person presses a button, or forges the press of one. Returns the query's id; throws RangeError for an unknown id. */
  userPresses(userId: number, chatId: number, messageId: number, data: string): string {
    const from = this.#person(userId)
    const message = this.world.message(chatId, messageId)
    if (!message) throw new RangeError(`no message ${messageId} in ${chatId}`)
    const id = String(this.#nextPress++)
    this.#presses.set(id, { chatId, userId })
    const [oldest] = this.#presses.keys()
    if (oldest !== undefined && this.#presses.size > PRESSES_LIMIT) this.#presses.delete(oldest)
    const query: CallbackQuery = { id, from, message, chat_instance: String(chatId), data }
    this.#updates.push("callback_query", query)
    return id
  }

  /** Blocks the bot or lets it in again, and tells it so. */
  setBlocked(userId: number, blocked: boolean): void {
    const from = this.#person(userId)
    const chat = this.world.chat(String(userId))
    if (!chat || !this.world.setBlocked(userId, blocked)) return
    const member = (out: boolean) =>
      (out
        ? { user: this.me, status: "kicked", until_date: 0 }
        : { user: this.me, status: "member" }) as ChatMember
    const change: ChatMemberUpdated = {
      chat,
      from,
      date: Math.floor(this.#now().getTime() / 1000),
      old_chat_member: member(!blocked),
      new_chat_member: member(blocked),
    }
    this.#updates.push("my_chat_member", change)
  }

  /** Ends the waiting poll. */
  close(): void {
    this.#updates.close()
  }

  #person(userId: number) {
    const user = this.world.people.get(userId)
    if (!user) throw new RangeError(`no person ${userId}`)
    return user
  }

  async #serve(context: Context<Env>): Promise<Response> {
    const token = (context.req.param("bot") ?? "").slice("bot".length)
    const name = context.req.param("method") ?? ""
    if (token !== this.#token) {
      return answer(
        context,
        /^\d+:[\w-]+$/.test(token) ? refusal(401, "Unauthorized") : refusal(404, "Not Found"),
      )
    }
    const parameters = await readParameters(context.req)
    if (isRefusal(parameters)) return answer(context, parameters)
    this.#calls.push(name)
    if (this.#calls.length > CALLS_LIMIT) this.#calls.shift()
    const trouble = this.faults.take(name)
    switch (trouble?.kind) {
      case "reset-before":
        return cut(context)
      case "bad-gateway":
        return context.html("<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>", 502)
      case "refused": {
        const { code, description, retryAfter } = trouble
        const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } }
        return answer(context, { ...refusal(code, description), ...parameters })
      }
      case "held":
        await trouble.until
    }
    const method = this.#without.has(name) ? undefined : METHODS.get(name.toLowerCase())
    const call: Call = {
      me: this.me,
      world: this.world,
      updates: this.#updates,
      commands: this.commands,
      presses: this.#presses,
      photos: this.photos,
      parameters,
      signal: context.req.raw.signal,
    }
    const reply = method ? await method(call) : refusal(404, "Not Found")
    return trouble?.kind === "lost-reply" ? cut(context) : answer(context, reply)
  }
}

function answer(context: Context, reply: Reply): Response {
  const headers = { "Content-Type": "application/json" }
  if (reply.ok) return context.body(JSON.stringify(reply), 200, headers)
  const retryAfter = reply.parameters?.retry_after
  const extra = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }
  return new Response(JSON.stringify(reply), { status: reply.error_code, headers: { ...headers, ...extra } })
}

/** Cuts the connection, as a network does. */
function cut(context: Context<Env>): Response {
  context.env.incoming?.socket.destroy()
  return RESPONSE_ALREADY_SENT
}

/** A bot as `getMe` gives it. */
export function botUser({
  token,
  botName,
  botUsername,
}: Pick<LocalBotApiOptions, "token" | "botName" | "botUsername">): UserFromGetMe {
  return {
    id: Number.parseInt(token, 10),
    is_bot: true,
    first_name: botName,
    username: botUsername,
    can_join_groups: true,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  }
}
