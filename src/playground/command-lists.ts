import type { BotCommand } from "grammy/types"
import { z } from "zod"

export const commandScope = z.looseObject({
  type: z.string(),
  chat_id: z.union([z.number(), z.string()]).optional(),
  user_id: z.number().optional(),
})
export type CommandScope = z.infer<typeof commandScope>

export const commandList = z
  .array(
    z.object({ command: z.string().regex(/^[a-z0-9_]{1,32}$/), description: z.string().min(1).max(256) }),
  )
  .max(100)

const LISTS_LIMIT = 1000

/** The commands a bot has registered, by scope and language. */
export class CommandLists {
  readonly #lists = new Map<string, readonly BotCommand[]>()

  set(scope: CommandScope | undefined, language: string, commands: readonly BotCommand[]): void {
    if (this.#lists.size < LISTS_LIMIT) this.#lists.set(key(scope, language), commands)
  }

  delete(scope: CommandScope | undefined, language: string): void {
    this.#lists.delete(key(scope, language))
  }

  /** Exactly this scope and language. */
  get(scope: CommandScope | undefined, language: string): readonly BotCommand[] {
    return this.#lists.get(key(scope, language)) ?? []
  }

  /** What a person sees in the private chat: the narrowest scope, and in it the person's language, wins. */
  seenBy(userId: number, language: string): readonly BotCommand[] {
    const scopes: CommandScope[] = [
      { type: "chat", chat_id: userId },
      { type: "all_private_chats" },
      { type: "default" },
    ]
    const short = language.slice(0, 2)
    const lists = scopes.flatMap((scope) => [this.get(scope, short), this.get(scope, "")])
    return lists.find((list) => list.length > 0) ?? []
  }
}

function key(scope: CommandScope | undefined, language: string): string {
  const { type, chat_id = "", user_id = "" } = scope ?? { type: "default" }
  return `${type} ${chat_id} ${user_id} ${language}`
}
