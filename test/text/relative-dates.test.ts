import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { relativeDates } from "../../src/text/relative-dates.ts"
import { CASES, type DateCase, LATER_CASES, LATEST_CASES } from "./relative-dates.cases.ts"

function check(cases: readonly DateCase[]): void {
  it.each(cases)("%s %s", (publishedDay, sentence, ...dates) => {
    const told = relativeDates(sentence, publishedDay).map(({ start, end, from, to, precision, shown }) =>
      [sentence.slice(start, end), from === to ? from : `${from}..${to}`, precision, shown].join(" ").trim(),
    )
    expect(told).toEqual(dates)
  })
}

describe("words of time in an article", () => {
  check(CASES)
  check(LATER_CASES)
  check(LATEST_CASES)
})

describe("relativeDates", () => {
  const piece = fc.constantFrom(
    ..."年月日号周上下半到至前后今去昨明当次同〇一二十两个近最国庆春节季度末初天旬以来正腊月廿大年三十 -,，。、《》（）\n".split(
      "",
    ),
    ..."0123456789",
    "2013年",
    "9月5日",
    "去年",
    "将于",
    "农历",
    "截至目前",
    "\ud800",
    "😀",
  )

  it("gives days in order, for words that the text has, one behind another, whatever it says", () => {
    const day = /^\d{4}-\d\d-\d\d$/
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
        const text = pieces.join("")
        let at = 0
        for (const { start, end, from, to, precision, shown } of relativeDates(text, "2013-08-05")) {
          expect(start).toBeGreaterThanOrEqual(at)
          expect(end).toBeGreaterThan(start)
          at = end
          expect([from, to].every((one) => day.test(one))).toBe(true)
          expect(from <= to).toBe(true)
          expect(shown === "").toBe(precision === "vague")
        }
        expect(at).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 3_000 },
    )
  })

  it("reads a day by today as the calendar counts it", () => {
    const days = fc.date({ min: new Date("2000-01-01"), max: new Date("2040-12-31"), noInvalidDate: true })
    const words: readonly (readonly [string, number])[] = [
      ["大前天", -3],
      ["前天", -2],
      ["昨日", -1],
      ["今天", 0],
      ["明天", 1],
    ]
    fc.assert(
      fc.property(days, fc.constantFrom(...words), (date, [said, away]) => {
        const at = (offset: number) =>
          new Date(date.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
        const [found] = relativeDates(`${said}，大桥合龙。`, at(0))
        expect(found).toMatchObject({ from: at(away), to: at(away), precision: "day" })
      }),
    )
  })
})
