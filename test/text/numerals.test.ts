import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { chineseNumber, figures, wholeNumber } from "../../src/text/numerals.ts"

describe("chineseNumber", () => {
  const cases: [text: string, value: number | undefined][] = [
    ["十", 10],
    ["十二", 12],
    ["三十二", 32],
    ["一百零五", 105],
    ["一千二百", 1_200],
    ["两万", 20_000],
    ["三亿五千万", 350_000_000],
    ["三万五千亿", 3_500_000_000_000],
    ["二十万亿", 20_000_000_000_000],
    ["二〇一三", 2013],
    ["二零二五", 2025],
    ["", undefined],
    ["三人", undefined],
    ["3十", undefined],
  ]
  it.each(cases)("%s", (text, value) => {
    expect(chineseNumber(text)).toBe(value)
  })

  it("reads back what was written", () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), (value) => {
        expect(chineseNumber(written(value))).toBe(value)
      }),
    )
  })
})

/** A number below 100,000,000 in Chinese, 零 wherever a place is empty. */
function written(value: number): string {
  if (value >= 10_000) {
    const [high, low] = [Math.floor(value / 10_000), value % 10_000]
    return `${written(high)}万${low === 0 ? "" : `${low < 1_000 ? "零" : ""}${written(low)}`}`
  }
  let text = ""
  let gap = false
  for (const [size, name] of [
    [1_000, "千"],
    [100, "百"],
    [10, "十"],
    [1, ""],
  ] as const) {
    const digit = Math.floor(value / size) % 10
    if (digit === 0) gap = text !== ""
    else {
      text += `${gap ? "零" : ""}${"〇一二三四五六七八九"[digit]}${name}`
      gap = false
    }
  }
  return text || "零"
}

describe("wholeNumber", () => {
  it.each([
    ["7", 7],
    ["007", 7],
    ["七", 7],
    ["十五", 15],
    ["7.5", undefined],
    ["", undefined],
    ["seven", undefined],
  ] as const)("%s", (text, value) => {
    expect(wholeNumber(text)).toBe(value)
  })
})

describe("figures", () => {
  const cases: [text: string, found: string[]][] = [
    ["", []],
    ["960亿元", ["96000000000 元"]],
    ["9,600,000万元", ["96000000000 元"]],
    ["96000000000元", ["96000000000 元"]],
    ["1.1万", ["11000"]],
    ["3千米", ["3000 米"]],
    ["三成", ["30%"]],
    ["三成半", ["35%"]],
    ["3成", ["30%"]],
    ["30%的", ["30%"]],
    ["３０％", ["30%"]],
    ["百分之三十", ["30%"]],
    ["百分之30", ["30%"]],
    ["百分之三十五点六", ["35.6%"]],
    ["提高3个百分点", ["3 points"]],
    ["二〇一三年", ["2013 年"]],
    ["2013年", ["2013 年"]],
    ["115家", ["115 家"]],
    ["１１５家", ["115 家"]],
    ["一百一十五家", ["115 家"]],
    ["300余人", ["300 余"]],
    ["三百多人", ["300 余"]],
    ["三点五亿元", ["350000000 元"]],
    ["3.5亿元", ["350000000 元"]],
    ["十万人", ["100000 人"]],
    ["百万元", ["1000000 元"]],
    ["三人", ["3 人"]],
    ["3人", ["3 人"]],
    ["十年", ["10 年"]],
    ["一人", ["1 人"]],
    ["17，2013年", ["17", "2013 年"]],
    ["17,18", ["17", "18"]],
    ["2013-08-07", ["2013", "8", "7"]],
    ["07:30", ["7", "30"]],
    ["100的", ["100"]],
    ["6222020111122220000", ["6222020111122220000"]],
    ["一方面", []],
    ["一起", []],
    ["三农", []],
    ["成立", []],
    ["三成立", []],
    ["千万", ["10000000"]],
    ["成千上万", []],
    ["亿万", []],
    ["百姓", []],
  ]
  it.each(cases)("%s", (text, found) => {
    expect(figures(text).map(({ value, unit }) => `${value} ${unit}`.trim())).toEqual(found)
  })

  it("keeps the last digit of long numbers", () => {
    const [one, other] = [figures("6222020111122220000"), figures("6222020111122220001")]
    expect(one[0]?.value).not.toBe(other[0]?.value)
  })

  it("reads any number in thousands as the same number in ten thousands", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (count) => {
        const plain = figures(`${count}0000元`)
        expect(figures(`${count}万元`)).toEqual(plain)
        expect(figures(`${(count * 10_000).toLocaleString("en-US")}元`)).toEqual(plain)
      }),
    )
  })

  it("reads 50,000 characters in a moment", () => {
    for (const text of [
      "1,".repeat(25_000),
      "百分之".repeat(16_000),
      "一".repeat(50_000),
      "1".repeat(50_000),
    ]) {
      const started = performance.now()
      figures(text)
      expect(performance.now() - started).toBeLessThan(2_000)
    }
  })
})
