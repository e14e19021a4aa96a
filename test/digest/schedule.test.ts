import fc from "fast-check"
import { expect, test } from "vitest"
import { latestDue, latestDues, nextDue } from "../../src/digest/schedule.ts"
import { addDays, dayIn } from "../../src/text/dates.ts"

const shanghai = { hour: 8, minute: 0, timeZone: "Asia/Shanghai" }
/** Clocks go from 02:00 to 03:00 on 2026-03-08 and from 02:00 back to 01:00 on 2026-11-01. */
const gap = { hour: 2, minute: 30, timeZone: "America/New_York" }
const repeated = { hour: 1, minute: 30, timeZone: "America/New_York" }

test.each([
  ["at the hour", shanghai, "2025-10-24T00:00:00.000Z", "2025-10-24", "2025-10-24T00:00:00.000Z"],
  ["a little after", shanghai, "2025-10-24T00:00:00.400Z", "2025-10-24", "2025-10-24T00:00:00.000Z"],
  ["a little before", shanghai, "2025-10-23T23:59:59.600Z", "2025-10-23", "2025-10-23T00:00:00.000Z"],
  ["late in the day", shanghai, "2025-10-24T15:59:59.000Z", "2025-10-24", "2025-10-24T00:00:00.000Z"],
  ["before the gap", gap, "2026-03-08T06:59:59.000Z", "2026-03-07", "2026-03-07T07:30:00.000Z"],
  ["after the gap", gap, "2026-03-08T07:00:00.000Z", "2026-03-08", "2026-03-08T07:00:00.000Z"],
  ["first of two", repeated, "2026-11-01T05:30:00.000Z", "2026-11-01", "2026-11-01T05:30:00.000Z"],
  ["second of two", repeated, "2026-11-01T06:30:00.000Z", "2026-11-01", "2026-11-01T05:30:00.000Z"],
])("latest due: %s", (_name, time, now, day, at) => {
  expect(latestDue(time, new Date(now))).toEqual({ day, at: new Date(at) })
})

test.each([
  ["over the gap", gap, "2026-03-08T06:59:59.000Z", "2026-03-08", "2026-03-08T07:00:00.000Z"],
  ["after the gap", gap, "2026-03-08T07:00:00.000Z", "2026-03-09", "2026-03-09T06:30:00.000Z"],
  ["before the first of two", repeated, "2026-11-01T05:00:00.000Z", "2026-11-01", "2026-11-01T05:30:00.000Z"],
  [
    "before the second of two",
    repeated,
    "2026-11-01T06:00:00.000Z",
    "2026-11-02",
    "2026-11-02T06:30:00.000Z",
  ],
])("next due: %s", (_name, time, now, day, at) => {
  expect(nextDue(time, new Date(now))).toEqual({ day, at: new Date(at) })
})

test("the latest dues go back day by day, over a change of the clocks, too", () => {
  const dues = latestDues(gap, new Date("2026-03-09T12:00:00.000Z"), 3)
  expect(dues.map(({ day, at }) => `${day} ${at.toISOString()}`)).toEqual([
    "2026-03-09 2026-03-09T06:30:00.000Z",
    "2026-03-08 2026-03-08T07:00:00.000Z",
    "2026-03-07 2026-03-07T07:30:00.000Z",
  ])
})

test("next due is after now, and is what is due then", () => {
  const next = nextDue(shanghai, new Date("2025-10-24T00:00:00.000Z"))
  expect(next).toEqual({ day: "2025-10-25", at: new Date("2025-10-25T00:00:00.000Z") })
  expect(latestDue(shanghai, next.at)).toEqual(next)
})

test("days of a zone, and days counted over months and leap years", () => {
  expect(dayIn(new Date("2025-10-23T16:00:00Z"), "Asia/Shanghai")).toBe("2025-10-24")
  expect(dayIn(new Date("2025-10-24T03:59:59Z"), "America/New_York")).toBe("2025-10-23")
  expect(addDays("2024-03-01", -1)).toBe("2024-02-29")
  expect(addDays("2025-12-31", 1)).toBe("2026-01-01")
})

/** Gives local dates and times of the day as YYYY-MM-DD and HH:MM. */
function localTimeIn(timeZone: string): (ms: number) => { readonly day: string; readonly time: string } {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
  return (ms) => {
    const [day = "", time = ""] = format.format(ms).split(" ")
    return { day, time }
  }
}

const MINUTE_MS = 60_000
const ZONES = [
  "Asia/Shanghai",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "America/St_Johns",
]

test("in any zone, over any change of the clocks: once a day, at the first minute that is not too early", () => {
  const day = fc.integer({ min: Date.UTC(2025, 0, 2) / 86_400_000, max: Date.UTC(2027, 0, 1) / 86_400_000 })
  const change = fc.constantFrom(
    "2026-03-08",
    "2026-11-01",
    "2026-03-29",
    "2026-10-25",
    "2026-04-05",
    "2026-10-04",
  )
  const start = fc.oneof(
    day.map((days) => days * 86_400_000),
    change.map((text) => Date.parse(text)),
  )
  const cases = fc.tuple(start, fc.constantFrom(...ZONES), fc.nat(23), fc.constantFrom(0, 15, 30, 59))
  fc.assert(
    fc.property(cases, ([startMs, timeZone, hour, minute]) => {
      const wanted = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`
      const localTime = localTimeIn(timeZone)
      const first = new Map<string, number>()
      for (let ms = startMs - 86_400_000; ms < startMs + 3 * 86_400_000; ms += MINUTE_MS) {
        const local = localTime(ms)
        if (local.time >= wanted && !first.has(local.day)) first.set(local.day, ms)
      }
      const now = new Date(startMs + 86_400_000)
      const due = latestDue({ hour, minute, timeZone }, now)
      expect(due.at.getTime()).toBe(first.get(due.day))
      const later = [...first].find(([other, ms]) => other > due.day && ms <= now.getTime())
      expect(later).toBeUndefined()
      const next = nextDue({ hour, minute, timeZone }, now)
      expect(next).toEqual({ day: addDays(due.day, 1), at: new Date(first.get(next.day) ?? Number.NaN) })
    }),
    { numRuns: 25 },
  )
})
