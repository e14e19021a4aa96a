import type { Citation, Claim, Evidence } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { checkWords, type WordFault } from "./check-words.ts"

/** What a sentence says that it stands on. */
export interface Support {
  readonly quote: string
  readonly evidence: Evidence
}

export type Fault = "no-quote" | "quote-not-found" | "quote-too-short" | WordFault
export type Verdict =
  | { readonly passed: true; readonly claim: Claim }
  | { readonly passed: false; readonly fault: Fault; readonly detail: string }

const SHORTEST_QUOTE = 4

/**
 * Lets a sentence pass only if each quote stands in its evidence and the sentence says nothing that the quotes do not:
 * no figure, name, negation or modality of its own. A quote that differs from the evidence only in width, case or
 * script is replaced by the evidence's own characters. `check` compares the sentence with the quotes.
 */
export function gate(
  sentence: string,
  support: readonly Support[],
  check: (sentence: string, quotes: readonly string[]) => ReturnType<typeof checkWords> = checkWords,
): Verdict {
  const text = sentence.trim()
  if (text === "" || support.length === 0) return { passed: false, fault: "no-quote", detail: text }
  const citations: Citation[] = []
  for (const { quote, evidence } of support) {
    const wanted = quote.trim()
    if (wanted.length < SHORTEST_QUOTE && wanted !== evidence.text) {
      return { passed: false, fault: "quote-too-short", detail: wanted }
    }
    const at = locate(wanted, evidence.text)
    if (at === -1) return { passed: false, fault: "quote-not-found", detail: wanted }
    citations.push(cite(evidence, at, at + wanted.length))
  }
  const fault = check(
    text,
    citations.map((citation) => citation.quote),
  )
  return fault ? { passed: false, ...fault } : { passed: true, claim: { text, citations } }
}

/** A claim that is its own quote: `start` and `end` count within the passage. */
export function quoteClaim(evidence: Evidence, start: number, end: number): Claim {
  const citation = cite(evidence, start, end)
  return { text: citation.quote, citations: [citation] }
}

function cite(evidence: Evidence, start: number, end: number): Citation {
  const { passageId: _, article: __, place: ___, correcting: ____, text, ...origin } = evidence
  const quote = text.slice(start, end)
  return { ...origin, quote, start: evidence.start + start, end: evidence.start + end }
}

function locate(quote: string, text: string): number {
  const exact = text.indexOf(quote)
  return exact === -1 ? fold(text).indexOf(fold(quote)) : exact
}
