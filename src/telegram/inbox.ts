import type { Update } from "grammy/types"

/** An update as it waits to be handled. */
export interface StoredUpdate {
  readonly id: number
  /** Updates with one key are handled in order. */
  readonly chatId: number
  readonly body: Update
  readonly receivedAt: Date
  /** Earlier tries that failed. */
  readonly attempts: number
}

/** What Telegram sent, kept from before it is confirmed until it has been handled. */
export interface Inbox {
  /** All of the batch or nothing, on the disk when it returns; one that is there already stays as it is. */
  add(batch: readonly IncomingUpdate[], now: Date): void
  /** The oldest waiting update of each chat that is not among the busy, at most `limit`; they count as being worked on. */
  claim(busy: ReadonlySet<number>, limit: number): StoredUpdate[]
  done(id: number): void
  /** Waits again, or is parked for good. */
  failed(id: number, error: string, next: "again" | "parked"): void
  /**
   * After a start: what an earlier process was working on when it died waits again, and is parked where that has
   * happened `mostDeaths` times. Returns how many wait.
   */
  reopen(mostDeaths: number): number
  /** Forgets what was handled or parked and came before then. Returns how many. */
  prune(before: Date): number
}

export interface IncomingUpdate {
  readonly chatId: number
  readonly body: Update
}

/** Which chat an update belongs to; 0 for one that belongs to none. */
export function chatOf({ message, callback_query, my_chat_member }: Update): number {
  const chat = message?.chat ?? callback_query?.message?.chat ?? my_chat_member?.chat
  return chat?.id ?? callback_query?.from.id ?? 0
}
