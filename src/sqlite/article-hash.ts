import type { Article } from "../corpus.ts"
import { shortHash } from "../text/hash.ts"
import { fold } from "../text/scripts.ts"

/** Equal for articles that say the same in every part; the id does not count. */
export function contentHash({ id: _, ...content }: Article): string {
  return shortHash([JSON.stringify(content)], 32)
}

/** Equal for texts of the same letters and digits, whatever the spacing, width and punctuation. */
export function textHash(text: string): string {
  return shortHash([fold(text).replace(/[^\p{L}\p{N}]+/gu, "")], 32)
}
