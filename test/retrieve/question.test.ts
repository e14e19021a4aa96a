import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { attempts, goesBeyond, QUESTION_LIMIT, readQuestion } from "../../src/retrieve/question.ts"
import { queryTerms } from "../../src/text/words.ts"

/** 2025-10-08 in Shanghai, a Wednesday. */
const NOW = new Date("2025-10-07T16:30:00Z")
const PLACES = [
  { path: ["海岳省", "汐川市", "白渡县"], articles: 3 },
  { path: ["海岳省", "汐川市", "禾溪"], articles: 2 },
  { path: ["海岳省", "雁洲市", "东方市"], articles: 1 },
]
const archive = {
  state: () => ({ articles: 6, passages: 6, sequence: 1, oldestDay: "2025-01-01", newestDay: "2025-10-08" }),
  places: () => PLACES,
}
const read = (text: string, more = {}) =>
  readQuestion(text, { now: NOW, timeZone: "Asia/Shanghai", archive, ...more })

describe("what is searched for", () => {
  const cases: [text: string, searched: string][] = [
    ["大桥合龙了吗", "大桥合龙了"],
    ["请问大桥什么时候合龙？", "大桥 合龙？"],
    ["你好，请问一下大桥在哪里，谢谢！", "大桥在"],
    ["您好，麻烦问一下大桥的长度", "大桥的长度"],
    ["我想了解一下汐江二桥", "汐江二桥"],
    ["想问下汐江二桥多少米，谢谢大家", "汐江二桥 米"],
    ["有没有人知道汐江二桥", "汐江二桥"],
    ["打扰一下，能不能帮我查一下汐江二桥", "汐江二桥"],
    ["請問大橋合龍了嗎？謝謝", "大橋合龍了"],
    ["介绍一下白渡县", "白渡县"],
    ["please tell me 汐江二桥, thanks", "汐江二桥"],
    ["昨天的大桥", "的大桥"],
    ["去年9月的大桥", "9月的大桥"],
    ["2013年8月的大桥", "2013年8月的大桥"],
    ["谁来守护老街", "来守护老街"],
    ["哪吒在哪里上映", "哪吒在 上映"],
    ["网吧和酒吧", "网吧和酒吧"],
    ["感谢信寄给了谁", "感谢信寄给了"],
    ["介绍信怎么开", "介绍信 开"],
    ["昨天", "昨天"],
    ["昨天怎么样", "昨天"],
    ["桥", "桥"],
    ["怎么样？", ""],
    ["请问", ""],
    ["谢谢", ""],
    ["你好，请问为什么呢", ""],
    ["？！……", ""],
    ["😀😀", ""],
    ["", ""],
  ]
  it.each(cases)("%s", (text, searched) => {
    const question = read(text)
    const bare = (of: string) => of.replace(/[\s\p{P}\p{S}]+/gu, " ").trim()
    expect(bare(question.searchText)).toBe(bare(searched))
    expect(question.text).toBe(text)
  })

  it("keeps a word of content, whatever stands around it", () => {
    const around = fc.constantFrom(
      "请问",
      "谢谢",
      "昨天",
      "什么",
      "吗",
      "？",
      "你好，",
      "我想知道",
      "上周",
      "多少",
      "《",
      "",
    )
    fc.assert(
      fc.property(fc.array(around, { maxLength: 5 }), fc.array(around, { maxLength: 5 }), (before, after) => {
        const { searchText } = read(`${before.join("")} 堤坝 ${after.join("")}`)
        expect(searchText).toContain("堤坝")
        expect(queryTerms(searchText)).toContain("堤坝")
      }),
    )
  })

  it("reads no more than a question of sensible length, and no half characters", () => {
    const { text, range } = read(`  ${"桥".repeat(10_000)}昨天  `)
    expect(text).toBe("桥".repeat(QUESTION_LIMIT))
    expect(range).toBeUndefined()
    expect(read(`${"桥".repeat(QUESTION_LIMIT - 1)}😀`).text).toBe("桥".repeat(QUESTION_LIMIT - 1))
    expect(read("大\ud800桥\u200f合\u0000龙").text).toBe("大桥合 龙")
  })
})

describe("days", () => {
  it("are the newspaper's", () => {
    expect(read("今天的大桥").range?.from).toBe("2025-10-08")
    expect(read("今天的大桥", { timeZone: "UTC" }).range?.from).toBe("2025-10-07")
  })

  it("are counted from an article's day in a follow-up", () => {
    expect(read("前一天呢，昨天呢", { against: "2013-08-06" }).range?.from).toBe("2013-08-05")
    expect(read("8月5日呢", { against: "2013-08-06" }).range?.from).toBe("2013-08-05")
  })

  const cases: [text: string, searched: (string | undefined)[]][] = [
    ["大桥", [undefined]],
    ["昨天的大桥", ["2025-10-07..2025-10-08", undefined]],
    ["上周的大桥", ["2025-09-29..2025-10-06", undefined]],
    ["上个月的产值", ["2025-09-01..2025-10-30", undefined]],
    ["去年的产值", ["2024-01-01..2026-01-01", undefined]],
    ["8月5日的大桥", [undefined]],
    ["2013年的大桥", [undefined]],
    ["国庆期间的大桥", [undefined]],
    ["明天的大桥", [undefined]],
  ]
  it.each(cases)("%s", (text, searched) => {
    expect(attempts(read(text)).map(({ days }) => days && `${days.from}..${days.to}`)).toEqual(searched)
  })

  it("that the reader filters by hold alone", () => {
    const days = { from: "2025-01-01", to: "2025-01-31" }
    expect(attempts(read("昨天的大桥", { days })).map((one) => one.days)).toEqual([days])
  })

  it.each([
    ["大桥", false],
    ["昨天", false],
    ["明天", true],
    ["这周五", true],
    ["今年", false],
    ["2025年", false],
    ["2026年3月", true],
    ["10月", true],
  ])("%s goes beyond the archive: %s", (text, beyond) => {
    expect(goesBeyond(read(text))).toBe(beyond)
  })
})

describe("places and names", () => {
  const cases: [text: string, place: string | undefined, words?: string, full?: boolean][] = [
    ["白渡县的水库", "白渡县", "白渡县", true],
    ["白渡縣的水庫", "白渡县", "白渡縣", true],
    ["白渡的水库", "白渡县", "白渡", false],
    ["汐川市有多少学校", "汐川市", "汐川市", true],
    ["汐川市白渡县的水库", "白渡县", "白渡县", true],
    ["禾溪的大桥", "禾溪", "禾溪", false],
    ["东方市场几点开门", undefined],
    ["汐川日报的电话", undefined],
    ["大桥合龙了吗", undefined],
    ["", undefined],
  ]
  it.each(cases)("%s", (text, name, words, full) => {
    const { placeInText } = read(text)
    expect(placeInText).toEqual(name === undefined ? undefined : { name, words, full })
  })

  it("are no filter", () => {
    expect(read("白渡县的水库").place).toBeUndefined()
    expect(read("水库", { place: "白渡县" })).toMatchObject({ place: "白渡县" })
  })

  it.each([
    ["《汐川志》是谁写的", "汐川志"],
    ["“清水行动”进展", "清水行动"],
    ["「清水行動」進展", "清水行动"],
    ["张国强市长说了什么", "张国强"],
    ["北京大学的报告", "北京大学"],
  ])("%s names %s", (text, name) => {
    expect(read(text).names).toContain(name)
  })
})
