import type { Claim, Evidence } from "../corpus.ts"
import { quoteClaim } from "../gate/gate.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { fold } from "../text/scripts.ts"
import { type Span, sentences } from "../text/sentences.ts"
import { searchTerms } from "../text/words.ts"
import { type Answerer, notFound } from "./answer.ts"
import { coverage, saidIn } from "./coverage.ts"
import { type Focus, readFocus } from "./question-focus.ts"

interface Deps {
  /** Inverse document frequency of a search term in the archive: what it tells, above 0. */
  readonly weight: (term: string) => number
}

/** One sentence that may answer. Scores lie between 0 and about 1. */
interface Candidate {
  readonly evidence: Evidence
  readonly span: Span
  readonly previous: Span | undefined
  readonly score: number
}

const MOST_CLAIMS = 3
const ARTICLES = 6
/** A sentence longer than this is quoted by the clause that answers. */
const LONG_SENTENCE = 120
/** A further sentence must come this near the best one. */
const NEARLY_AS_GOOD = 0.85
const SENTENCE_END = /[。！？!?…”；;]$/u
/** A story asks what it is about to tell. */
const QUESTION = /[？?][”’」』）]?$/u
/** What stands behind somebody's words and says only whose they are. */
const SAYS_WHO = /^.{0,30}(?:说|表示|介绍|指出|告诉记者)[。.]$/u
const DANGLING = /^(?:该|其|此|这|他|她|它|上述|对此|同时|此外)/u
/** What a sentence alone counts for, what its passage and title add, and what the rank of its article does. */
const OWN = 0.6
const AROUND = 0.35
const KIND = 0.4
const RANK = 0.2
/** What being the newest adds: of two articles that say as much, the later knows better. */
const NEWNESS = 0.15
/** What a term counts for in a sentence when the title says it already: a story does not repeat its subject. */
const TOLD = 0.25

/**
 * Answers by sentences of the archive, whole and verbatim: those that say most of what the question says, weighted by
 * inverse document frequency, and hold the kind of thing that it asks for.
 */
export function createExtractiveAnswerer({ weight }: Deps): Answerer {
  return {
    async answer(question, found) {
      const focus = readFocus(question, weight)
      const near = found.slice(0, ARTICLES)
      const newness = rankByDay(near)
      const candidates = near.flatMap((article, rank) =>
        judge(article, RANK / (rank + 1) + NEWNESS * (newness[rank] ?? 0), focus),
      )
      const best = candidates.reduce<Candidate | undefined>(
        (a, b) => (a && a.score >= b.score ? a : b),
        undefined,
      )
      if (!best || focus.words.size === 0) return notFound(found, "keyless")
      return { kind: "answered", claims: choose(best, candidates, focus), mode: "keyless" }
    },
  }
}

/** From 1 for the newest down to 0 for the oldest, in the order given; undated ones are old. */
function rankByDay(found: readonly RankedArticle[]): number[] {
  const days = found.map(({ passages }) => passages[0]?.publishedAt?.slice(0, 10) ?? "")
  const distinct = [...new Set(days)].sort()
  return days.map((day) => distinct.indexOf(day) / Math.max(1, distinct.length - 1))
}

function judge({ passages }: RankedArticle, standing: number, focus: Focus): Candidate[] {
  const told = new Set(searchTerms(passages[0]?.title ?? ""))
  const open = new Map(
    [...focus.terms].map(([term, weight]) => [term, told.has(term) ? weight * TOLD : weight] as const),
  )
  return passages.flatMap((evidence) => {
    const isTitle = evidence.field === "title"
    const around = coverage(`${evidence.title}\n${saidIn(evidence)}`, focus.terms)
    const spans = sentences(evidence.text)
    return spans.flatMap((span, at) => {
      const text = saidIn(evidence, span)
      if (QUESTION.test(text) || SAYS_WHO.test(text)) return []
      const whole = isTitle || SENTENCE_END.test(text)
      const kind = whole && focus.answers(fold(text)) ? KIND : 0
      const score = OWN * coverage(text, open) + AROUND * around + kind + standing
      return [{ evidence, span, previous: spans[at - 1], score }]
    })
  })
}

function choose(best: Candidate, candidates: readonly Candidate[], focus: Focus): Claim[] {
  const claims: Claim[] = []
  const add = (claim: Claim) => {
    const said = bare(claim.text)
    const twin = claims.some((other) => bare(other.text).includes(said) || said.includes(bare(other.text)))
    if (!twin && claims.length < MOST_CLAIMS) claims.push(claim)
  }
  const addWhole = ({ evidence, span, previous }: Candidate) => {
    const text = evidence.text.slice(span.start, span.end)
    if (previous && DANGLING.test(text)) add(quoteClaim(evidence, previous.start, previous.end))
    const part = clause(evidence.text, span, focus)
    add(quoteClaim(evidence, part.start, part.end))
  }
  addWhole(best)
  const rest = candidates.filter(
    (candidate) => candidate !== best && candidate.score >= best.score * NEARLY_AS_GOOD,
  )
  for (const candidate of rest.sort((a, b) => b.score - a.score)) {
    const text = candidate.evidence.text.slice(candidate.span.start, candidate.span.end)
    const answers = SENTENCE_END.test(text) && focus.answers(fold(text))
    if (answers && text.length <= LONG_SENTENCE && !DANGLING.test(text)) addWhole(candidate)
  }
  return claims
}

/** Letters and digits alone: reprints differ in punctuation and its width. */
function bare(text: string): string {
  return fold(text).replace(/[^\p{L}\p{N}]/gu, "")
}

/** Of a long sentence, the clause between semicolons that says most of the question; else the sentence. */
function clause(text: string, span: Span, focus: Focus): Span {
  if (span.end - span.start <= LONG_SENTENCE) return span
  const parts: Span[] = []
  let start = span.start
  for (let i = span.start; i < span.end; i++) {
    if (text[i] !== "；" && text[i] !== ";") continue
    parts.push({ start, end: i + 1 })
    start = i + 1
  }
  parts.push({ start, end: span.end })
  const value = ({ start, end }: Span) => {
    const part = text.slice(start, end)
    return coverage(part, focus.terms) + (focus.answers(fold(part)) ? KIND : 0)
  }
  return parts.reduce((a, b) => (value(b) > value(a) ? b : a))
}
