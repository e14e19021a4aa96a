import fc from "fast-check"
import { expect, it } from "vitest"
import { TermTable } from "../../src/retrieve/term-table.ts"

it("gives each term one ordinal, in order of arrival, also when read back from its arrays", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 3_000 }), (terms) => {
      const table = new TermTable()
      const oracle = new Map<string, number>()
      for (const term of terms) {
        if (!oracle.has(term)) oracle.set(term, oracle.size)
        expect(table.intern(term)).toBe(oracle.get(term))
      }
      const copy = new TermTable(table.parts())
      for (const [term, ordinal] of oracle) expect(copy.find(term)).toBe(ordinal)
      expect(copy.size).toBe(oracle.size)
      expect(copy.find("absent term")).toBe(-1)
    }),
    { numRuns: 30 },
  )
})

it("holds many terms, and cuts a very long one", () => {
  const table = new TermTable()
  const ordinals = Array.from({ length: 50_000 }, (_, i) => table.intern(`词${i}`))
  expect(ordinals.findIndex((ordinal, i) => ordinal !== i)).toBe(-1)
  for (let i = 0; i < 50_000; i += 997) expect(table.find(`词${i}`)).toBe(i)
  expect(table.intern("长".repeat(64))).toBe(50_000)
  expect(table.find("长".repeat(1_000))).toBe(50_000)
})

it("takes terms over from another table", () => {
  const from = new TermTable()
  for (const term of ["梧州", "", "a"]) from.intern(term)
  const to = new TermTable()
  expect([2, 0, 1, 0].map((ordinal) => to.internFrom(from, ordinal))).toEqual([0, 1, 2, 1])
  expect(to.find("梧州")).toBe(1)
})
