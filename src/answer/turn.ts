import type { ArticleId } from "../corpus.ts"
import type { Answer, Choice } from "./answer.ts"

/** One question of a chat and what it was answered with. */
export interface Turn {
  readonly at: Date
  /** The whole question, where it was a follow-up. */
  readonly question: string
  readonly kind: Answer["kind"]
  /** What was told, sentence by sentence. */
  readonly claims: readonly string[]
  /** The articles that were cited, or came nearest. */
  readonly articles: readonly { readonly id: ArticleId; readonly title: string }[]
  /** What a reader was asked to choose from. */
  readonly choices?: readonly Choice[]
}

export function turnOf(at: Date, question: string, answer: Answer): Turn {
  const claims = "claims" in answer ? answer.claims : []
  const near = answer.kind === "not-found" ? answer.nearest : claims.flatMap(({ citations }) => citations)
  const articles = new Map(near.map(({ articleId, title }) => [articleId, { id: articleId, title }]))
  return {
    at,
    question,
    kind: answer.kind,
    claims: claims.map(({ text }) => text),
    articles: [...articles.values()],
    ...(answer.kind === "clarify" ? { choices: answer.choices } : {}),
  }
}
