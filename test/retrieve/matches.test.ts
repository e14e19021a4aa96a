import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bestWindow, countTerms, findMatches, longestRun } from "../../src/retrieve/matches.ts"

const text = fc.string({ unit: fc.constantFrom(..."桥梁通车甲乙"), maxLength: 60 })
const terms = fc.uniqueArray(
  fc.string({ unit: fc.constantFrom(..."桥梁通车甲"), minLength: 1, maxLength: 3 }),
  {
    maxLength: 6,
  },
)

describe("matches", () => {
  it("are all places where a term stands, in order", () => {
    fc.assert(
      fc.property(text, terms, (where, what) => {
        const expected: [number, number][] = []
        for (let at = 0; at < where.length; at++)
          what.forEach((term, i) => {
            if (where.startsWith(term, at)) expected.push([at, i])
          })
        const { positions, terms: found } = findMatches(where, what)
        expect([...positions].map((at, i) => [at, found[i]])).toEqual(expected)
      }),
    )
  })

  it("are counted", () => {
    fc.assert(
      fc.property(text, terms, (where, what) => {
        const counts = countTerms(findMatches(where, what), what.length)
        what.forEach((term, i) => {
          let count = 0
          for (let at = 0; at < where.length; at++) if (where.startsWith(term, at)) count++
          expect(counts[i]).toBe(count)
        })
      }),
    )
  })

  it("weigh most in the window that trying all finds", () => {
    fc.assert(
      fc.property(text, terms, fc.integer({ min: 0, max: 20 }), (where, what, length) => {
        const weights = Float64Array.from(what, (_, i) => i + 1)
        let most = 0
        for (let start = 0; start < where.length; start++) {
          const sum = what.reduce((all, term, i) => {
            const at = where.indexOf(term, start)
            return at >= 0 && at <= start + length ? all + (weights[i] as number) : all
          }, 0)
          most = Math.max(most, sum)
        }
        expect(bestWindow(findMatches(where, what), weights, length).weight).toBeCloseTo(most, 9)
      }),
    )
  })
})

it("finds the length of the longest piece that two texts share", () => {
  fc.assert(
    fc.property(text, text, (query, where) => {
      let longest = 0
      for (let start = 0; start < query.length; start++)
        for (let end = start + 1; end <= query.length; end++)
          if (where.includes(query.slice(start, end))) longest = Math.max(longest, end - start)
      expect(longestRun(query, where)).toBe(longest)
    }),
  )
})
