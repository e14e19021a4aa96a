import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { cut, wrap } from "../../src/card/wrap.ts"

/** A Chinese character is 2 wide, all others are 1: widths of a typewriter. */
const measure = (text: string) =>
  [...text].reduce(
    (sum, one) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef“”‘’…—]/u.test(one) ? 2 : 1),
    0,
  )

describe("wrap", () => {
  const cases: [name: string, text: string, width: number, lines: string[]][] = [
    ["nothing", " ", 10, []],
    ["one line", "汐川二桥通车", 12, ["汐川二桥通车"]],
    ["even lines", "青屏县柑橘今年首次出口海外", 20, ["青屏县柑橘今年", "首次出口海外"]],
    ["cut between phrases", "汐江二桥合龙，通车时间提前半年", 20, ["汐江二桥合龙，", "通车时间提前半年"]],
    ["cut at a space, which goes", "云岭水库蓄水 下游五县受益", 20, ["云岭水库蓄水", "下游五县受益"]],
    ["a stop begins no line", "今年的粮食产量：稳中有增", 14, ["今年的粮食", "产量：稳中有增"]],
    ["an opening bracket ends no line", "市里今天公布《劳动法》全文", 20, ["市里今天公布", "《劳动法》全文"]],
    ["a number stays with what it counts", "全省新建学校共有12.6万个", 20, ["全省新建学校", "共有12.6万个"]],
    ["a particle stays with its word", "全县中小学生的新食堂开张", 14, ["全县中小学生的", "新食堂开张"]],
    [
      "words of Latin letters are whole",
      "Orange growers ship to Rotterdam",
      20,
      ["Orange growers", "ship to Rotterdam"],
    ],
    ["too long: an ellipsis", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未", 12, ["甲乙丙丁戊己", "庚辛壬癸子…"]],
    ["no stop before an ellipsis", "春夏秋冬，东南西北，前后左右", 10, ["春夏秋冬，", "东南西北…"]],
    [
      "three dots behind Latin letters",
      "one two three four five six seven",
      13,
      ["one two three", "four five..."],
    ],
    ["a word wider than a line is cut", "aaaaaaaaaaaaaaa", 10, ["aaaaaaa", "aaaaaaaa"]],
  ]
  it.each(cases)("%s", (_name, text, width, lines) => {
    expect(wrap(text, width, measure)).toEqual(lines)
  })
})

test("a name too long for its line ends in an ellipsis", () => {
  expect(cut("汐川日报", 8, measure)).toBe("汐川日报")
  expect(cut("汐川日报晨报", 10, measure)).toBe("汐川日报…")
})

const letters = fc.constantFrom(..."汐川今年新增了的个十《》“”（），。：、！ aZ09.%$-/é龍𠮷")
const headline = fc.string({ unit: letters, maxLength: 80 })

test("no line is wider than its box, none begins with what closes, and only an ellipsis leaves anything out", () => {
  fc.assert(
    fc.property(headline, fc.integer({ min: 12, max: 60 }), (given, width) => {
      const text = given.replace(/\s+/g, " ").trim()
      const lines = wrap(text, width, measure)
      expect(lines.length).toBeLessThanOrEqual(2)
      for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(width)
      const shown = lines.join("").replace(/\s/g, "")
      const whole = text.replace(/\s/g, "")
      if (shown !== whole) {
        expect(shown).toMatch(/(?:…|\.\.\.)$/)
        expect(whole.startsWith(shown.replace(/(?:…|\.\.\.)$/, ""))).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test("where words fit their line, kinsoku holds", () => {
  const phrase = fc.stringMatching(/^(?:[汐川今年新增了的个十]{1,6}[，。：、！》”）]?){1,12}$/)
  fc.assert(
    fc.property(phrase, fc.integer({ min: 30, max: 60 }), (text, width) => {
      const [, second = ""] = wrap(text, width, measure)
      expect(second).not.toMatch(/^[，。：、！》”）的了]/)
    }),
    { numRuns: 300 },
  )
})
