import { setImmediate } from "node:timers/promises"
import type { ArticleEntry, ArticleStore, StoredArticle } from "../corpus.ts"

/** Articles that are read, or segmented, before whatever else waits has its turn: some milliseconds. */
const AT_ONCE = 16

/** All in order, a few at a time. */
export function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += AT_ONCE) yield all.slice(at, at + AT_ONCE)
}

/** Works on all, a few at a time, so that readers' questions come in between. */
export async function inSlices<T>(all: readonly T[], work: (slice: readonly T[]) => unknown): Promise<void> {
  for (const slice of slices(all)) {
    work(slice)
    await setImmediate()
  }
}

/** What the entries stand for, in their order, as it is when it is read; without what has gone in the meantime. */
export async function readArticles(
  store: Pick<ArticleStore, "byNumbers">,
  entries: readonly ArticleEntry[],
): Promise<StoredArticle[]> {
  const articles: StoredArticle[] = []
  await inSlices(entries, (slice) => articles.push(...store.byNumbers(slice.map(({ number }) => number))))
  return articles
}
