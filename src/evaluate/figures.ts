import type { SetQuestion } from "./question-set.ts"

/** An article as a search ranks it: a hit when its id or one of its printings' is gold. */
export interface RankedHit {
  readonly id: string
  readonly printings?: readonly string[]
}

/** Means over the questions; all between 0 and 1. */
export interface RetrievalFigures {
  readonly questions: number
  readonly hitAt1: number
  readonly hitAt10: number
  /** Mean reciprocal rank of the first right article, 0 below rank 10. */
  readonly mrrAt10: number
  readonly ndcgAt10: number
}

export interface AnswerFigures {
  readonly questions: number
  /** Share of questions that got an answer rather than a refusal. */
  readonly answered: number
  /** Of the questions that state answers: share whose reply contains one of them. */
  readonly contained: number
}

const DEPTH = 10

/** Scores one ranking. Article by article; a second hit of the same gold article counts nothing. */
export function scoreRanking(
  hits: readonly RankedHit[],
  gold: readonly string[],
): Omit<RetrievalFigures, "questions"> {
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

/**
 * Runs the search for each question, in order and one at a time, and averages (nDCG: Järvelin and Kekäläinen 2002,
 * with binary gains and the logarithmic discount 1 / log2(rank + 1)).
 */
export async function evaluateRetrieval(
  questions: readonly SetQuestion[],
  search: (q: string) => Promise<readonly RankedHit[]> | readonly RankedHit[],
): Promise<RetrievalFigures> {
  const rows: Omit<RetrievalFigures, "questions">[] = []
  for (const { q, gold } of questions) rows.push(scoreRanking(await search(q), gold))
  return {
    questions: rows.length,
    hitAt1: mean(rows.map((row) => row.hitAt1)),
    hitAt10: mean(rows.map((row) => row.hitAt10)),
    mrrAt10: mean(rows.map((row) => row.mrrAt10)),
    ndcgAt10: mean(rows.map((row) => row.ndcgAt10)),
  }
}

/** Runs `ask` for each question, in order and one at a time; it gives the reply's text, or null for a refusal. */
export async function evaluateAnswers(
  questions: readonly SetQuestion[],
  ask: (q: string) => Promise<string | null>,
): Promise<AnswerFigures> {
  const answered: number[] = []
  const contained: number[] = []
  for (const { q, answers } of questions) {
    const reply = await ask(q)
    answered.push(reply === null ? 0 : 1)
    if (answers.length > 0)
      contained.push(answers.some((answer) => containsAnswer(reply ?? "", answer)) ? 1 : 0)
  }
  return { questions: questions.length, answered: mean(answered), contained: mean(contained) }
}

/** Whether a text has the answer string, whatever the white space and the width of letters. */
export function containsAnswer(text: string, answer: string): boolean {
  return bare(text).includes(bare(answer))
}

function bare(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toLowerCase()
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
