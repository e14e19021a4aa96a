import fc from "fast-check"
import { expect, test } from "vitest"
import { bandKeys, shingles } from "../../src/ingest/min-hash.ts"

const letters = fc.string({
  unit: fc.constantFrom(..."汐川白渡云岭清坪桥路修通车年月日一二三四五六七八九十"),
  minLength: 1,
  maxLength: 400,
})

const shared = (a: readonly number[], b: readonly number[]) => a.filter((key) => b.includes(key)).length

test("equal runs of five letters have equal hashes, others do not", () => {
  fc.assert(
    fc.property(letters, (text) => {
      const runs = Array.from({ length: Math.max(1, text.length - 4) }, (_, i) => text.slice(i, i + 5))
      const hashes = [...shingles(text)]
      expect(hashes).toHaveLength(runs.length)
      expect(new Set(hashes).size).toBe(new Set(runs).size)
      for (const [i, run] of runs.entries()) expect(hashes[i]).toBe(hashes[runs.indexOf(run)])
    }),
  )
})

test("a text has the same 20 bands each time, all different and all whole numbers", () => {
  fc.assert(
    fc.property(letters, (text) => {
      const keys = bandKeys(text)
      expect(new Set(keys).size).toBe(20)
      expect(keys.every((key) => Number.isSafeInteger(key) && key >= 0)).toBe(true)
      expect(bandKeys(text)).toEqual(keys)
    }),
  )
  // Bands are kept in databases: a change of these numbers needs a new version of the signatures.
  expect(bandKeys("汐江二桥昨日合龙").slice(0, 2)).toMatchInlineSnapshot(`
    [
      2260583177,
      8168318399,
    ]
  `)
})

/** Letters that repeat no run of five, from a place of their own for each seed. */
function distinct(seed: number, length: number): string {
  return Array.from({ length }, (_, i) =>
    String.fromCharCode(0x4e00 + ((seed * 977 + i * 31) % 20_000)),
  ).join("")
}

test("texts that resemble each other meet in a band about as often as the theory says", () => {
  const met = (share: number) => {
    let found = 0
    for (let trial = 0; trial < 200; trial++) {
      const common = distinct(trial, 400)
      const own = Math.round((400 * (1 - share)) / (2 * share))
      const a = bandKeys(distinct(trial + 1000, own) + common)
      const b = bandKeys(distinct(trial + 2000, own) + common)
      // Of the whole texts alone: their beginnings differ.
      found += shared(a.slice(0, 12), b.slice(0, 12)) > 0 ? 1 : 0
    }
    return found / 200
  }
  expect(met(0.8)).toBeGreaterThan(0.98)
  expect(met(0.2)).toBeLessThan(0.15)
})

test("a shortened version meets the whole by its head", () => {
  const whole = distinct(3, 3000)
  const short = bandKeys(whole.slice(0, 300))
  expect(shared(short, bandKeys(whole))).toBeGreaterThanOrEqual(8)
})
