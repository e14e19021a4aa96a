import type { ArticleId, Claim, Evidence } from "../corpus.ts"
import type { ModelFault } from "../gate/model-claims.ts"
import type { CallOptions } from "../models.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import type { Language } from "../text/languages.ts"

/** keyless: no model is configured. fallback: one is, but what it gave did not reach the reader. */
export type Mode = "keyless" | "model" | "fallback"

/** What the reader gets. Every claim has passed the gate. */
export type Answer = Answered | NotFound | Contradicted | Clarify

export interface Answered {
  readonly kind: "answered"
  readonly claims: readonly Claim[]
  /** Where the archive has several figures for what is asked. */
  readonly series?: FigureSeries
  readonly mode: Mode
  readonly promptVersion?: string
  readonly generation?: Generation
  /** The model's reply broke off: it may have had more to say. */
  readonly cutShort?: true
  /** Under which the answer can be given again: see `answer/answer-cache.ts`. Of whole replies of a model alone. */
  readonly cacheKey?: string
}

export interface NotFound {
  readonly kind: "not-found"
  readonly nearest: readonly NearestArticle[]
  readonly mode: Mode
  readonly generation?: Generation
}

/** What a model wrote, whether or not it reached the reader, and what the gate held against it. */
export interface Generation {
  readonly model: string
  readonly promptVersion: string
  readonly language: Language
  /** What it was given to read, as it was numbered, from 1. */
  readonly passages: readonly PassageAddress[]
  /** As far as it came: `replayClaims` of `gate/model-claims.ts` makes the claims of it again. */
  readonly reply: string
  /** Why there was no reply, a sentence that did not pass each, or "empty": the model read and found no answer. */
  readonly faults: readonly ModelFault[]
}

export type PassageAddress = Pick<Evidence, "articleId" | "version" | "field" | "start" | "end">

/** The question takes for granted what the archive says otherwise. */
export interface Contradicted {
  readonly kind: "contradicted"
  /** The words of the question that the archive contradicts. */
  readonly premise: string
  /** What the archive says instead. */
  readonly claims: readonly Claim[]
  readonly mode: Mode
}

/** What is asked about could be two things. */
export interface Clarify {
  readonly kind: "clarify"
  /** The words that could mean either. */
  readonly about: string
  readonly choices: readonly Choice[]
  readonly mode: Mode
}

export interface Choice {
  readonly label: string
  /** The whole question that a reader asks who means this one. */
  readonly question: string
}

/** The same measure, or the day of the same plan, told several times. */
export interface FigureSeries {
  /**
   * change: at different dates. disagreement: different figures for one date, of different sources. rescheduled: a day
   * that something is planned for, and what was reported of it before.
   */
  readonly kind: "change" | "disagreement" | "rescheduled"
  /** Newest first; one row a source, reprints being one. */
  readonly rows: readonly FigureRow[]
}

export interface FigureRow {
  /** YYYY-MM-DD of which the figure is told; null where that is not known. */
  readonly day: string | null
  /** As printed, with its unit; a planned day as it is counted from the day of publication. */
  readonly figure: string
  readonly claim: Claim
}

/** An article that came near a question that the archive does not answer. */
export interface NearestArticle {
  readonly articleId: ArticleId
  readonly title: string
  readonly url: string | null
  readonly source: string | null
  readonly publishedAt: string | null
  readonly place: readonly string[]
}

export interface AnswerOptions extends CallOptions {
  /** In which a model answers; zh-CN without it. Quotes are never translated. */
  readonly language?: Language
  /** Called with each claim of a model's as it passes the gate, in order, before the answer is whole. */
  readonly onClaim?: (claim: Claim) => void
}

export interface Answerer {
  /**
   * What the evidence says, however little that is: whether it is enough is judged by `answer/confidence.ts`. Never
   * throws for what a model does: it falls back. `found` is best first.
   */
  answer(
    question: Question,
    found: readonly RankedArticle[],
    options?: AnswerOptions,
  ): Promise<Answered | NotFound>
}

const NEAREST = 3

export function notFound(found: readonly RankedArticle[], mode: Mode): NotFound {
  const near = found.slice(0, NEAREST).flatMap(({ passages }) => (passages[0] ? [nearest(passages[0])] : []))
  return { kind: "not-found", nearest: near, mode }
}

function nearest(evidence: Evidence): NearestArticle {
  const { articleId, title, url, source, publishedAt, place } = evidence
  return { articleId, title, url, source, publishedAt, place }
}
