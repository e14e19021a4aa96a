import type { Figures, Measure, Size } from "../evaluate/figures.ts"

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
  containedFirst: "in first",
  ceiling: "ceiling",
}

const SIZE_TITLES: Readonly<Record<Size, string>> = { characters: "chars", sentences: "sent" }

const COLUMNS = Object.entries(TITLES) as [Measure, string][]
const SIZE_COLUMNS = Object.entries(SIZE_TITLES) as [Size, string][]
const LABEL_WIDTH = 26
const CELL_WIDTH = 8

export function tableHead(): string {
  const cells = [...COLUMNS, ...SIZE_COLUMNS].map(([, title]) => title.padStart(widthOf(title)))
  return `${"set".padEnd(LABEL_WIDTH)}${"n".padStart(6)}${cells.join("")}`
}

export function tableRow(label: string, figures: Figures): string {
  const cell = (name: Measure | Size, title: string, digits: number) =>
    (figures[name]?.toFixed(digits) ?? "-").padStart(widthOf(title))
  const cells = [
    ...COLUMNS.map(([measure, title]) => cell(measure, title, 3)),
    ...SIZE_COLUMNS.map(([size, title]) => cell(size, title, 1)),
  ]
  return `${label.padEnd(LABEL_WIDTH)}${String(figures.questions).padStart(6)}${cells.join("")}`
}

function widthOf(title: string): number {
  return Math.max(CELL_WIDTH, title.length + 1)
}
