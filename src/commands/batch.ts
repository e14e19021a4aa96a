import { z } from "zod"
import type { Turn } from "../answer/turn.ts"
import { readJsonLines, type Terminal } from "./terminal.ts"

const MOST_TURNS = 20

/** What was asked and told before, oldest first. */
const turn = z.object({
  question: z.string().min(1),
  claims: z.array(z.string()).default([]),
  /** Ids of the articles that were cited. */
  articles: z.array(z.string()).default([]),
})

const line = z.object({
  id: z.union([z.string(), z.number()]),
  query: z.string().min(1),
  now: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), "now is no time")
    .optional(),
  turns: z.array(turn).max(MOST_TURNS).default([]),
})

/**
 * Answers each line of a file of `{"id", "query", "now"?, "turns"?}` with one line of the same id, in order. A bad line gives
 * `{"id", "error"}`, and the rest goes on.
 */
export async function runBatch(
  path: string,
  terminal: Terminal,
  answer: (query: string, now: Date, turns: readonly Turn[]) => Promise<object>,
): Promise<void> {
  for await (const read of readJsonLines(path)) {
    if ("error" in read) {
      terminal.printJson({ id: null, error: read.error })
      continue
    }
    const parsed = line.safeParse(read.value)
    const given = (read.value as { id?: unknown } | null)?.id ?? null
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      terminal.printJson({ id: given, error: `${issue?.path.join(".") || "line"}: ${issue?.message}` })
      continue
    }
    const { id, query } = parsed.data
    const now = parsed.data.now ? new Date(parsed.data.now) : terminal.now()
    const turns = parsed.data.turns.map(({ question, claims, articles }): Turn => {
      const told = articles.map((article) => ({ id: article, title: "" }))
      return { at: now, question, kind: claims.length > 0 ? "answered" : "not-found", claims, articles: told }
    })
    const outcome = await answer(query, now, turns).catch((error: Error) => ({
      error: error.message.split("\n", 1)[0],
    }))
    terminal.printJson({ id, ...outcome })
  }
}
