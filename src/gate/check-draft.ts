import type { Claim, Evidence } from "../corpus.ts"
import type { Language } from "../text/languages.ts"
import { fold } from "../text/scripts.ts"
import { checkTranslation } from "./check-translation.ts"
import { type DraftClaim, LONGEST_SENTENCE } from "./claim-reader.ts"
import { type Fault, gate, type Support, type Verdict } from "./gate.ts"

export type DraftFault = Fault | "no-such-source" | "address"
export type DraftVerdict =
  | { readonly passed: true; readonly claim: Claim }
  | { readonly passed: false; readonly fault: DraftFault; readonly detail: string }

/** By the language of the sentence; quotes are the paper's own words in all of them. */
const GATES: Readonly<Record<Language, Gate>> = { "zh-CN": gate, "zh-TW": gate, en: gateEnglish }

type Gate = (sentence: string, support: readonly Support[]) => Verdict

/** A model that was asked for English may write Chinese all the same. */
function gateEnglish(sentence: string, support: readonly Support[]): Verdict {
  if (/\p{Script=Han}/u.test(sentence)) return gate(sentence, support)
  return gate(sentence, support, (text, quotes) => checkTranslation(text, quotes, "en"))
}

const CLAUSE_ENDS = new Set("，。；！？,;!?\n")
const CLOSING = /[。！？!?；;，,]+$/u
const SHORTEST_QUOTE = 4
const MOST_PLACES = 5

/** Whether a reader may see what a model wrote; `evidence[n - 1]` is the passage that its prompt numbers n. */
export function checkDraft(
  draft: DraftClaim,
  evidence: readonly Evidence[],
  language: Language,
): DraftVerdict {
  const source = evidence[draft.source - 1]
  if (!source) return { passed: false, fault: "no-such-source", detail: String(draft.source) }
  if (hasAddress(draft.text)) return { passed: false, fault: "address", detail: draft.text }
  return checkWidened(draft, source, GATES[language])
}

/**
 * The gate's verdict on the draft with its quote widened to whole clauses, since the words that a quote leaves out at
 * its ends (不, 未, 拟) may turn its sense; a sentence cut out of that quote is widened with it.
 */
function checkWidened({ text, quote }: DraftClaim, evidence: Evidence, check: Gate): DraftVerdict {
  let verdict: DraftVerdict | undefined
  for (const whole of wideQuotes(quote.trim(), evidence.text)) {
    const sentence = fold(whole).includes(fold(text).replace(CLOSING, "")) ? closed(whole) : text
    verdict =
      sentence.length > LONGEST_SENTENCE
        ? { passed: false, fault: "words", detail: `${sentence.length} characters` }
        : check(sentence, [{ quote: whole, evidence }])
    if (verdict.passed) return verdict
  }
  return verdict ?? check(text, [{ quote, evidence }])
}

function closed(words: string): string {
  return /[。！？!?…][”’」』）]?$/u.test(words) ? words : `${words.replace(CLOSING, "")}。`
}

/** Where the quote stands in the text, the first few times, each with the rest of its clauses. */
function wideQuotes(quote: string, text: string): string[] {
  if (quote.length < SHORTEST_QUOTE) return []
  const [wanted, within] = [fold(quote), fold(text)]
  const spans: string[] = []
  for (let at = within.indexOf(wanted); at !== -1 && spans.length < MOST_PLACES; ) {
    let [start, end] = [at, at + wanted.length]
    while (start > 0 && !isBoundary(text, start - 1)) start--
    while (end < text.length && !isBoundary(text, end - 1) && !isBoundary(text, end)) end++
    spans.push(text.slice(start, end).trim())
    at = within.indexOf(wanted, at + wanted.length)
  }
  return spans
}

function isBoundary(text: string, at: number): boolean {
  const char = text[at] ?? ""
  if (!CLAUSE_ENDS.has(char)) return false
  return char !== "," || !/\d/.test(text[at + 1] ?? "")
}

/** A web address, a domain or a @name: Telegram makes links of them, and ours come from the archive alone. */
function hasAddress(text: string): boolean {
  return /:\/\/|www\.|[\p{L}\p{N}]\.(?:[a-z]{2,}|中国|公司|网络)|@[a-z]/iu.test(text.normalize("NFKC"))
}
