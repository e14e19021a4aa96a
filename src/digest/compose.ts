import PQueue from "p-queue"
import { withDates } from "../answer/annotate.ts"
import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import type { CallOptions } from "../models.ts"
import type { Summarizer } from "../summarize/summary.ts"
import type { DigestGroup, DigestItem } from "./edition.ts"
import type { SelectedGroup } from "./select.ts"

/** Characters that a line may have; a longer sentence is taken only where the summary has no shorter one. */
export const LONGEST_LINE = 90
/** A shorter sentence sets a scene and tells nothing. */
const SHORTEST_LINE = 15
const SUMMARIES_AT_ONCE = 4
const SUMMARY_MS = 15_000

/** Gives each selected article its line. Every line is a claim with citations. An aborted signal ends the models' part. */
export async function compose(
  groups: readonly SelectedGroup[],
  summarizer: Summarizer,
  signal?: AbortSignal,
): Promise<DigestGroup[]> {
  const options = { deadlineMs: SUMMARY_MS, ...(signal ? { signal } : {}) }
  const queue = new PQueue({ concurrency: SUMMARIES_AT_ONCE })
  const item = (article: StoredArticle) => queue.add(() => composeItem(article, summarizer, options))
  return Promise.all(
    groups.map(async ({ name, articles }) => ({ name, items: await Promise.all(articles.map(item)) })),
  )
}

async function composeItem(
  article: StoredArticle,
  summarizer: Summarizer,
  options: CallOptions,
): Promise<DigestItem> {
  const summary = await summarizer.summarize(article, "brief", options)
  const told = summary.sentences.filter((claim) => bare(claim.text) !== bare(article.title))
  const fits = told.filter((claim) => claim.text.length <= LONGEST_LINE)
  const line: Claim =
    fits.find((claim) => claim.text.length >= SHORTEST_LINE) ??
    fits[0] ??
    told[0] ??
    quoteClaim(fieldEvidence(article, "title"), 0, article.title.length)
  return {
    articleId: article.id,
    version: article.version,
    title: article.title,
    url: article.url,
    line: withDates(line, () => article),
  }
}

/** Letters and digits only, so that a title with other punctuation is seen as the same. */
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "")
}
