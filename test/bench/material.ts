import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { sentences } from "../../src/text/sentences.ts"

export interface BenchArticle {
  readonly id: string
  readonly passages: readonly string[]
}

export interface Material {
  readonly name: string
  readonly articles: readonly BenchArticle[]
  readonly queries: readonly string[]
}

const PASSAGE_LENGTH = 256
/** Articles that the sample archive is multiplied to. */
const MULTIPLIED = 5_000

/** The news set of a folder of measuring data; without one, the sample archive several times over. */
export function readMaterial(sets: string | undefined): Material {
  return sets ? newsSet(sets) : sampleArchive()
}

function newsSet(sets: string): Material {
  const lines = (path: string) =>
    readFileSync(join(sets, path), "utf8")
      .split("\n")
      .filter((line) => line !== "")
  const articles = lines("news/corpus.jsonl").map((line) => {
    const { id, text } = JSON.parse(line) as { id: string; text: string }
    return { id, passages: passagesOf(text) }
  })
  const queries = lines("news/queries.quest.jsonl").map((line) => (JSON.parse(line) as { q: string }).q)
  return { name: "news", articles, queries }
}

/** Raw page dumps, which is near enough for speed; queries are beginnings of their longest lines. */
function sampleArchive(): Material {
  const folder = join(import.meta.dirname, "../../corpus")
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".txt")) : []
  const texts = files.sort().map((name) => readFileSync(join(folder, name), "utf8"))
  if (texts.length === 0) throw new Error("no page dumps in corpus/")
  const articles = Array.from({ length: MULTIPLIED }, (_, i) => {
    const copy = Math.floor(i / texts.length)
    const text = `${texts[i % texts.length]}\n第${copy}印次。`
    return { id: `${i}`, passages: passagesOf(text) }
  })
  const queries = texts.map((text) => {
    const longest = text.split("\n").reduce((a, b) => (b.length > a.length ? b : a))
    return longest.slice(0, 24)
  })
  return { name: `sample archive × ${(MULTIPLIED / texts.length).toFixed(0)}`, articles, queries }
}

/** Whole sentences up to about 256 characters. */
export function passagesOf(text: string): string[] {
  const passages: string[] = []
  let start = -1
  let end = 0
  for (const sentence of sentences(text)) {
    if (start >= 0 && sentence.end - start > PASSAGE_LENGTH) {
      passages.push(text.slice(start, end))
      start = -1
    }
    if (start < 0) start = sentence.start
    end = sentence.end
  }
  if (start >= 0) passages.push(text.slice(start, end))
  return passages
}
