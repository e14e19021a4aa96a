import type { Explanation, RankedArticle } from "./retriever.ts"

/** One of the searches that a ranking is fused from: its articles, best first. */
export interface Leg {
  readonly name: string
  readonly hits: readonly { readonly article: number; readonly score: number }[]
}

/** Where each leg has the articles of a ranking. An article's best hit counts, its rank is among articles. */
export function explainRanking(ranked: readonly RankedArticle[], legs: readonly Leg[]): Explanation[] {
  const places = legs.map(({ name, hits }) => {
    const first = new Map<number, { rank: number; score: number }>()
    for (const { article, score } of hits) {
      if (!first.has(article)) first.set(article, { rank: first.size + 1, score })
    }
    return { name, first }
  })
  return ranked.map(({ articleId, score, passages }) => ({
    articleId,
    score,
    parts: places.map(({ name, first }) => {
      const place = passages[0] && first.get(passages[0].article)
      return { name, rank: place?.rank ?? null, score: place?.score ?? 0 }
    }),
  }))
}
