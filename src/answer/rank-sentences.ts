import type { Evidence } from "../corpus.ts"
import { type RelevanceModel, relevanceModel, saysOf } from "../retrieve/feedback.ts"
import { bestWindow, findMatches } from "../retrieve/matches.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { type Span, sentences } from "../text/sentences.ts"
import { searchTerms } from "../text/words.ts"
import { coverageOf, saidIn } from "./coverage.ts"
import type { Focus, Weights } from "./question-focus.ts"

/** A sentence that may answer. */
export interface RankedSentence {
  readonly evidence: Evidence
  readonly span: Span
  /** The sentence before it in its passage. */
  readonly previous: Span | undefined
  /** The share of the question, by weight, that it says. */
  readonly coverage: number
  /** Its search terms. */
  readonly terms: ReadonlySet<string>
  readonly features: Features
  readonly score: number
}

/** What a sentence is ranked by; each from 0 to 1, a half where the question does not ask for it. */
export interface Features {
  /** The question's terms in it; those that the title says count less: a story does not repeat its subject. */
  readonly own: number
  /** The question's terms in its passage and title. */
  readonly around: number
  /** In the sentence before it. */
  readonly before: number
  /** Within a few characters of it. */
  readonly proximity: number
  /** Something of the kind that is asked for. */
  readonly kind: number
  /** The same near the question's words. */
  readonly kindNear: number
  /** The same, the question's own names and figures aside. */
  readonly kindNew: number
  /** What is asked for, and after it 是, 为, 包括: here it is told. */
  readonly told: number
  /** An enumeration, where several things are asked for. */
  readonly listed: number
  /** 1 over the place of its article. */
  readonly rank: number
  /** 1 over the place of its passage in the article. */
  readonly passage: number
  /** How near the beginning of the text. */
  readonly early: number
  readonly title: number
  /** Logarithm of the length. */
  readonly length: number
  /** Terms that the question does not have. */
  readonly more: number
  /** How much other articles say the same, beside the question's words. */
  readonly agreement: number
  /** A whole sentence or a title, no sub-heading and no beginning. */
  readonly whole: number
}

/**
 * Learned on five measuring sets together (quest and the project's own at weight 1, rgb 1.5, cmrc and drcd 0.3): the
 * softmax over a question's sentences of those that contain the answer (ListNet's top-one loss, Cao et al. 2007), so
 * that a difference of scores is a logarithm of odds. See test/eval/RESULTS.md.
 */
const WEIGHTS: Readonly<Record<keyof Features, number>> = {
  own: 3.4,
  around: 4.38,
  before: 0.99,
  proximity: 2.32,
  kind: 1.14,
  kindNear: 0.94,
  kindNew: 1.19,
  told: 1.14,
  listed: 2.25,
  rank: 2.72,
  passage: 0.63,
  early: 0.65,
  title: -1.04,
  length: 1.84,
  more: -0.44,
  agreement: 4,
  whole: 1.06,
}
/** What being the newest adds where all else is alike, and where the newest is asked for. Not learned. */
const NEWNESS = 0.3
const NEWEST = 1.5

const SENTENCE_END = /[。！？!?…”；;]$/u
/** A story asks what it is about to tell. */
const QUESTION = /[？?][”’」』）]?$/u
/** What stands behind somebody's words and says only whose they are. */
const SAYS_WHO = /^.{0,30}(?:说|表示|介绍|指出|告诉记者)[。.]$/u
const TELLS = /^.{0,4}?(?:[是为叫即“《:：]|包括|分别)/u
/** What a term counts for in a sentence when the title says it already. */
const TOLD_BY_TITLE = 0.25
/** Sentences of an article, best first, by which it is compared with the others. */
const COMPARED = 3
/** How much the first article is believed beside the second and so on: see `relevanceModel`. */
const BELIEF = 0.3
/** Characters: of proximity; around its beginning; from where the text is no longer early. */
const NEAR = 40
const AROUND = [-15, 55] as const
const EARLY = 300
/** The logarithm of a length of 400 characters. */
const LONG = 6
const MANY_TERMS = 12
const LISTED = 3

/** The sentences of the articles found, in their order. */
export function rankSentences(
  focus: Focus,
  found: readonly RankedArticle[],
  weight: (term: string) => number,
): RankedSentence[] {
  const asked = readAsked(focus)
  const newness = rankByDay(found)
  const articles = found.map((article) => readArticle(article, focus))
  const top = found[0]?.score || 1
  const model = relevanceModel(
    articles.map((read, at) => ({ text: speaksOf(read), score: (BELIEF * (found[at]?.score ?? 0)) / top })),
    new Set(focus.terms.keys()),
    weight,
  )
  const newestWeight = NEWNESS + (focus.wish.newest ? NEWEST : 0)
  return articles.flatMap((read, rank) =>
    read.map((sentence, at) => {
      const before = read[at - 1]
      const preceding = before?.evidence === sentence.evidence ? before.coverage : 0
      const features = featuresOf(asked, sentence, { before: preceding, model, rank })
      const score = weigh(features) + newestWeight * (newness[rank] ?? 0)
      const { evidence, span, previous, coverage, terms } = sentence
      return { evidence, span, previous, coverage, terms, features, score }
    }),
  )
}

function weigh(features: Features): number {
  return (Object.keys(WEIGHTS) as (keyof Features)[]).reduce(
    (sum, name) => sum + WEIGHTS[name] * features[name],
    0,
  )
}

interface Asked extends Focus {
  readonly names: readonly string[]
  readonly weights: Float64Array
  readonly total: number
  /** Any sentence has what is asked for. */
  readonly anything: boolean
  /** Words of the question that cannot be what it asks for. */
  readonly known: readonly string[]
}

function readAsked(focus: Focus): Asked {
  const { kind } = focus.wish
  const weights = Float64Array.from(focus.terms.values())
  const ofNames = kind === "person" || kind === "place"
  return {
    ...focus,
    names: [...focus.terms.keys()],
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0) || 1,
    anything: kind === "other" || kind === "yes-no",
    known: [...focus.words.keys()].filter((word) => (ofNames ? word.length > 1 : /\d/.test(word))),
  }
}

interface ReadSentence {
  readonly evidence: Evidence
  readonly span: Span
  readonly previous: Span | undefined
  /** As printed. */
  readonly said: string
  /** Folded and Simplified. */
  readonly text: string
  readonly terms: ReadonlySet<string>
  readonly coverage: number
  readonly around: number
  /** Place of its passage among those of the article. */
  readonly passage: number
  /** What the question's terms weigh where the title says some of them already. */
  readonly open: Weights
}

function readArticle({ passages }: RankedArticle, { terms: asked }: Focus): ReadSentence[] {
  const told = new Set(searchTerms(passages[0]?.title ?? ""))
  const open = new Map([...asked].map(([term, w]) => [term, told.has(term) ? w * TOLD_BY_TITLE : w]))
  return passages.flatMap((evidence, passage) => {
    const spans = sentences(evidence.text)
    const said = spans.map((span) => saidIn(evidence, span))
    const termsOf = said.map((words) => new Set(searchTerms(words)))
    const around = coverageOf(new Set([...told, ...termsOf.flatMap((terms) => [...terms])]), asked)
    return spans.flatMap((span, at) => {
      const [words, terms] = [said[at] as string, termsOf[at] as Set<string>]
      if (terms.size === 0 || QUESTION.test(words) || SAYS_WHO.test(words)) return []
      const text = fold(toSimplified(words))
      const coverage = coverageOf(terms, asked)
      return [
        {
          evidence,
          span,
          previous: spans[at - 1],
          said: words,
          text,
          terms,
          coverage,
          around,
          passage,
          open,
        },
      ]
    })
  })
}

/** What an article says of the question. */
function speaksOf(read: readonly ReadSentence[]): string {
  const best = [...read].sort((a, b) => b.coverage - a.coverage).slice(0, COMPARED)
  return best.map(({ text }) => text).join("\n")
}

interface Standing {
  readonly before: number
  readonly model: RelevanceModel
  readonly rank: number
}

function featuresOf(asked: Asked, sentence: ReadSentence, { before, model, rank }: Standing): Features {
  const { evidence, span, said, text, terms } = sentence
  const window = bestWindow(findMatches(text, asked.names), asked.weights, NEAR)
  const near = text.slice(Math.max(0, window.start + AROUND[0]), window.start + AROUND[1])
  const isKind = (part: string) => (asked.anything ? 0.5 : Number(asked.answers(part)))
  const more = [...terms].filter((term) => term.length > 1 && !asked.terms.has(term))
  const isTitle = evidence.field === "title"
  return {
    own: coverageOf(terms, sentence.open),
    around: sentence.around,
    before,
    proximity: window.weight / asked.total,
    kind: isKind(text),
    kindNear: window.weight > 0 || asked.anything ? isKind(near) : 0,
    kindNew: isKind(asked.known.reduce((rest, word) => rest.replaceAll(word, " "), text)),
    told: Number(asked.heads.some((head) => tells(text, head))),
    listed: asked.several ? Math.min(1, (text.split("、").length - 1) / LISTED) : 0,
    rank: 1 / (rank + 1),
    passage: 1 / (sentence.passage + 1),
    early: evidence.field === "text" ? Math.exp(-(evidence.start + span.start) / EARLY) : 0,
    title: Number(isTitle),
    length: Math.log(text.length + 1) / LONG,
    more: 1 - Math.exp(-more.length / MANY_TERMS),
    agreement: saysOf(model, text, rank),
    whole: Number(isTitle || SENTENCE_END.test(said)),
  }
}

function tells(text: string, head: string): boolean {
  const at = text.indexOf(head)
  return at >= 0 && TELLS.test(text.slice(at + head.length))
}

/** From 1 for the newest down to 0 for the oldest, in the order given; undated ones are old. */
function rankByDay(found: readonly RankedArticle[]): number[] {
  const days = found.map(({ passages }) => passages[0]?.publishedAt?.slice(0, 10) ?? "")
  const distinct = [...new Set(days)].sort()
  return days.map((day) => distinct.indexOf(day) / Math.max(1, distinct.length - 1))
}
