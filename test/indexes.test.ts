import { existsSync, mkdirSync, readdirSync, readFileSync, watch } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { IndexedPassage } from "../src/corpus.ts"
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
  expect(indexes.lexical.search([{ term: "两百", weight: 1 }], 10)).toHaveLength(1)
  expect(indexes.vectors.search(unitVector(2), 10).map(({ id }) => id)).toEqual([first?.id])
  await store.retract("a", "x")
  expect(indexes.vectors.search(unitVector(2), 10)).toEqual([])
  expect(notes).toEqual([])
})

describe("the graph of the vectors", () => {
  const ROWS = 100_000
  const passages = Array.from({ length: ROWS }, (_, i): IndexedPassage => {
    const vector = unitVector(i)
    return { id: i + 1, article: i + 1, field: "text", start: 0, end: 1, text: "船", vector }
  })
  const open = (dataDir: string, notes: string[]) =>
    openIndexes({ dataDir, archive: "a", embedder, useVectors: true, note: (line) => void notes.push(line) })
  /** Resolves when the manifest names a graph. */
  const graphNamed = (dataDir: string) =>
    new Promise<void>((resolve) => {
      const watcher = watch(dataDir, () => {
        const manifest = join(dataDir, "vectors.json")
        if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, "utf8")).graph === null) return
        watcher.close()
        resolve()
      })
    })

  it("is built behind a save where there are many rows, and is there at the next start", async () => {
    const dataDir = temporaryFolder()
    const notes: string[] = []
    const indexes = open(dataDir, notes)
    indexes.vectors.add(passages)
    const named = graphNamed(dataDir)
    await indexes.save()
    expect(indexes.vectors.graphFile).toBeUndefined()
    await named
    expect(indexes.vectors.graphFile?.rows).toBe(ROWS)
    await indexes.close()
    expect(open(dataDir, notes).vectors.graphFile?.rows).toBe(ROWS)
    expect(notes).toEqual([])
  })

  it("is broken off by a close, which loses no rows", async () => {
    const dataDir = temporaryFolder()
    const notes: string[] = []
    const indexes = open(dataDir, notes)
    indexes.vectors.add(passages)
    await indexes.save()
    await indexes.close()
    const again = open(dataDir, notes)
    expect([again.vectors.size, again.vectors.graphFile]).toEqual([ROWS, undefined])
    expect(readdirSync(dataDir).filter((name) => name.includes("hnsw"))).toEqual([])
    expect(notes).toEqual([])
  })

  it("is told of where it cannot be built, and the rows are kept", async () => {
    const dataDir = temporaryFolder()
    mkdirSync(join(dataDir, "vectors-building.hnsw.tmp"))
    let tell: (line: string) => void = () => undefined
    const told = new Promise<string>((resolve) => {
      tell = resolve
    })
    const indexes = openIndexes({
      dataDir,
      archive: "a",
      embedder,
      useVectors: true,
      note: (line) => tell(line),
    })
    indexes.vectors.add(passages)
    await indexes.save()
    expect(await told).toMatch(
      /^the graph of the vectors could not be built, searches go on as before: [^\n]+$/,
    )
    await indexes.close()
    expect(open(dataDir, []).vectors.size).toBe(ROWS)
  })
})
