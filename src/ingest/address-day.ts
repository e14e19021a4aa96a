import { calendarDay } from "../text/dates.ts"

/** Years in which pages have addresses. */
const YEAR = "(?:199\\d|20\\d\\d)"
/** How newsrooms' systems file pages: …/202308/15/…, …/2023-08/15/…, …/2023/0815/…, …/20230815/…, …/t20230815_386.html. */
const DAY = new RegExp(
  `(?<![\\d%])(${YEAR})(?:[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\\d|3[01])|([-/])([1-9]|1[0-2])\\4([1-9]|[12]\\d|3[01]))(?!\\d)`,
  "g",
)
/** A folder a month: …/202308/…, …/2023/08/…, …/2023-08/…. */
const MONTH = new RegExp(`(?<=/)(${YEAR})[-/_]?(0[1-9]|1[0-2])(?=/)`, "g")
/** Behind a day that is no number of the page (…/20230815.html): a folder ends there, or the name goes on. */
const GOES_ON = /^[/_A-Za-z-]/
const LONGEST = 2000

/** The year that an address names with this MM-DD or, where it names no day, with this month; null where it is open. */
export function yearByAddress(address: string, monthDay: string): number | null {
  const path = pathOf(address)
  const days = daysOf(path)
  const named =
    days.length > 0
      ? days.map(({ day }) => day)
      : monthsOf(path).map((month) => `${month}-${monthDay.slice(3)}`)
  const year = only(named.filter((day) => day.endsWith(monthDay)))?.slice(0, 4)
  return year === undefined ? null : Number(year)
}

/** The one day by which an address files its page, YYYY-MM-DD; null where it names none or several. */
export function dayByAddress(address: string): string | null {
  const days = daysOf(pathOf(address))
  return only(days.filter(({ goesOn }) => goesOn).map(({ day }) => day)) ?? null
}

/** Without scheme and host; what stands behind ? and # is no folder. */
function pathOf(address: string): string {
  return (address.slice(0, LONGEST).split(/[?#]/, 1)[0] ?? "").replace(/^[a-z]{2,10}:\/\/[^/]*/i, "")
}

function daysOf(path: string): { readonly day: string; readonly goesOn: boolean }[] {
  return [...path.matchAll(DAY)].flatMap((match) => {
    const [found, year, month = match[5], date = match[6]] = match
    const day = calendarDay(Number(year), Number(month), Number(date))
    return day === null ? [] : [{ day, goesOn: GOES_ON.test(path.slice(match.index + found.length)) }]
  })
}

function monthsOf(path: string): string[] {
  return [...path.matchAll(MONTH)].map(([, year, month]) => `${year}-${month}`)
}

function only(days: readonly string[]): string | undefined {
  const [first, ...others] = new Set(days)
  return others.length === 0 ? first : undefined
}
