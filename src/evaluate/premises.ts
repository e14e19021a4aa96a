import { z } from "zod"
import type { Answer } from "../answer/answer.ts"

/** A question that takes something false or true for granted, or whose words could mean two things or only seem to. */
export interface PremiseQuestion {
  readonly q: string
  readonly premise: "false" | "true" | "ambiguous" | "clear"
  /** Ids of the articles that tell of it. */
  readonly gold: readonly string[]
  /** Strings one of which a quote has that says how it is; of a false premise only. */
  readonly says: readonly string[]
}

/**
 * named: contradicted, by a quote that says how it is. misnamed: by another one. accepted: answered as if it held.
 * challenged: contradicted, though it is true or clear.
 */
export type PremiseOutcome =
  | "named"
  | "misnamed"
  | "refused"
  | "clarified"
  | "accepted"
  | "challenged"
  | "answered"

const Line = z.object({
  q: z.string().trim().min(1),
  premise: z.enum(["false", "true", "ambiguous", "clear"]),
  gold: z.array(z.string().min(1)),
  says: z.array(z.string().min(1)).default([]),
})

/** Reads JSON Lines. Throws for the first line that is no such question. */
export function parsePremises(text: string): PremiseQuestion[] {
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return []
    const { data, error } = Line.safeParse(jsonOf(line))
    if (error)
      throw new Error(`line ${i + 1}: ${error.issues[0]?.path.join(".")}: ${error.issues[0]?.message}`)
    return [data]
  })
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

export function outcomeOf({ premise, says }: PremiseQuestion, answer: Answer): PremiseOutcome {
  if (answer.kind === "not-found") return "refused"
  if (answer.kind === "clarify") return "clarified"
  if (answer.kind === "answered") return premise === "false" ? "accepted" : "answered"
  if (premise !== "false") return "challenged"
  const quotes = answer.claims.flatMap(({ citations }) => citations.map(({ quote }) => quote))
  return quotes.some((quote) => says.some((right) => quote.includes(right))) ? "named" : "misnamed"
}

export type PremiseCounts = Readonly<
  Record<PremiseQuestion["premise"], Readonly<Partial<Record<PremiseOutcome, number>>>>
>

export function countOutcomes(
  judged: readonly { readonly question: PremiseQuestion; readonly outcome: PremiseOutcome }[],
): PremiseCounts {
  const counts: Record<PremiseQuestion["premise"], Partial<Record<PremiseOutcome, number>>> = {
    false: {},
    true: {},
    ambiguous: {},
    clear: {},
  }
  for (const { question, outcome } of judged) {
    const row = counts[question.premise]
    row[outcome] = (row[outcome] ?? 0) + 1
  }
  return counts
}
