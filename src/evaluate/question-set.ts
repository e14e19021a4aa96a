import { z } from "zod"

/** One question of a set, and what counts as right. */
export interface SetQuestion {
  readonly q: string
  /** Ids of the articles that answer it; any of them is right. None: the archive cannot answer it. */
  readonly gold: readonly string[]
  /** Strings one of which a right answer contains; empty where only the article is asked for. */
  readonly answers: readonly string[]
  readonly type: string | null
  /** The time of asking; null: whenever the set is run. */
  readonly now: Date | null
}

export interface BadLine {
  /** Counted from 1. */
  readonly line: number
  readonly reason: string
}

export interface QuestionSet {
  readonly questions: readonly SetQuestion[]
  readonly bad: readonly BadLine[]
}

const Line = z.object({
  q: z.string().trim().min(1).max(10_000),
  gold: z.array(z.string().min(1)).max(10_000),
  answers: z.array(z.string()).max(1_000).optional(),
  type: z.string().nullish(),
  now: z.iso.datetime({ offset: true, error: "no ISO 8601 time with an offset" }).nullish(),
})

/** Reads JSON Lines; empty lines are skipped, and a line that is no question is reported without stopping the rest. */
export function parseQuestionSet(text: string): QuestionSet {
  const questions: SetQuestion[] = []
  const bad: BadLine[] = []
  text.split("\n").forEach((raw, i) => {
    const content = (i === 0 ? raw.replace(/^\ufeff/, "") : raw).trim()
    if (content === "") return
    const read = readLine(content)
    if (typeof read === "string") bad.push({ line: i + 1, reason: read })
    else questions.push(read)
  })
  return { questions, bad }
}

function readLine(content: string): SetQuestion | string {
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return "not JSON"
  }
  const { data, error } = Line.safeParse(value)
  if (error) {
    const issue = error.issues[0]
    return `${issue?.path.join(".") || "line"}: ${issue?.message ?? "not a question"}`
  }
  return {
    q: data.q,
    gold: data.gold,
    answers: (data.answers ?? []).filter((answer) => answer !== ""),
    type: data.type ?? null,
    now: data.now ? new Date(data.now) : null,
  }
}
