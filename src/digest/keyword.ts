/** How long a keyword or name is, in characters. */
const SHORTEST_KEYWORD = 2
const LONGEST_KEYWORD = 30
export const MOST_KEYWORDS = 20

/** What a reader typed: keywords, each once, or the first that is too short, too long or no word. */
export type TypedKeywords = { readonly words: readonly string[] } | { readonly bad: string }

export function readKeywords(text: string): TypedKeywords {
  const typed = text
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .split(/[、，,;；\n]+/u)
  const words = [...new Set(typed.map((word) => word.replace(/\s+/gu, " ").trim()).filter(Boolean))]
  const bad = words.length > 0 ? words.find((word) => !isKeyword(word)) : text.trim()
  return bad === undefined ? { words } : { bad }
}

export function isKeyword(word: string): boolean {
  const { length } = [...word]
  return (
    length >= SHORTEST_KEYWORD &&
    length <= LONGEST_KEYWORD &&
    /[\p{L}\p{N}]/u.test(word) &&
    !/\p{Cc}/u.test(word)
  )
}
