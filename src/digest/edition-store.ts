import type { ArticleId } from "../corpus.ts"
import type { Edition } from "./edition.ts"

export type PublishedEdition = Edition & { readonly occurrence: string }

/** Why a day has no daily edition. */
export type SkipReason = "nothing-new" | "no-readers" | "too-late" | "not-approved" | "editor"

export interface PublishDetails {
  /** ISO instant up to which articles are no longer new; undefined leaves that as it is. */
  readonly cutoff: string | undefined
  readonly now: Date
  /** Chats that get it, each once. */
  readonly chats: readonly string[]
  /** JSON of each message, in order. */
  readonly messages: readonly string[]
}

/** What lasts of the digests. */
export interface EditionStore {
  /** ISO instant up to which articles are no longer new; undefined until the first ingest has ended. */
  cutoff(): string | undefined
  /** Chats that want the newsroom's own digest, with all that is in it. */
  subscribers(): string[]
  has(occurrence: string): boolean
  /** Stores the edition and all its outbox rows, or nothing: false where the occurrence is there already. */
  publish(edition: PublishedEdition, details: PublishDetails): boolean
  /** A published edition that was meant for this chat. */
  sentTo(chatId: number, occurrence: string): PublishedEdition | undefined
  /** Published editions that tell of an article that was retracted since and wait for a chat. */
  waitingWithRetracted(): { readonly edition: PublishedEdition; readonly retracted: readonly ArticleId[] }[]
  /** For the chats that have got nothing of it yet, other messages; what they have no message for any more fails. */
  replaceMessages(occurrence: string, messages: readonly string[]): void
  /** Remembers that the daily edition of this day was not sent; later calls for the day change nothing. */
  skip(day: string, reason: SkipReason, now: Date): void
  skipped(day: string): boolean
  status(limit: number): DigestStatus
}

/** How many messages are in which state. */
export interface StateCounts {
  readonly pending: number
  readonly sending: number
  readonly sent: number
  readonly failed: number
  readonly ambiguous: number
}

export interface EditionStatus extends StateCounts {
  readonly occurrence: string
  readonly date: string
  readonly createdAt: string
  readonly articles: number
  /** From its publication to the latest message that was sent; null where none was. */
  readonly seconds: number | null
}

export interface UnsettledMessage {
  readonly occurrence: string
  readonly chatId: string
  readonly part: number
  readonly state: "failed" | "ambiguous"
  readonly why: string | null
}

export interface DigestStatus {
  readonly cutoff: string | null
  /** Newest first, capped by the caller's limit, as the other lists are. */
  readonly editions: readonly EditionStatus[]
  readonly skipped: readonly { readonly date: string; readonly reason: SkipReason }[]
  /** The ambiguous before the failed, newest first. */
  readonly unsettled: readonly UnsettledMessage[]
  /** Over all editions there are. */
  readonly totals: StateCounts
  /** The edition that took longest; null where nothing was sent. */
  readonly slowest: { readonly occurrence: string; readonly seconds: number } | null
}
