import type { StoredArticle } from "../corpus.ts"
import type { Summarizer, Summary } from "../summarize/summary.ts"
import type { ArticleList } from "./select.ts"

/** More new articles than this are not looked at. */
const MOST_ARTICLES = 10_000

/** The same articles for many digests that are written one after the other: those of some days are read once. */
export function readOnce(articles: ArticleList): ArticleList {
  const known = new Map<string, readonly StoredArticle[]>()
  return {
    list({ ingestedAfter = "", ...days }, limit) {
      const key = JSON.stringify(days)
      const listed = known.get(key) ?? articles.list(days, MOST_ARTICLES)
      known.set(key, listed)
      return listed.filter(({ ingestedAt }) => ingestedAt > ingestedAfter).slice(0, limit)
    },
    places: () => articles.places(),
  }
}

/** Only the articles that are accepted. */
export function accepting(articles: ArticleList, accept: (article: StoredArticle) => boolean): ArticleList {
  return {
    list: (filter, limit) => articles.list(filter, MOST_ARTICLES).filter(accept).slice(0, limit),
    places: () => articles.places(),
  }
}

/** The same summaries, each made once. */
export function summarizeOnce(summarizer: Summarizer): Summarizer {
  const known = new Map<string, Promise<Summary>>()
  return {
    summarize(article, style, options) {
      const key = `${article.id} ${article.version} ${style}`
      const made = known.get(key) ?? summarizer.summarize(article, style, options)
      known.set(key, made)
      return made
    },
  }
}
