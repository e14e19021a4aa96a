import { OFFERED_FROM, TOLD_FROM } from "../digest/answer-awaited.ts"
import { awaitedAt, type Waited, waitFor } from "../evaluate/awaited.ts"
import type { Examined, NamedSet } from "./evaluate-set.ts"
import { reducedArchive } from "./reduced-archive.ts"

const LABEL_WIDTH = 40
const CELL_WIDTH = 11
const COLUMNS = ["threshold", "right", "beside", "unfounded"] as const
const CURVE = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
const THRESHOLDS = [...new Set([...CURVE, OFFERED_FROM, TOLD_FROM])].sort((a, b) => a - b)

export function awaitedHead(): string {
  const titles = ["waiting", ...COLUMNS].map((title) => title.padStart(CELL_WIDTH)).join("")
  return `${"set".padEnd(LABEL_WIDTH)}${titles}`
}

/** What readers would hear who wait for the answers of a set, by the confidence from which on they hear it. */
export async function evaluateAwaited(examined: Examined, { label, questions }: NamedSet): Promise<void> {
  const { terminal, config } = examined
  const archive = reducedArchive(examined)
  const waited: Waited[] = []
  for (const question of questions) {
    const one = await waitFor(question, archive, config.refusalThreshold)
    if (one) waited.push(one)
  }
  const curve = THRESHOLDS.flatMap((threshold) => awaitedAt(threshold, waited) ?? [])
  if (terminal.json) return terminal.printJson({ set: label, waiting: waited.length, curve })
  terminal.print(`${label.padEnd(LABEL_WIDTH)}${String(waited.length).padStart(CELL_WIDTH)}`)
  const indent = " ".repeat(LABEL_WIDTH + CELL_WIDTH)
  for (const point of curve) {
    const cells = COLUMNS.map((name) => point[name].toFixed(3).padStart(CELL_WIDTH)).join("")
    terminal.print(`${indent}${cells}`)
  }
}
