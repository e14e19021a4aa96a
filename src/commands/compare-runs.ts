import { readFileSync } from "node:fs"
import { type ComparedSet, compareRuns, parseSavedRun, type SavedQuestion } from "../evaluate/saved-run.ts"
import { fileReason } from "../ingest/source-files.ts"
import { lineOf } from "../text/error-line.ts"
import { TITLES } from "./figure-table.ts"
import { Failure, type Terminal } from "./terminal.ts"

/** Prints how two runs that `eval --save` wrote differ, set by set and measure by measure. */
export function compareSavedRuns(paths: readonly string[], terminal: Terminal): void {
  const [before, after] = paths
  if (before === undefined || after === undefined || paths.length > 2) {
    throw new Failure("eval: --compare takes two files that eval --save wrote", 2)
  }
  const sets = compareRuns(readRun(before), readRun(after))
  if (sets.every(({ shared }) => shared === 0)) {
    throw new Failure(`eval: ${before} and ${after} have no question in common`)
  }
  for (const set of sets) {
    for (const line of unsharedLines(set, before, after)) terminal.note(line)
    if (terminal.json) terminal.printJson(set)
    else if (set.shared > 0) for (const line of setLines(set)) terminal.print(line)
  }
}

function unsharedLines(
  { set, shared, onlyBefore, onlyAfter }: ComparedSet,
  before: string,
  after: string,
): string[] {
  if (onlyBefore === 0 && onlyAfter === 0) return []
  const compared = shared === 0 ? "nothing is compared" : `only the ${shared} that both hold are compared`
  return [
    `${set}: not the same questions: ${onlyBefore} stand in ${before} alone, ${onlyAfter} in ${after} alone; ${compared}`,
  ]
}

function setLines({ set, shared, measures }: ComparedSet): string[] {
  const head = `${set} (${shared})`.padEnd(26)
  return [
    `${head}     n  before   after    diff   wins losses   ties       p`,
    ...measures.map(({ measure, questions, before, after, wins, losses, ties, p }) => {
      const difference = after - before
      const signed = `${difference < 0 ? "" : "+"}${difference.toFixed(3)}`
      const cells = [
        String(questions).padStart(6),
        before.toFixed(3).padStart(8),
        after.toFixed(3).padStart(8),
        signed.padStart(8),
        ...[wins, losses, ties].map((count) => String(count).padStart(7)),
        p.toFixed(4).padStart(8),
      ]
      return `  ${TITLES[measure].padEnd(24)}${cells.join("")}`
    }),
  ]
}

function readRun(path: string): SavedQuestion[] {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (error) {
    throw new Failure(`eval: ${path}: ${fileReason(error)}`)
  }
  try {
    const run = parseSavedRun(text)
    if (run.length > 0) return run
  } catch (error) {
    throw new Failure(`eval: ${path}: ${lineOf(error)}`)
  }
  throw new Failure(`eval: ${path} holds no question`)
}
