import { readdirSync } from "node:fs"
import { beforeEach, describe, expect, it } from "vitest"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { unit, unitVectors } from "./vectors.ts"

const DIMENSIONS = 24
/** Of the ten true nearest, as many are found at least. */
const RECALL_FLOOR = 0.98

let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

/** An index of such vectors, of which passage `i + 1` belongs to article `i`. */
function indexOf(vectors: readonly Float32Array[]) {
  const maker = new PassageMaker()
  const passages = vectors.map((vector, i) => maker.passage(i, "text", "", vector))
  const index = new HnswIndex(new ExactScan(vectors[0]?.length ?? 0))
  return { index, passages }
}

/** Share of the true ten nearest that the index gives, for queries between its vectors and others. */
function recall(index: HnswIndex, vectors: readonly Float32Array[], dimensions: number): number {
  const queries = unitVectors(100, dimensions, 3).map((query, i) =>
    unit(
      query.map((value, at) => value + ((vectors[(i * 37) % vectors.length] as Float32Array)[at] as number)),
    ),
  )
  let found = 0
  for (const query of queries) {
    const wanted = new Set(index.scan.search(query, 10).map(({ id }) => id))
    found += index.search(query, 10).filter(({ id }) => wanted.has(id)).length
  }
  return found / (10 * queries.length)
}

describe("HnswIndex", () => {
  it("finds nearly all true neighbours, also after it was extended and thinned out", async () => {
    const vectors = unitVectors(6_000, 48, 2)
    const { index, passages } = indexOf(vectors)
    index.add(passages.slice(0, 4_000))
    await index.build(folder)
    expect(index.graphFile?.rows).toBe(4_000)
    expect(recall(index, vectors, 48)).toBeGreaterThanOrEqual(RECALL_FLOOR)
    index.add(passages.slice(4_000))
    await index.build(folder)
    expect(index.graphFile?.rows).toBe(6_000)
    index.remove(passages.filter((_, i) => i % 10 === 0).map(({ id }) => id))
    expect(recall(index, vectors, 48)).toBeGreaterThanOrEqual(RECALL_FLOOR)
  })

  it("is right at every moment of a build, with what is added and removed meanwhile", async () => {
    const vectors = unitVectors(2_400, DIMENSIONS, 4)
    const { index, passages } = indexOf(vectors)
    index.add(passages.slice(0, 1_000))
    await index.build(folder)
    index.remove(passages.slice(0, 400).map(({ id }) => id))
    index.add(passages.slice(1_000, 2_100))

    const check = (id: number, gone: readonly number[]) => {
      expect(index.search(vectors[id - 1] as Float32Array, 1)).toMatchObject([{ id, article: id - 1 }])
      for (const one of gone) expect(index.search(vectors[one - 1] as Float32Array, 1)[0]?.id).not.toBe(one)
    }
    let done = false
    const built = index.build(folder).finally(() => {
      done = true
    })
    index.add(passages.slice(2_100))
    index.remove([500, 2_000, 2_101])
    let turns = 0
    for (; !done; turns++) {
      check([450, 1_500, 2_102, 2_400][turns % 4] as number, [1, 400, 500, 2_000, 2_101])
      await new Promise(setImmediate)
    }
    await built
    expect(turns).toBeGreaterThan(10)
    expect(index.graphFile?.rows).toBe(2_100)
    for (const id of [401, 450, 1_500, 2_102, 2_400]) check(id, [1, 400, 500, 2_000, 2_101])
    expect(index.liveIds()).toHaveLength(1_997)
    await index.build(folder)
    expect(index.graphFile?.rows).toBe(2_400)
    for (const id of [401, 450, 1_500, 2_102, 2_400]) check(id, [1, 400, 500, 2_000, 2_101])
  })

  it("begins anew without the dead when they are many", async () => {
    const vectors = unitVectors(3_200, DIMENSIONS, 5)
    const { index, passages } = indexOf(vectors)
    index.add(passages)
    await index.build(folder)
    expect(index.buildDue).toBe(false)
    index.remove(Array.from({ length: 1_000 }, (_, i) => i + 1))
    expect(index.buildDue).toBe(true)
    const building = index.build(folder)
    index.remove([1_501])
    await building
    expect([index.size, index.scan.rows, index.graphFile?.rows]).toEqual([2_199, 2_200, 2_200])
    expect(index.search(vectors[1_502] as Float32Array, 1)).toMatchObject([{ id: 1_503, article: 1_502 }])
    expect(index.search(vectors[1_500] as Float32Array, 1)[0]?.id).not.toBe(1_501)
  })

  it("drops the dead at once where there is no graph", () => {
    const { index, passages } = indexOf(unitVectors(100, DIMENSIONS, 6))
    index.add(passages)
    index.remove(Array.from({ length: 25 }, (_, i) => i + 1))
    expect(index.scan.rows).toBe(100)
    index.remove([100])
    expect([index.scan.rows, index.size]).toEqual([74, 74])
  })

  it("takes no graph that was begun before it was cleared", async () => {
    const vectors = unitVectors(500, DIMENSIONS, 7)
    const { index, passages } = indexOf(vectors)
    index.add(passages)
    const building = index.build(folder)
    index.clear()
    index.add(passages.slice(0, 5))
    await building
    expect(index.graphFile).toBeUndefined()
    expect(index.search(vectors[4] as Float32Array, 1)).toMatchObject([{ id: 5 }])
    await index.build(folder)
    expect(index.graphFile?.rows).toBe(5)
  })

  it("keeps the old graph when a build fails or is broken off", async () => {
    const vectors = unitVectors(700, DIMENSIONS, 8)
    const { index, passages } = indexOf(vectors)
    await index.build(folder)
    expect(readdirSync(folder)).toEqual([])
    index.add(passages.slice(0, 500))
    await index.build(folder)
    const old = index.graphFile
    index.add(passages.slice(500))
    await expect(index.build(`${folder}/gone`)).rejects.toThrow("gone")
    const control = new AbortController()
    const building = index.build(folder, control.signal)
    control.abort(new Error("enough"))
    await expect(building).rejects.toThrow("enough")
    expect(index.graphFile).toBe(old)
    expect(readdirSync(folder)).toHaveLength(1)
    expect(index.search(vectors[650] as Float32Array, 1)).toMatchObject([{ id: 651 }])
    await index.build(folder)
    expect(index.graphFile?.rows).toBe(700)
  })

  it("survives what hnswlib does not: more than it holds, all removed, removed twice, a query of no numbers", async () => {
    const vectors = unitVectors(30, DIMENSIONS, 9)
    const { index, passages } = indexOf(vectors)
    index.add(passages)
    await index.build(folder)
    expect(index.search(vectors[0] as Float32Array, 1_000)).toHaveLength(30)
    for (const bad of [Number.NaN, Infinity]) {
      expect(index.search(new Float32Array(DIMENSIONS).fill(bad), 5)).toEqual([])
    }
    const ids = passages.map(({ id }) => id)
    index.remove(ids)
    index.remove([...ids, ...ids])
    expect(index.search(vectors[0] as Float32Array, 5)).toEqual([])
    await index.build(folder)
    expect(index.search(vectors[0] as Float32Array, 5)).toEqual([])
    index.add([{ ...(passages[3] as (typeof passages)[number]), id: 31 }])
    expect(index.search(vectors[3] as Float32Array, 5)).toMatchObject([{ id: 31 }])
  })
})
