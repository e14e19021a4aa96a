import { setImmediate } from "node:timers/promises"
import type { Ask, Asked } from "../answer/ask.ts"
import type { ArticleStore, Claim, StoredArticle } from "../corpus.ts"
import { dayIn } from "../text/dates.ts"
import { memoized } from "../text/memoized.ts"
import type { AwaitedQuestion, AwaitedQuestions } from "./awaited.ts"
import type { DigestItem, Edition } from "./edition.ts"
import type { EditionStore } from "./edition-store.ts"
import type { DigestLog } from "./log.ts"

/** How many questions are asked again at a time; the others come the next time. */
export const MOST_ASKED = 50
const MOST_FRESH = 2_000
const ASK_MS = 10_000
/**
 * Confidence from which on a reader is told, and the question waits no longer: more than twice that of an answer, since
 * nobody asks just then and the same question is asked of all that comes in. From the lower one on a reader is offered
 * what may be meant, once a question, and it goes on waiting. See test/eval/RESULTS.md.
 */
export const TOLD_FROM = 0.7
export const OFFERED_FROM = 0.4

export interface AwaitedDeps {
  readonly awaited: Pick<AwaitedQuestions, "waiting" | "read" | "drop">
  readonly editions: Pick<EditionStore, "publish" | "has">
  readonly articles: Pick<ArticleStore, "list" | "state">
  /** Without a model: costs nothing. */
  readonly ask: Ask
  /** All within one transaction. */
  readonly atomically: <T>(work: () => T) => T
  /** The messages for the reader, each as the JSON that the transport sends. */
  readonly render: (asked: Asked, awaited: AwaitedQuestion, how: "told" | "offered") => readonly string[]
  readonly timeZone: string
  readonly log: DigestLog
}

/**
 * Asks waiting questions again of articles that came in since, where some did. Whom an article answers is told once, by
 * an edition of one reader's through the outbox; the question waits no longer. What may be an answer is offered in the
 * same way, once, and the question waits until the reader says that this is it, or an article surely answers it.
 */
export function createAwaited(deps: AwaitedDeps): (now: Date, stopping?: AbortSignal) => Promise<void> {
  const { awaited, articles } = deps
  let readTo = -1
  return async (now, stopping) => {
    const { sequence } = articles.state()
    if (sequence === readTo) return
    const freshAfter = memoized((seen: string) => articles.list({ ingestedAfter: seen }, MOST_FRESH))
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
  const { id, chatId, askedAt, language } = question
  const numbers = new Set(fresh.map(({ number }) => number))
  const asked = await ask(question.question, {
    now: askedAt,
    language,
    deadlineMs: ASK_MS,
    narrowed: { accept: (article) => numbers.has(article), threshold: OFFERED_FROM },
  })
  const { answer, judged } = asked
  const newest = fresh.reduce((latest, { ingestedAt }) => (ingestedAt > latest ? ingestedAt : latest), "")
  const offer = `awaited:${id}:offer`
  // Headlines are not judged: they are what was asked for.
  const isSure = (judged.at(-1)?.confidence ?? 1) >= TOLD_FROM
  const claims = answer.kind === "answered" ? answer.claims : []
  if (!areOf(fresh, claims) || (!isSure && editions.has(offer))) return void awaited.read(id, newest)
  const messages = render(asked, question, isSure ? "told" : "offered")
  atomically(() => {
    if (!(isSure ? awaited.drop(id, chatId) : awaited.read(id, newest))) return
    const occurrence = isSure ? `awaited:${id}` : offer
    const edition = editionOf(claims, dayIn(now, timeZone))
    editions.publish(
      { ...edition, occurrence },
      { cutoff: undefined, now, chats: [String(chatId)], messages },
    )
    log.info(
      { occurrence },
      isSure ? "an awaited question is answered" : "an awaited question may be answered",
    )
  })
}

/** Whether there are claims, and no article but these is cited. */
function areOf(articles: readonly StoredArticle[], claims: readonly Claim[]): boolean {
  const ids = new Set(articles.map(({ id }) => id))
  return (
    claims.length > 0 &&
    claims.every(({ citations }) => citations.every(({ articleId }) => ids.has(articleId)))
  )
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
