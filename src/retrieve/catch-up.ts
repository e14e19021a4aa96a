import { setImmediate } from "node:timers/promises"
import type { IndexedArticle, PassageId, PassageIndex, PassageSource } from "../corpus.ts"

/** An index that knows what it holds. */
export interface FollowingIndex extends PassageIndex {
  /** The highest id that was ever added; 0 before the first. */
  readonly highestId: PassageId
  /** Ids of all passages that can be found, ascending. */
  liveIds(): Uint32Array
  clear(): void
}

export interface CatchUpOptions {
  /** Passages done, of those that were missing at the start. */
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

export interface CatchUpResult {
  readonly added: number
  readonly removed: number
  /** The index held something else than the database up to its highest id, and began anew. */
  readonly rebuilt: boolean
}

/** Passages between two turns of the event loop. */
const CHUNK = 900

/**
 * Brings an index in line with the database: passages above its highest id are added, those that are gone removed.
 * Other work goes on meanwhile, but the archive must not change: nobody else may call `add` or `remove` until it is
 * done. Throws the signal's reason when aborted; the index is then behind, but right in what it holds.
 */
export async function catchUp(
  index: FollowingIndex,
  source: PassageSource,
  { onProgress, signal }: CatchUpOptions = {},
): Promise<CatchUpResult> {
  const wanted = source.passageIds()
  const held = index.liveIds()
  const gone = difference(held, wanted)
  const shared = wanted.filter((id) => id <= index.highestId).length
  const rebuilt = held.length - gone.length !== shared
  if (rebuilt) index.clear()
  else index.remove(gone)

  const total = wanted.length - (rebuilt ? 0 : shared)
  let added = 0
  while (added < total) {
    signal?.throwIfAborted()
    const chunk = nextArticles(source, index.highestId)
    if (chunk.length === 0) break
    index.add(chunk)
    added += passagesIn(chunk)
    onProgress?.(added, total)
    await setImmediate()
  }
  return { added, removed: rebuilt ? held.length : gone.length, rebuilt }
}

/** At least CHUNK passages where there are so many. Leaves no cursor open. */
function nextArticles(source: PassageSource, after: PassageId): IndexedArticle[] {
  const chunk: IndexedArticle[] = []
  let passages = 0
  for (const article of source.articles(after)) {
    chunk.push(article)
    passages += article.passages.length
    if (passages >= CHUNK) break
  }
  return chunk
}

function passagesIn(articles: readonly IndexedArticle[]): number {
  return articles.reduce((sum, { passages }) => sum + passages.length, 0)
}

/** What stands in `ids` but not in `others`; both ascend. */
function difference(ids: Uint32Array, others: Uint32Array): PassageId[] {
  const missing: PassageId[] = []
  let at = 0
  for (const id of ids) {
    while (at < others.length && (others[at] as number) < id) at++
    if (others[at] !== id) missing.push(id)
  }
  return missing
}
