import type { ArticleId, Claim, Evidence } from "../corpus.ts"
import type { CallOptions } from "../models.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"

/** keyless: no model is configured. fallback: one is, but what it gave did not reach the reader. */
export type Mode = "keyless" | "model" | "fallback"

/** What the answerer made of the evidence. Every claim has passed the gate. */
export type Answer =
  | {
      readonly kind: "answered"
      readonly claims: readonly Claim[]
      readonly mode: Mode
      readonly promptVersion?: string
    }
  | { readonly kind: "not-found"; readonly nearest: readonly NearestArticle[]; readonly mode: Mode }

/** An article that came near a question that the archive does not answer. */
export interface NearestArticle {
  readonly articleId: ArticleId
  readonly title: string
  readonly url: string | null
  readonly source: string | null
  readonly publishedAt: string | null
  readonly place: readonly string[]
}

export interface Answerer {
  /** Never throws for what a model does: it falls back. `found` is best first. */
  answer(question: Question, found: readonly RankedArticle[], options?: CallOptions): Promise<Answer>
}

export function nearest(evidence: Evidence): NearestArticle {
  const { articleId, title, url, source, publishedAt, place } = evidence
  return { articleId, title, url, source, publishedAt, place }
}
