/** Runs one engine in a process of its own, so that its peak memory is its own: `engine.ts NAME MINUTES [SETS]`. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { queryTerms, searchTerms } from "../../src/text/words.ts"
import { ENGINES } from "./engines.ts"
import { type Material, readMaterial } from "./material.ts"
import type { Engine } from "./search-engine.ts"
import { type Times, timesOf } from "./times.ts"

export interface EngineReport {
  /** As many as the engine took in the time that it was given. */
  readonly articles: number
  /** Cutting texts into terms; the same work for all. */
  readonly analysisSeconds: number
  readonly indexSeconds: number
  readonly bytesAnArticle: number | null
  readonly warmStartSeconds: number | null
  /** Terms in, best articles out: milliseconds. */
  readonly search: Times | null
  readonly filtered: Times | null
  readonly peakMegabytes: number
}

async function measure(engine: Engine, material: Material, minutes: number): Promise<EngineReport> {
  let analysisMs = 0
  const analyze = (text: string) => {
    const started = performance.now()
    const terms = searchTerms(text)
    analysisMs += performance.now() - started
    return terms
  }
  searchTerms("汐川")
  const started = performance.now()
  let articles = 0
  while (articles < material.articles.length && performance.now() - started < minutes * 60_000) {
    const article = material.articles[articles]
    if (article) engine.add(articles, article, analyze)
    articles++
  }
  await engine.finish?.()
  const indexMs = performance.now() - started - analysisMs
  const queries = material.queries.map(queryTerms)
  const search = await searchTimes(engine, queries, false)
  const filtered = await searchTimes(engine, queries, true)
  const peakMegabytes = process.resourceUsage().maxRSS / 1_024
  return {
    articles,
    analysisSeconds: analysisMs / 1_000,
    indexSeconds: indexMs / 1_000,
    bytesAnArticle: engine.bytes ? engine.bytes() / articles : null,
    warmStartSeconds: engine.reopen ? (await timesOf([engine], () => engine.reopen?.())).p50 / 1_000 : null,
    search,
    filtered,
    peakMegabytes,
  }
}

/** The second time that each query is asked. */
async function searchTimes(
  engine: Engine,
  queries: readonly (readonly string[])[],
  filtered: boolean,
): Promise<Times | null> {
  if (!engine.search) return null
  for (const terms of queries) await engine.search(terms, filtered)
  return timesOf(queries, (terms) => engine.search?.(terms, filtered))
}

if (process.argv[1] === import.meta.filename) {
  const [name = "", minutes = "", sets] = process.argv.slice(2)
  const make = ENGINES[name]
  if (!make) throw new Error(`no engine ${name}`)
  const folder = mkdtempSync(join(tmpdir(), "bench-"))
  try {
    console.log(JSON.stringify(await measure(make(folder), readMaterial(sets), Number(minutes))))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
