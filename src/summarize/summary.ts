import type { ArticleId, Claim, StoredArticle } from "../corpus.ts"
import type { CallOptions } from "../models.ts"

export const SUMMARY_STYLES = ["brief", "points", "long", "headlines", "social", "english"] as const
/**
 * brief: one line, or two sentences of a model's; points: 3–5; long: up to 8; headlines: three to choose from; social: a
 * post of at most `LONGEST_POST`, without its link; english: by a model alone, empty where none may be believed.
 */
export type SummaryStyle = (typeof SUMMARY_STYLES)[number]

/**
 * Of the words of a post, in UTF-16 code units. With a line feed and a link that counts 23 it keeps within the 280 of
 * X, where a Chinese character counts 2, and within Weibo's old 140.
 */
export const LONGEST_POST = 120

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
