import { expect, test } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { createCachedSummarizer } from "../../src/summarize/cached-summarizer.ts"
import type { Summary, SummaryStyle } from "../../src/summarize/summary.ts"
import { article } from "../digest/articles.ts"

const ONE = article({ id: "1" })
const LINK = { kind: "corrected-by", id: "2", title: "更正", url: null, publishedAt: null } as const

async function asked(
  second: StoredArticle,
  style: SummaryStyle = "brief",
  mode: Summary["mode"] = "model",
): Promise<number> {
  let calls = 0
  const cached = createCachedSummarizer({
    async summarize({ id, version }, style) {
      calls++
      return { articleId: id, version, style, sentences: [], mode }
    },
  })
  await cached.summarize(ONE, "brief")
  await cached.summarize(second, style)
  return calls
}

test.each<[string, number, Promise<number>]>([
  ["the same", 1, asked(ONE)],
  ["another style", 2, asked(ONE, "points")],
  ["another article", 2, asked(article({ id: "2" }))],
  ["a corrected version", 2, asked({ ...ONE, version: 2 })],
  ["a correction linked since", 2, asked({ ...ONE, links: [LINK] })],
  ["what fell back", 2, asked(ONE, "brief", "fallback")],
])("%s is summarized %d times", async (_, times, calls) => {
  expect(await calls).toBe(times)
})
