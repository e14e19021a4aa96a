import type { Mode } from "../answer/answer.ts"
import type { StoredArticle } from "../corpus.ts"
import type { Summarizer } from "../summarize/summary.ts"
import { type ComposeDeps, compose, createItemWriter } from "./compose.ts"
import type { DigestItem, ToldChoice } from "./edition.ts"

/** The articles of one choice of an edition, as they are now. */
export interface ToldArticles {
  /** Each with two or three sentences; what was retracted since is missing. */
  readonly items: readonly DigestItem[]
  readonly mode: Mode
}

/** Tells at more length what an edition had of a choice, what was left out of it too. */
export async function tellChoice(
  { articles }: ToldChoice,
  { summarizer, article, signal, readerId }: ComposeDeps & { readonly readerId?: number },
): Promise<ToldArticles> {
  let mode: Mode = "keyless"
  const forReader: Summarizer = {
    async summarize(one, style, options) {
      const summary = await summarizer.summarize(one, style, { ...options, ...(readerId && { readerId }) })
      if (mode !== "model") mode = summary.mode
      return summary
    },
  }
  const live = articles.flatMap((id): StoredArticle[] => {
    const found = article(id)
    return found?.status === "live" ? [found] : []
  })
  const [group] = await compose(
    { groups: [{ kind: "lead", name: "", articles: live }], placeOf: () => "" },
    createItemWriter({ summarizer: forReader, article, ...(signal && { signal }) }),
  )
  return { items: group?.items ?? [], mode }
}
