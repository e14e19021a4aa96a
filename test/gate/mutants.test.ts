import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { articleText } from "../../src/corpus.ts"
import { checkWords } from "../../src/gate/check-words.ts"
import { readItems } from "../../src/ingest/read-items.ts"
import { sourceFiles } from "../../src/ingest/source-files.ts"
import { sentences } from "../../src/text/sentences.ts"
import { type Mutant, mutants } from "./mutate.ts"

const CORPUS = join(import.meta.dirname, "../../corpus")

interface Written {
  readonly source: string
  readonly publishedAt: string | null
  readonly sentence: string
}

const read = (name: string): Written[] =>
  readFileSync(join(import.meta.dirname, name), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Written)

const PARAPHRASES = read("paraphrases.jsonl")
const FALSEHOODS = read("falsehoods.jsonl")

function check(sentence: string, source: string, publishedAt: string | null) {
  const publishedDay = publishedAt?.slice(0, 10) ?? null
  return checkWords(sentence, [{ context: source, start: 0, end: source.length, publishedDay }])
}

async function sampleSentences(): Promise<Written[]> {
  const found = new Map<string, Written>()
  for await (const file of sourceFiles([CORPUS])) {
    if (file.kind !== "file") continue
    for await (const item of readItems(file)) {
      if (item.kind !== "article") continue
      const text = articleText(item.article.body)
      for (const { start, end } of sentences(text)) {
        const source = text.slice(start, end)
        if (source.length >= 10)
          found.set(source, { source, publishedAt: item.article.publishedAt, sentence: source })
      }
    }
  }
  return [...found.values()]
}

const words = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "")

describe("the sample archive's own sentences", () => {
  let own: Written[]
  beforeAll(async () => {
    own = await sampleSentences()
  })

  it("pass as they are", () => {
    expect(own.length).toBeGreaterThan(500)
    expect(own.filter(({ source, publishedAt }) => check(source, source, publishedAt))).toEqual([])
  })

  it("pass in no mutant", () => {
    const counts: Record<string, number> = {}
    const passed: Mutant[] = []
    // Of the kinds that are made of every sentence several times, one in two and one in four.
    const every: Readonly<Record<string, number>> = { digit: 2, "speaker dropped": 4 }
    let made = 0
    const keep = (kind: string) => made++ % (every[kind] ?? 1) === 0
    for (const { source, publishedAt } of own) {
      for (const mutant of mutants(source, keep)) {
        counts[mutant.kind] = (counts[mutant.kind] ?? 0) + 1
        if (!check(mutant.sentence, mutant.source ?? source, publishedAt)) passed.push({ source, ...mutant })
      }
    }
    expect(passed).toEqual([])
    expect(Object.values(counts).reduce((a, b) => a + b, 0)).toBeGreaterThan(5000)
    expect(Object.entries(counts).filter(([, count]) => count < 5)).toEqual([])
  })
})

describe("sentences written by hand", () => {
  it("are paraphrases, and no clause of their source", () => {
    expect(PARAPHRASES.length).toBeGreaterThanOrEqual(300)
    expect(PARAPHRASES.filter(({ source, sentence }) => words(source).includes(words(sentence)))).toEqual([])
  })

  it("pass, 95 % at least", () => {
    const passed = PARAPHRASES.filter(
      ({ sentence, source, publishedAt }) => !check(sentence, source, publishedAt),
    )
    expect(passed.length / PARAPHRASES.length).toBeGreaterThanOrEqual(0.95)
  })

  it("pass in no mutant", () => {
    const passed = PARAPHRASES.flatMap(({ sentence, source, publishedAt }) =>
      mutants(sentence)
        .filter((mutant) => mutant.source === undefined && !check(mutant.sentence, source, publishedAt))
        .map((mutant) => ({ source, ...mutant })),
    )
    expect(passed).toEqual([])
  })

  it("fail where they are false", () => {
    expect(FALSEHOODS.length).toBeGreaterThanOrEqual(150)
    const passed = FALSEHOODS.filter(
      ({ sentence, source, publishedAt }) => !check(sentence, source, publishedAt),
    )
    expect(passed).toEqual([])
  })
})
