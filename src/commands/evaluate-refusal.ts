import {
  type CurvePoint,
  type RefusalFigures,
  refusalFigures,
  type Trial,
  tryQuestion,
} from "../evaluate/refusal.ts"
import type { Examined, NamedSet } from "./evaluate-set.ts"
import { reducedArchive } from "./reduced-archive.ts"
import type { Terminal } from "./terminal.ts"

/** Which questions are held against which. */
interface Comparison {
  readonly label: string
  readonly answerable: readonly Trial[]
  readonly unanswerable: readonly Trial[]
}

const LABEL_WIDTH = 40
const CELL_WIDTH = 10
const COLUMNS = ["threshold", "answered", "refused", "contained", "precision"] as const

export function refusalHead(): string {
  const counts = ["can", "cannot", "otherwise", "AUROC", "ref. at 95"]
    .map((title) => title.padStart(CELL_WIDTH))
    .join("")
  return `${"set".padEnd(LABEL_WIDTH)}${counts}${COLUMNS.map((title) => title.padStart(CELL_WIDTH)).join("")}`
}

interface Tried {
  readonly label: string
  readonly trials: readonly Trial[]
}

/**
 * Asks the sets of one archive by the extractive answerer, each question with its gold articles and without them. A set
 * that has no gold at all is held against each set that has answers.
 */
export async function evaluateRefusal(examined: Examined, sets: readonly NamedSet[]): Promise<void> {
  const { terminal, config } = examined
  const archive = reducedArchive(examined)
  const hasGold = ({ questions }: NamedSet) => questions.some(({ gold }) => gold.length > 0)
  const tried: Tried[] = []
  for (const { label, questions } of [...sets].sort((a, b) => Number(hasGold(b)) - Number(hasGold(a)))) {
    const trials: Trial[] = []
    for (const question of questions) trials.push(...(await tryQuestion(question, archive)))
    for (const { label: compared, answerable, unanswerable } of comparisons({ label, trials }, tried)) {
      const figures = refusalFigures(answerable, unanswerable, config.refusalThreshold)
      if (terminal.json) terminal.printJson({ set: compared, ...figures })
      else printFigures(compared, figures, terminal)
    }
    tried.push({ label, trials })
  }
}

function comparisons({ label, trials }: Tried, others: readonly Tried[]): Comparison[] {
  const answerable = of(trials, "whole")
  const unanswerable = of(trials, "without-gold")
  if (answerable.length > 0) {
    const removed = { label: `${label}, gold removed`, answerable, unanswerable: of(trials, "removed") }
    const own = { label: `${label}, without gold`, answerable, unanswerable }
    return unanswerable.length > 0 ? [removed, own] : [removed]
  }
  return others.flatMap((other) => {
    const answered = of(other.trials, "whole").filter(({ answers }) => answers.length > 0)
    return answered.length === 0
      ? []
      : [{ label: `${other.label} | ${label}`, answerable: answered, unanswerable }]
  })
}

function of(trials: readonly Trial[], archive: Trial["archive"]): Trial[] {
  return trials.filter((trial) => trial.archive === archive)
}

function printFigures(label: string, figures: RefusalFigures, { print }: Terminal): void {
  const { answerable, unanswerable, otherwise, auroc, at95, configured, curve } = figures
  const counts = [
    ...[answerable, unanswerable, otherwise].map(String),
    figure(auroc),
    figure(at95?.refused ?? null),
  ]
  const cells = counts.map((cell) => cell.padStart(CELL_WIDTH)).join("")
  print(`${label.padEnd(LABEL_WIDTH)}${cells}${pointCells(configured)}`)
  const indent = " ".repeat(LABEL_WIDTH + counts.length * CELL_WIDTH)
  for (const point of curve) print(`${indent}${pointCells(point)}`)
}

function pointCells(point: CurvePoint): string {
  return COLUMNS.map((name) => figure(point[name]).padStart(CELL_WIDTH)).join("")
}

function figure(value: number | null): string {
  return value?.toFixed(3) ?? "-"
}
