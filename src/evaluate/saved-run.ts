import { z } from "zod"
import { MEASURES, type Measure, type QuestionResult, type Scores } from "./figures.ts"
import { comparePaired, type PairedDifference } from "./paired-test.ts"

/** A question of a run that was saved: what was asked, how it scored, and what was found. */
export interface SavedQuestion {
  readonly set: string
  readonly q: string
  readonly type: string | null
  /** The time of asking, where the set states one. */
  readonly now: string | null
  readonly gold: readonly string[]
  readonly answers: readonly string[]
  readonly scores: Scores
  /** Ids of the articles, best first. */
  readonly found: readonly string[]
  readonly reply: string | null
}

const score = z
  .number()
  .min(0)
  .max(1 + 1e-9)
const Saved = z.object({
  set: z.string(),
  q: z.string(),
  type: z.string().nullable(),
  now: z.string().nullable(),
  gold: z.array(z.string()),
  answers: z.array(z.string()),
  scores: z.partialRecord(z.enum(MEASURES), score),
  found: z.array(z.string()),
  reply: z.string().nullable(),
})

export function savedQuestion(
  set: string,
  { question, scores, found, reply }: QuestionResult,
): SavedQuestion {
  const { q, type, now, gold, answers } = question
  const ids = found.map(({ id }) => id)
  const said = reply?.join("\n") ?? null
  return { set, q, type, now: now?.toISOString() ?? null, gold, answers, scores, found: ids, reply: said }
}

/** Reads JSON Lines as they were saved. Throws an Error of one line where a line is something else. */
export function parseSavedRun(text: string): SavedQuestion[] {
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return []
    const read = Saved.safeParse(parsedOrNull(line))
    if (read.success) return [read.data as SavedQuestion]
    throw new Error(`line ${i + 1} is no line that eval --save wrote`)
  })
}

function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

export interface ComparedSet {
  readonly set: string
  /** Questions of both runs: same words, time of asking, gold and answers. */
  readonly shared: number
  readonly onlyBefore: number
  readonly onlyAfter: number
  /** In the order of MEASURES; those that no shared question has are left out. */
  readonly measures: readonly (PairedDifference & { readonly measure: Measure })[]
}

/** Compares two runs set by set, over the questions that both hold. */
export function compareRuns(
  before: readonly SavedQuestion[],
  after: readonly SavedQuestion[],
): ComparedSet[] {
  const sets = new Set([...before, ...after].map(({ set }) => set))
  return [...sets].map((set) => {
    const [earlier, later] = [bySameness(before, set), bySameness(after, set)]
    const pairs = [...earlier].flatMap(([key, a]) => {
      const b = later.get(key)
      return b ? [[a.scores, b.scores] as const] : []
    })
    return {
      set,
      shared: pairs.length,
      onlyBefore: earlier.size - pairs.length,
      onlyAfter: later.size - pairs.length,
      measures: MEASURES.flatMap((measure) => {
        const scored = pairs.flatMap(([a, b]) => {
          const [from, to] = [a[measure], b[measure]]
          return from === undefined || to === undefined ? [] : [[from, to] as const]
        })
        return scored.length === 0 ? [] : [{ measure, ...comparePaired(scored) }]
      }),
    }
  })
}

/** A question that stands twice in a set is paired in order. */
function bySameness(run: readonly SavedQuestion[], set: string): Map<string, SavedQuestion> {
  const named = new Map<string, SavedQuestion>()
  for (const question of run) {
    if (question.set !== set) continue
    const { q, now, gold, answers } = question
    let nth = 0
    const key = () => JSON.stringify([q, now, gold, answers, nth])
    while (named.has(key())) nth++
    named.set(key(), question)
  }
  return named
}
