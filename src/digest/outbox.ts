/**
 * The messages of published editions on their way to the chats, one row an edition, chat and part:
 *
 * ```
 *            claim (committed)         ┌ sent, with its message id <──── an editor: it is there ──┐
 *   pending ────────────────> sending ─┼ failed: Telegram refused it, or the chat is gone ──┐     │
 *    ^  ^                              └ ambiguous: it may have arrived, or not ────────────│─────┤
 *    │  ├── not before a time: Telegram asked to wait ──┤                                   │     │
 *    │  ├── it surely did not leave ────────────────────┤                                   │     │
 *    │  └── the chat has moved to another id ───────────┘                                   │     │
 *    ├────────────────────────────────────────────────── an editor: send what was refused ──┘     │
 *    └─────────────────────────────────────────────────────────────────── an editor: send again ──┘
 * ```
 *
 * Telegram has no idempotency key, and a bot is not told of its own posts: when the reply to a request is lost, the
 * program cannot know whether the message stands in the chat. So a row is committed as `sending` before its request
 * leaves, a row found in `sending` by a process that did not send it becomes `ambiguous`, and an ambiguous row is
 * never sent again but by an editor who has looked. What was refused surely is not there, so that no copy can come of
 * sending it. A pending row also fails where its chat is gone (refused, too), and where what it told was retracted or
 * its chat has moved to one that has the edition already: then, and once it is sent, that is the end.
 */
export interface Outbox {
  /** Marks rows in `sending` as ambiguous and returns how many; only for a caller that has no request under way. */
  abandon(): number
  /** Rows in `pending`: older editions first, then by part, so that the parts of one chat come in order. */
  pending(limit: number): PendingRow[]
  /** The latest of each chat, also of what has been withdrawn since. */
  floodLimits(): FloodLimit[]
  /** Commits the row as `sending`, durably; undefined where it is no longer pending. */
  claim(id: number): ClaimedRow | undefined
  /**
   * Ends the claim. One transaction, with all that the settlement says of the chat. Throws where the claim has ended
   * already; does nothing where the row has gone, as that of a reader who was forgotten meanwhile.
   */
  settle(claim: Claim, settlement: Settlement, now: Date): void
}

/** What an editor finds in the chat. */
export type Verdict = "there" | "again"

/** What the newsroom sees of the outbox, and may decide. */
export interface DeskOutbox {
  /** The ambiguous messages to channels and groups, oldest first. Nobody can look into private chats. */
  ambiguous(limit: number): AmbiguousRow[]
  /** Settles it by what an editor saw; false where it is no longer ambiguous, or has been sent again since. */
  resolve(claim: Claim, verdict: Verdict): boolean
  /**
   * What was refused to this chat, of editions published after `since`; undefined where there is nothing. What tells of
   * a retracted article is not among it where the chat has begun to read the edition.
   */
  refused(chatId: string, since: Date): Refused | undefined
  /** Makes what `refused` names, up to this row, pending again; returns how many messages that are. */
  sendRefused(latest: number, since: Date): number
}

/** One try to send one row. */
export interface Claim {
  readonly id: number
  /** 1 for the first try. */
  readonly attempt: number
}

/** The latest of the refused messages, and what they are. */
export interface Refused extends Claim {
  readonly why: string
  readonly messages: number
  /** Of the editions, YYYY-MM-DD, ascending, each once. */
  readonly days: readonly string[]
}

export interface PendingRow {
  readonly id: number
  readonly chatId: string
}

/** Telegram has asked to wait. */
export interface FloodLimit {
  readonly chatId: string
  readonly until: Date
}

export interface ClaimedRow extends Claim {
  readonly chatId: string
  /** JSON of the message. */
  readonly payload: string
}

export interface AmbiguousRow extends ClaimedRow {
  /** The day of the edition, YYYY-MM-DD. */
  readonly date: string
  /** From 0. */
  readonly part: number
  readonly parts: number
}

export type Settlement =
  | { readonly state: "sent"; readonly messageId: number }
  | { readonly state: "pending"; readonly notBefore: Date | undefined; readonly why: string }
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
  /** It has not left, or not in this form; it may when its turn comes again `after` this has come to pass. */
  | { readonly kind: "not-yet"; readonly why: string; readonly after?: Promise<unknown> }
  | { readonly kind: "refused"; readonly why: string; readonly chatGone: boolean }
  | { readonly kind: "moved"; readonly toChatId: string }
  /** Nobody can say whether it arrived. */
  | { readonly kind: "unknown"; readonly why: string }

/** Sends one message, once, by at most one request, within a time limit of its own. */
export interface Transport {
  send(chatId: string, payload: string): Promise<SendOutcome>
}
