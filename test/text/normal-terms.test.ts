import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { normalTerms } from "../../src/text/normal-terms.ts"
import { fold } from "../../src/text/scripts.ts"
import { words } from "../../src/text/words.ts"

describe("normalTerms", () => {
  const cases: [text: string, terms: string[]][] = [
    ["", []],
    ["大桥通车", []],
    ["3000元", ["=3000"]],
    ["3,000元", ["=3000"]],
    ["3千元", ["=3000"]],
    ["三千元", ["=3000"]],
    ["３０００元", ["=3000"]],
    ["三千多人", ["=3000"]],
    ["2013年", ["=2013"]],
    ["二〇一三年", ["=2013"]],
    ["30%", ["=30%"]],
    ["三成", ["=30%"]],
    ["十座桥", ["=10"]],
    ["10座桥", ["=10"]],
    ["9座桥", []],
    ["9.99元", []],
    ["三个人", []],
    ["5%", ["=5%"]],
    ["百分之五", ["=5%"]],
    ["8月5日", ["@8-5"]],
    ["8月5号", ["@8-5"]],
    ["八月五號", ["@8-5"]],
    ["08月05日", ["@8-5"]],
    ["8月五日", ["@8-5"]],
    ["2013-08-05", ["=2013", "@8-5"]],
    ["2013/8/5", ["=2013", "@8-5"]],
    ["2013年8月5日至9日", ["=2013", "@8-5"]],
    ["6月1日和9月1日", ["@6-1", "@9-1"]],
    ["13月5日", ["=13"]],
    ["0月5日", []],
    ["8月0日", []],
    ["2013-13-05", ["=2013", "=13"]],
    ["8月", []],
    ["1.8月5日", []],
    ["3000元和三千元", ["=3000", "=3000"]],
  ]
  it.each(cases)("of %s", (text, terms) => {
    expect(normalTerms(fold(text))).toEqual(terms)
  })

  it("are the same however an amount is written", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9_999 }),
        fc.constantFrom("", "元", "人", "亩"),
        (count, unit) => {
          const expected = [`=${count * 10_000}`]
          expect(normalTerms(`${count}0000${unit}`)).toEqual(expected)
          expect(normalTerms(`${count}万${unit}`)).toEqual(expected)
          expect(normalTerms(`${(count * 10_000).toLocaleString("en-US")}${unit}`)).toEqual(expected)
        },
      ),
    )
  })

  it("are the same however a day is written, and another for each day", () => {
    const found = new Map<string, string>()
    for (let month = 1; month <= 12; month++) {
      for (let day = 1; day <= 31; day++) {
        const padded = [month, day].map((one) => String(one).padStart(2, "0"))
        const forms = [
          `${month}月${day}日`,
          `${month}月${day}号`,
          `${padded[0]}月${padded[1]}日`,
          `${chinese(month)}月${chinese(day)}日`,
          `二〇一三年${chinese(month)}月${chinese(day)}号`,
          `2013年${month}月${day}日`,
          `2013-${padded.join("-")}`,
          `2013/${month}/${day}`,
        ]
        const days = forms.map((form) =>
          normalTerms(form)
            .filter((term) => term.startsWith("@"))
            .join(),
        )
        expect(new Set(days).size, forms.join()).toBe(1)
        expect(found.get(days[0] ?? ""), days[0]).toBeUndefined()
        found.set(days[0] ?? "", forms[0] ?? "")
      }
    }
  })

  it("look like no word of any text", () => {
    const text = fc.string({ unit: fc.constantFrom(..."=@-%.3805千月日号八五三桥a "), maxLength: 20 })
    fc.assert(
      fc.property(text, (given) => {
        const written = new Set(words(given).map((word) => word.text))
        for (const term of normalTerms(given)) expect(written.has(term)).toBe(false)
      }),
    )
  })
})

/** A number below 100. */
function chinese(value: number): string {
  const digit = (one: number) => "〇一二三四五六七八九"[one] ?? ""
  const [tens, ones] = [Math.floor(value / 10), value % 10]
  return `${tens > 1 ? digit(tens) : ""}${tens > 0 ? "十" : ""}${ones > 0 ? digit(ones) : ""}`
}
