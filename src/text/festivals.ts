import { addDays, calendarDay, type Days } from "./dates.ts"

/** As `Intl` names them. */
const LUNAR_MONTHS = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "腊"]
let lunar: Intl.DateTimeFormat | undefined
const found = new Map<string, string | null>()

/** A day of the Chinese calendar (no leap month) in the Gregorian one; null where there is none. */
export function lunarDay(year: number, month: number, day: number): string | null {
  const key = `${year}-${month}-${day}`
  const known = found.get(key)
  if (known !== undefined) return known
  // The year begins between 21 January and 20 February; leap months move the rest by one month at most.
  const first = calendarDay(year, 1, 21)
  let at: string | null = null
  for (let i = (month - 1) * 29 + day - 1; first && at === null && i <= month * 31 + day + 31; i++) {
    const candidate = addDays(first, i)
    if (lunarName(candidate) === `${LUNAR_MONTHS[month - 1]}月${day}`) at = candidate
  }
  found.set(key, at)
  return at
}

function lunarName(day: string): string {
  lunar ??= new Intl.DateTimeFormat("zh-u-ca-chinese", { timeZone: "UTC", month: "long", day: "numeric" })
  const parts = lunar.formatToParts(new Date(`${day}T00:00:00Z`))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ""
  return `${part("month")}${Number.parseInt(part("day"), 10)}`
}

type InYear = (year: number) => string | null

interface Festival {
  readonly names: readonly string[]
  readonly day: InYear
  /** Days off, counted from the day: those before it are negative. */
  readonly off: readonly [first: number, last: number]
}

const solar =
  (month: number, day: number): InYear =>
  (year) =>
    calendarDay(year, month, day)
const byMoon =
  (month: number, day: number): InYear =>
  (year) =>
    lunarDay(year, month, day)

const FESTIVALS: readonly Festival[] = [
  { names: ["元旦"], day: solar(1, 1), off: [0, 2] },
  { names: ["春节"], day: byMoon(1, 1), off: [-1, 6] },
  { names: ["除夕"], day: (year) => before(lunarDay(year, 1, 1)), off: [0, 0] },
  { names: ["元宵"], day: byMoon(1, 15), off: [0, 0] },
  { names: ["清明"], day: (year) => calendarDay(year, 4, qingming(year)), off: [-1, 2] },
  { names: ["五一", "劳动"], day: solar(5, 1), off: [0, 4] },
  { names: ["端午"], day: byMoon(5, 5), off: [-1, 2] },
  { names: ["六一", "儿童"], day: solar(6, 1), off: [0, 0] },
  { names: ["七夕"], day: byMoon(7, 7), off: [0, 0] },
  { names: ["中秋"], day: byMoon(8, 15), off: [-1, 2] },
  { names: ["重阳"], day: byMoon(9, 9), off: [0, 0] },
  { names: ["国庆"], day: solar(10, 1), off: [0, 6] },
]

/** Names of festivals without 节. */
export const FESTIVAL_NAMES: readonly string[] = FESTIVALS.flatMap(({ names }) => names)

/** The days off of a festival in a year; undefined for a name that is none. */
export function festivalDays(name: string, year: number): Days | undefined {
  const festival = FESTIVALS.find(({ names }) => names.includes(name))
  const day = festival?.day(year)
  if (!festival || !day) return undefined
  return { from: addDays(day, festival.off[0]), to: addDays(day, festival.off[1]) }
}

/** The day of a festival in a year; undefined for a name that is none. */
export function festivalDay(name: string, year: number): string | undefined {
  return FESTIVALS.find(({ names }) => names.includes(name))?.day(year) ?? undefined
}

/** Day of April, by the rule of thumb that holds from 1901 to 2099. */
function qingming(year: number): number {
  const y = year % 100
  return Math.floor(y * 0.2422 + (year < 2000 ? 5.59 : 4.81)) - Math.floor(y / 4)
}

function before(day: string | null): string | null {
  return day === null ? null : addDays(day, -1)
}
