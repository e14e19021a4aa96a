import { halfWidth } from "./lines.ts"

/** The time of day, and a zone where one is stated. Follows a date directly. */
const TIME =
  /^[日号]?[T\s,，|]{0,6}(?:(?:星期|周)[一二三四五六日天])?\s{0,4}(上午|下午|晚上|晚|凌晨|中午)?\s{0,4}(\d{1,2})(?:[:：]|[时点])(\d{1,2})?(?:(?:[:：]|分)(\d{1,2})(?:\.\d{1,9})?)?[分秒]?(?:\s{0,2}(Z|GMT|UTC|[+-]\d{2}:?\d{2}))?/
const DATE = /(?<!\d)(\d{4})\s{0,2}([-/.年])\s{0,2}(\d{1,2})\s{0,2}(?:\2|月)\s{0,2}(\d{1,2})(?!\d)/g
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const RFC822 =
  /(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6} (\d{4}) (\d{2}):(\d{2})(?::(\d{2}))?\s{0,2}([+-]\d{4}|GMT|UTC|Z)?/
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
const CHINA = "+08:00"

export interface FoundDate {
  /** ISO 8601 with an offset, or a date alone where no time is printed. */
  readonly value: string
  readonly start: number
  readonly end: number
}

/**
 * The first full date of a line with its time. Times are China's unless a zone is stated; UTC, in which feeds and
 * databases keep time, is turned into China's, any other offset is kept. Nothing without year, month and day.
 */
export function findDate(line: string): FoundDate | null {
  const text = halfWidth(line)
  for (const match of text.matchAll(DATE)) {
    const day = isoDay(Number(match[1]), Number(match[3]), Number(match[4]))
    if (day === null) continue
    const after = match.index + match[0].length
    const time = TIME.exec(text.slice(after, after + 60))
    const value = time === null ? null : withTime(day, time)
    if (time !== null && value !== null) return { value, start: match.index, end: after + time[0].length }
    const end = /[日号]/.test(text[after] ?? "") ? after + 1 : after
    return { value: day, start: match.index, end }
  }
  return null
}

/** A date field of an export or feed: all that `findDate` reads, RFC 822, 20250915, and seconds or milliseconds. */
export function readDate(value: unknown): string | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : inChina(value)
  if (typeof value === "number") {
    if (value >= 1e8) return inChina(new Date(value < 1e11 ? value * 1000 : value))
    return readDate(String(value))
  }
  if (typeof value !== "string") return null
  const text = halfWidth(value.trim())
  const mail = RFC822.exec(text)
  if (mail !== null) {
    const day = isoDay(Number(mail[3]), MONTHS.indexOf(mail[2] ?? "") + 1, Number(mail[1]))
    return day === null ? null : zoned(`${day}T${mail[4]}:${mail[5]}:${mail[6] ?? "00"}`, mail[7] ?? "Z")
  }
  const compact = COMPACT.exec(text)
  if (compact !== null) return isoDay(Number(compact[1]), Number(compact[2]), Number(compact[3]))
  if (/^\d{10}(\d{3})?$/.test(text)) return readDate(Number(text))
  return findDate(text)?.value ?? null
}

function withTime(day: string, time: RegExpExecArray): string | null {
  const [, half, hours = "", minutes = "0", seconds = "0", zone] = time
  let hour = Number(hours)
  if ((half === "下午" || half === "晚上" || half === "晚") && hour < 12) hour += 12
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return zoned(`${day}T${pad(hour)}:${pad(Number(minutes))}:${pad(Number(seconds))}`, zone)
}

function zoned(local: string, zone: string | undefined): string | null {
  if (zone === undefined) return local + CHINA
  if (zone === "Z" || zone === "GMT" || zone === "UTC" || /^[+-]00:?00$/.test(zone)) {
    return inChina(new Date(`${local}Z`))
  }
  const offset = zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
  return Number.isNaN(Date.parse(local + offset)) ? null : local + offset
}

function inChina(instant: Date): string | null {
  const time = instant.getTime() + 8 * 3_600_000
  if (Number.isNaN(time) || Math.abs(time) > 8e15) return null
  return `${new Date(time).toISOString().slice(0, 19)}${CHINA}`
}

function isoDay(year: number, month: number, day: number): string | null {
  if (year < 1850 || year > 2100 || month < 1 || month > 12 || day < 1) return null
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return `${year}-${pad(month)}-${pad(day)}`
}

function pad(value: number): string {
  return String(value).padStart(2, "0")
}
