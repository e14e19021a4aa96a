import { describe, expect, it } from "vitest"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import type { VectorIndex } from "../../src/retrieve/vector-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { FloatScan } from "./float-scan.ts"
import { unitVectors } from "./vectors.ts"

const DIMENSIONS = 24
const ROWS = 2_400

interface Kind {
  readonly name: string
  readonly make: () => VectorIndex
  /** Whatever the index does in the background, done. */
  readonly settle: (index: VectorIndex) => Promise<void>
}

const kinds: Kind[] = [
  { name: "FloatScan", make: () => new FloatScan(DIMENSIONS), settle: async () => {} },
  { name: "ExactScan", make: () => new ExactScan(DIMENSIONS), settle: async () => {} },
  {
    name: "HnswIndex, not built",
    make: () => new HnswIndex(new ExactScan(DIMENSIONS)),
    settle: async () => {},
  },
  {
    name: "HnswIndex, built",
    make: () => new HnswIndex(new ExactScan(DIMENSIONS)),
    settle: (index) => (index as HnswIndex).build(temporaryFolder()),
  },
]

describe.each(kinds)("VectorIndex contract: $name", ({ make, settle }) => {
  const vectors = unitVectors(ROWS, DIMENSIONS, 1)
  const passages = () => {
    const maker = new PassageMaker()
    return vectors.map((vector, i) => maker.passage(Math.floor(i / 3), "text", "", vector))
  }
  const filled = async () => {
    const index = make()
    index.add(passages())
    await settle(index)
    return index
  }

  it("finds a vector by itself, with its article and a cosine of 1", async () => {
    const index = await filled()
    for (let i = 0; i < ROWS; i += 131) {
      const [hit] = index.search(vectors[i] as Float32Array, 5)
      expect(hit).toMatchObject({ id: i + 1, article: Math.floor(i / 3) })
      expect(hit?.score).toBeCloseTo(1, 5)
    }
  })

  it("gives at most the limit, best first, and nothing twice", async () => {
    const index = await filled()
    for (const limit of [0, 1, 7, 50]) {
      const hits = index.search(vectors[0] as Float32Array, limit)
      expect(hits).toHaveLength(limit)
      expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a))
      expect(new Set(hits.map(({ id }) => id)).size).toBe(limit)
    }
    expect(index.search(vectors[0] as Float32Array, ROWS * 2).length).toBeLessThanOrEqual(ROWS)
  })

  it("finds nothing that was removed, removes twice without harm, and finds what was added since", async () => {
    const index = await filled()
    const first = index.search(vectors[0] as Float32Array, 3).map(({ id }) => id)
    index.remove([...first, ...first, 999_999])
    expect(index.size).toBe(ROWS - 3)
    const next = index.search(vectors[0] as Float32Array, 10).map(({ id }) => id)
    expect(next.filter((id) => first.includes(id))).toEqual([])
    const later = { ...passages()[0], id: ROWS + 1, article: 7, vector: vectors[0] as Float32Array }
    index.add([later as ReturnType<typeof passages>[number]])
    expect(index.search(vectors[0] as Float32Array, 1)).toMatchObject([{ id: ROWS + 1, article: 7 }])
    await settle(index)
    expect(index.search(vectors[0] as Float32Array, 1)).toMatchObject([{ id: ROWS + 1 }])
    expect(index.highestId).toBe(ROWS + 1)
    expect(index.liveIds()).toHaveLength(ROWS - 2)
  })

  it("keeps what a filter accepts, and survives one that throws", async () => {
    const index = await filled()
    const hits = index.search(vectors[0] as Float32Array, 10, (article) => article % 50 === 49)
    expect(hits).toHaveLength(10)
    expect(hits.every(({ article }) => article % 50 === 49)).toBe(true)
    expect(index.search(vectors[0] as Float32Array, 10, () => false)).toEqual([])
    const failing = () => {
      throw new Error("a filter that fails")
    }
    expect(() => index.search(vectors[0] as Float32Array, 10, failing)).toThrow("a filter that fails")
  })

  it("refuses what is no vector of its size", async () => {
    const index = await filled()
    const maker = new PassageMaker()
    expect(() => index.search(new Float32Array(3), 5)).toThrow(RangeError)
    expect(index.search(new Float32Array(DIMENSIONS).fill(Number.NaN), 5)).toEqual([])
    expect(() => index.add([maker.passage(1, "text", "", vectors[0] as Float32Array)])).toThrow(RangeError)
    const [last] = passages().slice(-1)
    for (const bad of [new Float32Array(3), new Float32Array(DIMENSIONS).fill(Number.NaN)]) {
      expect(() => index.add([{ ...(last as NonNullable<typeof last>), id: ROWS + 5, vector: bad }])).toThrow(
        RangeError,
      )
    }
    expect(index.size).toBe(ROWS)
  })

  it("is empty after clear, and takes the same ids again", async () => {
    const index = await filled()
    index.clear()
    expect([index.size, index.highestId, index.search(vectors[0] as Float32Array, 5)]).toEqual([0, 0, []])
    index.add(passages().slice(0, 10))
    expect(index.search(vectors[3] as Float32Array, 1)).toMatchObject([{ id: 4 }])
  })
})
