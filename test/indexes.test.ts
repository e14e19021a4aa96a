import { expect, it } from "vitest"
import { openIndexes } from "../src/indexes.ts"
import type { Embedder } from "../src/models.ts"
import { SqliteArticleStore } from "../src/sqlite/article-store.ts"
import { openDatabase } from "../src/sqlite/database.ts"
import { article, prepared, unitVector } from "./fixtures/articles.ts"
import { temporaryFolder } from "./fixtures/temporary-folder.ts"

const dimensions = unitVector(1).length
const embedder: Embedder = { id: "test", dimensions, embed: async (texts) => texts.map(() => unitVector(1)) }
const NOW = new Date("2025-10-08T12:00:00Z")

it("finds a passage without a vector by its words, and one with a vector by both", async () => {
  const notes: string[] = []
  const note = (line: string) => void notes.push(line)
  const dataDir = temporaryFolder()
  const indexes = openIndexes({ dataDir, archive: "a", embedder, useVectors: true, note })
  const store = new SqliteArticleStore(openDatabase(dataDir), { embedderId: "test", indexes: indexes.all })
  await store.put([prepared(article("a", ["渡口的新船下水了。", "新船能坐两百人。"]))], NOW)
  const [first] = store.unembedded(0, 1)
  store.keepVectors([{ id: first?.id ?? 0, text: first?.text ?? "", vector: unitVector(2) }])
  await indexes.followVectors(store.embedded())
  expect(indexes.lexical.search(["两百"], 10)).toHaveLength(1)
  expect(indexes.vectors.search(unitVector(2), 10).map(({ id }) => id)).toEqual([first?.id])
  await store.retract("a", "x")
  expect(indexes.vectors.search(unitVector(2), 10)).toEqual([])
  expect(notes).toEqual([])
})
