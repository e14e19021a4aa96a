import type { ArticleId, StoredArticle } from "../corpus.ts"

export type Found =
  | { readonly kind: "found"; readonly article: StoredArticle }
  | { readonly kind: "no-such-number" }
  | { readonly kind: "none" }

/** An article by its number in the list that the chat was shown last, or by id or url. */
export function findArticle(
  words: string,
  shown: readonly ArticleId[],
  get: (id: ArticleId) => StoredArticle | undefined,
): Found {
  const number = /^\d{1,2}$/.test(words) ? Number(words) : undefined
  const id = number === undefined ? words : (shown[number - 1] ?? words)
  const article = get(id)
  if (article?.status === "live") return { kind: "found", article }
  return { kind: number === undefined ? "none" : "no-such-number" }
}
