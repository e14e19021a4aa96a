import type { Article, ArticleId, ArticleStore, PreparedArticle, StoredArticle } from "../corpus.ts"
import { addDays } from "../text/dates.ts"
import { wrongWords } from "./correction-notice.ts"
import { isJoined, joinHalves, pairHalves, sameHeadline } from "./halves.ts"
import { type IngestDeps, prepared } from "./ingest.ts"
import { pageNumber } from "./jumps.ts"

/** A version that was made by joining, not read from a file; the second half stands behind it from now on. */
export type JoinedArticle = PreparedArticle & { readonly secondHalf: ArticleId }

export interface SettlingStore extends Pick<ArticleStore, "get" | "list"> {
  /** Live articles that were read with an open end, each in the version as it was read, joined or not. */
  halves(): StoredArticle[]
  /** Live articles whose version was made by joining. */
  joined(): StoredArticle[]
  join(batch: readonly JoinedArticle[], now: Date): Promise<void>
  /** Takes joined articles back to what was read of them; their second halves stand for themselves again. */
  part(batch: readonly PreparedArticle[], now: Date): Promise<void>
  /** Live articles that have come to stand for themselves and have no passages to be found by. */
  unindexed(): StoredArticle[]
  index(batch: readonly PreparedArticle[]): Promise<void>
  /** Gives articles places that were inferred for them: no new version, since that is nothing that the paper says. */
  place(articles: readonly Article[]): void
  /** Live articles with a correction notice and no "corrects" link yet. */
  corrections(): StoredArticle[]
  link(from: ArticleId, to: ArticleId, kind: "corrects"): void
}

export interface SettleDeps extends Pick<IngestDeps, "now" | "signal"> {
  readonly store: SettlingStore
  /** Completes an article's place by what the archive knows now. */
  readonly locate: (article: Article) => Article
  /** Articles that came in before the archive knew all the places that it knows now. */
  readonly early: readonly ArticleId[]
}

/** How many days back a correction that names no day may reach. */
const DAYS_BACK = 31
/** Of more articles than these it cannot be told that only one fits. */
const MOST_CANDIDATES = 5000
const INDEXED_AT_ONCE = 64

/**
 * What only the whole archive can tell, after articles have come in: joins halves of one story, makes those searchable
 * that no longer stand behind another article, finds places that the archive did not know yet when they came in, links
 * corrections to what they correct. Yields a line for people for
 * each thing done; done twice it does nothing.
 */
export async function* settle(deps: SettleDeps): AsyncGenerator<string> {
  yield* settleHalves(deps)
  const { store, signal } = deps
  const alone = store.unindexed()
  for (let from = 0; from < alone.length && signal?.aborted !== true; from += INDEXED_AT_ONCE) {
    const some = alone.slice(from, from + INDEXED_AT_ONCE)
    await store.index(await prepared(some.map((article) => ({ article }))))
  }
  const unplaced = deps.early.flatMap((id) => {
    const article = store.get(id)
    return article === undefined || article.place.length > 0 ? [] : [article]
  })
  store.place(unplaced.map(deps.locate).filter(({ place }) => place.length > 0))
  for (const notice of store.corrections()) {
    if (signal?.aborted === true) return
    const corrected = correctedBy(notice, store)
    if (corrected === null) continue
    store.link(notice.id, corrected.id, "corrects")
    yield `linked ${notice.id} to ${corrected.id}: a correction of 《${corrected.title}》`
  }
}

async function* settleHalves(deps: SettleDeps): AsyncGenerator<string> {
  const { store, now, signal } = deps
  const halves = store.halves()
  const pairs = pairHalves(halves)
  const firsts = new Set(pairs.map(({ first }) => first.id))
  for (const article of store.joined()) {
    const half = halves.find(({ id }) => id === article.id)
    if (firsts.has(article.id) || half === undefined || signal?.aborted === true) continue
    await store.part(await prepared([{ article: half }]), now)
    yield `parted ${article.id}: the other half of 《${article.title}》 has changed`
  }
  for (const pair of pairs) {
    if (signal?.aborted === true) return
    const article = joinHalves(pair)
    const secondHalf = pair.second.id
    if (isJoined(article, store.get(article.id), store.get(secondHalf))) continue
    const whole = await prepared([{ article }])
    await store.join(
      whole.map((one) => ({ ...one, secondHalf })),
      now,
    )
    yield `joined ${secondHalf} to ${article.id}: 《${article.title}》 goes on on another page`
  }
}

/** The one article that a notice speaks of; null where none or several fit. */
function correctedBy(notice: StoredArticle, store: SettlingStore): StoredArticle | null {
  const { correction, publishedAt } = notice
  if (correction === null) return null
  const { title, day, page } = correction
  const toDay = day ?? publishedAt?.slice(0, 10)
  if (toDay === undefined) return null
  const fromDay = day ?? addDays(toDay, -DAYS_BACK)
  const printed = store.list({ fromDay, toDay }, MOST_CANDIDATES)
  if (printed.length === MOST_CANDIDATES) return null
  const found = printed.filter(
    (article) =>
      article.id !== notice.id &&
      article.correction === null &&
      (article.source === null || notice.source === null || article.source === notice.source),
  )
  const titled = title === null ? [] : found.filter((article) => sameHeadline(title, article.title))
  if (titled.length > 0) return only(titled)
  const words = wrongWords(notice.text).filter((word) => word.length >= 2)
  if (day === null || words.length === 0) return null
  return only(
    found.filter(
      (article) =>
        (title === null || article.titleFrom !== "page") &&
        (page === null || article.page === null || pageNumber(article.page) === page) &&
        words.every((word) => article.text.includes(word)),
    ),
  )
}

function only<T>(found: readonly T[]): T | null {
  return found.length === 1 ? (found[0] ?? null) : null
}
