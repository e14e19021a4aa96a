import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { IndexedPassage } from "../../src/corpus.ts"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { createInt8Kernel } from "../../src/hnsw/int8-kernel.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { FloatScan } from "./float-scan.ts"
import { unit, unitVectors } from "./vectors.ts"

function passagesOf(vectors: readonly Float32Array[]): IndexedPassage[] {
  const maker = new PassageMaker()
  return vectors.map((vector, i) => maker.passage(Math.floor(i / 3), "text", "", vector))
}

describe("the kernel", () => {
  it("multiplies as JavaScript does, up to the largest codes", () => {
    const codes = fc.constantFrom<number>(-127, -126, -1, 0, 1, 64, 127)
    const levels = fc.constantFrom<number>(-2_047, -1_000, -1, 0, 1, 3, 2_047)
    const shape = fc.record({ eights: fc.integer({ min: 1, max: 50 }), rows: fc.integer({ min: 1, max: 9 }) })
    const given = shape.chain(({ eights, rows }) =>
      fc.record({
        query: fc.array(levels, { minLength: 8 * eights, maxLength: 8 * eights }),
        codes: fc.array(codes, { minLength: 8 * eights * rows, maxLength: 8 * eights * rows }),
      }),
    )
    const kernel = createInt8Kernel()
    const [resultsAt, codesAt] = [1_024, 2_048]
    fc.assert(
      fc.property(given, ({ query, codes }) => {
        const width = query.length
        const rows = codes.length / width
        new Int16Array(kernel.memory.buffer).set(query)
        new Int8Array(kernel.memory.buffer).set(codes, codesAt)
        kernel.dots(0, width, codesAt, codesAt + codes.length, resultsAt)
        const expected = Array.from({ length: rows }, (_, row) =>
          query.reduce((sum, value, i) => sum + value * (codes[row * width + i] as number), 0),
        )
        expect([...new Int32Array(kernel.memory.buffer, resultsAt, rows)]).toEqual(expected)
      }),
    )
  })
})

describe("ExactScan", () => {
  /** Random, clustered, of few values (ties), and of few numbers that are not zero. */
  const kinds = ["random", "clustered", "coarse", "sparse"] as const
  const vectorsOf = (kind: (typeof kinds)[number], count: number, dimensions: number, seed: number) => {
    const vectors = unitVectors(count, dimensions, seed, kind === "clustered" ? 2 : count)
    if (kind === "coarse") return vectors.map((vector) => unit(vector.map((value) => Math.sign(value))))
    if (kind !== "sparse") return vectors
    return vectors.map((vector) =>
      unit(vector.map((value, i) => (i % 5 === seed % 5 || i === 0 ? value : 0))),
    )
  }

  it("finds what comparing all in full finds, in the same order, by whatever filter", () => {
    const given = fc.record({
      kind: fc.constantFrom(...kinds),
      count: fc.integer({ min: 1, max: 400 }),
      dimensions: fc.integer({ min: 1, max: 70 }),
      seed: fc.nat(10_000),
      limit: fc.integer({ min: 1, max: 60 }),
      removed: fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 120 }),
      every: fc.integer({ min: 1, max: 20 }),
    })
    fc.assert(
      fc.property(given, ({ kind, count, dimensions, seed, limit, removed, every }) => {
        const vectors = vectorsOf(kind, count + 3, dimensions, seed)
        const scan = new ExactScan(dimensions)
        const oracle = new FloatScan(dimensions)
        for (const index of [scan, oracle]) {
          index.add(passagesOf(vectors.slice(0, count)))
          index.remove(removed)
        }
        const accept = every === 1 ? undefined : (article: number) => article % every !== 0
        for (const query of vectors.slice(count - 1)) {
          expect(scan.search(query, limit, accept)).toEqual(oracle.search(query, limit, accept))
        }
      }),
      { numRuns: 200 },
    )
  })

  it("does so over several blocks, and for vectors of any length", () => {
    const vectors = unitVectors(9_000, 12, 8).map((vector, i) => vector.map((value) => value * (1 + (i % 7))))
    const scan = new ExactScan(12)
    const oracle = new FloatScan(12)
    for (const index of [scan, oracle]) index.add(passagesOf(vectors))
    for (const query of vectors.filter((_, i) => i % 900 === 0)) {
      expect(scan.search(query, 40)).toEqual(oracle.search(query, 40))
    }
  })

  it("is the same without its dead rows", () => {
    const vectors = unitVectors(600, 20, 9)
    const scan = new ExactScan(20)
    scan.add(passagesOf(vectors))
    scan.remove(Array.from({ length: 200 }, (_, i) => 2 * i + 1))
    const before = vectors.map((query) => scan.search(query, 9))
    scan.drop(scan.toRows().dead)
    expect([scan.rows, scan.size]).toEqual([400, 400])
    expect(vectors.map((query) => scan.search(query, 9))).toEqual(before)
    scan.add(
      [new PassageMaker().passage(1, "text", "", vectors[0] as Float32Array)].map((passage) => ({
        ...passage,
        id: 601,
      })),
    )
    expect(scan.search(vectors[0] as Float32Array, 1)).toMatchObject([{ id: 601 }])
  })
})
