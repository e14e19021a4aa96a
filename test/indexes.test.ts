import { expect, it } from "vitest"
import type { IndexedArticle } from "../src/corpus.ts"
import { openIndexes } from "../src/indexes.ts"
import type { Embedder } from "../src/models.ts"
import { unitVector } from "./fixtures/articles.ts"
import { temporaryFolder } from "./fixtures/temporary-folder.ts"

const dimensions = unitVector(1).length
const embedder: Embedder = { id: "test", dimensions, embed: async (texts) => texts.map(() => unitVector(1)) }

it("finds a passage without a vector by its words, and one with a vector by both", async () => {
  const notes: string[] = []
  const note = (line: string) => void notes.push(line)
  const indexes = openIndexes({ dataDir: temporaryFolder(), archive: "a", embedder, useVectors: true, note })
  const article = (number: number, vector: Float32Array): IndexedArticle => {
    const text = "渡口的新船下水了。"
    const span = { field: "text", start: 0, end: text.length, text } as const
    return { number, place: [], bylines: [], passages: [{ id: number, article: number, ...span, vector }] }
  }
  for (const index of indexes.all) index.add([article(1, new Float32Array(0)), article(2, unitVector(2))])
  expect(
    indexes.lexical
      .search([{ term: "新船", weight: 1 }], 10)
      .map(({ article }) => article)
      .sort(),
  ).toEqual([1, 2])
  expect(indexes.vectors.search(unitVector(2), 10).map(({ article }) => article)).toEqual([2])
  expect(notes).toEqual([])
})
