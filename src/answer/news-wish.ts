import type { ArticleFilter, ArticleStore, Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import { printedWithin, type Question } from "../retrieve/question.ts"
import { isInstruction } from "../text/instructions.ts"

const MOST_HEADLINES = 3
const MOST_LOOKED_AT = 20

/**
 * The newest headlines, where a question asks for no more than news (昨天有什么新闻, 白渡县最新消息): of the days and
 * the place that it names; days after the end of the archive name none. Undefined where it asks for something else.
 */
export function newsWish(
  { wish, range, newestDay }: Question,
  list: ArticleStore["list"],
): Claim[] | undefined {
  const place = wish.news
  if (place === undefined || newestDay === null) return undefined
  const ofPlace: ArticleFilter = place === "" ? {} : { place }
  if (place !== "" && list(ofPlace, 1).length === 0) return undefined
  const days = range && range.from <= newestDay ? printedWithin(range) : undefined
  const ofDays: ArticleFilter = days ? { fromDay: days.from, toDay: days.to } : {}
  const articles = list({ ...ofPlace, ...ofDays }, MOST_LOOKED_AT)
    .filter(isNews)
    .slice(0, MOST_HEADLINES)
  return articles.map((article) => quoteClaim(fieldEvidence(article, "title"), 0, article.title.length))
}

function isNews({ flags, title }: StoredArticle): boolean {
  return !flags.includes("advertisement") && !(flags.includes("instructions") && isInstruction(title))
}
