const formats = new Map<string, Intl.DateTimeFormat>()

/** The calendar day, YYYY-MM-DD, of an instant in an IANA zone. */
export function dayIn(instant: Date, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
    formats.set(timeZone, format)
  }
  return format.format(instant)
}

/** The calendar day that lies `days` after `day` (before it where negative). */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** YYYY-MM-DD; null for a day that no calendar has. */
export function calendarDay(year: number, month: number, day: number): string | null {
  const text = `${String(year).padStart(4, "0")}-${pad(month)}-${pad(day)}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text ? text : null
}

/** The latest such day that is not after another one; null where there is none. Leap days may lie eight years apart. */
export function latestDay(month: number, day: number, notAfter: string): string | null {
  for (let back = 0; back <= 8; back++) {
    const found = calendarDay(Number(notAfter.slice(0, 4)) - back, month, day)
    if (found !== null && found <= notAfter) return found
  }
  return null
}

/** Days are YYYY-MM-DD, both included. */
export interface Days {
  readonly from: string
  readonly to: string
}

/** YYYY-MM that lies `count` months after the day's (before it where negative). */
export function monthAfter(day: string, count: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() + count)
  return date.toISOString().slice(0, 7)
}

/** The days of a month and of those after it, `count` in all; undefined for a month that no calendar has. */
export function monthsOf(year: number, month: number, count = 1): Days | undefined {
  const from = calendarDay(year, month, 1)
  return from === null ? undefined : { from, to: addDays(`${monthAfter(from, count)}-01`, -1) }
}

/** The Monday of the day's week. */
export function mondayOf(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

function pad(value: number): string {
  return String(value).padStart(2, "0")
}
