/** Runs one engine in a process of its own, so that its peak memory is its own: `engine.ts NAME [SETS]`. */
import Database from "better-sqlite3"
import MiniSearch from "minisearch"
import type { Evidence } from "../../src/corpus.ts"
import { ABSENT_EMBEDDER } from "../../src/models.ts"
import { createRetriever, LEXICAL_ONLY } from "../../src/retrieve/hybrid-retriever.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { queryTerms, searchTerms } from "../../src/text/words.ts"
import { MemoryStore } from "../fixtures/memory-store.ts"
import { type BenchArticle, type Material, readMaterial } from "./material.ts"

export interface EngineReport {
  readonly articles: number
  readonly queries: number
  /** Cutting texts into terms; the same work for all. */
  readonly analysisSeconds: number
  readonly indexSeconds: number
  /** The lexical leg: terms in, ten articles out. Milliseconds. */
  readonly lexical: Quantiles
  /** From the question to ten articles with their passages, where the engine has more than the lexical leg. */
  readonly whole: Quantiles | null
  readonly peakMegabytes: number
}

export interface Quantiles {
  readonly p50: number
  readonly p95: number
}

interface Engine {
  add(number: number, article: BenchArticle, analyze: (text: string) => string[]): void
  /** Called once after the last `add`. */
  finish?(): void
  search(terms: readonly string[]): readonly number[]
  whole?(question: string): Promise<unknown>
}

const TOP = 10

function ours(): Engine {
  const evidence: Evidence[] = []
  let lastId = 0
  let analyzeNow: (text: string) => string[] = searchTerms
  const lexical = new LexicalIndex({ analyze: (text) => analyzeNow(text) })
  const vectors = { search: () => [] }
  let retriever: ReturnType<typeof createRetriever> | undefined
  return {
    add(number, { id, passages }, analyze) {
      analyzeNow = analyze
      const indexed = passages.map((text) => {
        const span = { field: "text", start: 0, end: text.length, text } as const
        return { ...span, id: ++lastId, article: number, vector: new Float32Array(0) }
      })
      lexical.add(indexed)
      const shared = {
        articleId: id,
        article: number,
        version: 1,
        title: "",
        url: null,
        source: null,
        incomplete: false,
      }
      for (const { id: passageId, field, start, end, text } of indexed) {
        const span = { field, start, end, text }
        evidence.push({
          ...shared,
          ...span,
          passageId,
          publishedAt: null,
          place: [],
          printings: [],
          correcting: false,
          corrections: [],
          updates: [],
        })
      }
    },
    finish() {
      lexical.freeze()
      const store = new MemoryStore(evidence)
      retriever = createRetriever({
        store,
        lexical,
        vectors,
        embedder: ABSENT_EMBEDDER,
        weights: LEXICAL_ONLY,
      })
    },
    search: (terms) => lexical.search(terms, TOP).map(({ article }) => article),
    async whole(text) {
      return retriever?.retrieve(readQuestion(text, { now: new Date(0), timeZone: "Asia/Shanghai" }), TOP)
    },
  }
}

/** Contentless FTS5. Terms become w0, w1 … so that its tokenizer leaves them whole. */
function fts5(): Engine {
  const db = new Database("")
  db.exec("PRAGMA journal_mode = OFF; CREATE VIRTUAL TABLE t USING fts5(body, content='', tokenize='ascii')")
  const insert = db.prepare("INSERT INTO t (rowid, body) VALUES (?, ?)")
  const find = db.prepare<[string], { rowid: number }>(
    `SELECT rowid FROM t WHERE t MATCH ? ORDER BY rank LIMIT ${TOP}`,
  )
  const names = new Map<string, string>()
  const nameOf = (term: string) => {
    const known = names.get(term) ?? `w${names.size.toString(36)}`
    names.set(term, known)
    return known
  }
  db.exec("BEGIN")
  return {
    add(number, { passages }, analyze) {
      insert.run(number, passages.flatMap(analyze).map(nameOf).join(" "))
    },
    finish() {
      db.exec("COMMIT; INSERT INTO t (t) VALUES ('optimize')")
    },
    search(terms) {
      const known = terms.flatMap((term) => names.get(term) ?? [])
      return known.length === 0 ? [] : find.all(known.join(" OR ")).map(({ rowid }) => rowid)
    },
  }
}

function miniSearch(): Engine {
  const index = new MiniSearch<{ id: number; body: string }>({
    fields: ["body"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term,
  })
  return {
    add(number, { passages }, analyze) {
      index.add({ id: number, body: passages.flatMap(analyze).join(" ") })
    },
    search: (terms) =>
      index
        .search(terms.join(" "), { combineWith: "OR" })
        .slice(0, TOP)
        .map(({ id }) => id as number),
  }
}

async function measure(engine: Engine, { articles, queries }: Material): Promise<EngineReport> {
  let analysisMs = 0
  const analyze = (text: string) => {
    const started = performance.now()
    const terms = searchTerms(text)
    analysisMs += performance.now() - started
    return terms
  }
  searchTerms("梧州")
  const started = performance.now()
  articles.forEach((article, number) => {
    engine.add(number, article, analyze)
  })
  engine.finish?.()
  const indexMs = performance.now() - started - analysisMs

  const terms = queries.map(queryTerms)
  for (const some of terms) engine.search(some)
  const lexical = terms.map((some) => timed(() => engine.search(some)))
  const whole: number[] = []
  if (engine.whole) {
    for (const query of queries) await engine.whole(query)
    for (const query of queries) {
      const begun = performance.now()
      await engine.whole(query)
      whole.push(performance.now() - begun)
    }
  }
  return {
    articles: articles.length,
    queries: queries.length,
    analysisSeconds: analysisMs / 1_000,
    indexSeconds: indexMs / 1_000,
    lexical: quantiles(lexical),
    whole: whole.length > 0 ? quantiles(whole) : null,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  }
}

/** Milliseconds. */
export function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { p50: at(0.5), p95: at(0.95) }
}

const ENGINES: Readonly<Record<string, () => Engine>> = { ours, fts5, minisearch: miniSearch }

if (process.argv[1] === import.meta.filename) {
  const [name = "", sets] = process.argv.slice(2)
  const make = ENGINES[name]
  if (!make) throw new Error(`no engine ${name}`)
  console.log(JSON.stringify(await measure(make(), readMaterial(sets))))
}
