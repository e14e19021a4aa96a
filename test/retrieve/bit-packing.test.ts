import fc from "fast-check"
import { expect, it } from "vitest"
import { BLOCK, pack, unpack, unpackGaps, widthOf } from "../../src/retrieve/bit-packing.ts"

const values = fc
  .integer({ min: 0, max: 31 })
  .chain((width) => fc.array(fc.nat(2 ** width - 1), { minLength: BLOCK, maxLength: BLOCK }))

it("gives back what was packed, in as many words as it says", () => {
  fc.assert(
    fc.property(values, fc.nat(5), (given, at) => {
      const block = Uint32Array.from(given)
      const width = widthOf(block)
      expect(2 ** width).toBeGreaterThan(Math.max(...given))
      const words = new Uint32Array(at + 4 * width + 1)
      pack(block, width, words, at)
      expect(words[at + 4 * width]).toBe(0)
      const read = new Uint32Array(BLOCK)
      unpack(words, at, width, read)
      expect([...read]).toEqual(given.map((value) => value + 1))
    }),
  )
})

it("adds up gaps", () => {
  const rows = fc.uniqueArray(fc.nat(200_000), { minLength: BLOCK, maxLength: BLOCK })
  fc.assert(
    fc.property(rows, (unordered) => {
      const wanted = unordered.sort((a, b) => a - b)
      const gaps = Uint32Array.from(wanted, (row, i) => row - (wanted[i - 1] ?? -1) - 1)
      const words = new Uint32Array(4 * 32 + 1)
      pack(gaps, widthOf(gaps), words, 0)
      const read = new Uint32Array(BLOCK)
      unpackGaps(words, 0, widthOf(gaps), -1, read)
      expect([...read]).toEqual(wanted)
    }),
  )
})
