import type { Claim, StoredArticle } from "../corpus.ts"
import { fieldEvidence, passageEvidence } from "../gate/field-evidence.ts"
import { gate, quoteClaim } from "../gate/gate.ts"
import type { Span } from "../text/sentences.ts"
import { QUOTATION_MARK, speechOf, utterances } from "../text/speech.ts"
import { type Candidate, candidates } from "./candidates.ts"
import { lexRank } from "./lexrank.ts"

/** A longer sentence is no brief summary where the article has a shorter one. */
const LONGEST_BRIEF = 90
/** How much likeness to the title counts against a place near the lead. */
const TITLE_SHARE = 0.5
/** What a sentence that opens with somebody's words is worth beside a plain statement. */
const WEAK = 0.5

/**
 * Sentences that can stand alone, the one that tells the news best first: by LexRank, biased to the lead and to the
 * title. Questions and long ones only where there is nothing else.
 */
export function newsworthy(article: StoredArticle): Candidate[] {
  const all = backedCandidates(article)
  const alone = all.filter(({ leans }) => !leans)
  const stating = orAll(alone, ({ text }) => !/[？?]/.test(text))
  const pool = orAll(stating, ({ text }) => text.length <= LONGEST_BRIEF)
  const { scores } = lexRank(
    pool.map(({ text }) => text),
    article.title,
    TITLE_SHARE,
  )
  const worth = (candidate: Candidate, at: number) => (scores[at] ?? 0) * (candidate.weak ? WEAK : 1)
  const ranked = pool.map((candidate, at) => ({ candidate, worth: worth(candidate, at) }))
  return ranked.sort((a, b) => b.worth - a.worth).map(({ candidate }) => candidate)
}

/** Those that pass, or all where none does. */
function orAll<T>(all: readonly T[], passes: (one: T) => boolean): readonly T[] {
  const passing = all.filter(passes)
  return passing.length > 0 ? passing : all
}

/** The candidates that say alone what they say in their paragraph. */
export function backedCandidates(article: StoredArticle): Candidate[] {
  return candidates(article.body, article.text).filter(({ text, context }) => {
    const evidence = passageEvidence(article, { field: "text", ...context }, 0)
    return gate(text, [{ quote: text, evidence }]).passed
  })
}

/** Without those that are somebody's very words and do not show it: for what is shown without its speakers. */
export function inOwnVoice(article: StoredArticle, from: readonly Candidate[]): Candidate[] {
  const said = utterances(article.text)
  return from.filter((one) => QUOTATION_MARK.test(one.text) || !speechOf(said, one)?.direct)
}

/** Each its own quote. */
export function quoted(article: StoredArticle, spans: readonly Span[]): Claim[] {
  const evidence = fieldEvidence(article, "text")
  return spans.map(({ start, end }) => quoteClaim(evidence, start, end))
}
