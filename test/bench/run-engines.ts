import { execFile } from "node:child_process"
import { join } from "node:path"
import { promisify } from "node:util"
import type { EngineReport } from "./engine.ts"

export const ENGINE_NAMES = ["segmentation", "ours", "exhaustive", "fts5", "minisearch", "orama"]
/** After so many minutes an engine gets no more articles. */
const MINUTES = 4
const LIMIT_MS = 15 * 60_000
const HEAP_MEGABYTES = 8_192

const HEAD =
  "engine | articles | analysis s | index s | articles/s | bytes/article | warm start s | p50 ms | p95 | p99 | CPU ms | one in ten p50 ms | p95 | p99 | CPU ms | peak MB"

/** Runs the engines one after the other, each in a process of its own. */
export async function printEngines(names: readonly string[], sets: string | undefined): Promise<void> {
  if (names.length === 0) return
  console.log(`Top 100 articles of an OR of all terms; an engine gets articles for ${MINUTES} minutes.\n`)
  console.log(`| ${HEAD} |\n|${" --- |".repeat(HEAD.split("|").length)}`)
  for (const name of names) {
    console.error(`running ${name}`)
    const report = await run(name, sets)
    console.log(typeof report === "string" ? `| ${name} | ${report} |` : `| ${name} | ${cellsOf(report)} |`)
  }
}

/** The report, or why there is none. */
async function run(name: string, sets: string | undefined): Promise<EngineReport | string> {
  const script = join(import.meta.dirname, "engine.ts")
  const heap = `--max-old-space-size=${HEAP_MEGABYTES}`
  const args = [heap, "--import", "tsx", script, name, `${MINUTES}`, ...(sets === undefined ? [] : [sets])]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: LIMIT_MS })
    return JSON.parse(stdout) as EngineReport
  } catch (error) {
    const { killed, stderr } = error as { killed?: boolean; stderr?: string }
    return killed ? "not done in 15 minutes" : (stderr?.trim().split("\n").at(-1) ?? String(error))
  }
}

function cellsOf(report: EngineReport): string {
  const { articles, analysisSeconds, indexSeconds, bytesAnArticle, warmStartSeconds } = report
  const times = [report.search, report.filtered].flatMap((found) =>
    found ? [found.p50, found.p95, found.p99, found.cpu].map((ms) => ms.toFixed(3)) : ["", "", "", ""],
  )
  return [
    articles,
    analysisSeconds.toFixed(1),
    indexSeconds.toFixed(1),
    (articles / (analysisSeconds + indexSeconds)).toFixed(0),
    bytesAnArticle?.toFixed(0) ?? "",
    warmStartSeconds?.toFixed(2) ?? "",
    ...times,
    report.peakMegabytes.toFixed(0),
  ].join(" | ")
}
