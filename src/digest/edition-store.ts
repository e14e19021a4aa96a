import type { ArticleId } from "../corpus.ts"
import type { Card } from "./card.ts"
import type { Edition } from "./edition.ts"

export type PublishedEdition = Edition & { readonly occurrence: string }

/** Editions with one reader each: `own:ID:DAY`, a digest of the reader's own; `awaited:ID`, an answer. */
export type ReadersKind = "own" | "awaited"

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
  /** Kept with the edition: the first message shows it. */
  readonly card?: Card | undefined
}

/** A published edition that tells of articles that were retracted since and waits for a chat. */
export interface WaitingEdition {
  readonly edition: PublishedEdition
  readonly retracted: readonly ArticleId[]
  /** Those whose headlines stand on its card. */
  readonly onCard: readonly ArticleId[]
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
  waitingWithRetracted(): WaitingEdition[]
  /**
   * For the chats that have got none of its texts yet, other ones; what they have no text for any more fails. The
   * message with the card stays as it is.
   */
  replaceTexts(occurrence: string, texts: readonly string[]): void
  /** The card fails for all chats that have not got it yet. */
  withdrawCard(occurrence: string): void
  /**
   * Remembers that the daily edition of this day was not sent, nor those of `earlier` days before it; later calls for the
   * day change nothing.
   */
  skip(day: string, reason: SkipReason, now: Date, earlier?: number): void
  /** What a clock that ran ahead has noted is no word on the day until then. */
  skipped(day: string, now: Date): boolean
  /** The newest day before this one that was sent or skipped; undefined where there is none. */
  dayBefore(day: string): string | undefined
  /** Days that were missed, noted after the record `after`, in the order of their records. */
  missed(after: number, limit: number): MissedDay[]
  status(limit: number): DigestStatus
}

/** A day whose digest came too late to be sent. */
export interface MissedDay {
  /** Number of its record: later ones are higher. */
  readonly record: number
  readonly date: string
  /** So many days before it were missed, too. */
  readonly earlier: number
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

/** Editions of one kind and day that have one reader each. */
export interface ReadersStatus extends StateCounts {
  readonly kind: ReadersKind
  readonly date: string
  readonly editions: number
  /** Of the one that took longest; null where none was sent. */
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
  /** The newsroom's own, newest first, capped by the caller's limit, as the other lists are. */
  readonly editions: readonly EditionStatus[]
  /** Of the newest days, as many as the limit. */
  readonly readers: readonly ReadersStatus[]
  readonly skipped: readonly (Omit<MissedDay, "record"> & { readonly reason: SkipReason })[]
  /** The ambiguous before the failed, newest first. */
  readonly unsettled: readonly UnsettledMessage[]
  /** Over all editions there are. */
  readonly totals: StateCounts
  /** Of the ambiguous, those to private chats: nobody can look there. */
  readonly ambiguousPrivate: number
  /** The edition that took longest; null where nothing was sent. */
  readonly slowest: { readonly occurrence: string; readonly seconds: number } | null
}
