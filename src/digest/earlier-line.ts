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
/** With so many of its words told, and no other figure, it says nothing that a reader is not told now. */
const TOLD = 0.9
/** In UTF-16 code units. */
const LONGEST = 120
const MOST_SENTENCES = 60

/**
 * What an earlier article said where a later line says something else: the sentence with most words in common;
 * undefined where none has a quarter of them, one says the same, or it says nothing but what a sentence tells now.
 * `told`: the line, and the sentences that are told with it.
 */
export function earlierLine(told: readonly string[], earlier: StoredArticle): Claim | undefined {
  const [wanted = new Set<string>(), ...more] = told.map(wordsOf)
  let best: { readonly start: number; readonly end: number; readonly alike: number } | undefined
  for (const { start, end } of sentences(earlier.text).slice(0, MOST_SENTENCES)) {
    if (end - start > LONGEST) continue
    const text = earlier.text.slice(start, end)
    const alike = jaccard(wanted, wordsOf(text))
    if (alike >= LEAST_ALIKE && alike > (best?.alike ?? 0)) best = { start, end, alike }
  }
  if (!best || best.alike >= SAME) return undefined
  const said = wordsOf(earlier.text.slice(best.start, best.end))
  if ([wanted, ...more].some((words) => isTold(said, words))) return undefined
  return quoteClaim(fieldEvidence(earlier, "text"), best.start, best.end)
}

function isTold(said: ReadonlySet<string>, told: ReadonlySet<string>): boolean {
  const missing = [...said].filter((word) => !told.has(word))
  return missing.length <= (1 - TOLD) * said.size && !missing.some((word) => /\d/.test(word))
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(contentWords(text))
}
