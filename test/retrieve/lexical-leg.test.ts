import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Evidence, Field, IndexedPassage } from "../../src/corpus.ts"
import { LexicalIndex } from "../../src/retrieve/lexical-index.ts"
import { createLexicalLeg, type LexicalHit } from "../../src/retrieve/lexical-leg.ts"
import { type Question, readQuestion } from "../../src/retrieve/question.ts"
import { createSpelling } from "../../src/retrieve/spelling.ts"
import { evidence } from "../fixtures/evidence.ts"
import { MemoryStore } from "../fixtures/memory-store.ts"

interface Story {
  readonly text: string
  readonly title?: string
  readonly day?: string
  readonly place?: readonly string[]
  /** In the index and no longer in the store. */
  readonly gone?: boolean
}

/** Articles by their place in the list. */
function archive(stories: readonly Story[]) {
  const lexical = new LexicalIndex()
  const known: Evidence[] = []
  let id = 0
  stories.forEach(({ text, title = "", day, place = [], gone = false }, article) => {
    const fields: [Field, string][] = [
      ["title", title],
      ["text", text],
    ]
    const passages = fields.flatMap(([field, whole]): IndexedPassage[] =>
      [...whole.matchAll(/[^\n]+/g)].map(({ 0: line, index: start }) => ({
        id: ++id,
        article,
        field,
        start,
        end: start + line.length,
        text: line,
        vector: new Float32Array(0),
      })),
    )
    lexical.add([{ number: article, place: [], bylines: [], passages }])
    if (gone) return
    for (const { id: passageId, ...rest } of passages) {
      const given = { id: `a${article}`, ...(day && { publishedAt: day }) }
      known.push({ ...evidence(rest.text, given), ...rest, passageId, place })
    }
  })
  const store = new MemoryStore(known)
  const leg = createLexicalLeg({ store, lexical, spelling: createSpelling(lexical) })
  const days = stories.flatMap(({ day }) => day ?? []).sort()
  const state = {
    articles: stories.length,
    passages: id,
    sequence: 1,
    oldestDay: days[0] ?? null,
    newestDay: days.at(-1) ?? null,
  }
  const places = stories.map(({ place = [] }) => ({ path: place, articles: 1 }))
  const ask = (text: string): Question =>
    readQuestion(text, {
      now: new Date("2025-11-01T04:00:00Z"),
      timeZone: "Asia/Shanghai",
      archive: { state: () => state, places: () => places },
    })
  const search = (text: string, limit = 100, accept?: (article: number) => boolean) =>
    leg(ask(text), limit, accept)
  return { store, lexical, leg, ask, search }
}

const numbers = (hits: readonly LexicalHit[]) => hits.map(({ article }) => article)

/** Sentences that an archive has often enough to know how its words are spelt, and the search what is common. */
const OFTEN = ["果园里的火龙果熟了", "汐江二桥今年通车", "学校食堂供应早餐", "县医院门诊楼封顶"]
const FILLED = OFTEN.flatMap((text) =>
  Array.from({ length: 12 }, (_, at): Story => ({ text: `${text}，其${at}。` })),
)

describe("spelling", () => {
  const { search } = archive(FILLED)
  const cases: [typed: string, means: string][] = [
    ["火龙果", "火龙果"],
    ["火笼果", "火龙果"],
    ["火龍菓", "火龙果"],
    ["门珍楼", "门诊楼"],
  ]
  it.each(cases)("%s finds %s", (typed, means) => {
    const found = search(typed)
    const expected = FILLED.flatMap(({ text }, at) => (text.includes(means) ? at : []))
    expect(numbers(found).sort((a, b) => a - b)).toEqual(expected)
  })

  it("finds what was meant and what was typed, where the archive has both", () => {
    const often = Array.from({ length: 60 }, (): Story => ({ text: "果园里的火龙果熟了。" }))
    const { search } = archive([...often, { text: "竹编火笼，老人说好用。" }])
    expect(numbers(search("火笼果", 61)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 61 }, (_, at) => at),
    )
  })
})

describe("the question's hints prefer and do not exclude", () => {
  const text = "汐江大桥合龙，市民上桥参观。"
  const sameDay = "2025-07-01"
  const cases: [asked: string, worse: Partial<Story>, better: Partial<Story>, plain: string][] = [
    ["2025年5月合龙的大桥", { day: "2025-09-10" }, { day: "2025-05-10" }, "合龙的大桥"],
    ["5月10日大桥合龙", { day: "2025-09-10" }, { day: "2025-05-10" }, "大桥合龙"],
    ["5月10日大桥合龙", { day: "2025-05-12" }, { day: "2025-05-11" }, "大桥合龙"],
    [
      "禾溪县的大桥合龙",
      { day: sameDay, place: ["海岳省", "云岭县"] },
      { day: sameDay, place: ["海岳省", "禾溪县"] },
      "大桥合龙",
    ],
    ["大桥最新进展", { day: "2025-05-10" }, { day: "2025-09-10" }, "大桥合龙"],
    ["大桥最新进展", { day: "2025-09-09" }, { day: "2025-09-10" }, "大桥合龙"],
    ["大桥最新进展", {}, { day: "2025-09-10" }, "大桥合龙"],
  ]
  it.each(cases)("%s", (asked, worse, better, plain) => {
    for (const pair of [
      [worse, better],
      [better, worse],
    ]) {
      const { search } = archive(pair.map((one) => ({ text, ...one })))
      const [first, second] = search(asked)
      expect([first?.article, second?.article].map((at) => pair[at ?? -1])).toEqual([better, worse])
      expect(first?.features).toEqual(second?.features)
      expect((first?.score ?? 0) - (second?.score ?? 0)).toBeCloseTo(
        (first?.preference ?? 0) - (second?.preference ?? 0),
        9,
      )
      // Without the hint the two are equal and stay in the order of arrival.
      expect(numbers(search(plain))).toEqual([0, 1])
      expect(search(plain).map(({ preference }) => preference)).toEqual([0, 0])
    }
  })

  it("and lose against an article that is the only one to say what is asked", () => {
    const { search } = archive([
      { text: "雨季来临，市民注意防汛。", place: ["禾溪县"], day: "2025-05-10" },
      { text: "县医院门诊楼封顶，新增床位三百张。", place: ["云岭县"], day: "2025-09-10" },
      { text: "医院提醒，雨季防蚊。", place: ["禾溪县"], day: "2025-05-10" },
    ])
    expect(numbers(search("禾溪县5月医院门诊楼封顶床位"))[0]).toBe(1)
  })
})

describe("amounts and days", () => {
  const { search } = archive([
    { text: "食堂补贴3,000元。" },
    { text: "食堂补贴3千元。" },
    { text: "食堂补贴三千元。" },
    { text: "食堂补贴300元。" },
    { text: "龙舟赛定于八月五号。" },
    { text: "龙舟赛定于2013-08-05。" },
    { text: "龙舟赛定于8月5日。" },
    { text: "龙舟赛定于8月15日。" },
    { text: "大会改期举行。" },
  ])
  const cases: [asked: string, found: number[]][] = [
    ["三千", [0, 1, 2]],
    ["3000", [0, 1, 2]],
    ["3,000", [0, 1, 2]],
    ["３千", [0, 1, 2]],
    ["8月5日", [4, 5, 6]],
    ["八月五號", [4, 5, 6]],
    ["2013-8-5", [4, 5, 6]],
  ]
  it.each(cases)("%s", (asked, found) => {
    expect(
      numbers(search(asked))
        .filter((article) => found.includes(article))
        .sort(),
    ).toEqual(found)
  })
})

describe("any question", () => {
  const { leg, ask, search } = archive([
    ...FILLED,
    { title: "大雨连夜", text: "雨。下了很久。\n山路不通。" },
    { text: "ABC公司招工，月薪5000元。" },
  ])
  const [rain, company] = [FILLED.length, FILLED.length + 1]
  const cases: [name: string, asked: string, first: number | undefined][] = [
    ["one character", "雨", rain],
    ["in Traditional characters", "請問山路為什麼不通", rain],
    ["in full-width letters", "Ａｂｃ公司", company],
    ["of stop words", "的了和", undefined],
    ["of question words", "是什么？", undefined],
    ["of courtesies", "请问一下，谢谢", undefined],
    ["empty", "", undefined],
    ["white space", "  \n", undefined],
    ["no words", "😀", undefined],
    ["of words that nothing says", "量子纠缠", undefined],
    ["one word very often", "雨。".repeat(5_000), rain],
    ["one very long word", "a".repeat(10_000), undefined],
    ["words before very many marks", `大雨山路${"，".repeat(10_000)}`, rain],
  ]
  it.each(cases)("%s", (_, asked, first) => {
    const [hit] = search(asked)
    expect(hit?.article).toBe(first)
    if (hit) expect(Number.isFinite(hit.score)).toBe(true)
  })

  it("is answered where more of it is searched for than a question has", () => {
    const question = { ...ask("雨"), searchText: "大雨山路不通。。".repeat(1_250) }
    const [hit] = leg(question, 10)
    expect(hit?.article).toBe(rain)
    expect(Number.isFinite(hit?.score)).toBe(true)
  })

  it("finds passages in titles and texts, those alone that share a word with it", () => {
    const { search, store } = archive([{ title: "大雨", text: "山路\n不通\n大雨\n学校停课" }])
    const passagesFor = (asked: string) =>
      store.evidence((search(asked)[0]?.passages ?? []).map(({ id }) => id)).map(({ text }) => text)
    for (const one of ["山路", "不通", "学校停课"]) expect(passagesFor(one)).toEqual([one])
    expect(passagesFor("大雨")).toEqual(["大雨", "大雨"])
    expect(passagesFor("山路停课").sort()).toEqual(["学校停课", "山路"])
  })

  it("asks nothing of an empty archive", () => {
    expect(archive([]).search("大桥")).toEqual([])
  })
})

it("follows an archive that grows", () => {
  const { leg, ask, store, lexical } = archive(FILLED)
  const asked = ask("汐江二桥通车")
  const before = leg(asked, 50)
  const last = lexical.highestId
  const more = ["二桥通车", "汐江涨水", "学校开学"].map((text, i) => ({
    number: FILLED.length + i,
    place: [],
    bylines: [],
    passages: [
      {
        id: last + i + 1,
        article: FILLED.length + i,
        field: "text" as const,
        start: 0,
        end: text.length,
        text,
        vector: new Float32Array(0),
      },
    ],
  }))
  lexical.add(more)
  const after = leg(asked, 50)
  expect(after).toEqual(createLexicalLeg({ store, lexical, spelling: createSpelling(lexical) })(asked, 50))
  expect(after).not.toEqual(before)
})

describe("what is found", () => {
  const word = fc.constantFrom("大桥", "学校", "食堂", "医院", "公园")
  const stories = fc.array(
    fc.record({
      text: fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => `${all.join("。")}。`),
      gone: fc.boolean(),
    }),
    { maxLength: 50 },
  )
  const asked = fc.uniqueArray(word, { minLength: 1, maxLength: 3 })

  it("is every article that shares a word and is in the store, each once, its ranks those of the index", () => {
    fc.assert(
      fc.property(stories, asked, (given, some) => {
        const hits = archive(given).search(some.join(" "))
        const expected = given.flatMap(({ text, gone }, at) =>
          !gone && some.some((one) => text.includes(one)) ? at : [],
        )
        expect(numbers(hits).sort((a, b) => a - b)).toEqual(expected)
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a))
        const byRank = [...hits].sort((a, b) => a.found.rank - b.found.rank).map(({ found }) => found)
        expect(new Set(byRank.map(({ rank }) => rank)).size).toBe(hits.length)
        expect(byRank.map(({ score }) => score)).toEqual(
          byRank.map(({ score }) => score).sort((a, b) => b - a),
        )
        for (const { features, found } of hits) {
          if (features) expect(features.search > 0 && features.search <= 1).toBe(true)
          expect(found.score).toBeGreaterThan(0)
        }
      }),
      { numRuns: 50 },
    )
  })

  it("is accepted, and all that is accepted is found", () => {
    fc.assert(
      fc.property(stories, asked, fc.array(fc.nat(50)), (given, some, wanted) => {
        const accepted = new Set(wanted)
        const { search } = archive(given)
        const all = numbers(search(some.join(" ")))
        const filtered = numbers(search(some.join(" "), 100, (article) => accepted.has(article)))
        expect(filtered.sort()).toEqual(all.filter((article) => accepted.has(article)).sort())
      }),
      { numRuns: 50 },
    )
  })

  it("is the same ranking, cut where the limit is", () => {
    fc.assert(
      fc.property(stories, asked, fc.nat(30), (given, some, limit) => {
        const { search } = archive(given)
        expect(search(some.join(" "), limit)).toEqual(search(some.join(" "), 30).slice(0, limit))
      }),
      { numRuns: 50 },
    )
  })

  it("is as much as is asked for, also where that is more than is ranked anew otherwise", () => {
    const many = Array.from({ length: 150 }, (_, at): Story => ({ text: `大桥${"。".repeat(at)}` }))
    const { search } = archive(many)
    for (const limit of [1, 40, 150]) {
      const found = numbers(search("大桥", limit))
      expect([found.length, new Set(found).size]).toEqual([limit, limit])
    }
    expect(search("大桥", 1_000)).toHaveLength(150)
    expect(search("大桥", 0)).toEqual([])
  })
})
