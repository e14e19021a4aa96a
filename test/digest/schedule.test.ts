import { expect, test } from "vitest"
import { latestDue, nextDue } from "../../src/digest/schedule.ts"
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
