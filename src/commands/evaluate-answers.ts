import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Ask } from "../answer/ask.ts"
import { type AnswerFigures, examineAnswers } from "../evaluate/answers.ts"
import { judgeFalsified, parseFalsified } from "../evaluate/falsified.ts"
import { type Conduct, createModelDouble, type ModelDouble } from "../evaluate/model-doubles.ts"
import type { Examined, NamedSet } from "./evaluate-set.ts"
import type { Terminal } from "./terminal.ts"

/** Doubles that answer at once. */
const CONDUCTS: readonly Conduct[] = ["honest", "lying", "obeying", "broken"]
const FALSIFIED = "fact.jsonl"
const WIDTHS = [26, 10, 6, 9, 9, 9, 10, 9, 6, 9, 8, 8, 9, 8, 8, 12] as const
const HEAD = [
  ..."set,mode,n,answered,refused,otherwise,clarified,contained".split(","),
  ..."first,sentences,quotes,exact,passed,dropped,lies,unsupported".split(","),
]

export function answersHead(): string {
  return row(HEAD)
}

/** What readers would see of a set's questions, keyless and through models of known conduct; and of the model that is configured. */
export async function evaluateAnswers(
  { archive, config, terminal }: Examined,
  { label, questions }: NamedSet,
): Promise<void> {
  const doubles = CONDUCTS.map((conduct) => ({ mode: conduct, double: createModelDouble(conduct) }))
  const modes: readonly { mode: string; ask: Ask; double?: ModelDouble }[] = [
    { mode: "keyless", ask: archive.askWithoutModel },
    ...doubles.map(({ mode, double }) => ({ mode, ask: archive.askThrough(double), double })),
    ...(config.model ? [{ mode: "model", ask: archive.ask }] : []),
  ]
  for (const { mode, ask, double } of modes) {
    const figures = await examineAnswers(questions, {
      ask: async ({ q, now }) => (await ask(q, { now: now ?? terminal.now() })).answer,
      fieldOf: ({ articleId, version, field }) => archive.store.get(articleId, version)?.[field] ?? "",
      ...(double && { double }),
    })
    // What a real model words anew cannot be found in the paper letter by letter.
    const judged = mode === "model" ? { ...figures, unsupported: null } : figures
    if (terminal.json) terminal.printJson({ answers: label, mode, ...judged })
    else terminal.print(answersRow(label, mode, judged))
  }
}

function answersRow(
  label: string,
  mode: string,
  figures: Omit<AnswerFigures, "unsupported"> & { readonly unsupported: number | null },
): string {
  const { kinds, sentences, quotes, exactQuotes, passed, dropped, planted, plantedShown, unsupported } =
    figures
  const share = (of: number | null) => of?.toFixed(3) ?? "-"
  const counts = [kinds.answered, kinds["not-found"], kinds.contradicted, kinds.clarify].map(String)
  return row([
    label,
    mode,
    String(figures.questions),
    ...counts,
    share(figures.contained),
    share(figures.containedFirst),
    ...[sentences, quotes, exactQuotes, passed, dropped].map(String),
    planted === 0 ? "-" : `${plantedShown}/${planted}`,
    unsupported === null ? "-" : String(unsupported),
  ])
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => (at < 2 ? cell.padEnd(WIDTHS[at] ?? 0) : cell.padStart(WIDTHS[at] ?? 0)))
    .join("")
}

/** The gate on falsified documents, where a corpus comes with them. */
export function evaluateFalsified(name: string, folder: string, terminal: Terminal): void {
  const path = join(folder, FALSIFIED)
  if (!existsSync(path)) return
  const figures = judgeFalsified(parseFalsified(readFileSync(path, "utf8")))
  if (terminal.json) terminal.printJson({ falsified: `${name}/${FALSIFIED}`, ...figures })
  else {
    const { pairs, honestPassed, falsePassed } = figures
    terminal.print(
      `${name}/${FALSIFIED}: ${pairs} falsified sentences; ${honestPassed} honest ones pass on their own words, ` +
        `${falsePassed} of ${pairs * 2} pass on the other's`,
    )
  }
}
