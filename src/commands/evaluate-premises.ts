import { readFileSync } from "node:fs"
import type { Archive } from "../app.ts"
import {
  countOutcomes,
  outcomeOf,
  type PremiseCounts,
  type PremiseOutcome,
  type PremiseQuestion,
  parsePremises,
} from "../evaluate/premises.ts"
import { fileReason } from "../ingest/source-files.ts"
import { Failure, type Terminal } from "./terminal.ts"

const OUTCOMES: readonly PremiseOutcome[] = [
  "named",
  "misnamed",
  "refused",
  "clarified",
  "accepted",
  "challenged",
  "answered",
]
const ROWS: readonly PremiseQuestion["premise"][] = ["false", "true", "ambiguous", "clear"]
const LABEL_WIDTH = 12
const CELL_WIDTH = 11

/** Throws a Failure for a file that cannot be read, or has a line that is no such question. */
export function readPremises(path: string): PremiseQuestion[] {
  try {
    return parsePremises(readFileSync(path, "utf8"))
  } catch (error) {
    const reason =
      error instanceof Error && error.message.startsWith("line ") ? error.message : fileReason(error)
    throw new Failure(`eval: ${path}: ${reason}`)
  }
}

/** Asks every question and prints what became of its premise; with `misses`, those that went wrong. */
export async function evaluatePremises(
  archive: Pick<Archive, "ask">,
  questions: readonly PremiseQuestion[],
  { terminal, now, misses }: { terminal: Terminal; now: Date; misses: boolean },
): Promise<void> {
  const judged = []
  for (const question of questions) {
    const { answer } = await archive.ask(question.q, { now })
    judged.push({ question, outcome: outcomeOf(question, answer), answer })
  }
  const counts = countOutcomes(judged)
  const wrong = misses ? judged.filter(({ question, outcome }) => isWrong(question, outcome)) : []
  if (terminal.json) {
    const listed = wrong.map(({ question, outcome, answer }) => ({ ...question, outcome, answer }))
    terminal.printJson({ premises: counts, ...(misses ? { misses: listed } : {}) })
    return
  }
  terminal.print(premiseTable(counts))
  for (const { question, outcome } of wrong) terminal.print(`${question.premise} ${outcome}: ${question.q}`)
}

function isWrong({ premise }: PremiseQuestion, outcome: PremiseOutcome): boolean {
  if (premise === "false") return outcome === "accepted" || outcome === "misnamed"
  if (premise === "ambiguous") return outcome !== "clarified"
  return outcome === "challenged" || outcome === "clarified"
}

function premiseTable(counts: PremiseCounts): string {
  const head = ["premise".padEnd(LABEL_WIDTH), ...OUTCOMES.map((outcome) => outcome.padStart(CELL_WIDTH))]
  const rows = ROWS.map((premise) => {
    const cells = OUTCOMES.map((outcome) => String(counts[premise][outcome] ?? 0).padStart(CELL_WIDTH))
    return [premise.padEnd(LABEL_WIDTH), ...cells].join("")
  })
  return [head.join(""), ...rows].join("\n")
}
