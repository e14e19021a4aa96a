import type { Figures, Measure } from "../evaluate/figures.ts"

/** What the measures are called in tables, in the order of their columns. */
export const TITLES: Readonly<Record<Measure, string>> = {
  hitAt1: "Hit@1",
  hitAt10: "Hit@10",
  mrrAt10: "MRR@10",
  ndcgAt10: "nDCG@10",
  goldOrAnswerAt1: "gold/ans@1",
  answerInPassages: "ans in 5",
  answered: "answered",
  contained: "contained",
}

const COLUMNS = Object.entries(TITLES) as [Measure, string][]
const LABEL_WIDTH = 26
const CELL_WIDTH = 8

export function tableHead(): string {
  const cells = COLUMNS.map(([, title]) => title.padStart(widthOf(title)))
  return `${"set".padEnd(LABEL_WIDTH)}${"n".padStart(6)}${cells.join("")}`
}

export function tableRow(label: string, figures: Figures): string {
  const cells = COLUMNS.map(([measure, title]) =>
    (figures[measure]?.toFixed(3) ?? "-").padStart(widthOf(title)),
  )
  return `${label.padEnd(LABEL_WIDTH)}${String(figures.questions).padStart(6)}${cells.join("")}`
}

function widthOf(title: string): number {
  return Math.max(CELL_WIDTH, title.length + 1)
}
