import type {
  Chat,
  InlineKeyboardMarkup,
  Message,
  MessageEntity,
  PhotoSize,
  ReactionType,
  RichMessage,
  User,
} from "grammy/types"

export interface Person {
  readonly id: number
  readonly name: string
  readonly username?: string
  /** As Telegram gives it; zh-hans where absent. */
  readonly languageCode?: string | undefined
}

export interface Group {
  /** Negative. */
  readonly id: number
  readonly type: "supergroup" | "channel"
  readonly title: string
  /** Without @. */
  readonly username: string
}

/** A message as its chat shows it. */
export interface Entry {
  readonly message: Message
  readonly reactions: readonly ReactionType[]
}

/** What happens in a chat, as somebody who looks at it sees it. */
export type ChatEvent =
  | { readonly type: "message" | "edit"; readonly chatId: number; readonly message: Message }
  | { readonly type: "delete"; readonly chatId: number; readonly messageId: number }
  | { readonly type: "action"; readonly chatId: number; readonly action: string }
  | {
      /** Stands below the last message until the next one, or for 30 s; one of another id takes its place. */
      readonly type: "draft"
      readonly chatId: number
      readonly draftId: number
      readonly text: string
      readonly entities: readonly MessageEntity[]
    }
  | {
      readonly type: "reaction"
      readonly chatId: number
      readonly messageId: number
      readonly reactions: readonly ReactionType[]
    }
  | {
      readonly type: "callback-answer"
      readonly chatId: number
      readonly userId: number
      readonly queryId: string
      readonly text: string
      readonly alert: boolean
    }
  | { readonly type: "commands"; readonly chatId: null }

/** What a message says. */
export type Content =
  | { readonly text: string; readonly entities: readonly MessageEntity[] }
  | { readonly rich: RichMessage }
  /** The text is its caption. */
  | {
      readonly photo: readonly PhotoSize[]
      readonly text: string
      readonly entities: readonly MessageEntity[]
    }

export type NewMessage = Content & {
  /** Absent: a post of the channel itself. */
  readonly from?: User
  readonly replyTo?: Message | undefined
  readonly markup?: InlineKeyboardMarkup | undefined
}

const MESSAGES_PER_CHAT_LIMIT = 500

/** The people, their chats with one bot, what was said, and who has blocked the bot. All in memory, all bounded. */
export class ChatWorld {
  readonly people: ReadonlyMap<number, User>
  readonly #chats = new Map<number, Chat>()
  readonly #entries = new Map<number, Entry[]>()
  readonly #nextMessageId = new Map<number, number>()
  readonly #blocked = new Set<number>()
  readonly #closed = new Set<number>()
  readonly #listeners = new Set<(event: ChatEvent) => void>()
  readonly #now: () => Date

  /** Message ids of each chat begin with `firstId`. */
  constructor(people: readonly Person[], groups: readonly Group[], firstId: number, now: () => Date) {
    this.#now = now
    this.people = new Map(people.map((person) => [person.id, asUser(person)]))
    for (const user of this.people.values()) {
      const { id, first_name, username } = user
      this.#chats.set(id, { id, type: "private", first_name, ...(username ? { username } : {}) })
    }
    for (const { id, type, title, username } of groups) this.#chats.set(id, { id, type, title, username })
    for (const id of this.#chats.keys()) {
      this.#entries.set(id, [])
      this.#nextMessageId.set(id, firstId)
    }
  }

  get chats(): readonly Chat[] {
    return [...this.#chats.values()]
  }

  /** By number, by the number as text, or by @name. */
  chat(id: string): Chat | undefined {
    if (!id.startsWith("@")) return this.#chats.get(Number(id))
    const name = id.slice(1).toLowerCase()
    return this.chats.find((chat) => chat.type !== "private" && chat.username?.toLowerCase() === name)
  }

  /** Oldest first; at most 500. */
  entries(chatId: number): readonly Entry[] {
    return this.#entries.get(chatId) ?? []
  }

  message(chatId: number, messageId: number): Message | undefined {
    return this.entries(chatId).find((entry) => entry.message.message_id === messageId)?.message
  }

  /** Throws RangeError for a chat that does not exist. */
  post(chatId: number, content: NewMessage): Message {
    const chat = this.#chats.get(chatId)
    const entries = this.#entries.get(chatId)
    const messageId = this.#nextMessageId.get(chatId)
    if (!chat || !entries || messageId === undefined) throw new RangeError(`no chat ${chatId}`)
    this.#nextMessageId.set(chatId, messageId + 1)
    const { reply_to_message: _, ...replyTo } = content.replyTo ?? {}
    const message = {
      message_id: messageId,
      ...(content.from ? { from: content.from } : { sender_chat: chat }),
      chat,
      date: this.#seconds(),
      ...(content.replyTo ? { reply_to_message: replyTo } : {}),
      ...asFields(content),
      ...(content.markup ? { reply_markup: content.markup } : {}),
    } as Message
    entries.push({ message, reactions: [] })
    if (entries.length > MESSAGES_PER_CHAT_LIMIT) entries.shift()
    this.emit({ type: "message", chatId, message })
    return message
  }

  /** The new message, or undefined where the old one is gone. */
  edit(chatId: number, messageId: number, changes: Content & Pick<NewMessage, "markup">) {
    const message = this.#replace(chatId, messageId, ({ message: old, reactions }) => {
      const { text: _text, entities: _entities, rich_message: _rich, reply_markup: _markup, ...rest } = old
      const next = {
        ...rest,
        edit_date: this.#seconds(),
        ...asFields(changes),
        ...(changes.markup ? { reply_markup: changes.markup } : {}),
      } as Message
      return { message: next, reactions }
    })
    if (message) this.emit({ type: "edit", chatId, message })
    return message
  }

  react(chatId: number, messageId: number, reactions: readonly ReactionType[]): void {
    const found = this.#replace(chatId, messageId, ({ message }) => ({ message, reactions }))
    if (found) this.emit({ type: "reaction", chatId, messageId, reactions })
  }

  delete(chatId: number, messageId: number): boolean {
    const entries = this.#entries.get(chatId) ?? []
    const at = entries.findIndex((entry) => entry.message.message_id === messageId)
    if (at < 0) return false
    entries.splice(at, 1)
    this.emit({ type: "delete", chatId, messageId })
    return true
  }

  /** Whether the bot is an administrator of the channel. */
  mayPost(channelId: number): boolean {
    return !this.#closed.has(channelId)
  }

  setMayPost(channelId: number, may: boolean): void {
    if (may) this.#closed.delete(channelId)
    else this.#closed.add(channelId)
  }

  isBlockedBy(userId: number): boolean {
    return this.#blocked.has(userId)
  }

  /** Whether that changed anything. */
  setBlocked(userId: number, blocked: boolean): boolean {
    if (this.#blocked.has(userId) === blocked) return false
    if (blocked) this.#blocked.add(userId)
    else this.#blocked.delete(userId)
    return true
  }

  emit(event: ChatEvent): void {
    for (const listener of [...this.#listeners]) listener(event)
  }

  /** Returns the way to stop. */
  subscribe(listener: (event: ChatEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #replace(chatId: number, messageId: number, change: (entry: Entry) => Entry): Message | undefined {
    const entries = this.#entries.get(chatId) ?? []
    const at = entries.findIndex((entry) => entry.message.message_id === messageId)
    const entry = entries[at]
    if (!entry) return undefined
    const next = change(entry)
    entries[at] = next
    return next.message
  }

  #seconds(): number {
    return Math.floor(this.#now().getTime() / 1000)
  }
}

function asFields(content: Content): Partial<Message> {
  if ("rich" in content) return { rich_message: content.rich }
  const { text, entities } = content
  const marked = entities.length > 0 ? [...entities] : undefined
  if (!("photo" in content)) return { text, ...(marked && { entities: marked }) }
  const photo = [...content.photo]
  return text === "" ? { photo } : { photo, caption: text, ...(marked && { caption_entities: marked }) }
}

function asUser(person: Person): User {
  return {
    id: person.id,
    is_bot: false,
    first_name: person.name,
    ...(person.username ? { username: person.username } : {}),
    language_code: person.languageCode ?? "zh-hans",
  }
}
