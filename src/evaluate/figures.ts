import { sentences } from "../text/sentences.ts"
import type { SetQuestion } from "./question-set.ts"

/**
 * What is measured of a question, all between 0 and 1. A question has only those that its line can be judged by:
 * the first four take gold; those of answers take gold and answers, for without gold the archive has no answer to give.
 */
export const MEASURES = [
  /** The first article is gold. */
  "hitAt1",
  /** A gold article is among the first ten. */
  "hitAt10",
  /** Reciprocal rank of the first gold article, 0 below rank 10. */
  "mrrAt10",
  "ndcgAt10",
  /** The first article is gold, or an answer stands in its title, abstract or text: gold lists are never complete. */
  "goldOrAnswerAt1",
  /** An answer stands in one of the passages that are read first. */
  "answerInPassages",
  /** The question got an answer rather than a refusal. */
  "answered",
  /** An answer stands in the reply. */
  "contained",
  /** It stands in the first sentence of the reply. */
  "containedFirst",
  /** What an oracle could reach: an answer stands in some three sentences of the passages that are read. */
  "ceiling",
] as const
export type Measure = (typeof MEASURES)[number]
export type Scores = Readonly<Partial<Record<Measure, number>>>

/** How long replies are: means over the questions that got one. */
const SIZES = ["characters", "sentences"] as const
export type Size = (typeof SIZES)[number]

/** Means over the questions that have the measure; null where none has. */
export type Figures = { readonly questions: number } & Readonly<Record<Measure | Size, number | null>>

/** An article as a search ranks it: a hit when its id or one of its printings' is gold. */
export interface RankedHit {
  readonly id: string
  readonly printings?: readonly string[]
}

/** At most ten articles, best first; the `PASSAGES_READ` passages of them that are read first, and all that are read. */
export interface Found {
  readonly hits: readonly RankedHit[]
  readonly passages: readonly string[]
  readonly allPassages: readonly string[]
}

/** What is asked, one question at a time. */
export interface Measured {
  search(question: SetQuestion): Promise<Found>
  /** Title, abstract and text of an article that was found. */
  wholeText(id: string): string
  /** What the reply says, claim by claim, or null for a refusal. */
  ask(question: SetQuestion): Promise<readonly string[] | null>
}

export interface QuestionResult {
  readonly question: SetQuestion
  readonly scores: Scores
  readonly found: readonly RankedHit[]
  readonly reply: readonly string[] | null
}

const DEPTH = 10
/** As many as a reply shows at most. */
const SENTENCES_SHOWN = 3
/** As many as a model is given at least. */
export const PASSAGES_READ = 5

export async function measure(
  question: SetQuestion,
  { search, wholeText, ask }: Measured,
): Promise<QuestionResult> {
  const { gold, answers } = question
  const { hits: found, passages, allPassages } = await search(question)
  const reply = await ask(question)
  const has = (text: string) => (answers.some((answer) => containsAnswer(text, answer)) ? 1 : 0)
  const ranking = gold.length > 0 ? scoreRanking(found, gold) : undefined
  const first = found[0]
  const byAnswer =
    ranking && answers.length > 0
      ? {
          goldOrAnswerAt1: ranking.hitAt1 === 1 ? 1 : first ? has(wholeText(first.id)) : 0,
          answerInPassages: passages.some((text) => has(text) === 1) ? 1 : 0,
          contained: has(reply?.join("\n") ?? ""),
          containedFirst: has(sentencesOf(reply ?? [])[0] ?? ""),
          ceiling: allPassages.some((text) => has(text) === 1 && runs(text).some((run) => has(run) === 1))
            ? 1
            : 0,
        }
      : {}
  return {
    question,
    scores: { ...ranking, answered: reply === null ? 0 : 1, ...byAnswer },
    found,
    reply,
  }
}

function sentencesOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => sentences(text).map(({ start, end }) => text.slice(start, end)))
}

/** All pieces of as many sentences as are shown. */
function runs(text: string): string[] {
  const spans = sentences(text)
  return spans.map(({ start }, at) => {
    const last = spans[Math.min(at + SENTENCES_SHOWN, spans.length) - 1]
    return text.slice(start, last?.end)
  })
}

/**
 * Scores one ranking. Article by article; a second hit of the same gold article counts nothing. nDCG: Järvelin and
 * Kekäläinen 2002, with binary gains and the logarithmic discount 1 / log2(rank + 1).
 */
export function scoreRanking(
  hits: readonly RankedHit[],
  gold: readonly string[],
): Readonly<Record<"hitAt1" | "hitAt10" | "mrrAt10" | "ndcgAt10", number>> {
  const wanted = new Set(gold)
  const relevance = hits.slice(0, DEPTH).map(({ id, printings = [] }) => {
    const found = [id, ...printings].filter((name) => wanted.delete(name))
    return found.length > 0 ? 1 : 0
  })
  const first = relevance.indexOf(1)
  const gain = relevance.reduce((sum: number, relevant, i) => sum + relevant / Math.log2(i + 2), 0)
  const hitsFound = relevance.reduce((sum: number, relevant) => sum + relevant, 0)
  const reachable = Math.min(DEPTH, hitsFound + wanted.size)
  const ideal = Array.from({ length: reachable }, (_, i) => 1 / Math.log2(i + 2)).reduce(
    (sum, g) => sum + g,
    0,
  )
  return {
    hitAt1: first === 0 ? 1 : 0,
    hitAt10: first >= 0 ? 1 : 0,
    mrrAt10: first >= 0 ? 1 / (first + 1) : 0,
    ndcgAt10: ideal === 0 ? 0 : gain / ideal,
  }
}

export function average(results: readonly Pick<QuestionResult, "scores" | "reply">[]): Figures {
  const means = MEASURES.map(
    (name) => [name, mean(results.flatMap(({ scores }) => scores[name] ?? []))] as const,
  )
  const replies = results.flatMap(({ reply }) => (reply ? [reply] : []))
  return {
    questions: results.length,
    ...(Object.fromEntries(means) as Record<Measure, number | null>),
    characters: mean(replies.map((reply) => reply.reduce((sum, text) => sum + text.length, 0))),
    sentences: mean(replies.map((reply) => sentencesOf(reply).length)),
  }
}

/** The figures of each type of question, most questions first; those without a type stand under "". */
export function averageByType(results: readonly QuestionResult[]): Map<string, Figures> {
  const types = new Map<string, QuestionResult[]>()
  for (const result of results) {
    const type = result.question.type ?? ""
    types.set(type, [...(types.get(type) ?? []), result])
  }
  const sorted = [...types].sort((a, b) => b[1].length - a[1].length)
  return new Map(sorted.map(([type, scores]) => [type, average(scores)]))
}

/**
 * Whether a text has the answer string, whatever the white space and the width of letters. A figure is whole: 60元 does
 * not stand in 160元, nor 3 in 3.5, nor 600 in 1,600.
 */
export function containsAnswer(text: string, answer: string): boolean {
  const [within, wanted] = [bare(text), bare(answer)]
  const thousands = /^\d{3}(?!\d)/.test(wanted)
  const before = /^\d/.test(wanted) ? (thousands ? /\d[.,]?$/ : /\d\.?$/) : null
  const after = /\d$/.test(wanted) ? /^(?:\.?\d|,\d{3}(?!\d))/ : null
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (before?.test(within.slice(Math.max(0, at - 2), at))) continue
    if (after?.test(within.slice(end, end + 5))) continue
    return true
  }
  return false
}

function bare(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toLowerCase()
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
