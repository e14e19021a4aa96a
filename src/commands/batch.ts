import { z } from "zod"
import { readJsonLines, type Terminal } from "./terminal.ts"

const line = z.object({
  id: z.union([z.string(), z.number()]),
  query: z.string().min(1),
  now: z
    .string()
    .refine((text) => !Number.isNaN(Date.parse(text)), "now is no time")
    .optional(),
})

/**
 * Answers each line of a file of `{"id", "query", "now"?}` with one line of the same id, in order. A bad line gives
 * `{"id", "error"}`, and the rest goes on.
 */
export async function runBatch(
  path: string,
  terminal: Terminal,
  answer: (query: string, now: Date) => Promise<object>,
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
    const { id, query, now } = parsed.data
    const outcome = await answer(query, now ? new Date(now) : terminal.now()).catch((error: Error) => ({
      error: error.message.split("\n", 1)[0],
    }))
    terminal.printJson({ id, ...outcome })
  }
}
