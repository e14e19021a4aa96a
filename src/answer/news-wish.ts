import type { ArchiveState, ArticleFilter, ArticleStore, Claim } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import { printedWithin, type Question } from "../retrieve/question.ts"

/** The archive, as far as a wish for news needs it. */
export interface NewsDesk {
  readonly list: ArticleStore["list"]
  readonly state: () => ArchiveState
}

const MOST_HEADLINES = 3
const NEWS = /新闻|消息|报道|大事|新鲜事|什么事|哪些事|发生(?:了|过)?什么/u
/** What a wish for news says besides days and a place. */
const CHATTER =
  /新闻|消息|报道|大事|新鲜事|事情|事|有没有|有|什么|啥|哪些|哪里|最新|最近|近期|近来|发生|看看|说说|讲讲|告诉我|请问|我想|知道|给我|来点|都|了|的|在|吗|呢|吧|[\s\p{P}]/gu

/**
 * The newest headlines, where a question asks for no more than news (昨天有什么新闻, 白渡县最新消息): of the days and
 * the place that it names; days after the end of the archive name none. Undefined where it asks for something else.
 */
export function newsWish(question: Question, { list, state }: NewsDesk): Claim[] | undefined {
  const { text, range } = question
  if (!NEWS.test(text)) return undefined
  const place = (range ? text.replace(range.words, "") : text).replace(CHATTER, "")
  if (place.length === 1 || place.length > 10) return undefined
  const { newestDay } = state()
  if (newestDay === null) return undefined
  const ofPlace: ArticleFilter = place === "" ? {} : { place }
  if (place !== "" && list(ofPlace, 1).length === 0) return undefined
  const days = range && range.from <= newestDay ? printedWithin(range) : undefined
  const ofDays: ArticleFilter = days ? { fromDay: days.from, toDay: days.to } : {}
  const articles = list({ ...ofPlace, ...ofDays }, MOST_HEADLINES)
  return articles.map((article) => quoteClaim(fieldEvidence(article, "title"), 0, article.title.length))
}
