import type { Claim, Evidence } from "../../corpus.ts"
import { quoteClaim } from "../../gate/gate.ts"
import type { RankedArticle } from "../../retrieve/retriever.ts"
import { memoized } from "../../text/memoized.ts"
import { fold } from "../../text/scripts.ts"
import { type Span, sentences } from "../../text/sentences.ts"
import { contentWords } from "../../text/words.ts"
import { coverage, saidIn } from "../coverage.ts"

/** A sentence of the archive, as a premise is held against it. */
export interface Told {
  readonly evidence: Evidence
  /** In the text of the evidence. */
  readonly span: Span
  /** Folded; as long as the span. */
  readonly text: string
  /** Which of the articles it is from; 0 is the first. */
  readonly article: number
}

/** What the articles say that tell of the very thing that is asked about. */
export interface Matter {
  readonly told: readonly Told[]
  /** With those of the articles that tell less of it. */
  readonly nearby: readonly Told[]
  /** Of corrections, which quote what was wrong. */
  readonly corrections: readonly Told[]
  /** Of the question that is not the premise, the share that the sentence says together with its headline; from 0 to 1. */
  cover(one: Told): number
  /** The same without the headline. */
  own(one: Told): number
}

const ARTICLES = 6
/** An article tells of the very thing if it says so much of the question as the one that says most. */
const NEARLY = 0.75
const LEAST = 0.35
/** A story asks what it is about to tell. */
const ASKS = /[?？][”’」』)]?$/u

/** `rest`: the question without the words of the premise. Undefined where no article tells of it. */
export function readMatter(
  rest: string,
  found: readonly RankedArticle[],
  weight: (term: string) => number,
): Matter | undefined {
  const asked = new Map(contentWords(rest).map((word) => [word, weight(word)] as const))
  if (asked.size === 0) return undefined
  const whole = found.slice(0, ARTICLES).map(({ passages }) => {
    const title = passages[0]?.title ?? ""
    return {
      passages,
      title,
      said: coverage([title, ...passages.map((one) => saidIn(one))].join("\n"), asked),
    }
  })
  const most = Math.max(0, ...whole.map(({ said }) => said))
  if (most < LEAST) return undefined
  const nearby = whole.flatMap(({ passages }, article) =>
    passages.flatMap((evidence) => sentencesOf(evidence, article)),
  )
  const corrections = nearby.filter(({ evidence }) => evidence.correcting)
  const phase = PHASE.exec(rest)?.[0]
  const told = nearby.filter(
    (one) =>
      !one.evidence.correcting && (whole[one.article]?.said ?? 0) >= most * NEARLY && !ofOther(one, phase),
  )
  const cover = memoized((one: Told) => coverage(`${one.evidence.title}\n${one.text}`, asked))
  const own = memoized((one: Told) => coverage(one.text, asked))
  return { told, nearby, corrections, cover, own }
}

const PHASE = /第?[一二三四五六]期/u

/** Of a project's phase that is not asked about. */
function ofOther({ text, evidence }: Told, phase: string | undefined): boolean {
  if (phase === undefined || text.includes(phase)) return false
  return PHASE.test(text) || (PHASE.test(evidence.title) && !evidence.title.includes(phase))
}

function sentencesOf(evidence: Evidence, article: number): Told[] {
  return sentences(evidence.text).flatMap((span) => {
    const text = fold(evidence.text.slice(span.start, span.end))
    return ASKS.test(text) ? [] : [{ evidence, span, text, article }]
  })
}

export function quoted({ evidence, span }: Told): Claim {
  return quoteClaim(evidence, span.start, span.end)
}

/** The best by `score`; of equals the newest, of these the one of the better article. Undefined where all score 0. */
export function bestTold(told: readonly Told[], score: (one: Told) => number): Told | undefined {
  let best: { readonly one: Told; readonly value: number } | undefined
  for (const one of told) {
    const value = score(one)
    if (value <= 0) continue
    if (!best || value > best.value || (value === best.value && dayOf(one) > dayOf(best.one)))
      best = { one, value }
  }
  return best?.one
}

export function dayOf({ evidence }: Told): string {
  return evidence.publishedAt?.slice(0, 10) ?? ""
}
