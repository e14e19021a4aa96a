import type { MissedDay, SkipReason } from "./missed-days.ts"

/** Editions with one reader each: `own:ID:DAY`, a digest of the reader's own; `awaited:ID`, an answer. */
export type ReadersKind = "own" | "awaited"

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
