import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { articleText, type Claim, type StoredArticle } from "../corpus.ts"
import {
  bestPossible,
  fillUp,
  leadThree,
  parseReferenceSummaries,
  type ReferenceSummary,
  rougeL,
} from "../evaluate/summaries.ts"
import { textRank } from "../evaluate/text-rank.ts"
import { passageEvidence } from "../gate/field-evidence.ts"
import { gate } from "../gate/gate.ts"
import { BLANK_DRAFT } from "../ingest/draft.ts"
import { type Candidate, candidates } from "../summarize/candidates.ts"
import type { Budget } from "../summarize/choose-sentences.ts"
import { summarySentences } from "../summarize/extractive-summarizer.ts"
import { lexRank } from "../summarize/lexrank.ts"
import { lineOf } from "../text/error-line.ts"
import { sentences } from "../text/sentences.ts"
import { contentWords } from "../text/words.ts"
import { Failure, type Terminal } from "./terminal.ts"

const ITEMS = "items.jsonl"
/** Characters that each summary may have. */
const UNITS = 200
const BUDGET: Budget = { least: 1, most: 10, units: UNITS, sentenceUnits: UNITS }
const LABEL_WIDTH = 44

/** Whether records with references are there; some sets have none. */
export function hasSummarySet(folder: string): boolean {
  const path = join(folder, ITEMS)
  return existsSync(path) && parsed(path).length > 0
}

/** ROUGE-L of summaries of whole sentences, ours beside published ones, and how many of ours fail the gate. */
export function evaluateSummaries(folder: string, terminal: Terminal): void {
  const path = join(folder, ITEMS)
  if (!existsSync(path)) throw new Failure(`eval: ${folder} has no ${ITEMS}`)
  const examined = parsed(path).map(examine)
  const fails = examined.flatMap(({ failing }) => failing)
  const [first] = examined
  if (first === undefined) throw new Failure(`eval: ${path}: no records`)
  const rows = Object.keys(first.rows).map((name) => {
    const scores = examined.map(({ rows }) => rows[name] ?? 0)
    return { name, rougeL: scores.reduce((a, b) => a + b, 0) / scores.length }
  })
  const told = examined.reduce((sum, { told }) => sum + told, 0)
  if (terminal.json) {
    terminal.printJson({
      set: "summaries",
      articles: examined.length,
      units: UNITS,
      rows,
      told,
      failing: fails,
    })
    return
  }
  terminal.print(
    `\nsummaries of ${examined.length} articles, at most ${UNITS} characters: ROUGE-L F1 of characters`,
  )
  for (const { name, rougeL } of rows)
    terminal.print(`${name.padEnd(LABEL_WIDTH)}${(100 * rougeL).toFixed(2).padStart(6)}`)
  terminal.print(`sentences of ours ${told}, not passed by the gate ${fails.length}`)
  for (const line of fails) terminal.print(`    ${line}`)
}

interface Examined {
  readonly rows: Readonly<Record<string, number>>
  readonly told: number
  readonly failing: readonly string[]
}

function examine(item: ReferenceSummary): Examined {
  const article = articleOf(item)
  const { text, title } = article
  const from = candidates(article.body, text)
  const texts = from.map((candidate) => candidate.text)
  const ours = summarySentences(article, BUDGET)
  const worthByPlace = texts.map((_, at) => -at)
  const score = (summary: string) => rougeL(summary, item.reference)
  return {
    rows: {
      "Lead-3": score(leadThree(text, sentences(text), UNITS)),
      "lead, whole sentences as they fit": score(fillUp(texts, worthByPlace, UNITS)),
      "TextRank (Mihalcea & Tarau 2004)": score(fillUp(texts, textRank(texts.map(contentWords)), UNITS)),
      "LexRank with lead bias (Otterbacher 2005)": score(fillUp(texts, lexRank(texts, title).scores, UNITS)),
      "ours (weights fitted on such a set)": score(ours.map((claim) => claim.text).join("")),
      "best possible": bestPossible(texts, item.reference, UNITS),
    },
    told: ours.length,
    failing: ours.filter((claim) => !isBacked(claim, article, from)).map(({ text }) => `${item.id}: ${text}`),
  }
}

/** Whether the quote stands where it is said to, and the gate passes the sentence within its paragraph. */
function isBacked({ text, citations }: Claim, article: StoredArticle, from: readonly Candidate[]): boolean {
  return citations.every(({ field, start, end, quote }) => {
    const context = from.find((candidate) => candidate.start === start)?.context ?? { start, end }
    const evidence = passageEvidence(article, { field, ...context }, 0)
    return article[field]?.slice(start, end) === quote && gate(text, [{ quote, evidence }]).passed
  })
}

function articleOf({ id, title, text: whole }: ReferenceSummary): StoredArticle {
  const body = whole.split("\n").flatMap((line) => (line.trim() === "" ? [] : { text: line.trim() }))
  const text = articleText(body)
  return {
    ...BLANK_DRAFT,
    id,
    title,
    number: 0,
    version: 1,
    status: "live",
    body,
    text,
    ingestedAt: "",
    printings: [],
    lead: null,
    links: [],
  }
}

function parsed(path: string): ReferenceSummary[] {
  try {
    return parseReferenceSummaries(readFileSync(path, "utf8"))
  } catch (error) {
    throw new Failure(`eval: ${path}: ${lineOf(error)}`)
  }
}
