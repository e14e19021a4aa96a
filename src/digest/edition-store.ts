import type { Edition } from "./edition.ts"

export type PublishedEdition = Edition & { readonly occurrence: string }

/** Why a day has no daily edition. */
export type SkipReason = "nothing-new" | "no-readers" | "too-late"

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
  /** Remembers that the daily edition of this day was not sent; later calls for the day change nothing. */
  skip(day: string, reason: SkipReason, now: Date): void
  skipped(day: string): boolean
  status(limit: number): DigestStatus
}

export interface EditionStatus {
  readonly occurrence: string
  readonly date: string
  readonly createdAt: string
  readonly articles: number
  readonly pending: number
  readonly sending: number
  readonly sent: number
  readonly failed: number
  readonly ambiguous: number
}

export interface UnsettledMessage {
  readonly occurrence: string
  readonly chatId: string
  readonly part: number
  readonly state: "failed" | "ambiguous"
  readonly why: string | null
}

/** Newest first; each list is capped by the caller's limit. */
export interface DigestStatus {
  readonly cutoff: string | null
  readonly editions: readonly EditionStatus[]
  readonly skipped: readonly { readonly date: string; readonly reason: SkipReason }[]
  readonly unsettled: readonly UnsettledMessage[]
}
