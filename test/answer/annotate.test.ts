import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { annotate, textWithDates, withDates } from "../../src/answer/annotate.ts"
import type { Answer } from "../../src/answer/answer.ts"
import type { Claim, StoredArticle } from "../../src/corpus.ts"
import { fieldEvidence } from "../../src/gate/field-evidence.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { article, stored } from "../fixtures/articles.ts"

/** A paper of 2013-08-05, read in another year. */
const TODAY = "2025-10-08"

function printed(paragraphs: readonly string[], publishedAt: string | null, id = "a"): StoredArticle {
  return stored(article(id, [...paragraphs], { publishedAt }))
}

/** The sentence as a claim that is its own quote. */
function quoted(from: StoredArticle, sentence: string): Claim {
  const start = from.text.indexOf(sentence)
  return quoteClaim(fieldEvidence(from, "text"), start, start + sentence.length)
}

function shown(sentence: string, publishedAt: string | null = "2013-08-05", today = TODAY): string {
  const from = printed([sentence], publishedAt)
  return textWithDates(
    withDates(quoted(from, sentence), () => from),
    today,
  )
}

describe("dates behind the words of time", () => {
  const cases: [sentence: string, shown: string][] = [
    ["大桥去年9月开工。", "大桥去年9月（2012年9月）开工。"],
    ["昨日下午，大桥合龙。", "昨日下午（2013年8月4日），大桥合龙。"],
    ["8月3日，大桥合龙。", "8月3日（2013年），大桥合龙。"],
    ["上半年产茶300吨。", "上半年（2013年）产茶300吨。"],
    ["7月底，入园企业146家，比6月底多7家。", "7月底（2013年），入园企业146家，比6月底多7家。"],
    ["7月底有146家，比去年底多7家。", "7月底（2013年）有146家，比去年底（2012年底）多7家。"],
    ["2013年7月开工，8月合龙。", "2013年7月开工，8月合龙。"],
    ["7月28日和29日清点水鸟。", "7月28日（2013年）和29日清点水鸟。"],
    ["昨日，大桥合龙；昨日，通了电。", "昨日（2013年8月4日），大桥合龙；昨日，通了电。"],
    ["昨日（8月4日），大桥合龙。", "昨日（8月4日，2013年），大桥合龙。"],
    ["2013年8月1日开幕，当天售票三千张。", "2013年8月1日开幕，当天售票三千张。"],
    ["去年（2012年）产茶300吨。", "去年（2012年）产茶300吨。"],
    ["今年以来，新增企业12家。", "今年以来（2013年1月1日至8月5日），新增企业12家。"],
    ["国庆期间，工地不停工。", "国庆期间（2013年），工地不停工。"],
    ["去年10月到12月，雨水偏少。", "去年10月到12月（2012年10月至12月），雨水偏少。"],
    ["日前，记者走进白渡村。", "日前，记者走进白渡村。"],
    ["2012年9月开工。", "2012年9月开工。"],
    ["每年9月，候鸟南飞。", "每年9月，候鸟南飞。"],
  ]
  it.each(cases)("%s", (sentence, expected) => {
    expect(shown(sentence)).toBe(expected)
  })

  it("is left out where the article has no date", () => {
    expect(shown("大桥去年9月开工，昨日合龙。", null)).toBe("大桥去年9月开工，昨日合龙。")
  })

  const read: [sentence: string, today: string, shown: string][] = [
    ["昨日，大桥合龙。", "2013-08-05", "昨日，大桥合龙。"],
    ["昨日，大桥合龙。", "2013-08-06", "昨日（2013年8月4日），大桥合龙。"],
    ["8月3日，大桥合龙。", "2013-12-30", "8月3日，大桥合龙。"],
    ["8月3日，大桥合龙。", "2014-01-02", "8月3日（2013年），大桥合龙。"],
    ["今年产茶300吨。", "2013-12-30", "今年产茶300吨。"],
    ["今年产茶300吨。", "2014-01-02", "今年（2013年）产茶300吨。"],
    ["去年9月开工。", "2013-11-01", "去年9月开工。"],
    ["本月开工。", "2013-08-31", "本月开工。"],
    ["本月开工。", "2013-09-01", "本月（2013年8月）开工。"],
    ["今年以来，新增企业12家。", "2013-08-10", "今年以来，新增企业12家。"],
    ["今年以来，新增企业12家。", "2013-09-10", "今年以来（2013年1月1日至8月5日），新增企业12家。"],
  ]
  it.each(read)("%s read on %s", (sentence, today, expected) => {
    expect(shown(sentence, "2013-08-05", today)).toBe(expected)
  })
})

describe("withDates", () => {
  const from = printed(["2012年6月3日，县里立案。", "次日，两人被抓。去年9月，案件开庭。"], "2013-08-05")

  it("reads a quote with what stands before it in the article", () => {
    const claim = withDates(quoted(from, "次日，两人被抓。"), () => from)
    expect(claim.dates).toEqual([
      { start: 0, end: 2, from: "2012-06-04", to: "2012-06-04", precision: "day", shown: "2012年6月4日" },
    ])
  })

  it("dates only words that stand in the quote too, where the claim has them", () => {
    const { citations } = quoted(from, "去年9月，案件开庭。")
    const told = (text: string) =>
      withDates({ text, citations }, () => from).dates?.map((date) => [date.start, date.shown])
    expect(told("案件在去年9月开庭。")).toEqual([[3, "2012年9月"]])
    expect(told("案件昨日开庭。")).toBeUndefined()
    expect(told("案件在12年去年9月开庭，去年9月。")).toEqual([
      [6, "2012年9月"],
      [13, "2012年9月"],
    ])
  })

  it("leaves undated what two quotes date otherwise", () => {
    const later = printed(["昨日，大桥通车。"], "2013-09-10", "b")
    const earlier = printed(["昨日，大桥通车。"], "2013-08-05", "a")
    const [one, other] = [quoted(earlier, "昨日，大桥通车。"), quoted(later, "昨日，大桥通车。")]
    const get = (id: string) => (id === "a" ? earlier : later)
    expect(withDates({ ...one, citations: [...one.citations, ...other.citations] }, get)).not.toHaveProperty(
      "dates",
    )
    expect(withDates(one, get).dates).toHaveLength(1)
  })

  it("reads the quote alone where the article is gone", () => {
    expect(withDates(quoted(from, "去年9月，案件开庭。"), () => undefined).dates).toHaveLength(1)
    expect(withDates(quoted(from, "次日，两人被抓。"), () => undefined)).not.toHaveProperty("dates")
  })

  it("never changes the text of a claim, and only ever adds to what is shown", () => {
    const piece = fc.constantFrom(
      ..."去年9月昨日上半今以来5至、，。（）(2013年大桥当天".split(""),
      "9月5日",
      "昨日",
      "去年",
      "7月底",
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 16 }), (pieces) => {
        const sentence = pieces.join("")
        const one = printed([sentence], "2013-08-05")
        const claim = withDates(quoted(one, sentence), () => one)
        expect(claim.text).toBe(sentence)
        const told = textWithDates(claim, TODAY)
        let at = 0
        for (const char of sentence) {
          at = told.indexOf(char, at) + 1
          expect(at).toBeGreaterThan(0)
        }
      }),
      { numRuns: 1_000 },
    )
  })
})

describe("annotate", () => {
  const from = printed(["市长田一苇说：“去年9月开工。明年通车。”"], "2013-08-05")
  const claims = [quoted(from, "去年9月开工。")]
  const answers: Answer[] = [
    { kind: "answered", claims, mode: "keyless" },
    { kind: "contradicted", premise: "今年开工", claims, mode: "keyless" },
    {
      kind: "answered",
      claims,
      series: { kind: "change", rows: [{ day: null, figure: "1", claim: claims[0] as Claim }] },
      mode: "keyless",
    },
  ]
  it.each(answers)("dates the claims of what is $kind, and says whose words they are", (answer) => {
    const told = annotate(answer, () => from)
    const dated = "claims" in told ? [...told.claims] : []
    if (told.kind === "answered") dated.push(...(told.series?.rows.map(({ claim }) => claim) ?? []))
    expect(dated.map(({ dates }) => dates?.[0]?.shown)).toEqual(dated.map(() => "2012年9月"))
    expect(dated.map(({ speaker }) => speaker)).toEqual(dated.map(() => "市长田一苇"))
    expect(dated.length).toBeGreaterThan(0)
  })

  it("leaves other answers as they are", () => {
    const answer: Answer = { kind: "not-found", nearest: [], mode: "keyless" }
    expect(annotate(answer, () => from)).toBe(answer)
  })
})
