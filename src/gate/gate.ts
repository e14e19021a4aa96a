import type { Citation, Claim, Evidence } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { sentences } from "../text/sentences.ts"
import { checkWords, type Quoted } from "./check-words.ts"
import type { WordFault } from "./fault.ts"

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
 * Lets a sentence pass only if each quote stands in its evidence and the sentence says nothing that the quotes do not
 * (see `checkWords`), read within the sentences of the evidence that they are cut out of. A quote that differs from the evidence only in width, case or
 * script is replaced by the evidence's own characters.
 */
export function gate(sentence: string, support: readonly Support[]): Verdict {
  const text = sentence.trim()
  if (text === "" || support.length === 0) return { passed: false, fault: "no-quote", detail: text }
  const citations: Citation[] = []
  const quoted: Quoted[] = []
  for (const { quote, evidence } of support) {
    const wanted = quote.trim()
    if (wanted.length < SHORTEST_QUOTE && wanted !== evidence.text) {
      return { passed: false, fault: "quote-too-short", detail: wanted }
    }
    const at = locate(wanted, evidence.text)
    if (at === -1) return { passed: false, fault: "quote-not-found", detail: wanted }
    citations.push(cite(evidence, at, at + wanted.length))
    quoted.push(inContext(evidence, at, at + wanted.length))
  }
  const fault = checkWords(text, quoted)
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

/** The quote with the rest of its sentences. */
function inContext({ text, publishedAt }: Evidence, start: number, end: number): Quoted {
  const around = sentences(text).filter((sentence) => sentence.start < end && start < sentence.end)
  const from = Math.min(start, around[0]?.start ?? start)
  const to = Math.max(end, around.at(-1)?.end ?? end)
  const publishedDay = publishedAt?.slice(0, 10) ?? null
  return { context: text.slice(from, to), start: start - from, end: end - from, publishedDay }
}

function locate(quote: string, text: string): number {
  const exact = text.indexOf(quote)
  return exact === -1 ? fold(text).indexOf(fold(quote)) : exact
}
