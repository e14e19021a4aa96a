import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Candidate,
  type Features,
  type RerankQuery,
  rankPassages,
  rerank,
  weighedFeatures,
} from "../../src/retrieve/rerank.ts"
import { queryTerms, words } from "../../src/text/words.ts"

/** As the search by words makes it, all terms alike. */
function queryOf(text: string, given: Partial<RerankQuery> = {}): RerankQuery {
  const terms = [...new Set(queryTerms(text))]
  const asked = new Set(words(text).map((word) => word.text))
  return {
    text,
    terms,
    words: new Set(terms.filter((term) => asked.has(term))),
    normal: [],
    answers: undefined,
    idf: () => 1,
    ...given,
  }
}

function candidate(text: string, given: Partial<Candidate> = {}): Candidate {
  return { lexical: 0.5, text, preference: 0, ...given }
}

const LENGTH = 400
/** Of one length, by what counts as no word. */
const padded = (text: string) => text.padEnd(LENGTH, "。")
const gap = (length: number) => "。".repeat(length)

describe("one difference", () => {
  interface Race {
    readonly query: RerankQuery
    /** What stands before both, for what the best articles agree on. */
    readonly leader?: Candidate
    readonly worse: Candidate
    readonly better: Candidate
    /** The features in which the two differ. */
    readonly by: (keyof Features)[]
  }
  const bridge = queryOf("大桥 通车")
  const races: [name: string, race: Race][] = [
    [
      "covers more words",
      {
        query: bridge,
        worse: candidate(padded("大桥。食堂")),
        better: candidate(padded("大桥。通车")),
        by: ["coverage", "proximity", "words"],
      },
    ],
    [
      "has the words nearer together",
      {
        query: bridge,
        worse: candidate(padded(`大桥${gap(200)}通车`)),
        better: candidate(padded(`大桥${gap(50)}通车`)),
        by: ["proximity"],
      },
    ],
    [
      "has a longer run of the question as it stands",
      {
        query: bridge,
        worse: candidate(padded("通车 大桥")),
        better: candidate(padded("大桥 通车")),
        by: ["run"],
      },
    ],
    [
      "has the kind that is asked for near the words",
      {
        query: { ...bridge, answers: (text) => text.includes("7") },
        worse: candidate(padded(`大桥。通车${gap(200)}7`)),
        better: candidate(padded(`大桥。通车${gap(20)}7`)),
        by: ["answer"],
      },
    ],
    [
      "says the words more often",
      {
        query: bridge,
        worse: candidate(padded("大桥。通车")),
        better: candidate(padded("大桥。通车。大桥。通车")),
        by: ["words"],
      },
    ],
    [
      "is longer where only pairs are asked for",
      {
        query: { ...bridge, words: new Set() },
        worse: candidate("大桥。通车"),
        better: candidate(padded("大桥。通车")),
        by: ["length"],
      },
    ],
    [
      "scored better in the search",
      {
        query: bridge,
        worse: candidate(padded("大桥。通车"), { lexical: 0.4 }),
        better: candidate(padded("大桥。通车"), { lexical: 0.6 }),
        by: ["search"],
      },
    ],
    [
      "says what the best article says besides",
      {
        query: bridge,
        leader: candidate(padded("大桥。通车。学校"), { lexical: 0.9 }),
        worse: candidate(padded("大桥。通车。食堂")),
        better: candidate(padded("大桥。通车。学校")),
        by: ["feedback"],
      },
    ],
    [
      "is preferred",
      {
        query: bridge,
        worse: candidate(padded("大桥。通车")),
        better: candidate(padded("大桥。通车"), { preference: 0.1 }),
        by: [],
      },
    ],
  ]
  it.each(races)("decides for the text that %s", (_, { query, leader, worse, better, by }) => {
    const before = leader ? [leader] : []
    for (const pair of [
      [worse, better],
      [better, worse],
    ]) {
      const ranked = rerank(query, [...before, ...pair]).filter(({ index }) => index >= before.length)
      const at = (one: Candidate) => ranked.findIndex(({ index }) => pair[index - before.length] === one)
      expect([at(better), at(worse)]).toEqual([0, 1])
      const [first, second] = ranked.map(({ features }) => features) as [Features, Features]
      const differing = (Object.keys(first) as (keyof Features)[]).filter(
        (name) => Math.abs(first[name] - second[name]) > 1e-9,
      )
      expect(differing.sort()).toEqual([...by].sort())
      for (const name of by) expect(first[name]).toBeGreaterThan(second[name])
    }
  })

  it("of a rare word counts more than of a common one", () => {
    const query = queryOf("大桥 通车", { idf: (term) => (term === "通车" ? 5 : 1) })
    const ranked = rerank(query, [candidate(padded("大桥。食堂")), candidate(padded("通车。食堂"))])
    expect(ranked.map(({ index }) => index)).toEqual([1, 0])
  })

  it("of one article says nothing about what the best agree on", () => {
    const [only] = rerank(bridge, [candidate("大桥。通车。学校。食堂")])
    expect(only?.features.feedback).toBe(0)
  })
})

const phrase = fc.string({ unit: fc.constantFrom(..."大桥通车学校食堂。 的3"), maxLength: 40 })
const candidates: fc.Arbitrary<Candidate[]> = fc.array(
  fc
    .record({
      paragraphs: fc.array(phrase, { maxLength: 4 }),
      lexical: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
      preference: fc.constantFrom(0, 0.1, 0.3, 1),
    })
    .map(({ paragraphs, lexical, preference }) => ({ lexical, preference, text: paragraphs.join("\n") })),
  { maxLength: 30 },
)
const query = fc.oneof(phrase, fc.constant("大桥通车")).chain((text) =>
  fc
    .record({
      answers: fc.constantFrom(undefined, (near: string) => near.includes("3")),
      idf: fc.constantFrom(
        () => 1,
        (term: string) => 1 / (1 + term.charCodeAt(0)),
      ),
    })
    .map((given) => queryOf(text, given)),
)

describe("any candidates", () => {
  it("are ranked, none lost and none twice, by the sum of what counts for them", () => {
    fc.assert(
      fc.property(query, candidates, (asked, given) => {
        const ranked = rerank(asked, given)
        expect(ranked.map(({ index }) => index).sort((a, b) => a - b)).toEqual(given.map((_, at) => at))
        for (const [at, { index, score, features }] of ranked.entries()) {
          const sum = weighedFeatures(features).reduce((all, one) => all + one.score, 0)
          expect(Number.isFinite(score)).toBe(true)
          expect(score).toBeCloseTo(sum + (given[index]?.preference ?? 0), 12)
          const next = ranked[at + 1]
          if (next) expect(next.score < score || (next.score === score && next.index > index)).toBe(true)
        }
      }),
    )
  })

  it("have features from 0 to 1, as far as the search has", () => {
    fc.assert(
      fc.property(query, candidates, (asked, given) => {
        for (const { features } of rerank(asked, given))
          for (const [name, value] of Object.entries(features)) {
            expect(value, name).toBeGreaterThanOrEqual(0)
            expect(value, name).toBeLessThanOrEqual(1 + 1e-9)
          }
      }),
    )
  })

  it("differ by their preference and by nothing else of it", () => {
    fc.assert(
      fc.property(query, candidates, fc.double({ min: 0, max: 2, noNaN: true }), (asked, given, more) => {
        const scores = (of: readonly Candidate[]) => new Map(rerank(asked, of).map((one) => [one.index, one]))
        const before = scores(given.map((one) => ({ ...one, preference: 0 })))
        const after = scores(given.map((one) => ({ ...one, preference: more })))
        for (const [index, { score, features }] of after) {
          expect(score).toBeCloseTo((before.get(index)?.score ?? Number.NaN) + more, 11)
          expect(features).toEqual(before.get(index)?.features)
        }
      }),
    )
  })

  it("of one text and score stay in the order of the search", () => {
    fc.assert(
      fc.property(query, candidates, fc.integer({ min: 1, max: 40 }), (asked, [one], count) => {
        if (!one) return
        const ranked = rerank(
          asked,
          Array.from({ length: count }, () => one),
        )
        expect(ranked.map(({ index }) => index)).toEqual(ranked.map((_, at) => at))
      }),
    )
  })
})

describe("passages", () => {
  it("are those that share a term, best first", () => {
    const texts = fc.array(phrase, { maxLength: 6 }).map((all) => all.map((text, id) => ({ id, text })))
    fc.assert(
      fc.property(query, texts, (asked, all) => {
        const ranked = rankPassages(asked, all)
        const sharing = all.filter(({ text }) => asked.terms.some((term) => text.includes(term)))
        expect(ranked.map(({ id }) => id).sort()).toEqual(sharing.map(({ id }) => id))
        for (const [at, { id, score }] of ranked.entries()) {
          const next = ranked[at + 1]
          expect(score > 0 && score <= 1).toBe(true)
          if (next) expect(next.score < score || (next.score === score && next.id > id)).toBe(true)
        }
      }),
    )
  })

  it("with more of the question come first, and the shorter one where they say the same", () => {
    const all = ["学校食堂", "大桥合龙", "大桥通车", `大桥${gap(60)}`].map((text, id) => ({ id, text }))
    expect(rankPassages(queryOf("大桥通车"), all).map(({ id }) => id)).toEqual([2, 1, 3])
  })
})

it("counts an amount and a day in whatever form they stand", () => {
  const asked = queryOf("龙舟赛8月5日补贴三千元", { normal: ["@8-5", "=3000"] })
  const [right, wrong] = ["八月五号的龙舟赛补贴3,000元", "8月15日的龙舟赛补贴三百元"]
  const ranked = rerank(asked, [candidate(wrong as string), candidate(right as string)])
  const covered = ranked.map(({ index, features }) => [index, features.coverage])
  const coverageOf = (index: number) => covered.find(([at]) => at === index)?.[1] ?? 0
  const without = rerank({ ...asked, normal: [] }, [candidate(wrong as string), candidate(right as string)])
  expect(coverageOf(1)).toBeGreaterThan(without.find(({ index }) => index === 1)?.features.coverage ?? 1)
  expect(coverageOf(0)).toBeLessThan(without.find(({ index }) => index === 0)?.features.coverage ?? 0)
})

const odd: [name: string, query: RerankQuery, texts: string[]][] = [
  ["empty texts", queryOf("大桥通车"), ["", ""]],
  ["one empty text", queryOf("大桥通车"), ["", "大桥通车"]],
  ["a question without terms", queryOf("的"), ["大桥", ""]],
  ["an empty question", queryOf(""), ["大桥", ""]],
  ["terms that are no words", queryOf("大桥通车", { words: new Set() }), ["大桥", "通车"]],
  ["terms that weigh next to nothing", queryOf("大桥", { idf: () => Number.MIN_VALUE }), ["大桥", ""]],
  ["no candidates", queryOf("大桥"), []],
  ["a question of 10,000 characters", queryOf("大桥通车".repeat(2_500)), ["大桥", "通车"]],
]
it.each(odd)("gives finite scores for %s", (_, asked, texts) => {
  const ranked = rerank(
    asked,
    texts.map((text) => candidate(text)),
  )
  expect(ranked).toHaveLength(texts.length)
  for (const { score, features } of ranked)
    expect([score, ...Object.values(features)].every(Number.isFinite)).toBe(true)
})
