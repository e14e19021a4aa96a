import fc from "fast-check"
import { expect, it } from "vitest"
import { TermOrdinals } from "../../src/retrieve/term-ordinals.ts"

const unit = fc.constantFrom("\0", "a", "b", "乙", "方", "\uffff", "\ud83d")
const term = fc.array(unit, { maxLength: 5 }).map((units) => units.join(""))

it("gives each term one ordinal, in order of arrival, and sorts by code units", () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 300 }), (terms) => {
      const ordinals = new TermOrdinals()
      const oracle = new Map<string, number>()
      for (const one of terms) {
        expect(ordinals.find(one)).toBe(oracle.get(one) ?? -1)
        if (!oracle.has(one)) oracle.set(one, oracle.size)
        expect(ordinals.intern(one)).toBe(oracle.get(one))
      }
      const units = new Uint16Array(64)
      const sorted = Array.from(ordinals.sorted(), (ordinal) =>
        String.fromCharCode(...units.subarray(0, ordinals.read(ordinal, units))),
      )
      expect(sorted).toEqual([...oracle.keys()].sort())
    }),
    { numRuns: 200 },
  )
})

it("holds many terms, and cuts a very long one", () => {
  const ordinals = new TermOrdinals()
  const terms = Array.from({ length: 50_000 }, (_, i) =>
    i % 2 === 0 ? String.fromCharCode(0x4e00 + (i >> 9), 0x4e00 + (i & 511)) : `词${i}`,
  )
  expect(terms.map((one) => ordinals.intern(one))).toEqual(terms.map((_, i) => i))
  expect(terms.map((one) => ordinals.find(one))).toEqual(terms.map((_, i) => i))
  expect(ordinals.intern("长".repeat(64))).toBe(50_000)
  expect(ordinals.find("长".repeat(1_000))).toBe(50_000)
})
