import { type Article, articleText, type Flag } from "../corpus.ts"
import { isGarbled } from "./mojibake.ts"

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

/** `what` is the article, or the reason why there is none; `repaired` says that its text had been read in a wrong encoding. */
export function itemOf(input: string, what: Article | string, repaired = false): Item {
  return typeof what === "string"
    ? { kind: "rejected", input, reason: what }
    : { kind: "article", input, article: encodingFlagged(what, repaired) }
}

/** With the flags that say how its characters fared: put right, or lost. */
function encodingFlagged(article: Article, repaired: boolean): Article {
  const { title, body, flags } = article
  const garbled = isGarbled(`${title}\n${articleText(body)}`)
  if (!repaired && !garbled) return article
  const added: Flag[] = [
    ...(repaired ? ["encoding-repaired" as const] : []),
    ...(garbled ? ["garbled" as const] : []),
  ]
  return { ...article, flags: [...flags, ...added] }
}
