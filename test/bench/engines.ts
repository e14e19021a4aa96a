import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import Database from "better-sqlite3"
import MiniSearch from "minisearch"
import { Best } from "../../src/retrieve/best.ts"
import { normalization, termWeight } from "../../src/retrieve/bm25f.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { loadLexicalIndex, saveLexicalIndex } from "../../src/retrieve/lexical-snapshot.ts"
import { PostingCursor } from "../../src/retrieve/posting-cursor.ts"
import { oramaEngine } from "./orama.ts"
import { type Engine, KEPT, kept, TOP } from "./search-engine.ts"

export const ENGINES: Readonly<Record<string, (folder: string) => Engine>> = {
  segmentation: () => ({ add: (_, { passages }, analyze) => void passages.map(analyze) }),
  ours: (folder) => ours(folder, pruned),
  exhaustive: (folder) => ours(folder, exhaustive),
  fts5,
  minisearch: miniSearch,
  orama: oramaEngine,
}

type Search = (index: LexicalIndex, terms: readonly string[], filtered: boolean) => number[]

function ours(folder: string, search: Search): Engine {
  let lastId = 0
  let analyzeNow = (_: string): string[] => []
  const index = new LexicalIndex({ analyze: (text) => analyzeNow(text) })
  const path = join(folder, "lexical.idx")
  return {
    add(number, { passages }, analyze) {
      analyzeNow = analyze
      const indexed = passages.map((text) => {
        const span = { field: "text", start: 0, end: text.length, text } as const
        return { ...span, id: ++lastId, article: number, vector: new Float32Array(0) }
      })
      index.add([{ number, place: [], bylines: [], passages: indexed }])
    },
    async finish() {
      await index.compact()
      saveLexicalIndex(path, index, "bench")
    },
    search: (terms, filtered) => search(index, terms, filtered),
    bytes: () => statSync(path).size,
    reopen() {
      const read = loadLexicalIndex(path, "bench")
      if ("refused" in read) throw new Error(read.refused)
    },
  }
}

const pruned: Search = (index, terms, filtered) => {
  const query = terms.map((term) => ({ term, weight: 1 }))
  return index.search(query, TOP, filtered ? kept : undefined).map(({ article }) => article)
}

const cursor = new PostingCursor()
let sums = new Float64Array(0)
let marks = new Uint32Array(0)
/** Of all articles, summed up once. */
let length = 0

/** Every posting of every term of the same index, term at a time. */
const exhaustive: Search = (index, terms, filtered) => {
  const best = new Best(TOP)
  const segments = index.freeze()
  if (length === 0) for (const segment of segments) for (const own of segment.lengths) length += own
  const normal = normalization({ articles: index.size, length }, 1)
  const weights = terms.map((term) => termWeight(index.size, index.documentFrequency(term)))
  for (const segment of segments) {
    if (sums.length < segment.rows) {
      sums = new Float64Array(segment.rows)
      marks = new Uint32Array((segment.rows >>> 5) + 1)
    }
    sums.fill(0)
    terms.forEach((term, i) => {
      const list = segment.find(term)
      // Whole numbers below 2 to the 30th, as in the index: no weight of a single term is above 64.
      cursor.weigh((weights[i] as number) * 2 ** 24, normal, segment.lengths)
      list?.open(cursor)
      if (list) cursor.addTo(sums, marks, 0, segment.rows)
    })
    for (let row = 0; row < segment.rows; row++) {
      const score = sums[row] as number
      const number = segment.numbers[row] as number
      if (score > Math.max(0, best.floor) && (!filtered || kept(number))) best.offer(number, score)
    }
  }
  return best.entries().map(({ key }) => key)
}

/** Contentless FTS5. Terms become w0, w1 … so that its tokenizer leaves them whole. */
function fts5(folder: string): Engine {
  const path = join(folder, "fts5.db")
  rmSync(path, { force: true })
  const db = new Database(path)
  db.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
  db.exec("CREATE VIRTUAL TABLE t USING fts5(body, content='', tokenize='ascii')")
  const insert = db.prepare("INSERT INTO t (rowid, body) VALUES (?, ?)")
  const find = (condition: string) =>
    db.prepare<[string], { rowid: number }>(
      `SELECT rowid FROM t WHERE t MATCH ? ${condition} ORDER BY rank LIMIT ${TOP}`,
    )
  const [all, some] = [find(""), find(`AND rowid % ${KEPT.modulus} = ${KEPT.rest}`)]
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
    search(terms, filtered) {
      const known = terms.flatMap((term) => names.get(term) ?? [])
      const found = known.length === 0 ? [] : (filtered ? some : all).all(known.join(" OR "))
      return found.map(({ rowid }) => rowid)
    },
    bytes: () => statSync(path).size,
    reopen() {
      const copy = new Database(path, { readonly: true })
      copy.prepare("SELECT rowid FROM t WHERE t MATCH 'w0' LIMIT 1").get()
      copy.close()
    },
  }
}

function miniSearch(): Engine {
  const options = {
    fields: ["body"],
    tokenize: (text: string) => text.split(" "),
    processTerm: (term: string) => term,
  }
  const index = new MiniSearch<{ id: number; body: string }>(options)
  let json = ""
  return {
    add(number, { passages }, analyze) {
      index.add({ id: number, body: passages.flatMap(analyze).join(" ") })
    },
    search: (terms, filtered) =>
      index
        .search(terms.join(" "), {
          combineWith: "OR",
          ...(filtered && { filter: ({ id }) => kept(id as number) }),
        })
        .slice(0, TOP)
        .map(({ id }) => id as number),
    bytes() {
      json = JSON.stringify(index)
      return Buffer.byteLength(json)
    },
    reopen() {
      MiniSearch.loadJSON(json, options)
    },
  }
}
