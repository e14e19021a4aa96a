import type { ArticleStore, StoredArticle } from "../corpus.ts"
import type { Ledger, Telling } from "./ledger.ts"

/** An article that several readers were answered with. */
export interface HotArticle {
  readonly article: StoredArticle
  /** In how many chats. */
  readonly chats: number
  readonly score: number
}

/** Hottest first, of the days before now. */
export interface Hot {
  readonly days: number
  readonly articles: readonly HotArticle[]
}

export type FindHot = (now: Date) => Hot

interface HotParts {
  readonly ledger: Pick<Ledger, "tellings">
  readonly articles: Pick<ArticleStore, "byNumbers">
}

const LENGTH = 10
const DAYS = 7
/** Where a week gives too little. */
const MORE_DAYS = 30
const FEW = 3
/** A matter of fewer chats is nobody else's business. */
export const LEAST_CHATS = 3
const HALF_LIFE_DAYS = 3
const MOST_TELLINGS = 10_000
const DAY_MS = 86_400_000

/**
 * What readers asked most lately: by the articles they were answered with, so that different wordings of one matter
 * count together and no reader's words are shown. An article scores the sum over its chats of 2^(-d / 3), d being
 * the days since that chat was last told of it. The best one takes all answers that cite it; what is left makes the
 * next, so that a matter told of in several articles comes once.
 */
export function createHot({ ledger, articles }: HotParts): FindHot {
  const within = (days: number, now: Date): Hot => {
    const told = ledger.tellings(new Date(now.getTime() - days * DAY_MS), now, MOST_TELLINGS)
    const ranked = rank(told, now)
    const byNumber = new Map(
      articles.byNumbers(ranked.map(({ number }) => number)).map((one) => [one.number, one]),
    )
    const found = ranked.flatMap(({ number, chats, score }) => {
      const article = byNumber.get(number)
      return article ? { article, chats, score } : []
    })
    return { days, articles: found }
  }
  return (now) => {
    const week = within(DAYS, now)
    return week.articles.length < FEW ? within(MORE_DAYS, now) : week
  }
}

interface Ranked {
  readonly number: number
  readonly chats: number
  readonly score: number
}

function rank(tellings: readonly Telling[], now: Date): Ranked[] {
  const ranked: Ranked[] = []
  let left = tellings
  while (ranked.length < LENGTH) {
    const best = hottest(left, now)
    if (!best) break
    ranked.push(best)
    left = left.filter(({ articles }) => !articles.includes(best.number))
  }
  return ranked
}

/** Of equal scores the article that came in last. */
function hottest(tellings: readonly Telling[], now: Date): Ranked | undefined {
  const lastTold = new Map<number, Map<number, number>>()
  for (const { chatId, at, articles } of tellings) {
    for (const number of articles) {
      const chats = lastTold.get(number) ?? new Map<number, number>()
      lastTold.set(number, chats.set(chatId, Math.max(at.getTime(), chats.get(chatId) ?? 0)))
    }
  }
  const fresh = (at: number) => 2 ** -((now.getTime() - at) / DAY_MS / HALF_LIFE_DAYS)
  return [...lastTold]
    .filter(([, chats]) => chats.size >= LEAST_CHATS)
    .map(([number, chats]) => {
      // In one order: sums round.
      const score = [...chats.values()].sort((a, b) => a - b).reduce((sum, at) => sum + fresh(at), 0)
      return { number, chats: chats.size, score }
    })
    .sort((a, b) => b.score - a.score || b.number - a.number)[0]
}
