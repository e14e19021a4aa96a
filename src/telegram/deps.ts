import type { Ask } from "../answer/ask.ts"
import type { FindHot } from "../answer/hot.ts"
import type { Ledger } from "../answer/ledger.ts"
import type { ArticleId, ArticleStore, StoredArticle } from "../corpus.ts"
import type { Desk } from "../desk/desk.ts"
import type { AwaitedQuestions } from "../digest/awaited.ts"
import type { ChoicePresses } from "../digest/choice-presses.ts"
import type { Digest } from "../digest/digest.ts"
import type { EditionStore } from "../digest/edition-store.ts"
import type { DeskOutbox } from "../digest/outbox.ts"
import type { TimeOfDay } from "../digest/subscription.ts"
import type { SubscriptionStore } from "../digest/subscription-store.ts"
import type { RelatedTo } from "../retrieve/related.ts"
import type { Retriever } from "../retrieve/retriever.ts"
import type { StoryLine } from "../summarize/story.ts"
import type { Summarizer } from "../summarize/summary.ts"
import type { Language } from "../text/languages.ts"
import type { Drafts } from "./drafts.ts"
import type { Log } from "./log.ts"
import type { TextsFor } from "./reader-language.ts"

/** The articles of the last numbered list that each chat was shown. */
export interface ChatMemory {
  remember(chatId: number, articles: readonly ArticleId[], now: Date): void
  recall(chatId: number): readonly ArticleId[]
}

/** What readers have chosen for themselves, by the chat platform's id. */
export interface ReaderSettings {
  /** undefined: nothing was chosen. */
  language(readerId: number): Language | undefined
  chooseLanguage(readerId: number, language: Language): void
}

/** What the commands of readers and editors stand on. */
export interface DeskDeps {
  readonly ask: Ask
  readonly retriever: Retriever
  readonly articles: Pick<ArticleStore, "get" | "byNumbers" | "list" | "state" | "places">
  readonly related: RelatedTo
  /** The matter of an article over time. */
  readonly story: (article: StoredArticle) => StoryLine[]
  readonly hot: FindHot
  readonly summarizer: Summarizer
  readonly digest: Pick<Digest, "deliver" | "missed" | "drawCard">
  readonly outbox: DeskOutbox
  /** Channel id or @name; undefined: there is no channel. */
  readonly channelId: string | undefined
  readonly desk: Desk
  readonly subscriptions: SubscriptionStore
  readonly editions: Pick<EditionStore, "sentTo">
  readonly presses: ChoicePresses
  readonly awaited: AwaitedQuestions
  /** The archive's topics, most telling first. */
  readonly topics: () => readonly string[]
  /** When the newsroom's own digest comes. */
  readonly digestAt: TimeOfDay
  readonly memory: ChatMemory
  readonly ledger: Ledger
  /** How long the ledger is kept. */
  readonly ledgerDays: number
  /** Whether questions and passages go to a language model. */
  readonly usesModel: boolean
  /** Takes out all that is kept about a reader; returns how many answers there were. */
  readonly forget: (readerId: number) => number
  readonly textsFor: TextsFor
  readonly settings: ReaderSettings
  readonly drafts: Drafts
  readonly editorIds: ReadonlySet<number>
  /** undefined: the paper has no name. */
  readonly paperName: string | undefined
  /** IANA zone of the newspaper. */
  readonly timeZone: string
  readonly now: () => Date
  /** Aborts when the program ends: whoever still waits for a model goes on without it. */
  readonly hurry: AbortSignal
  readonly log: Log
  /** An error for the log, without secrets. */
  readonly describe: (error: unknown) => string
}
