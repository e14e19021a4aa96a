import { LRUCache } from "lru-cache"
import type { StoredArticle } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"
import type { Summarizer, Summary, SummaryStyle } from "./summary.ts"

const MOST_KEPT = 2_000

/**
 * Keeps the summaries of a version, style by style, while the program runs: what is shown twice is the same, and paid for
 * once. In memory, since a model and its prompt stay what they are only that long. Another version, correction,
 * follow-up or printing is summarized anew; what fell back from a model is tried again.
 */
export function createCachedSummarizer(summarizer: Summarizer): Summarizer {
  const kept = new LRUCache<string, Summary>({ max: MOST_KEPT })
  return {
    async summarize(article, style, options) {
      const key = keyOf(article, style)
      const known = kept.get(key)
      if (known) return known
      const summary = await summarizer.summarize(article, style, options)
      if (summary.mode !== "fallback") kept.set(key, summary)
      return summary
    },
  }
}

/** All that a summary and its citations say of an article. */
function keyOf({ id, version, links, printings, flags }: StoredArticle, style: SummaryStyle): string {
  const others = links.map((link) => [link.kind, link.id, link.title])
  return shortHash([id, String(version), style, JSON.stringify([others, printings, flags])], 32)
}
