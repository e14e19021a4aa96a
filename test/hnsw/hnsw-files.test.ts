import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { isWholeGraph, loadVectors, saveVectors } from "../../src/hnsw/hnsw-files.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { unitVectors } from "./vectors.ts"

const dimensions = 16
const identity = { archive: "archive-1", embedderId: "test-16", dimensions }
const vectors = unitVectors(2_200, dimensions, 11)
let folder: string
let index: HnswIndex

beforeAll(async () => {
  const maker = new PassageMaker()
  index = new HnswIndex(new ExactScan(dimensions))
  index.add(vectors.map((vector, i) => maker.passage(i, "text", "", vector)))
  await index.build()
  index.remove([5])
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vectors-"))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const fileOf = (kind: string) =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(kind)) as string)

function loaded(): HnswIndex {
  const result = loadVectors(folder, identity)
  if (!("index" in result)) throw new Error(result.refused)
  return result.index
}

describe("saveVectors and loadVectors", () => {
  it("give back the same index, which goes on growing", async () => {
    saveVectors(folder, index, identity)
    const copy = loaded()
    expect([copy.size, copy.graphRows, copy.highestId]).toEqual([2_199, 2_200, 2_200])
    for (const i of [0, 4, 77, 2_199]) {
      expect(copy.search(vectors[i] as Float32Array, 10)).toEqual(
        index.search(vectors[i] as Float32Array, 10),
      )
    }
    const more = new PassageMaker().passage(1, "text", "", vectors[4] as Float32Array)
    copy.add([{ ...more, id: 3_000 }])
    await copy.build()
    expect(copy.search(vectors[4] as Float32Array, 1)).toMatchObject([{ id: 3_000 }])
    saveVectors(folder, copy, identity)
    expect(loaded().size).toBe(2_200)
    expect(readdirSync(folder)).toHaveLength(3)
  })

  it("keep an index without a graph, and an empty one", () => {
    const small = new HnswIndex(new ExactScan(dimensions))
    saveVectors(folder, small, identity)
    expect(loaded().size).toBe(0)
    small.add([new PassageMaker().passage(1, "text", "", vectors[0] as Float32Array)])
    saveVectors(folder, small, identity)
    expect(loaded().search(vectors[0] as Float32Array, 1)).toMatchObject([{ id: 1, article: 1 }])
  })

  it.each([
    ["another archive", { ...identity, archive: "archive-2" }, "archive"],
    ["another embedder", { ...identity, embedderId: "other" }, "embedderId"],
    ["another size", { ...identity, dimensions: 17 }, "dimensions"],
  ])("refuse %s", (_, other, word) => {
    saveVectors(folder, index, identity)
    expect(loadVectors(folder, other)).toMatchObject({ refused: expect.stringContaining(word) })
  })

  it("refuse what is not there", () => {
    expect(loadVectors(folder, identity)).toHaveProperty("refused")
  })

  const damages: [name: string, damage: (bytes: Buffer) => Buffer][] = [
    ["emptied", () => Buffer.alloc(0)],
    ["cut in half", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1)],
    ["one bit flipped", (bytes) => flip(bytes, bytes.length >> 1)],
    ["a page zeroed", (bytes) => Buffer.from(bytes).fill(0, 4_096, 8_192)],
    ["longer by one byte", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
  ]
  it.each(damages)("believe no file that was %s", (_, damage) => {
    saveVectors(folder, index, identity)
    writeFileSync(fileOf(".hnsw"), damage(readFileSync(fileOf(".hnsw"))))
    const withoutGraph = loadVectors(folder, identity)
    expect(withoutGraph).toMatchObject({ note: "graph is damaged" })
    expect(loaded().graphRows).toBe(0)
    expect(loaded().search(vectors[9] as Float32Array, 1)).toMatchObject([{ id: 10 }])
    writeFileSync(fileOf(".rows"), damage(readFileSync(fileOf(".rows"))))
    expect(loadVectors(folder, identity)).toHaveProperty("refused")
    writeFileSync(fileOf(".json"), readFileSync(fileOf(".json")).subarray(0, 200))
    expect(loadVectors(folder, identity)).toHaveProperty("refused")
  })

  it("see that hnswlib's file is whole", () => {
    saveVectors(folder, index, identity)
    const bytes = readFileSync(fileOf(".hnsw"))
    expect(isWholeGraph(bytes, 2_200)).toBe(true)
    expect(isWholeGraph(bytes, 2_199)).toBe(false)
    for (const length of [0, 95, 96, 5_000, bytes.length - 1]) {
      expect(isWholeGraph(bytes.subarray(0, length), 2_200)).toBe(false)
    }
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] as number) ^ 1
  return copy
}
