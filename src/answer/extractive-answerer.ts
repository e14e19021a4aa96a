import type { Claim, Evidence } from "../corpus.ts"
import { quoteClaim } from "../gate/gate.ts"
import { fold } from "../text/scripts.ts"
import type { Span } from "../text/sentences.ts"
import { type Answerer, notFound } from "./answer.ts"
import { coverage } from "./coverage.ts"
import { type Focus, readFocus } from "./question-focus.ts"
import { quotable } from "./quotable.ts"
import { type RankedSentence, rankSentences } from "./rank-sentences.ts"
import { findSeries } from "./series.ts"

interface Deps {
  /** Inverse document frequency of a search term in the archive: what it tells, above 0. */
  readonly weight: (term: string) => number
}

const MOST_CLAIMS = 3
/** Characters of all claims together; the first may be longer. */
const MOST_CHARACTERS = 240
/** A further sentence is shown whose odds are at least e^-2 of the best one's, or, where several things are asked for, e^-4. */
const ODDS = 2
const ODDS_OF_SEVERAL = 4
/** What a sentence gains that says of the question what those before it do not, where several articles may be wanted. */
const COMPLEMENT = 6
/** The share of the terms of the shorter one. */
const REPEATED = 0.7
const SHORTEST_FURTHER = 6
/** Begins with a word for what the sentence before it names. */
const DANGLING =
  /^[“「]?(?:该|其(?!他|余|它|实|中)|此(?!外|前|后|次)|这|那|他|她|它|上述|两者|双方|后者|前者|另外?一[个位名])/u
/** Longer ones say more than the subject: the title names it in fewer words. */
const LONG_CONTEXT = 80
const KIND = 0.4

/**
 * Answers by sentences of the archive, verbatim: first the one that answers by the most, with what it needs to be
 * understood, then those that come near it. Where several articles tell other figures for what is asked, by the newest.
 */
export function createExtractiveAnswerer({ weight }: Deps): Answerer {
  return {
    async answer(question, found) {
      const focus = readFocus(question, weight)
      const sentences = rankSentences(focus, found, weight)
      if (sentences.length === 0 || focus.words.size === 0) return notFound(found, "keyless")
      const series = findSeries(question, found)
      const [newest] = series?.rows ?? []
      if (series && newest) return { kind: "answered", claims: [newest.claim], series, mode: "keyless" }
      return { kind: "answered", claims: choose(sentences, focus), mode: "keyless" }
    },
  }
}

function choose(sentences: readonly RankedSentence[], focus: Focus): Claim[] {
  const best = highest(sentences, ({ score }) => score) as RankedSentence
  const quoted = quote(best, focus)
  const claims = [...context(best), quoted].filter(
    (claim, at, all) => at === 0 || claim.text !== all[0]?.text,
  )
  const taken = [best]
  const left = new Set(sentences.filter((one) => one !== best && isShown(one)))
  const several = focus.several || focus.spans
  const worth = (one: RankedSentence) => one.score + complement(one, taken, focus)
  while (claims.length < MOST_CLAIMS) {
    const next = highest([...left], worth)
    if (!next || worth(next) < best.score - (several ? ODDS_OF_SEVERAL : ODDS)) break
    left.delete(next)
    const claim = quote(next, focus)
    const characters = claims.reduce((sum, { text }) => sum + text.length, claim.text.length)
    if (characters > MOST_CHARACTERS || isTold(claim, claims) || !isUnderstood(next, taken)) continue
    if (!several && taken.some((other) => isRepeated(next, other))) continue
    claims.push(claim)
    taken.push(next)
  }
  return claims
}

function isShown({ features, span }: RankedSentence): boolean {
  return features.whole === 1 && features.kind > 0 && span.end - span.start >= SHORTEST_FURTHER
}

/** Of equal ones the first. */
function highest<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  let best: T | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const item of items) {
    const worth = value(item)
    if (worth > most) [best, most] = [item, worth]
  }
  return best
}

/** The share of the question that a sentence says and those taken do not; 0 where one article has all. */
function complement(one: RankedSentence, taken: readonly RankedSentence[], { terms, spans }: Focus): number {
  if (!spans) return 0
  let [gained, total] = [0, 0]
  for (const [term, weight] of terms) {
    total += weight
    if (one.terms.has(term) && !taken.some((other) => other.terms.has(term))) gained += weight
  }
  return total === 0 ? 0 : (COMPLEMENT * gained) / total
}

function quote({ evidence, span }: RankedSentence, focus: Focus): Claim {
  const part = quotable(
    evidence.text,
    span,
    (clause) => coverage(clause, focus.terms) + (focus.answers(fold(clause)) ? KIND : 0),
  )
  return quoteClaim(evidence, part.start, part.end)
}

/** What a sentence that begins with 该 or 其 needs before it: the sentence before, or the title. */
function context({ evidence, span, previous }: RankedSentence): Claim[] {
  if (evidence.field === "title" || !dangles(evidence, span)) return []
  const short = previous && previous.end - previous.start <= LONG_CONTEXT && !dangles(evidence, previous)
  if (short) return [quoteClaim(evidence, previous.start, previous.end)]
  const { title } = evidence
  return title === ""
    ? []
    : [quoteClaim({ ...evidence, field: "title", start: 0, end: title.length, text: title }, 0, title.length)]
}

function dangles({ text }: Evidence, { start, end }: Span): boolean {
  return DANGLING.test(text.slice(start, end))
}

/** A further sentence that hangs on the one before it is shown only behind that. */
function isUnderstood(
  { evidence, span, previous }: RankedSentence,
  taken: readonly RankedSentence[],
): boolean {
  if (!dangles(evidence, span)) return true
  const last = taken.at(-1)
  return last?.evidence === evidence && last.span.start === previous?.start
}

function isTold({ text }: Claim, claims: readonly Claim[]): boolean {
  const said = bare(text)
  return claims.some((other) => bare(other.text).includes(said) || said.includes(bare(other.text)))
}

/** Two reports of one thing in nearly the same words. */
function isRepeated(one: RankedSentence, other: RankedSentence): boolean {
  let shared = 0
  for (const term of one.terms) if (other.terms.has(term)) shared++
  return shared > REPEATED * Math.min(one.terms.size, other.terms.size)
}

/** Letters and digits alone: reprints differ in punctuation and its width. */
function bare(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, "")
}
