import { calendarDay } from "../text/dates.ts"
import { wholeNumber } from "../text/numerals.ts"
import { halfWidth } from "./lines.ts"

/** A day as it is printed. China's where no offset is printed with it; UTC is turned into China's. */
export interface PrintedDate {
  /** Null where only month and day are printed. */
  readonly year: number | null
  /** MM-DD. */
  readonly monthDay: string
  /** `T07:08:00+08:00`; empty where no time of day is printed. */
  readonly clock: string
}

export interface DateMention extends PrintedDate {
  readonly start: number
  readonly end: number
  /** From this day to another one, or from this time of day to another one. */
  readonly period: boolean
  /** Digits that may be anything else where neither a time of day nor a label stands beside them. */
  readonly weak: boolean
}

const CHINA = "+08:00"
const FIRST_YEAR = 1850
const LAST_YEAR = 2100
/** Years in two digits (95年8月15日) are of the last century from this one on. */
const LAST_CENTURY = 80

const GAP = "\\s{0,2}"
const NUMERAL = "[〇零一二三四五六七八九十廿卅]{1,3}"
const ORDINAL = `(?:\\d{1,2}|${NUMERAL})`
const YEAR = `\\d{4}|[〇零○Oo0一二三四五六七八九]{4}`
const MONTH_NAME =
  "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
const ENGLISH_DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\\.?"
const ZONE =
  "Z|(?:UTC|GMT)(?:\\s?[+-]\\d{1,2}(?::?\\d{2})?)?|[+-]\\d{2}(?::?\\d{2})?|CST|HKT|JST|KST|E[SD]T|P[SD]T"

/** The ways to print a day: forms with one sign in common without which there is none. What names no year has none. */
const FAMILIES = [
  family(/\d\s{0,2}[-/.·–—]\s{0,2}\d|\d{8}/, [
    // 2023-08-15, 2023/8/15, 2023.8.15; the time may follow without a gap.
    `(?<!\\d)(?<!\\d[-/.])(?<year>\\d{4})${GAP}(?<mark>[-/.·–—])${GAP}(?<month>\\d{1,2})${GAP}\\k<mark>${GAP}(?<day>\\d{1,2}(?!\\d)|\\d{2}(?=\\d{2}:\\d{2}))日?`,
    // 2023 08/15 07:08, of pages that set the year in a line of its own.
    `(?<!\\d)(?<year>\\d{4})(?:\\s{1,4}|${GAP}年${GAP})(?<month>\\d{1,2})[-/](?<day>\\d{1,2})(?=\\s{1,4}\\d{1,2}:\\d{2})`,
    `(?<!\\d)(?<year>(?:19|20)\\d{2})(?<month>[01]\\d)(?<day>[0-3]\\d)(?<weak>)(?!\\d)`,
    // 15/08/2023 and 08/15/2023: only where it can be told which is the month.
    `(?<!\\d)(?<!\\d[-/.])(?<first>\\d{1,2})(?<mark>[-/.])(?<second>\\d{1,2})\\k<mark>(?<year>\\d{4})(?!\\d)`,
    // 08/15, 08-15.
    `(?<![\\d.]|\\d:)(?<!\\d${GAP}[-/.年])(?<month>\\d{1,2})[-/](?<day>\\d{1,2})(?<weak>)(?![\\d.:%]|\\s?[-/年月]\\s?\\d)`,
  ]),
  family(/月/, [
    // 2023年8月15日, 二〇二三年八月十五日, 23年8月15日.
    `(?<![\\d〇零一二三四五六七八九])(?<year>${YEAR}|(?<!\\p{Script=Han})\\d{2})${GAP}年${GAP}(?<month>${ORDINAL})${GAP}月${GAP}(?:(?<day>${ORDINAL})${GAP}[日号號]|(?<bareDay>\\d{1,2})(?![\\d\\p{Script=Han}]))`,
    `(?<![\\d年〇零一二三四五六七八九十廿卅])(?<!年\\s{1,2})(?<month>${ORDINAL})${GAP}月${GAP}(?<day>${ORDINAL})${GAP}[日号號]`,
  ]),
  family(/(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?[\s,-]/i, [
    `(?<![A-Za-z])(?<name>${MONTH_NAME})\\.?\\s{1,2}(?<day>\\d{1,2})(?:st|nd|rd|th)?,?\\s{1,2}(?:${ENGLISH_DAY},?\\s{1,2})?(?<year>\\d{4})(?!\\d)`,
    `(?<!\\d)(?<day>\\d{1,2})(?:st|nd|rd|th)?[\\s-]{1,2}(?<name>${MONTH_NAME})\\.?,?[\\s-]{1,2}(?<year>\\d{4})(?!\\d)`,
    // Tue Aug 15 07:08:00 CST 2023, as programs print it.
    `(?<![A-Za-z])(?<name>${MONTH_NAME})\\s{1,2}(?<day>\\d{1,2})\\s{1,2}(?<hour>\\d{2}):(?<minute>\\d{2}):(?<second>\\d{2})\\s{1,2}(?:(?<zone>${ZONE})\\s{1,2})?(?<year>\\d{4})(?!\\d)`,
  ]),
]

function family(sign: RegExp, forms: readonly string[]) {
  return { sign, forms: forms.map((form) => new RegExp(form, "giu")) }
}

const DAY_NAME = `[(（]?(?:(?:星期|礼拜|禮拜|周|週)[一二三四五六日天]|${ENGLISH_DAY})[)）]?`
/** A remark on the day of the lunar calendar: 农历七月初二, 癸卯年七月初二. */
const LUNAR =
  "[(（]?(?:农历|農曆|阴历|旧历|夏历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)[^\\d:,，。;；)）]{2,16}?[)）]?"
const EARLY = "凌晨|清晨|早晨|早上|上午"
const LATE = "下午|傍晚|晚上|夜间|晚"
/** The time of day right behind a day, with a zone where one is stated. */
const TIME = new RegExp(
  `^[T\\s,，、|｜·/–—-]{0,6}(?:${DAY_NAME}[\\s,，|]{0,4})?(?:${LUNAR}[\\s,，|]{0,4})?(?:(?<early>${EARLY})|(?<late>${LATE})|(?<noon>中午))?\\s{0,4}` +
    `(?:(?<hour>\\d{1,2}):(?<minute>\\d{2})(?!\\d)(?::(?<second>\\d{1,2})(?:[.,]\\d{1,9})?)?` +
    `|(?<wordHour>${ORDINAL})${GAP}[时時点點](?![赞贊击擊评評政事尚代报報])${GAP}(?:整|(?<half>半)|(?<wordMinute>${ORDINAL})${GAP}分?${GAP}(?:(?<wordSecond>\\d{1,2})${GAP}秒)?)?` +
    `|(?<=^T)(?<packedHour>\\d{2})(?<packedMinute>\\d{2})(?<packedSecond>\\d{2})?)` +
    `(?:\\s{0,2}(?:(?<am>a\\.?m\\b\\.?)|(?<pm>p\\.?m\\b\\.?)))?(?:\\s{0,2}[(（]?(?<zone>${ZONE})(?![A-Za-z\\d]))?`,
  "iu",
)
const LONGEST_TIME = 80
/** 至16日, -08-20, —次日. */
const UP_TO = /^\s{0,3}(?:至|到|[-–—~～]{1,2})\s{0,3}(?:\d|次日|翌日|[上下]午|今)/
/** Hours that feeds from abroad state by name. CST is China's here. */
const NAMED_ZONES: Readonly<Record<string, string>> = {
  CST: CHINA,
  HKT: CHINA,
  JST: "+09:00",
  KST: "+09:00",
  EST: "-05:00",
  EDT: "-04:00",
  PST: "-08:00",
  PDT: "-07:00",
}

/** Every day that a line prints, in order, whatever it is the day of. Days that no calendar has are none. */
export function dateMentions(line: string): DateMention[] {
  const text = halfWidth(line)
  const found = FAMILIES.flatMap(({ sign, forms }) => (sign.test(text) ? forms : []))
    .flatMap((form) => [...text.matchAll(form)].flatMap((match) => mentionOf(match, text) ?? []))
    .sort((a, b) => a.start - b.start)
  let end = 0
  return found.filter((mention) => {
    if (mention.start < end) return false
    end = mention.end
    return true
  })
}

type Groups = Readonly<Record<string, string | undefined>>

function mentionOf(match: RegExpExecArray, text: string): DateMention | null {
  const groups: Groups = match.groups ?? {}
  const day = dayOf(groups)
  if (day === null) return null
  const start = match.index
  const end = start + match[0].length
  const weak = groups.weak !== undefined
  // A form may hold the time itself.
  const time = groups.hour === undefined ? TIME.exec(text.slice(end, end + LONGEST_TIME)) : null
  const told = clockOf(time === null ? groups : (time.groups ?? {}))
  if (told === null) {
    return { ...day, clock: "", start, end, period: UP_TO.test(text.slice(end, end + 8)), weak }
  }
  const after = end + (time === null ? 0 : time[0].length)
  const backwards = told.zone?.startsWith("-") === true && !/^T|:\d\d?:/i.test(time?.[0] ?? "T")
  const date = zoned(day, told.clock, backwards ? undefined : told.zone)
  if (date === null) return null
  return { ...date, start, end: after, period: backwards || UP_TO.test(text.slice(after, after + 8)), weak }
}

interface Day {
  readonly year: number | null
  readonly monthDay: string
}

function dayOf(groups: Groups): Day | null {
  const month = monthOf(groups)
  const day = groups.first === undefined ? ordinal(groups.day ?? groups.bareDay) : dayBeside(groups)
  if (groups.year === undefined) return dayIn(2000, month, day, null)
  const digits = groups.year
    .replace(/[○O]/gi, "〇")
    .replace(/[^\x00-\x7f]/g, (sign) => String(wholeNumber(sign)))
  const year = Number(digits)
  const whole = digits.length > 2 ? year : year + (year < LAST_CENTURY ? 2000 : 1900)
  return whole < FIRST_YEAR || whole > LAST_YEAR ? null : dayIn(whole, month, day, whole)
}

function dayIn(year: number, month: number, day: number, stated: number | null): Day | null {
  const found = calendarDay(year, month, day)
  return found === null ? null : { year: stated, monthDay: found.slice(5) }
}

function monthOf({ name, first, second, month }: Groups): number {
  if (name !== undefined) return MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1
  if (first === undefined) return ordinal(month)
  const [a, b] = [Number(first), Number(second)]
  if (a === b || b > 12) return a
  return a > 12 ? b : Number.NaN
}

function dayBeside({ first, second }: Groups): number {
  return Number(first) > 12 ? Number(first) : Number(second)
}

function ordinal(text: string | undefined): number {
  return wholeNumber((text ?? "").replace("廿", "二十").replace("卅", "三十")) ?? Number.NaN
}

/** Null where no time of day is printed, or none that a clock shows. */
function clockOf(groups: Groups): { clock: string; zone: string | undefined } | null {
  let hour = ordinal(groups.hour ?? groups.wordHour ?? groups.packedHour)
  const minute = ordinal(
    groups.minute ?? groups.wordMinute ?? groups.packedMinute ?? (groups.half ? "30" : "0"),
  )
  const second = ordinal(groups.second ?? groups.wordSecond ?? groups.packedSecond ?? "0")
  if ((groups.late ?? groups.pm) !== undefined && hour < 12) hour += 12
  if (groups.noon !== undefined && hour < 3) hour += 12
  if ((groups.am !== undefined || groups.early === "凌晨") && hour === 12) hour = 0
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return null
  return { clock: `T${pad(hour)}:${pad(minute)}:${pad(second)}`, zone: groups.zone }
}

/** A day without a year has no other zone than China's. */
function zoned(day: Day, clock: string, zone: string | undefined): PrintedDate | null {
  if (zone === undefined || day.year === null) return { ...day, clock: clock + CHINA }
  const local = `${day.year}-${day.monthDay}${clock}`
  const offset = offsetOf(zone.toUpperCase())
  const instant = Date.parse(local + offset)
  if (Number.isNaN(instant)) return null
  return offset === "Z" ? chinaTime(instant) : { ...day, clock: clock + offset }
}

function offsetOf(zone: string): string {
  const named = NAMED_ZONES[zone]
  if (named !== undefined) return named
  const [, sign, hours = "0", minutes = "00"] = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone) ?? []
  const utc = sign === undefined || (Number(hours) === 0 && minutes === "00")
  return utc ? "Z" : `${sign}${hours.padStart(2, "0")}:${minutes}`
}

/** An instant in milliseconds as China's clocks show it; null for one out of all newspapers' time. */
export function chinaTime(instant: number): PrintedDate | null {
  const time = instant + 8 * 3_600_000
  if (!(Math.abs(time) < 8e15)) return null
  const text = new Date(time).toISOString()
  const year = Number(text.slice(0, text.indexOf("-", 1)))
  if (year < FIRST_YEAR || year > LAST_YEAR) return null
  return { year, monthDay: text.slice(5, 10), clock: `${text.slice(10, 19)}${CHINA}` }
}

function pad(value: number): string {
  return String(value).padStart(2, "0")
}
