import { LRUCache } from "lru-cache"
import type { Clock } from "./clock.ts"

const PER_CHAT_MS = 1_000
const PER_SECOND = 25
const CHATS_REMEMBERED = 10_000

/** Spaces messages out: at least a second between two of one chat, at most 25 a second over all. */
export function createPace(clock: Clock): { turn(chatId: string, signal?: AbortSignal): Promise<void> } {
  const lastOfChat = new LRUCache<string, number>({ max: CHATS_REMEMBERED })
  let last = Number.NEGATIVE_INFINITY
  return {
    /** Waits for the chat's turn and takes it. */
    async turn(chatId, signal) {
      for (;;) {
        const now = clock.steadyMs()
        const free = Math.max(last + 1_000 / PER_SECOND, (lastOfChat.get(chatId) ?? -Infinity) + PER_CHAT_MS)
        if (free <= now || signal?.aborted) {
          last = now
          lastOfChat.set(chatId, now)
          return
        }
        await clock.wait(Math.ceil(free - now), signal)
      }
    },
  }
}
