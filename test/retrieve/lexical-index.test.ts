import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Field, IndexedPassage } from "../../src/corpus.ts"
import { FIELD_WEIGHTS, LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import type { ArticleHit } from "../../src/retrieve/lexical-scoring.ts"
import { PASSAGES_PER_HIT } from "../../src/retrieve/lexical-scoring.ts"
import { PassageMaker } from "../fixtures/passages.ts"

const analyze = (text: string) => text.split(" ").filter((term) => term !== "")

/** BM25 as the book has it, over everything, with nothing but arrays. */
class Oracle {
  articles: { readonly article: number; readonly passages: readonly IndexedPassage[] }[] = []

  frequency(term: string): number {
    return this.articles.filter(({ passages }) => passages.some((p) => analyze(p.text).includes(term))).length
  }

  search(terms: readonly string[], accept: (article: number) => boolean): ArticleHit[] {
    const lengths = this.articles.map(({ passages }) =>
      sum(passages.map((p) => analyze(p.text).length * FIELD_WEIGHTS[p.field])),
    )
    const all = this.articles.flatMap(({ passages }) => passages)
    const passageAverage = sum(all.map((p) => analyze(p.text).length)) / all.length
    const idf = new Map<string, number>()
    for (const term of terms) {
      const n = this.frequency(term)
      idf.set(term, n === 0 ? 0 : Math.log(1 + (this.articles.length - n + 0.5) / (n + 0.5)))
    }
    const hits = this.articles.map(({ article, passages }, i) => {
      const bm25 = (term: string, count: number, length: number, average: number) =>
        ((idf.get(term) as number) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average))
      const score = (count: (term: string) => number, length: number, average: number) =>
        sum(terms.map((term) => bm25(term, count(term), length, average)))
      return {
        article,
        score: score(
          (term) => sum(passages.map((p) => occurrences(p, term) * FIELD_WEIGHTS[p.field])),
          lengths[i] as number,
          sum(lengths) / lengths.length,
        ),
        passages: passages
          .map((p) => ({
            id: p.id,
            score: score((term) => occurrences(p, term), analyze(p.text).length, passageAverage),
          }))
          .filter((p) => p.score > 0)
          .sort((a, b) => b.score - a.score)
          .slice(0, PASSAGES_PER_HIT),
      }
    })
    return hits.filter((hit) => hit.score > 0 && accept(hit.article)).sort((a, b) => b.score - a.score)
  }
}

function occurrences(passage: IndexedPassage, term: string): number {
  return analyze(passage.text).filter((other) => other === term).length
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The same scores rank by rank; of equal scores the order may differ, since sums round. */
function checkSame(found: readonly ArticleHit[], wanted: readonly ArticleHit[], limit: number): void {
  expect(found.length).toBe(Math.min(limit, wanted.length))
  found.forEach((hit, i) => {
    expect(hit.score).toBeCloseTo(wanted[i]?.score as number, 9)
    const twin = wanted.find(({ article }) => article === hit.article)
    expect(hit.score).toBeCloseTo(twin?.score as number, 9)
    expect(hit.passages.map(({ score }) => score.toFixed(9))).toEqual(
      twin?.passages.map(({ score }) => score.toFixed(9)),
    )
    for (const { id } of hit.passages) expect(id).toBeGreaterThan(0)
  })
}

const word = fc.constantFrom("a", "b", "c", "d", "e", "f", "gg", "hh")
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "))
const field = fc.constantFrom<Field>("title", "abstract", "text")
const article = fc.array(fc.tuple(field, text), { minLength: 1, maxLength: 16 })
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("add" as const), article }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove" as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeze" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("search" as const),
      terms: fc.array(word, { maxLength: 5 }),
      limit: fc.integer({ min: 1, max: 12 }),
      modulus: fc.integer({ min: 1, max: 3 }),
    }),
  },
)

describe("LexicalIndex", () => {
  it("ranks as exhaustive BM25 does, whatever was added, removed and frozen before", () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 40 }), (steps) => {
        const index = new LexicalIndex({ analyze })
        const oracle = new Oracle()
        const maker = new PassageMaker()
        let number = 0
        for (const action of steps) {
          if (action.do === "add") {
            const passages = maker.article(++number, action.article)
            index.add(passages)
            oracle.articles.push({ article: number, passages })
          } else if (action.do === "remove" && oracle.articles.length > 0) {
            const [gone] = oracle.articles.splice(action.which % oracle.articles.length, 1)
            index.remove((gone?.passages ?? []).map(({ id }) => id))
          } else if (action.do === "freeze") {
            index.freeze()
          } else if (action.do === "search") {
            const accept = (n: number) => n % action.modulus === 0
            const wanted = oracle.search(action.terms, accept)
            checkSame(index.search(action.terms, action.limit, accept), wanted, action.limit)
            for (const term of action.terms)
              expect(index.documentFrequency(term)).toBe(oracle.frequency(term))
          }
          expect(index.size).toBe(oracle.articles.length)
          expect([...index.liveIds()]).toEqual(oracle.articles.flatMap((a) => a.passages.map(({ id }) => id)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it("ranks the same when large parts were frozen and merged on the way", () => {
    const index = new LexicalIndex({ analyze })
    const oracle = new Oracle()
    const maker = new PassageMaker()
    for (let number = 1; number <= 3_000; number++) {
      const texts = Array.from(
        { length: 9 },
        (_, i) => `t${(number * 7) % 1_501} u${(number * i) % 97} v${i}`,
      )
      const passages = maker.article(number, texts)
      index.add(passages)
      if (number % 3 === 0) index.remove([(passages[0] as IndexedPassage).id])
      else oracle.articles.push({ article: number, passages })
    }
    const wanted = oracle.search(["t7", "u5"], () => true)
    checkSame(index.search(["t7", "u5"], 10), wanted, 10)
    expect(index.size).toBe(2_000)
  })

  it("finds Chinese text by word, by name, in either script", () => {
    const index = new LexicalIndex()
    const maker = new PassageMaker()
    index.add(maker.article(1, [["title", "粤桂合作试验区"], "入园企业达115家。", "陈晓雯报道。"]))
    index.add(maker.article(2, ["木双镇种火龙果。"]))
    const found = (...terms: string[]) => index.search(terms, 10).map((hit) => hit.article)
    expect(found("粤桂")).toEqual([1])
    expect(found("115")).toEqual([1])
    expect(found("晓雯")).toEqual([1])
    expect(found("双镇", "粤桂", "合作")).toEqual([1, 2])
    expect(found("没有")).toEqual([])
  })

  it("refuses ids that do not grow, and forgets all on clear", () => {
    const index = new LexicalIndex({ analyze })
    const maker = new PassageMaker()
    const first = maker.article(1, ["a b"])
    index.add(first)
    expect(() => index.add(first)).toThrow(RangeError)
    index.remove([99, ...first.map(({ id }) => id)])
    expect(index.search(["a"], 10)).toEqual([])
    expect(index.highestId).toBe(1)
    index.clear()
    index.add(first)
    expect(index.search(["a"], 10)).toHaveLength(1)
    expect(index.search(["a"], 0)).toEqual([])
  })
})
