import { setImmediate } from "node:timers/promises"
import type { Ask, Asked } from "../answer/ask.ts"
import type { ArticleStore, Claim, StoredArticle } from "../corpus.ts"
import { dayIn } from "../text/dates.ts"
import type { AwaitedQuestion, AwaitedQuestions } from "./awaited.ts"
import type { DigestItem, Edition } from "./edition.ts"
import type { EditionStore } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"

/** How many questions are asked again at a time; the others come the next time. */
export const MOST_ASKED = 50
const MOST_FRESH = 2_000
const ASK_MS = 10_000
/**
 * Confidence from which on a reader is told. Twice that of an answer: nobody asks just then, the same question is asked
 * of all that comes in, and a reader hears once. See test/eval/RESULTS.md.
 */
export const AWAITED_THRESHOLD = 0.6

export interface AwaitedDeps {
  readonly awaited: Pick<AwaitedQuestions, "waiting" | "read" | "drop">
  readonly editions: Pick<EditionStore, "publish">
  readonly articles: Pick<ArticleStore, "list" | "state">
  /** Without a model: costs nothing. */
  readonly ask: Ask
  /** All within one transaction. */
  readonly atomically: <T>(work: () => T) => T
  /** The messages for the reader, each as the JSON that the transport sends. */
  readonly render: (asked: Asked, awaited: AwaitedQuestion) => readonly string[]
  readonly timeZone: string
  readonly log: DigestLog
}

/**
 * Asks waiting questions again of articles that came in since, where some did. Whom an article answers is told once, by
 * an edition of one reader's through the outbox; the question waits no longer.
 */
export function createAwaited(deps: AwaitedDeps): (now: Date, stopping?: AbortSignal) => Promise<void> {
  const { awaited, articles } = deps
  let readTo = -1
  return async (now, stopping) => {
    const { sequence } = articles.state()
    if (sequence === readTo) return
    const freshAfter = remembered((seen) => articles.list({ ingestedAfter: seen }, MOST_FRESH))
    const waiting = awaited.waiting(MOST_ASKED)
    let asked = 0
    for (const question of waiting) {
      const fresh = freshAfter(question.seen)
      if (stopping?.aborted) return
      if (fresh.length === 0) break
      await setImmediate()
      await askAgain(deps, question, fresh, now)
      asked++
    }
    if (asked < MOST_ASKED) readTo = sequence
  }
}

async function askAgain(
  { ask, awaited, editions, atomically, render, timeZone, log }: AwaitedDeps,
  question: AwaitedQuestion,
  fresh: readonly StoredArticle[],
  now: Date,
): Promise<void> {
  const numbers = new Set(fresh.map(({ number }) => number))
  const asked = await ask(question.question, {
    now: question.askedAt,
    language: question.language,
    deadlineMs: ASK_MS,
    narrowed: { accept: (article) => numbers.has(article), threshold: AWAITED_THRESHOLD },
  })
  const { answer } = asked
  const ids = new Set(fresh.map(({ id }) => id))
  const isNew = (claim: Claim) => claim.citations.every(({ articleId }) => ids.has(articleId))
  if (answer.kind !== "answered" || answer.claims.length === 0 || !answer.claims.every(isNew)) {
    const newest = fresh.reduce((latest, { ingestedAt }) => (ingestedAt > latest ? ingestedAt : latest), "")
    return awaited.read(question.id, newest)
  }
  const messages = render(asked, question)
  atomically(() => {
    if (!awaited.drop(question.id, question.chatId)) return
    const occurrence = `awaited:${question.id}`
    const edition = editionOf(answer.claims, dayIn(now, timeZone))
    const chats = [String(question.chatId)]
    editions.publish({ ...edition, occurrence }, { cutoff: undefined, now, chats, messages })
    log.info({ occurrence }, "an awaited question is answered")
  })
}

/** What was told, for corrections: each claim with its citations. */
function editionOf(claims: readonly Claim[], date: string): Edition {
  const items = claims.flatMap((line): DigestItem[] => {
    const [first] = line.citations
    if (!first) return []
    const { articleId, version, title, url } = first
    return [{ articleId, version, title, url, place: "", line, more: [], before: null }]
  })
  return { occurrence: null, date, groups: [{ kind: "place", name: "", items }], left: 0 }
}

function remembered<T>(find: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const value = known.get(key) ?? find(key)
    known.set(key, value)
    return value
  }
}
