/** How long a keyword or name is, in characters. */
const SHORTEST_KEYWORD = 2
const LONGEST_KEYWORD = 30
export const MOST_KEYWORDS = 20

/** The keywords that a reader typed, each once; undefined where one of them is too short, too long or no word. */
export function readKeywords(text: string): readonly string[] | undefined {
  const typed = text
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .split(/[、，,;；\n]+/u)
  const words = [...new Set(typed.map((word) => word.replace(/\s+/gu, " ").trim()).filter(Boolean))]
  return words.length > 0 && words.every(isKeyword) ? words : undefined
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
