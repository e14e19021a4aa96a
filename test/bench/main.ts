/**
 * `npm run bench -- [--sets DIR] [--only segmentation,ours,exhaustive,fts5,minisearch,orama,program,extraction,stories,encodings,hostile,vectors,filters]`:
 * speed and memory, side by side in one run. `npm run bench -- million [--sets DIR] [--articles N] [--without-store]`.
 * `npm run bench -- answers --data DIR --questions SET.jsonl [--most N]`: what an answer takes, with a model and without.
 * `npm run bench -- digest --data DIR [--readers N]`: what digests and topics cost over an archive.
 * `npm run bench -- delivery [--seeds N]`, `npm run bench -- kill [--kills N]`: digests on bad days.
 */
import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { printAnswers } from "./answers.ts"
import { printDelivery, printKills } from "./delivery.ts"
import { printDigests } from "./digests.ts"
import { measureEncodings } from "./encodings.ts"
import { measureExtraction } from "./extraction.ts"
import { measureFilters } from "./filters.ts"
import { hostileFiles } from "./hostile.ts"
import { readMaterial } from "./material.ts"
import { measureMillion } from "./million.ts"
import { measureFiles, measureProgram } from "./program.ts"
import { ENGINE_NAMES, printEngines } from "./run-engines.ts"
import { measureStories } from "./stories.ts"
import { measureVectors } from "./vectors.ts"

const { values, positionals } = parseArgs({
  options: {
    sets: { type: "string" },
    only: { type: "string" },
    articles: { type: "string", default: "1000000" },
    "without-store": { type: "boolean", default: false },
    seeds: { type: "string", default: "1000" },
    kills: { type: "string", default: "50" },
    data: { type: "string" },
    questions: { type: "string" },
    most: { type: "string", default: "400" },
    readers: { type: "string", default: "1000" },
  },
  allowPositionals: true,
})
const sets = values.sets === undefined ? undefined : resolve(values.sets)
const wanted = values.only?.split(",") ?? [
  ...ENGINE_NAMES,
  "program",
  "extraction",
  "stories",
  "encodings",
  "hostile",
  "vectors",
  "filters",
]

if (positionals.includes("answers")) {
  const { data, questions, most } = values
  if (!data || !questions) throw new Error("answers: takes --data DIR and --questions SET.jsonl")
  await printAnswers(data, questions, Number(most))
  process.exit()
}
if (positionals.includes("digest")) {
  if (!values.data) throw new Error("digest: takes --data DIR")
  await printDigests(values.data, Number(values.readers))
  process.exit()
}
if (positionals.includes("delivery")) {
  await printDelivery(Number(values.seeds))
  process.exit()
}
if (positionals.includes("kill")) {
  await printKills(Number(values.kills))
  process.exit()
}
const material = readMaterial(sets)
console.log(`${material.name}: ${material.articles.length} articles, ${material.queries.length} queries\n`)
if (positionals.includes("million")) {
  await measureMillion(material, { articles: Number(values.articles), withStore: !values["without-store"] })
  process.exit()
}
await printEngines(
  ENGINE_NAMES.filter((name) => wanted.includes(name)),
  sets,
)
if (wanted.includes("program")) await runProgram()
if (wanted.includes("extraction")) await runExtraction()
if (wanted.includes("stories")) runStories()
if (wanted.includes("encodings")) runEncodings()
if (wanted.includes("hostile")) await runHostile()
if (wanted.includes("vectors")) for (const rows of [20_000, 100_000]) await runVectors(rows)
if (wanted.includes("filters")) runFilters()

async function runProgram(): Promise<void> {
  console.error("running the program")
  const report = await measureProgram(material)
  const { articles, ingestSeconds, ingestPeakMegabytes, readySeconds, startPeakMegabytes, searchMs } = report
  console.log(`
ingest                ${articles} articles in ${ingestSeconds.toFixed(1)} s, ${(articles / ingestSeconds).toFixed(0)} a second, peak ${ingestPeakMegabytes.toFixed(0)} MB
start to ready, warm  ${readySeconds.toFixed(2)} s, peak ${startPeakMegabytes.toFixed(0)} MB
search, end to end    ${searchMs.toFixed(2)} ms a query (search --batch, first to last line)`)
}

async function runExtraction(): Promise<void> {
  console.error("running extraction")
  const { dumps, html } = await measureExtraction(sets)
  console.log("")
  for (const { name, characters, aSecond } of dumps) {
    console.log(`text dumps, ${name}: ${aSecond.toFixed(0)} a second, ${characters} characters each`)
  }
  if (html === null) return
  const { name, pages, oursMs, readabilityMs, ratio, leastRatio, mostRatio } = html
  console.log(
    `HTML, ${name}: ${pages} pages in ${oursMs.toFixed(0)} ms, Readability + linkedom alone ${readabilityMs.toFixed(0)} ms, ` +
      `ratio ${ratio.toFixed(2)} (${leastRatio.toFixed(2)} to ${mostRatio.toFixed(2)})`,
  )
}

function runStories(): void {
  console.error("running stories")
  const { articles, pairs, found, compared, ms } = measureStories(material)
  console.log(`
printings of ${articles} articles: ${pairs} related pairs, ${found} of them by bands of MinHash (${((100 * found) / pairs).toFixed(1)} %)
all with all          ${compared.all} comparisons, ${ms.all.toFixed(2)} ms an article
by bands              ${compared.bands} comparisons, ${ms.bands.toFixed(2)} ms an article: ${(ms.all / ms.bands).toFixed(0)} times as fast`)
}

function runEncodings(): void {
  console.error("running encodings")
  const { texts, changed, kinds } = measureEncodings(material)
  console.log("")
  for (const { name, exact, nearly } of kinds)
    console.log(`${name}: of ${texts} texts ${exact} come back exactly, ${nearly} lack less than 2 %`)
  console.log(`good texts that are changed: ${changed} of ${material.articles.length}`)
}

async function runHostile(): Promise<void> {
  console.error("running hostile files")
  console.log("")
  for (const { name, megabytes, seconds, peakMegabytes, outcome } of await measureFiles(hostileFiles()))
    console.log(
      `${name}: ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s, peak ${peakMegabytes.toFixed(0)} MB, ${outcome ?? "did not survive"}`,
    )
}

async function runVectors(rows: number): Promise<void> {
  console.error(`running ${rows} vectors`)
  const { searches, filtered, whileBuilding, loadSeconds } = await measureVectors(rows)
  console.log(`\n${rows} vectors of 384 dimensions, the 10 nearest\n`)
  printRow(["search", "build s", "p50 ms", "p95 ms", "float scan ÷ it", "recall", "bytes a vector"])
  printRow(Array.from({ length: 7 }, () => "---"))
  const reference = searches[0]?.p50 ?? 0
  for (const { name, buildSeconds, p50, p95, recall, bytesPerVector } of searches) {
    const figures = [buildSeconds.toFixed(1), p50.toFixed(2), p95.toFixed(2), (reference / p50).toFixed(1)]
    printRow([name, ...figures, recall.toFixed(4), bytesPerVector.toFixed(0)])
  }
  const ms = ({ p50, p95 }: { p50: number; p95: number }) => `${p50.toFixed(2)} ms, p95 ${p95.toFixed(2)}`
  console.log(`
filter keeps a half   ${filtered.map(ms).join("\na tenth               ")}
while it is built     a search takes ${ms(whileBuilding.search)}; the event loop was kept for ${whileBuilding.loopKeptMs.toFixed(0)} ms at most
read and checked      ${loadSeconds.toFixed(2)} s`)
}

function runFilters(): void {
  console.error("running filters")
  const { articles, loadMs, filters } = measureFilters()
  console.log(`\nfilters over ${articles} articles: columns are read in ${loadMs.toFixed(0)} ms`)
  for (const { name, columnsMs, sqlMs } of filters)
    console.log(
      `${name}: ${columnsMs.toFixed(3)} ms, SQL ${sqlMs.toFixed(0)} ms: ${(sqlMs / columnsMs).toFixed(0)} times as fast`,
    )
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(" | ")} |`)
}
