/**
 * The messages of published editions on their way to the chats, one row an edition, chat and part:
 *
 * ```
 *            claim (committed)         ┌ sent, with its message id
 *   pending ────────────────> sending ─┼ failed: Telegram refused it, or the chat is gone
 *      ^                               └ ambiguous: it may have arrived, or not
 *      ├── not before a time: Telegram asked to wait ──┤
 *      ├── it surely did not leave ────────────────────┤
 *      └── the chat has moved to another id ───────────┘
 * ```
 *
 * Telegram has no idempotency key: when the reply to a request is lost, nobody can know whether the message stands
 * in the chat. So a row is committed as `sending` before its request leaves, a row found in `sending` by a process
 * that did not send it becomes `ambiguous`, and an ambiguous row is never sent again by itself. sent, failed and
 * ambiguous are ends.
 */
export interface Outbox {
  /** Marks rows in `sending` as ambiguous and returns how many; only for a caller that has no request under way. */
  abandon(): number
  /** Rows in `pending`: older editions first, then by part, so that the parts of one chat come in order. */
  pending(limit: number): PendingRow[]
  /** Commits the row as `sending`, durably; undefined where it is no longer pending. */
  claim(id: number): ClaimedRow | undefined
  /** Ends the claim. One transaction, with all that the settlement says of the chat. */
  settle(id: number, settlement: Settlement): void
}

export interface PendingRow {
  readonly id: number
  readonly chatId: string
  readonly notBefore: Date | undefined
}

export interface ClaimedRow {
  readonly chatId: string
  /** JSON of the message. */
  readonly payload: string
  /** 1 for the first try. */
  readonly attempt: number
}

export type Settlement =
  | { readonly state: "sent"; readonly messageId: number }
  | { readonly state: "pending"; readonly notBefore: Date; readonly why: string }
  /** chatGone: its other pending rows fail too, and its subscription ends. */
  | { readonly state: "failed"; readonly why: string; readonly chatGone: boolean }
  | { readonly state: "ambiguous"; readonly why: string }
  /** All pending rows of the chat, this one, and its subscription go over to another chat id. */
  | { readonly state: "moved"; readonly toChatId: string }

/** What became of one request. */
export type SendOutcome =
  | { readonly kind: "sent"; readonly messageId: number }
  /** Flood limit (429): nothing was sent. */
  | { readonly kind: "wait"; readonly ms: number; readonly why: string }
  /** It never reached Telegram, or Telegram would not look at it: safe to repeat. */
  | { readonly kind: "not-sent"; readonly why: string }
  | { readonly kind: "refused"; readonly why: string; readonly chatGone: boolean }
  | { readonly kind: "moved"; readonly toChatId: string }
  /** Nobody can say whether it arrived. */
  | { readonly kind: "unknown"; readonly why: string }

/** Sends one message, once, within a time limit of its own. */
export interface Transport {
  send(chatId: string, payload: string): Promise<SendOutcome>
}
