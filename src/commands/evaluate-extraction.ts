import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import {
  type ExtractionFigures,
  extractionFigures,
  type GoldPage,
  goldTitleFault,
  type PageScore,
  type ReadPage,
  scorePage,
} from "../evaluate/extraction.ts"
import { parseGoldPages, parseTimeLines } from "../evaluate/gold-pages.ts"
import { dropTags, readWithReadability } from "../evaluate/plain-reading.ts"
import { type ReadTime, scoreTimeLines, type TimeLine } from "../evaluate/time-lines.ts"
import { decode } from "../ingest/decode.ts"
import type { Draft } from "../ingest/draft.ts"
import { givenFields } from "../ingest/field-names.ts"
import { readHtmlPage } from "../ingest/html-page.ts"
import { textLines } from "../ingest/lines.ts"
import { readPageDump } from "../ingest/page-dump.ts"
import { recordArticle } from "../ingest/record.ts"
import { lineOf } from "../text/error-line.ts"
import { Failure, type Terminal } from "./terminal.ts"

/** Pages whose body scores below are listed with what differs. */
const LISTED_BELOW = 0.99
const MOST_DIFFERENCES = 6
const SHOWN = 60

/** The ways in which each page is read; the last is the packages alone, to compare with. */
const READERS: readonly (readonly [name: string, read: (html: string) => Promise<ReadPage | null>])[] = [
  ["HTML", async (html) => readPage(await readHtmlPage(html))],
  ["text dump", async (html) => readPage(readPageDump(await dropTags(html)))],
  ["Readability + linkedom", readWithReadability],
]

/** Whether a folder holds pages with gold, or lines to read dates from. */
export function hasExtractionSets(folder: string): boolean {
  return existsSync(goldOf(folder)) || existsSync(timesOf(folder))
}

/** Figures of extraction on `extract/gold.jsonl` and `summ/items.jsonl` of a folder, and each page that falls short. */
export async function evaluateExtraction(folder: string, terminal: Terminal): Promise<void> {
  if (!hasExtractionSets(folder)) {
    throw new Failure(`eval: ${folder} has neither extract/gold.jsonl nor summ/items.jsonl`)
  }
  if (existsSync(goldOf(folder))) await evaluatePages(folder, terminal)
  if (existsSync(timesOf(folder))) evaluateTimes(timesOf(folder), terminal)
}

function goldOf(folder: string): string {
  return join(folder, "extract", "gold.jsonl")
}

function timesOf(folder: string): string {
  return join(folder, "summ", "items.jsonl")
}

async function evaluatePages(folder: string, terminal: Terminal): Promise<void> {
  const pages = parsed(goldOf(folder), parseGoldPages)
  const results = READERS.map(([name]) => ({ name, scores: [] as PageScore[] }))
  for (const page of pages) {
    const html = htmlOf(join(folder, "extract", page.html))
    for (const [i, [, read]] of READERS.entries()) {
      results[i]?.scores.push(scorePage(page, await read(html)))
    }
  }
  const faults = titleFaults(pages, results[0]?.scores ?? [])
  if (!terminal.json)
    terminal.print(
      "extraction              pages  body F1  >= .95  story F1  >= .95  title exact  date exact  furniture",
    )
  for (const { name, scores } of results) {
    const figures = extractionFigures(scores, new Set(faults.keys()))
    if (terminal.json) terminal.printJson({ set: "extract", reader: name, ...figures, scores })
    else terminal.print(row(name, figures))
  }
  if (terminal.json) return
  for (const { name, scores } of results.slice(0, -1)) {
    terminal.print(`\nfalling short, ${name}:`)
    for (const score of scores) for (const line of shortfalls(score, faults)) terminal.print(line)
  }
}

/** Why titles of the gold are left out of the share, by page. */
function titleFaults(pages: readonly GoldPage[], scores: readonly PageScore[]): Map<string, string> {
  const faults = new Map<string, string>()
  for (const [i, { id, title }] of pages.entries()) {
    const fault = goldTitleFault(title, scores[i]?.title ?? "")
    if (fault !== null) faults.set(id, fault)
  }
  return faults
}

function row(name: string, figures: ExtractionFigures): string {
  const {
    pages,
    bodyF1,
    from95,
    storyF1,
    storyFrom95,
    titles,
    titlesExact,
    days,
    daysExact,
    furnitureLines,
  } = figures
  const cells = [
    String(pages).padStart(5),
    bodyF1.toFixed(4).padStart(9),
    String(from95).padStart(8),
    storyF1.toFixed(4).padStart(10),
    String(storyFrom95).padStart(8),
    `${titlesExact}/${titles}`.padStart(13),
    `${daysExact}/${days}`.padStart(12),
    String(furnitureLines).padStart(11),
  ]
  return `${name.padEnd(24)}${cells.join("")}`
}

/** What is wrong with a page, a line each; none where all is well. */
function shortfalls(score: PageScore, faults: ReadonlyMap<string, string>): string[] {
  const found: string[] = []
  if (score.bodyF1 < LISTED_BELOW) {
    found.push(`${score.id}: body ${score.bodyF1.toFixed(4)}, story ${score.storyF1.toFixed(4)}`)
    for (const { side, text, verdict } of score.differences.slice(0, MOST_DIFFERENCES)) {
      const why = verdict === null ? "" : `, ${verdict}`
      found.push(`    ${side} (${text.length}${why}): ${text.slice(0, SHOWN)}`)
    }
    const more = score.differences.length - MOST_DIFFERENCES
    if (more > 0) found.push(`    and ${more} more`)
  }
  if (!score.titleExact) {
    const verdict = faults.get(score.id) ?? "counts as a miss"
    found.push(`${score.id}: title "${score.title}", gold "${score.goldTitle}": ${verdict}`)
  }
  if (score.goldDay !== null && score.day !== score.goldDay) {
    found.push(`${score.id}: date ${score.day ?? "none"}, gold ${score.goldDay}`)
  }
  for (const line of score.furniture) found.push(`${score.id}: furniture: ${line.slice(0, SHOWN)}`)
  return found
}

function evaluateTimes(path: string, terminal: Terminal): void {
  const figures = scoreTimeLines(parsed(path, parseTimeLines), readTime)
  if (terminal.json) {
    terminal.printJson({ set: "time lines", ...figures })
    return
  }
  const { lines, withDate, read, yearInferred, notRead, byAddress, invented } = figures
  const share = withDate === 0 ? 0 : read / withDate
  terminal.print(
    `\ntime lines ${lines}, with a date ${withDate}, read ${read} (${share.toFixed(4)}), ${yearInferred} of them with the year inferred`,
  )
  terminal.print(`without a date: dated by the address ${byAddress}, read all the same ${invented.length}`)
  for (const line of notRead) terminal.print(`    not read: ${shown(line)}`)
  for (const line of invented) terminal.print(`    no date there, yet read: ${shown(line)}`)
}

/** As an export is read: the line is the record's date, its address and text are what may tell the year. */
function readTime(record: TimeLine): ReadTime {
  const text = typeof record.text === "string" ? record.text : ""
  return recordArticle(givenFields(record), textLines(text)) ?? { publishedAt: null, flags: [] }
}

function shown(line: string): string {
  return JSON.stringify(line.slice(0, 2 * SHOWN))
}

function parsed<T>(path: string, parse: (text: string) => T): T {
  try {
    return parse(readFileSync(path, "utf8"))
  } catch (error) {
    throw new Failure(`eval: ${path}: ${lineOf(error)}`)
  }
}

function htmlOf(path: string): string {
  if (!existsSync(path)) throw new Failure(`eval: ${path}: no such file`)
  const decoded = decode(readFileSync(path))
  if (decoded.kind === "binary") throw new Failure(`eval: ${path}: no text`)
  return decoded.text
}

function readPage(draft: Draft | null): ReadPage | null {
  if (draft === null) return null
  const beside = draft.captions.map((text) => ({ kind: "caption", text }))
  if (draft.abstract !== null) beside.push({ kind: "abstract", text: draft.abstract })
  return {
    title: draft.title,
    day: draft.publishedAt?.slice(0, 10) ?? null,
    lines: draft.body.map((block) => ("heading" in block ? block.heading : block.text)),
    beside,
  }
}
