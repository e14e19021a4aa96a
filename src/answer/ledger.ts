import type { ArticleId, Claim } from "../corpus.ts"
import type { Answer, Answered, Choice, Mode } from "./answer.ts"
import type { Concluded } from "./ask.ts"
import type { Trace } from "./trace.ts"
import type { Turn } from "./turn.ts"

/** A summary as it was told. */
export interface ToldSummary {
  readonly kind: "summary"
  readonly articleId: ArticleId
  readonly style: string
  readonly claims: readonly Claim[]
  readonly mode: Mode
}

/** Who asked, and where. */
export interface Asker {
  /** null on the command line. */
  readonly chatId: number | null
  /** Of a group; null for its main thread and for other chats. */
  readonly threadId: number | null
  /** The person, by the chat platform's id; null where it is nobody in particular. */
  readonly readerId: number | null
}

export const NOBODY: Asker = { chatId: null, threadId: null, readerId: null }

/** What is kept of every answer and summary, so that a correction can reach everyone who was told the old version. */
export interface LedgerEntry extends Asker {
  readonly at: Date
  /** The reader's words. */
  readonly question: string
  readonly answer: Answer | ToldSummary
  /** What an answer was made from, and how long that took. */
  readonly made?: { readonly trace: Trace; readonly ms: Concluded["ms"] }
}

/** An entry as it is kept, with the messages that carried it. */
export interface KeptEntry extends LedgerEntry {
  readonly id: number
  readonly messageIds: readonly number[]
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
   * After `from` and up to `to`, at most so many, the newest. Left out are calls of the command line, and what is about
   * no one matter: lists of headlines, topics of digests.
   */
  tellings(from: Date, to: Date, limit: number): Telling[]
  /** What that reader asked there from `since` on, and was answered: the newest so many, oldest first. Summaries are no turns. */
  turns(where: Asker, since: Date, limit: number): Turn[]
  /** The turn of which a message is the answer; undefined for one that answers nothing. */
  turnOf(chatId: number, messageId: number): Turn | undefined
  find(id: number): KeptEntry | undefined
  /** The newest answer of a model under the key. */
  cached(key: string): Answered | undefined
  /** Takes out what is older; returns how many entries. */
  prune(before: Date): number
}
