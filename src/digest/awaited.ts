import type { Language } from "../text/languages.ts"

/** How many questions a reader may wait for. */
export const MOST_AWAITED = 10

/** A question that the archive did not answer, and whose reader wants to hear when it does. */
export interface AwaitedQuestion {
  /** Never used again. */
  readonly id: number
  readonly chatId: number
  readonly question: string
  readonly language: Language
  readonly askedAt: Date
  /** ISO instant: articles that came in up to then have been read for it. */
  readonly seen: string
}

/** Questions that wait for an article. Each method is one transaction. */
export interface AwaitedQuestions {
  add(question: Omit<AwaitedQuestion, "id">): "added" | "already" | "too-many"
  /** Those of a chat, oldest first. */
  of(chatId: number): AwaitedQuestion[]
  /** Of all chats, at most so many: those whose `seen` is earliest first. */
  waiting(limit: number): AwaitedQuestion[]
  /** Articles up to `instant` have been read for it; false where it waits no longer. */
  read(id: number, instant: string): boolean
  /** False where the chat waits for no such question. */
  drop(id: number, chatId: number): boolean
}
