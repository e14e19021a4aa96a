import { createAnnotator } from "../answer/annotate.ts"
import type { Field, StoredArticle } from "../corpus.ts"
import type { DigestItem } from "../digest/edition.ts"
import { jaccard } from "../digest/spread.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import type { Fault } from "../gate/gate.ts"
import { gate, type Support } from "../gate/gate.ts"
import { sentences } from "../text/sentences.ts"
import { contentWords } from "../text/words.ts"

/** In UTF-16 code units. */
export const LONGEST_REWRITE = 200
const FIELDS: readonly Field[] = ["text", "abstract", "title"]
const MOST_QUOTES = 3
const MOST_SENTENCES = 200

export interface Rewritten {
  readonly item: DigestItem
  /** Why the article does not back the words, which then stand as the editor's own; null where it does. */
  readonly fault: Fault | null
}

/**
 * The item with an editor's words for its line. They pass the gate on one, two or three sentences of the article, those
 * that have most words in common with them; what does not pass is marked as the editor's own.
 */
export function rewriteLine(item: DigestItem, words: string, article: StoredArticle): Rewritten {
  const text = words.replace(/\s+/g, " ").trim()
  const support = nearest(text, article)
  const base = { ...item, version: article.version, more: [] }
  let fault: Fault = "no-quote"
  for (let quotes = 1; quotes <= support.length; quotes++) {
    const verdict = gate(text, support.slice(0, quotes))
    if (verdict.passed) {
      const annotated = createAnnotator((id, version) =>
        id === article.id && version === article.version ? article : undefined,
      )
      const line = annotated(verdict.claim)
      const { editors: _, ...rest } = base
      return { item: { ...rest, line }, fault: null }
    }
    fault = verdict.fault
  }
  return { item: { ...base, line: { text, citations: [] }, editors: true }, fault }
}

function nearest(text: string, article: StoredArticle): Support[] {
  const wanted = new Set(contentWords(text))
  return FIELDS.flatMap((field) => {
    const evidence = fieldEvidence(article, field)
    return sentences(evidence.text)
      .slice(0, MOST_SENTENCES)
      .map(({ start, end }) => {
        const quote = evidence.text.slice(start, end)
        return { quote, evidence, alike: jaccard(wanted, new Set(contentWords(quote))) }
      })
  })
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, MOST_QUOTES)
}
