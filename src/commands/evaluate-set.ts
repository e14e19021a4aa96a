import { readFileSync } from "node:fs"
import { ARTICLES_READ } from "../answer/ask.ts"
import type { Archive } from "../app.ts"
import type { Config } from "../config.ts"
import {
  average,
  averageByType,
  type Measured,
  measure,
  PASSAGES_READ,
  type QuestionResult,
} from "../evaluate/figures.ts"
import { parseQuestionSet, type SetQuestion } from "../evaluate/question-set.ts"
import { fileReason } from "../ingest/source-files.ts"
import { readQuestion } from "../retrieve/question.ts"
import { bestPassages, retrieveByDays } from "../retrieve/retriever.ts"
import { tableRow } from "./figure-table.ts"
import { explainMiss, isMiss, missJson, missLines } from "./misses.ts"
import { Failure, type Terminal } from "./terminal.ts"

export interface SetOptions {
  readonly types?: boolean
  readonly misses?: boolean
  readonly explain?: boolean
}

/** What the questions of a set are asked of. */
export interface Examined {
  readonly archive: Archive
  readonly config: Config
  readonly terminal: Terminal
}

const DEPTH = 10
/** Bad lines of a set that are listed. */
const MOST_BAD = 20

/** A set as its file has it. */
export interface NamedSet {
  readonly label: string
  readonly questions: readonly SetQuestion[]
  /** Lines that are no question. */
  readonly badLines: number
}

/** Reads a set whole; its bad lines are noted. Throws a Failure where there is no question in it. */
export function readSet(path: string, label: string, note: (line: string) => void): NamedSet {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch (error) {
    throw new Failure(`eval: ${path}: ${fileReason(error)}`)
  }
  const { questions, bad } = parseQuestionSet(text)
  if (questions.length === 0) throw new Failure(`eval: ${path} holds no question`)
  for (const { line, reason } of bad.slice(0, MOST_BAD)) note(`${path}:${line}: ${reason}`)
  if (bad.length > MOST_BAD) note(`${path}: and ${bad.length - MOST_BAD} more lines that are no question`)
  return { label, questions, badLines: bad.length }
}

/** Asks every question of a set, in order and one at a time, and prints the figures. */
export async function evaluateSet(
  { archive, config, terminal }: Examined,
  { label, questions, badLines }: NamedSet,
  options: SetOptions,
): Promise<QuestionResult[]> {
  const measured = measuredArchive(archive, config.timeZone, terminal.now)
  const results: QuestionResult[] = []
  for (const question of questions) results.push(await measure(question, measured))

  const figures = average(results)
  const types = averageByType(options.types ? results : [])
  const missed = options.misses ? results.filter(isMiss) : []
  const explain = (result: QuestionResult) =>
    explainMiss(archive, result, readAsked(result.question, archive, config.timeZone, terminal.now))
  const misses = []
  for (const result of missed)
    misses.push({ result, explained: options.explain ? await explain(result) : null })
  if (terminal.json) {
    terminal.printJson({
      set: label,
      ...figures,
      ...(options.types ? { types: Object.fromEntries(types) } : {}),
      ...(options.misses
        ? { misses: misses.map(({ result, explained }) => missJson(result, explained)) }
        : {}),
      badLines,
    })
    return results
  }
  terminal.print(tableRow(label, figures))
  for (const [type, of] of types) terminal.print(tableRow(`  ${type || "(no type)"}`, of))
  for (const { result, explained } of misses)
    for (const line of missLines(result, explained)) terminal.print(line)
  return results
}

/** The archive as its readers have it: `newsroom search` and `newsroom ask`. */
export function measuredArchive(archive: Archive, timeZone: string, now: () => Date): Measured {
  return {
    async search(question) {
      const found = await retrieveByDays(
        archive.retriever,
        readAsked(question, archive, timeZone, now),
        DEPTH,
      )
      const hits = found.map(({ articleId, passages }) => ({
        id: articleId,
        printings: passages[0]?.printings.map(({ id }) => id) ?? [],
      }))
      const read = found.slice(0, ARTICLES_READ).flatMap(({ passages }) => passages)
      return {
        hits,
        passages: bestPassages(found, PASSAGES_READ).map(({ text }) => text),
        allPassages: read.map(({ text }) => text),
      }
    },
    wholeText(id) {
      const article = archive.store.get(id)
      return article ? [article.title, article.abstract ?? "", article.text].join("\n") : ""
    },
    async ask(question) {
      const { answer } = await archive.ask(question.q, { now: question.now ?? now() })
      return answer.kind === "answered" ? answer.claims.map(({ text }) => text) : null
    },
  }
}

export function readAsked(
  { q, now: askedAt }: SetQuestion,
  { store }: Archive,
  timeZone: string,
  now: () => Date,
) {
  return readQuestion(q, { now: askedAt ?? now(), timeZone, archive: store })
}
