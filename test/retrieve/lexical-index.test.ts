import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Field, IndexedArticle } from "../../src/corpus.ts"
import { FIELD_WEIGHTS, type IndexedField } from "../../src/retrieve/bm25f.ts"
import { type ArticleHit, LexicalIndex, type QueryTerm } from "../../src/retrieve/lexical-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"

const analyze = (text: string) => text.split(/\s/).filter((term) => term !== "")

type Weights = Readonly<Record<IndexedField, number>>
const UNEVEN: Weights = { title: 2, abstract: 1.5, lead: 1.25, body: 1, place: 0, bylines: 0.5 }

interface Counted {
  readonly number: number
  readonly ids: readonly number[]
  readonly length: number
  readonly counts: ReadonlyMap<string, number>
}

/** BM25F as the paper has it, over everything, with nothing but maps. */
class Oracle {
  readonly #weights: Weights
  articles: Counted[] = []

  constructor(weights: Weights) {
    this.#weights = weights
  }

  add({ number, place, bylines, passages }: IndexedArticle): void {
    const counts = new Map<string, number>()
    let length = 0
    const count = (field: IndexedField, text: string) => {
      for (const term of analyze(text)) {
        length += this.#weights[field]
        if (this.#weights[field] > 0) counts.set(term, (counts.get(term) ?? 0) + this.#weights[field])
      }
    }
    const lead = passages.findIndex(({ field }) => field === "text")
    passages.forEach(({ field, text }, i) => {
      count(field !== "text" ? field : i === lead ? "lead" : "body", text)
    })
    count("place", place.join(" "))
    count("bylines", bylines.join(" "))
    this.articles.push({ number, ids: passages.map(({ id }) => id), length, counts })
  }

  frequency(term: string): number {
    return this.articles.filter(({ counts }) => counts.has(term)).length
  }

  search(query: readonly QueryTerm[], accept: (article: number) => boolean): ArticleHit[] {
    const average = this.articles.reduce((sum, { length }) => sum + length, 0) / this.articles.length
    const terms = query.map(({ term, weight }) => {
      const n = this.frequency(term)
      return { term, weight: weight * Math.log(1 + (this.articles.length - n + 0.5) / (n + 0.5)) }
    })
    return this.articles
      .map(({ number, length, counts }) => {
        const norm = 1.2 * (0.25 + (0.75 * length) / average)
        const score = terms.reduce((sum, { term, weight }) => {
          const count = counts.get(term) ?? 0
          return sum + (weight * count * 2.2) / (count + norm)
        }, 0)
        return { article: number, score }
      })
      .filter(({ article, score }) => score > 0 && accept(article))
      .sort((a, b) => b.score - a.score)
  }
}

/** The same scores rank by rank; of scores that are equal but for rounding the order may differ. */
function checkSame(found: readonly ArticleHit[], wanted: readonly ArticleHit[], limit: number): void {
  expect(found.length).toBe(Math.min(limit, wanted.length))
  const scores = new Map(wanted.map(({ article, score }) => [article, score]))
  found.forEach((hit, i) => {
    expect(hit.score).toBeCloseTo(wanted[i]?.score as number, 5)
    expect(hit.score).toBeCloseTo(scores.get(hit.article) as number, 5)
  })
  expect(new Set(found.map(({ article }) => article)).size).toBe(found.length)
}

const word = fc.constantFrom("a", "b", "c", "d", "e", "f", "gg", "hh", "ggi", "乙", "乙方", "乙方案")
const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(" "))
const field = fc.constantFrom<Field>("title", "abstract", "text")
const article = fc.record({
  texts: fc.array(fc.tuple(field, text), { minLength: 1, maxLength: 6 }),
  place: fc.array(word, { maxLength: 2 }),
  bylines: fc.array(word, { maxLength: 2 }),
})
const weight = fc.constantFrom(0, 0.25, 1, 1, 3)
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("add" as const), article, times: fc.constantFrom(1, 1, 9, 90) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("remove" as const),
      which: fc.nat(),
      many: fc.integer({ min: 1, max: 60 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeze" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("compact" as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("search" as const),
      query: fc.array(fc.record({ term: word, weight }), { maxLength: 6 }),
      limit: fc.integer({ min: 1, max: 30 }),
      modulus: fc.integer({ min: 1, max: 3 }),
    }),
  },
)

/** An index and the oracle beside it, of which the same is asked. */
class Pair {
  readonly index: LexicalIndex
  readonly oracle: Oracle
  readonly #maker = new PassageMaker()
  #number = 0

  constructor(weights: Weights) {
    this.index = new LexicalIndex({ analyze, fieldWeights: weights })
    this.oracle = new Oracle(weights)
  }

  add(texts: readonly (string | readonly [Field, string])[], given: Partial<IndexedArticle> = {}): void {
    const article = this.#maker.article(++this.#number, texts, given)
    this.index.add([article])
    this.oracle.add(article)
  }

  remove(which: number, many: number): void {
    const gone = this.oracle.articles.splice(which % Math.max(1, this.oracle.articles.length), many)
    this.index.remove(gone.flatMap(({ ids }) => ids))
  }

  check(query: readonly QueryTerm[], limit: number, accept: (article: number) => boolean): void {
    checkSame(this.index.search(query, limit, accept), this.oracle.search(query, accept), limit)
    for (const { term } of query) expect(this.index.documentFrequency(term)).toBe(this.oracle.frequency(term))
  }

  checkContents(): void {
    const { articles } = this.oracle
    expect(this.index.size).toBe(articles.length)
    expect([...this.index.liveIds()]).toEqual(articles.flatMap(({ ids }) => ids))
    const terms = new Set(articles.flatMap(({ counts }) => [...counts.keys()]))
    expect([...this.index.terms()]).toEqual(
      [...terms].sort().map((term) => ({ term, documentFrequency: this.oracle.frequency(term) })),
    )
  }
}

describe("LexicalIndex", () => {
  it.each([
    ["even weights", FIELD_WEIGHTS],
    ["uneven weights", UNEVEN],
  ])(
    "ranks as exhaustive BM25F does, whatever was added, removed and merged before: %s",
    async (_, weights) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 30 }), async (steps) => {
          const pair = new Pair(weights)
          for (const action of steps) {
            if (action.do === "add") {
              const { texts, place, bylines } = action.article
              for (let i = 0; i < action.times; i++) pair.add(texts, { place, bylines })
            } else if (action.do === "remove") pair.remove(action.which, action.many)
            else if (action.do === "freeze") pair.index.freeze()
            else if (action.do === "compact") await pair.index.compact()
            else pair.check(action.query, action.limit, (n) => n % action.modulus === 0)
          }
          pair.checkContents()
        }),
        { numRuns: 150 },
      )
    },
  )

  it("ranks the same over thousands of articles, many of them dead, in several windows and blocks", async () => {
    const pair = new Pair(FIELD_WEIGHTS)
    for (let n = 1; n <= 6_000; n++) {
      const often = "x ".repeat(1 + ((n * n) % 7))
      pair.add([
        ["title", `t${(n * 7) % 1_501}`],
        `u${(n * 13) % 97} v${n % 3} w${n % 11}`,
        `${often}w${n % 5}`,
      ])
      if (n % 997 === 0) pair.remove((n * 31) % 500, 200)
    }
    const queries = ["t7 u5", "x", "x v1", "x u5 v1 w3", "w1 w2 w3 w4 w10 u1 u2", "t70 x w0", "absent", "t14"]
    const check = () => {
      for (const words of queries) {
        const query = words.split(" ").map((term, i) => ({ term, weight: 1 + (i % 2) }))
        for (const modulus of [1, 2, 50]) {
          for (const limit of [1, 10, 100]) pair.check(query, limit, (n) => n % modulus === 0)
        }
      }
    }
    check()
    await pair.index.compact()
    check()
    pair.checkContents()
  })

  it("gives articles that score alike in the order of arrival", () => {
    const pair = new Pair(FIELD_WEIGHTS)
    for (let n = 1; n <= 3_000; n++) pair.add([n % 5 === 0 ? "a b z" : `a b y${n}`])
    const query = ["a", "z", "b"].map((term) => ({ term, weight: 1 }))
    const wanted = Array.from({ length: 40 }, (_, i) => 5 * (i + 1))
    expect(pair.index.search(query, 40).map(({ article }) => article)).toEqual(wanted)
  })

  it("finds Chinese text by word, by name, in either script, and by place and byline", () => {
    const index = new LexicalIndex()
    const maker = new PassageMaker()
    index.add([
      maker.article(1, [["title", "粤桂合作试验区"], "入园企业达115家。", "陈晓雯报道。"]),
      maker.article(2, ["木双镇种火龙果。"], { place: ["海岳省", "汐川市"], bylines: ["田一苇"] }),
    ])
    const found = (...terms: string[]) =>
      index
        .search(
          terms.map((term) => ({ term, weight: 1 })),
          10,
        )
        .map((hit) => hit.article)
    expect(found("粤桂")).toEqual([1])
    expect(found("115")).toEqual([1])
    expect(found("晓雯")).toEqual([1])
    expect(found("双镇", "粤桂", "合作")).toEqual([1, 2])
    expect(found("汐川")).toEqual([2])
    expect(found("一苇")).toEqual([2])
    expect(found("没有")).toEqual([])
  })

  it("refuses ids that do not grow and weights that are no numbers, and forgets all on clear", () => {
    const index = new LexicalIndex({ analyze })
    const first = new PassageMaker().article(1, ["a b"])
    index.add([first])
    expect(() => index.add([first])).toThrow(RangeError)
    for (const weight of [-1, NaN, Infinity])
      expect(() => index.search([{ term: "a", weight }], 1)).toThrow(RangeError)
    index.remove([99, ...first.passages.map(({ id }) => id)])
    expect(index.search([{ term: "a", weight: 1 }], 10)).toEqual([])
    expect(index.highestId).toBe(1)
    index.clear()
    index.add([first])
    expect(index.search([{ term: "a", weight: 1 }], 10)).toHaveLength(1)
    expect(index.search([{ term: "a", weight: 1 }], 0)).toEqual([])
  })

  it("cuts long terms, keeps the highest counts and lengths, and refuses weights that are no quarters", () => {
    const pair = new Pair(FIELD_WEIGHTS)
    const long = "长".repeat(1_000)
    pair.add([long, "b ".repeat(70_000)])
    pair.add([`${long}短 c`])
    const found = pair.index.search([{ term: `${long}x`, weight: 1 }], 10)
    expect(found.map(({ article }) => article)).toEqual([2, 1])
    expect(pair.index.search([{ term: "b", weight: 1 }], 10)).toHaveLength(1)
    expect(() => new LexicalIndex({ fieldWeights: { ...FIELD_WEIGHTS, lead: 0.3 } })).toThrow(/lead/)
  })
})
