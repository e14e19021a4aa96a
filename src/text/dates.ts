import { wholeNumber } from "./numerals.ts"

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

/** Days between, both included, and the words that named them. */
export interface NamedRange {
  readonly from: string
  readonly to: string
  readonly words: string
}

const NUMBER = "(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})"
/** Not the first characters of 周边, 周围, 周期, 周年 and 周岁. */
const WEEK = "(?:周|星期)(?![边围期年岁])"

type Reader = (
  match: RegExpMatchArray,
  today: string,
  newest: string,
) => Omit<NamedRange, "words"> | undefined
const RULES: readonly { readonly pattern: RegExp; readonly read: Reader }[] = [
  rule("大前[天日]", (_, today) => oneDay(addDays(today, -3))),
  rule("(?<![目之以此先从生空节])前[天日](?!后)", (_, today) => oneDay(addDays(today, -2))),
  rule("昨[天日晚]", (_, today) => oneDay(addDays(today, -1))),
  rule("明[天日晚]", (_, today) => oneDay(addDays(today, 1))),
  rule("(?<![以之今先往生])后天(?![性])", (_, today) => oneDay(addDays(today, 2))),
  rule("今[天日晚]", (_, today) => oneDay(today)),
  rule(`(?:最近|近|过去|这)(${NUMBER})[天日]`, ([, count], today) =>
    lastDays(today, wholeNumber(count ?? "")),
  ),
  rule("(?:最近|近|过去|这)几[天日]", (_, today) => lastDays(today, 7)),
  rule("(?:最近|近|过去)(?:一周|一个星期|七天)", (_, today) => lastDays(today, 7)),
  rule(`(?:最近|近|过去)(${NUMBER})个?月`, ([, count], today) =>
    lastDays(today, (wholeNumber(count ?? "") ?? 1) * 30),
  ),
  rule(`(?<!日)(?:本|这|这个)${WEEK}`, (_, today) => ({ from: monday(today), to: today })),
  rule(`上上个?${WEEK}`, (_, today) => week(addDays(monday(today), -14))),
  rule(`(?<![街路])上个?${WEEK}`, (_, today) => week(addDays(monday(today), -7))),
  rule("(?<!基)(?:本|这个)月", (_, today) => ({ from: `${today.slice(0, 8)}01`, to: today })),
  rule("上个?月(?!球|亮|台)", (_, today) => month(monthsBack(today, 1))),
  rule("(\\d{4})[年/.-](\\d{1,2})[月/.-](\\d{1,2})[日号]?", ([, y, m, d]) => exact(y, m, d)),
  rule("(今|去|前)年(\\d{1,2})月(\\d{1,2})[日号]", ([, y, m, d], today) => exact(year(y, today), m, d)),
  rule("(今|去|前)年(\\d{1,2})月(?!\\d)", ([, y, m], today) =>
    month(`${year(y, today)}-${(m ?? "").padStart(2, "0")}`),
  ),
  rule("(?<![\\d年])(\\d{1,2})月(\\d{1,2})[日号]", ([, m, d], _, newest) => {
    const day = latestDay(Number(m), Number(d), newest)
    return day === null ? undefined : oneDay(day)
  }),
]

/**
 * The days that a question names by words which depend on today (昨天, 上周, 最近三天, 去年9月) or by a whole date.
 * Months and years that are written out name what the text says, not when it was printed, and give nothing.
 * `today` is YYYY-MM-DD in the newspaper's zone; a day without a year is the latest that is after neither today nor
 * `newestDay`. The first rule that fits wins; impossible dates give nothing.
 */
export function timeRange(text: string, today: string, newestDay?: string | null): NamedRange | undefined {
  const newest = newestDay && newestDay < today ? newestDay : today
  for (const { pattern, read } of RULES) {
    const match = text.match(pattern)
    const range = match && read(match, today, newest)
    if (range) return { ...range, words: match[0] }
  }
  return undefined
}

function rule(pattern: string, read: Reader) {
  return { pattern: new RegExp(pattern, "u"), read }
}

function oneDay(day: string) {
  return { from: day, to: day }
}

function lastDays(today: string, count: number | undefined) {
  return count ? { from: addDays(today, 1 - count), to: today } : undefined
}

function monday(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

function week(from: string) {
  return { from, to: addDays(from, 6) }
}

function monthsBack(day: string, count: number): string {
  const date = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  date.setUTCMonth(date.getUTCMonth() - count)
  return date.toISOString().slice(0, 7)
}

/** `yearMonth` is YYYY-MM. */
function month(yearMonth: string) {
  const from = calendarDay(Number(yearMonth.slice(0, 4)), Number(yearMonth.slice(5)), 1)
  if (from === null) return undefined
  return { from, to: addDays(`${monthsBack(from, -1)}-01`, -1) }
}

function year(word: string | undefined, today: string): string {
  const back = { 今: 0, 去: 1, 前: 2 }[word ?? ""] ?? 0
  return String(Number(today.slice(0, 4)) - back)
}

function exact(y: string | undefined, m: string | undefined, d: string | undefined) {
  const day = calendarDay(Number(y), Number(m), Number(d))
  return day === null ? undefined : oneDay(day)
}

function pad(value: number): string {
  return String(value).padStart(2, "0")
}
