import type { ArticleId, Claim, StoredArticle } from "../corpus.ts"
import type { CallOptions } from "../models.ts"

export const SUMMARY_STYLES = ["brief", "points", "long"] as const
/** brief: one or two sentences, at most 120 characters where the article allows; points: 3–5; long: up to 8. */
export type SummaryStyle = (typeof SUMMARY_STYLES)[number]

/** Every sentence stands on a quote of the version that was summarized. */
export interface Summary {
  readonly articleId: ArticleId
  readonly version: number
  readonly style: SummaryStyle
  readonly sentences: readonly Claim[]
  readonly mode: "keyless" | "model" | "fallback"
}

export interface Summarizer {
  /** Never throws for what a model does: it falls back. */
  summarize(article: StoredArticle, style: SummaryStyle, options?: CallOptions): Promise<Summary>
}
