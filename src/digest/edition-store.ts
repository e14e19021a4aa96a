import type { ArticleId } from "../corpus.ts"
import type { Card } from "./card.ts"
import type { DigestStatus } from "./digest-status.ts"
import type { Edition } from "./edition.ts"
import type { MissedDay, SkipReason } from "./missed-days.ts"

export type PublishedEdition = Edition & { readonly occurrence: string }

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
