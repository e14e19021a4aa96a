import type { ArticleId, Claim } from "../corpus.ts"
import type { Answer, Choice, Mode } from "./answer.ts"

/** A summary as it was told. */
export interface ToldSummary {
  readonly kind: "summary"
  readonly articleId: ArticleId
  readonly style: string
  readonly claims: readonly Claim[]
  readonly mode: Mode
}

/** What is kept of every answer and summary, so that a correction can reach everyone who was told the old version. */
export interface LedgerEntry {
  readonly at: Date
  /** null on the command line. */
  readonly chatId: number | null
  /** The reader's words. */
  readonly question: string
  readonly answer: Answer | ToldSummary
}

/** What a chat was told at some time: the live articles on which an answer or a summary stands, by number. */
export interface Telling {
  readonly chatId: number
  readonly at: Date
  /** Each once; where a story has several printings, the one that stands for it. */
  readonly articles: readonly number[]
}

export interface Ledger {
  /** Before the answer is sent; returns the ledger id. */
  record(entry: LedgerEntry): number
  /** After it arrived: the messages that carry it, in order. */
  delivered(id: number, messageIds: readonly number[]): void
  /** What an answer of this chat gave to choose from; undefined where there is no such question back. */
  choices(id: number, chatId: number): readonly Choice[] | undefined
  /**
   * After `from` and up to `to`, at most so many, the newest. Left out are calls of the command line, and lists of
   * headlines, which are about no one matter.
   */
  tellings(from: Date, to: Date, limit: number): Telling[]
}
