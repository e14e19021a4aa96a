import type { Answer } from "./answer.ts"

/** What is kept of every answer, so that a correction can reach everyone who was told the old version. */
export interface LedgerEntry {
  readonly at: Date
  /** null on the command line. */
  readonly chatId: number | null
  readonly question: string
  readonly answer: Answer
}

export interface Ledger {
  /** Before the answer is sent; returns the ledger id. */
  record(entry: LedgerEntry): number
  /** After it arrived: the messages that carry it, in order. */
  delivered(id: number, messageIds: readonly number[]): void
}
