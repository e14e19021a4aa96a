import { describe, expect, it } from "vitest"
import { addDays, dayIn, mondayOf, monthAfter, monthsOf } from "../../src/text/dates.ts"

describe("dayIn", () => {
  const cases: [instant: string, zone: string, day: string][] = [
    ["2013-08-06T15:59:59Z", "Asia/Shanghai", "2013-08-06"],
    ["2013-08-06T16:00:00Z", "Asia/Shanghai", "2013-08-07"],
    ["2025-12-31T16:00:00Z", "Asia/Shanghai", "2026-01-01"],
    ["2025-03-01T04:59:59Z", "America/New_York", "2025-02-28"],
    ["2024-02-29T12:00:00Z", "UTC", "2024-02-29"],
  ]
  it.each(cases)("%s in %s", (instant, zone, day) => {
    expect(dayIn(new Date(instant), zone)).toBe(day)
  })
})

describe("addDays", () => {
  it.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2025-02-28", 1, "2025-03-01"],
    ["2025-12-31", 1, "2026-01-01"],
    ["2025-03-01", -1, "2025-02-28"],
    ["2025-10-05", 0, "2025-10-05"],
  ] as const)("%s + %i", (day, days, sum) => {
    expect(addDays(day, days)).toBe(sum)
  })
})

describe("months and weeks", () => {
  it.each([
    ["2025-10-31", -1, "2025-09"],
    ["2026-01-15", -1, "2025-12"],
    ["2025-12-01", 1, "2026-01"],
    ["2024-02-29", -24, "2022-02"],
  ] as const)("the month %s + %i", (day, count, month) => {
    expect(monthAfter(day, count)).toBe(month)
  })

  it.each([
    [2024, 2, 1, "2024-02-01..2024-02-29"],
    [2025, 12, 3, "2025-12-01..2026-02-28"],
    [2025, 1, 12, "2025-01-01..2025-12-31"],
    [2025, 13, 1, undefined],
    [2025, 0, 1, undefined],
  ] as const)("%i-%i and %i months", (year, month, count, days) => {
    const found = monthsOf(year, month, count)
    expect(found && `${found.from}..${found.to}`).toBe(days)
  })

  it.each([
    ["2025-10-08", "2025-10-06"],
    ["2025-10-06", "2025-10-06"],
    ["2026-01-01", "2025-12-29"],
  ])("the Monday of %s", (day, monday) => {
    expect(mondayOf(day)).toBe(monday)
  })
})
