import { mkdtempSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { IndexedArticle, PassageIndex } from "../../src/corpus.ts"
import { LexicalIndex, type QueryTerm } from "../../src/retrieve/lexical-index.ts"
import { loadLexicalIndex, saveLexicalIndex } from "../../src/retrieve/lexical-snapshot.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { queryTerms, searchTerms } from "../../src/text/words.ts"
import type { Material } from "./material.ts"
import { prepared, recombined } from "./recombined.ts"
import { quantiles, timesOf } from "./times.ts"

interface Options {
  readonly articles: number
  /** Into a database as the program keeps it, by `ArticleStore.put`; else into the index alone. */
  readonly withStore: boolean
}

const BATCH = 200
const TOP = 100
/** Hits of which the passages are read. */
const SHOWN = 10
const PROGRESS = 50_000
const ADDED = 20
/** A day, a month and a year, and one in a hundred by chance. */
const RANGES = [
  ["a day", "2020-05-04", "2020-05-04"],
  ["a month", "2020-05-01", "2020-05-31"],
  ["a year", "2020-01-01", "2020-12-31"],
] as const

/** What is left out of an ingest: files, extraction, places, vectors, and the settling at the end. */
export async function measureMillion(material: Material, options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "million-"))
  const db = openDatabase(folder)
  try {
    const bench = new Bench(material, folder, options.withStore ? db : undefined)
    await bench.build(options.articles)
    await bench.save()
    await bench.search()
    await bench.addOne(options.articles)
    say("peak memory", `${megabytes(process.resourceUsage().maxRSS * 1_024)}, this bench's material included`)
  } finally {
    db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

class Bench implements PassageIndex {
  readonly #material: Material
  readonly #path: string
  readonly #store: SqliteArticleStore | undefined
  readonly #databasePath: string
  #index: LexicalIndex
  #analysisMs = 0
  #indexMs = 0
  #lastId = 0

  constructor(material: Material, folder: string, db: ReturnType<typeof openDatabase> | undefined) {
    this.#material = material
    this.#path = join(folder, "lexical.idx")
    this.#databasePath = join(folder, "newsroom.db")
    this.#store = db && new SqliteArticleStore(db, { embedderId: "none", indexes: [this] })
    this.#index = new LexicalIndex({ analyze: (text) => this.#analyze(text) })
  }

  /** What the store tells of. */
  add(articles: readonly IndexedArticle[]): void {
    const started = performance.now()
    this.#index.add(articles)
    this.#indexMs += performance.now() - started
  }
  remove(ids: readonly number[]): void {
    this.#index.remove(ids)
  }

  async build(count: number): Promise<void> {
    const started = performance.now()
    let batch: ReturnType<typeof prepared>[] = []
    let done = 0
    for (const article of recombined(this.#material, count)) {
      batch.push(article)
      done++
      if (batch.length < BATCH && done < count) continue
      await this.#put(batch)
      batch = []
      if (done % PROGRESS === 0) console.error(`${done} articles, ${megabytes(process.memoryUsage().rss)}`)
    }
    const compacting = performance.now()
    await this.#index.compact()
    const compactMs = performance.now() - compacting
    const indexMs = this.#indexMs + compactMs
    const all = performance.now() - started
    say("articles", `${this.#index.size} that are searched, of ${count}`)
    say("segmentation alone", `${seconds(this.#analysisMs)}, one thread as all that follows`)
    say(
      "building the index",
      `${seconds(indexMs)}, segmentation included: ${(indexMs / this.#analysisMs).toFixed(2)} times`,
    )
    say("of that, compacting", `${seconds(compactMs)}, ${this.#index.freeze().length} segments`)
    if (this.#store) {
      const bytes = statSync(this.#databasePath).size
      say(
        "database",
        `${seconds(all - indexMs)} with making the articles and finding printings, ${megabytes(bytes)}`,
      )
    }
  }

  async save(): Promise<void> {
    const rss = process.memoryUsage().rss
    const started = performance.now()
    saveLexicalIndex(this.#path, this.#index, "bench")
    const ms = performance.now() - started
    const { size } = statSync(this.#path)
    say("index", `${megabytes(size)}, ${(size / this.#index.size).toFixed(0)} bytes an article`)
    say("saving", `${seconds(ms)}, ${megabytes(process.memoryUsage().rss - rss)} more memory`)
    this.#index = new LexicalIndex()
    const begun = performance.now()
    const read = loadLexicalIndex(this.#path, "bench")
    if ("refused" in read) throw new Error(read.refused)
    say("warm start", seconds(performance.now() - begun))
    this.#index = read.index
    const mining = performance.now()
    let terms = 0
    for (const { documentFrequency } of this.#index.terms()) if (documentFrequency > 0) terms++
    say("all terms", `${terms} in ${seconds(performance.now() - mining)}`)
  }

  async search(): Promise<void> {
    const queries = this.#material.queries.map(queryTerms)
    const terms = queries.reduce((sum, { length }) => sum + length, 0) / Math.max(1, queries.length)
    say("queries", `${queries.length}, ${terms.toFixed(1)} terms each, top ${TOP}`)
    for (const words of queries) this.#index.search(weighed(words), TOP)
    await this.#times("without filter", queries, () => undefined)
    await this.#times("one in ten", queries, () => (number) => number % 10 === 3)
    await this.#times("one in a thousand", queries, () => (number) => number % 1_000 === 3)
    const store = this.#store
    if (!store) return
    for (const [name, fromDay, toDay] of RANGES) {
      await this.#times(name, queries, () => {
        return store.accepting({ fromDay, toDay })
      })
    }
  }

  /** Each query once more: the lexical leg, and with a database the filter and the passages of what is shown. */
  async #times(
    name: string,
    queries: readonly (readonly string[])[],
    filter: () => ((article: number) => boolean) | undefined,
  ): Promise<void> {
    const { p50, p95, p99, cpu } = await timesOf(queries, (terms) => {
      const hits = this.#index.search(weighed(terms), TOP, filter())
      this.#store?.searched(hits.slice(0, SHOWN).map(({ article }) => article))
    })
    const [half, most, nearlyAll, processor] = [p50, p95, p99, cpu].map((ms) => `${ms.toFixed(2)} ms`)
    say(name, `p50 ${half}, p95 ${most}, p99 ${nearlyAll}, CPU ${processor} each`)
  }

  async addOne(after: number): Promise<void> {
    const times: number[] = []
    for (let i = 0; i < ADDED; i++) {
      const number = after + i
      const article = prepared(number, `第${number}件。${this.#material.articles[i]?.passages.join("")}`)
      const started = performance.now()
      await this.#put([article])
      const [hit] = this.#index.search(
        queryTerms(`${number}`).map((term) => ({ term, weight: 1 })),
        1,
      )
      times.push(performance.now() - started)
      if (!hit) throw new Error(`article ${number} is not found`)
    }
    const { p50 } = quantiles(times)
    say("adding one, finding it", `p50 ${p50.toFixed(2)} ms, most ${Math.max(...times).toFixed(2)} ms`)
  }

  #analyze(text: string): string[] {
    const started = performance.now()
    const terms = searchTerms(text)
    this.#analysisMs += performance.now() - started
    return terms
  }

  async #put(batch: ReturnType<typeof prepared>[]): Promise<void> {
    if (this.#store) {
      await this.#store.put(batch, new Date(0))
      return
    }
    const articles = batch.map(({ article, passages }) => {
      const number = Number(article.id.slice(1)) + 1
      const indexed = passages.map((passage) => ({
        ...passage,
        id: ++this.#lastId,
        article: number,
        vector: new Float32Array(0),
      }))
      return { number, place: [], bylines: [], passages: indexed }
    })
    this.add(articles)
  }
}

function weighed(terms: readonly string[]): QueryTerm[] {
  return terms.map((term) => ({ term, weight: 1 }))
}

function say(what: string, how: string): void {
  console.log(`${what.padEnd(24)}${how}`)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(0)} MB`
}
