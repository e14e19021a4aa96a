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
