import type { Language } from "../text/languages.ts"
import type { DigestChoice, Subscription } from "./subscription.ts"

/** How many digests a reader may have. */
export const MOST_DIGESTS = 10

/** `too-many`, `already` (the reader has one just like it): nothing was changed. */
export type Begun = "begun" | "already" | "too-many"

/** Readers' digests. Each method is one transaction. */
export interface SubscriptionStore {
  /** Those that run, of all readers who can be written to, by id. */
  running(): Subscription[]
  /** Those of one chat that run, by id. */
  of(chatId: number): Subscription[]
  /** One that runs or is being chosen; undefined for one that has ended. */
  find(id: number): Subscription | undefined
  /** Begins to choose one; takes the place of what the chat was choosing before. */
  draft(chatId: number, choice: DigestChoice, now: Date, language?: Language): Subscription
  /** Changes the choice, of a draft or at once of what runs. `already`: the chat has another one just like it. */
  change(id: number, choice: DigestChoice, now: Date): "changed" | "already"
  /** Makes a running one of a draft. What came in during the day before is new to it. */
  begin(id: number, now: Date): Begun
  /** Ends one; with the last of its chat the chat's subscription ends. False where there is none. */
  stop(id: number, why: string): boolean
  /** Ends all digests of the chat; false where there was none. `why` is for the newsroom. */
  end(chatId: number, why: string): boolean
  /** The reader was asked to type a keyword for this digest; null: no longer. */
  askWords(chatId: number, id: number | null, now: Date): void
  /** The digest for which the chat was asked to type a keyword after `since`. */
  asksWords(chatId: number, since: Date): Subscription | undefined
  /** Remembers that this day is seen to; `since`: up to where its articles are no longer new. */
  done(id: number, day: string, since?: string): void
}
