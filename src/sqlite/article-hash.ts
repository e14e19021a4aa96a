import type { Article } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"

/**
 * Equal for articles that say the same in every part; the id does not count. Nor does a place that was inferred: the
 * rest of the archive has a say in it, and the same file must be the same article when the archive has grown.
 */
export function contentHash({ id: _, placeFrom, placeCode: __, ...content }: Article): string {
  const printed = placeFrom === null || placeFrom === "page"
  return shortHash([JSON.stringify(printed ? content : { ...content, place: [] })], 32)
}
