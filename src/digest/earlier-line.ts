import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { quoteClaim } from "../gate/gate.ts"
import { sentences } from "../text/sentences.ts"
import { contentWords } from "../text/words.ts"
import { jaccard } from "./spread.ts"

/** So many of the words of both must be the same for two sentences to speak of one thing. */
const LEAST_ALIKE = 0.25
/** With so many it says the same: nothing has changed that a reader should be told. */
const SAME = 0.8
/** In UTF-16 code units. */
const LONGEST = 120
const MOST_SENTENCES = 60

/**
 * What an earlier article said where a later line says something else: the sentence with most words in common;
 * undefined where none has a quarter of them, or one says the same.
 */
export function earlierLine(line: string, earlier: StoredArticle): Claim | undefined {
  const wanted = wordsOf(line)
  let best: { readonly start: number; readonly end: number; readonly alike: number } | undefined
  for (const { start, end } of sentences(earlier.text).slice(0, MOST_SENTENCES)) {
    if (end - start > LONGEST) continue
    const text = earlier.text.slice(start, end)
    const alike = jaccard(wanted, wordsOf(text))
    if (alike >= LEAST_ALIKE && alike > (best?.alike ?? 0)) best = { start, end, alike }
  }
  return best && best.alike < SAME
    ? quoteClaim(fieldEvidence(earlier, "text"), best.start, best.end)
    : undefined
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(contentWords(text))
}
