import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { readWithReadability } from "../../src/evaluate/plain-reading.ts"
import { decode } from "../../src/ingest/decode.ts"
import { readHtmlPage } from "../../src/ingest/html-page.ts"
import { readPageDump } from "../../src/ingest/page-dump.ts"

export interface ExtractionReport {
  readonly dumps: readonly { readonly name: string; readonly characters: number; readonly aSecond: number }[]
  readonly html: HtmlReport | null
}

export interface HtmlReport {
  readonly name: string
  readonly pages: number
  /** Medians over the rounds, milliseconds for all pages. */
  readonly oursMs: number
  readonly readabilityMs: number
  /** Median of the ratios within a round, and the least and the most. */
  readonly ratio: number
  readonly leastRatio: number
  readonly mostRatio: number
}

const SECONDS = 3
const ROUNDS = 7
const CORPUS = join(import.meta.dirname, "../../corpus")
/** Characters of the page dump that the rate is asked for. */
const SEED_SIZE = 3_000

/**
 * Dumps a second: the sample archive's as they are, the same brought to the seed's size, and the seed itself where it is
 * there. HTML: ours and the packages alone take turns in one run.
 */
export async function measureExtraction(sets: string | undefined): Promise<ExtractionReport> {
  const dumps = textsIn(CORPUS, ".txt")
  const seed = sets === undefined ? "" : join(sets, "seed-page.txt")
  const materials: [name: string, texts: string[]][] = [
    ["sample archive", dumps],
    ["sample archive at the seed's size", dumps.map(lengthened)],
  ]
  if (existsSync(seed)) materials.push(["seed page", [textOf(seed)]])
  const own = sets === undefined ? "" : join(sets, "extract", "html")
  const folder = existsSync(own) ? own : join(CORPUS, "html")
  return {
    dumps: materials.map(([name, texts]) => ({ name, ...rateOf(texts) })),
    html: await measureHtml(existsSync(own) ? "extract" : "sample archive", textsIn(folder, ".html")),
  }
}

function rateOf(texts: readonly string[]): { characters: number; aSecond: number } {
  for (const text of texts) readPageDump(text)
  const started = performance.now()
  let done = 0
  while (performance.now() - started < SECONDS * 1_000) {
    readPageDump(texts[done % texts.length] ?? "")
    done++
  }
  const seconds = (performance.now() - started) / 1_000
  const characters = texts.reduce((sum, text) => sum + text.length, 0) / texts.length
  return { characters: Math.round(characters), aSecond: done / seconds }
}

async function measureHtml(name: string, pages: readonly string[]): Promise<HtmlReport | null> {
  if (pages.length === 0) return null
  const ours: number[] = []
  const theirs: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    let [own, other] = [0, 0]
    for (const html of pages) {
      own += await timed(() => readHtmlPage(html))
      other += await timed(() => readWithReadability(html))
    }
    // The first round is for warming up.
    if (round > 0) ours.push(own)
    if (round > 0) theirs.push(other)
  }
  const ratios = ours.map((own, i) => own / (theirs[i] ?? 1))
  return {
    name,
    pages: pages.length,
    oursMs: median(ours),
    readabilityMs: median(theirs),
    ratio: median(ratios),
    leastRatio: Math.min(...ratios),
    mostRatio: Math.max(...ratios),
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** The page with its paragraphs again until it has the seed's size; its head and its tail stand once. */
function lengthened(dump: string): string {
  const lines = dump.split("\n")
  const paragraphs = lines.filter((line) => line.includes("。"))
  const at = lines.findIndex((line) => line.includes("。"))
  const more: string[] = []
  for (let size = dump.length, i = 0; size < SEED_SIZE && paragraphs.length > 0; i++) {
    const paragraph = paragraphs[i % paragraphs.length] ?? ""
    more.push(paragraph, "")
    size += paragraph.length + 2
  }
  return [...lines.slice(0, at), ...more, ...lines.slice(at)].join("\n")
}

function textsIn(folder: string, extension: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(extension)) : []
  return names.sort().map((name) => textOf(join(folder, name)))
}

function textOf(path: string): string {
  const decoded = decode(readFileSync(path))
  if (decoded.kind === "binary") throw new Error(`${path}: no text`)
  return decoded.text
}
