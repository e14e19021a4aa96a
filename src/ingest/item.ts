import type { Article } from "../corpus.ts"

/** What a file gives: one item a page, a line, a row or a feed's entry. */
export type Item =
  | { readonly kind: "article"; readonly input: string; readonly article: Article }
  | { readonly kind: "rejected"; readonly input: string; readonly reason: string }

/** A line for people about how a file is read. */
export interface Note {
  readonly kind: "note"
  readonly input: string
  readonly text: string
}

/** `what` is the article, or the reason why there is none. */
export function itemOf(input: string, what: Article | string): Item {
  return typeof what === "string"
    ? { kind: "rejected", input, reason: what }
    : { kind: "article", input, article: what }
}
