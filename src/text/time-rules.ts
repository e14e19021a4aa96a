import { addDays, calendarDay, type Days, mondayOf, monthAfter, monthsOf } from "./dates.ts"
import { FESTIVAL_NAMES, festivalDays } from "./festivals.ts"
import { wholeNumber } from "./numerals.ts"

/** What words of time are counted from. Days are YYYY-MM-DD. */
export interface Clock {
  readonly today: string
  /** What has no year lies as late as it can without beginning after this day. */
  readonly newest: string
  /** Where a range began: the end of it, where it has no year, is the first after that. */
  readonly began?: string
}

export type Groups = Readonly<Record<string, string | undefined>>

export interface TimeRule {
  readonly pattern: RegExp
  /** Undefined for days that no calendar has. */
  readonly read: (groups: Groups, clock: Clock) => Days | undefined
  /** Whether all of the words depend on today; else only those of the groups `ry` (去年) and `rm` (上个月) do. */
  readonly relative: boolean
}

const N = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
const COUNT = "(?:\\d{1,3}|[一二两三四五六七八九十]{1,3}|几|半)"
const YEAR =
  "(?:(?<y>(?<![\\d.])(?:1[89]|20)\\d{2}|(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}|(?<!\\d)\\d{2}(?=年\\d{1,2}月))年度?" +
  "|(?<ry>(?<!过)去年|(?<![以之空史从先])大?前年|(?<!如)今年|上一年|(?<!基)本年度?|明年))"
const PERIOD =
  "第?[一二三四1-4]季度|前[三3]季度|[上下]半年|年?初(?![一二三四中级步])|年?底(?![线层薪下])|年?末(?![期日代])|年中(?![国秋])|[春夏秋冬][天季]"
const MONTH_PART = "[上中下]旬|初(?![一二三])|底|末"
/** What is not a day though it says 5号. */
const DAY = "[日号](?![线楼院桥井机店馆门厅仓库坑船墓台岛站房车文公工病])"
const TO = "(?:到|至|[-~—–－～]{1,2})"
const LUNAR = "(?<![农阴旧夏]历)"
const FIRST = "(?<=^|[\\s\\p{P}在从到至自于])"
const FESTIVAL = `(?<f>${FESTIVAL_NAMES.join("|")})`
const DAYS_OFF = "(?:节|假期|小长假|长假|黄金周|期间|假日|当天|那天|放假)"
const OTHER_FESTIVAL = "(?!节?(?:联欢|晚会|序曲|习俗|路|街|广场|桥|村|镇|档|上河|河))"

/** From the shortest to the longest words, without order: the leftmost and longest words count. */
export const TIME_RULES: readonly TimeRule[] = [
  // Whole days.
  rule(`${YEAR}(?<m>${N})月(?<d>${N})(?:${DAY}|(?<=\\d)(?![\\d年月个天日号]))`, (g, clock) =>
    oneDay(yearOf(g, clock), g.m, g.d),
  ),
  rule("(?<![\\d./-])(?<y>\\d{4})(?<sep>[-/.])(?<m>\\d{1,2})\\k<sep>(?<d>\\d{1,2})(?!\\d)日?", (g, clock) =>
    oneDay(yearOf(g, clock), g.m, g.d),
  ),
  rule("(?<!\\d)(?<y>(?:19|20)\\d{2})(?<m>0\\d|1[0-2])(?<d>[0-3]\\d)(?!\\d)", (g, clock) =>
    oneDay(yearOf(g, clock), g.m, g.d),
  ),
  rule(`${LUNAR}(?<![\\d年〇零一二三四五六七八九十])(?<m>${N})月(?<d>${N})${DAY}`, (g, clock) =>
    latest(clock, (year) => oneDay(year, g.m, g.d)),
  ),
  rule(`${FIRST}(?<d>${N})${DAY}(?!${TO}?\\d)`, (g, clock) => latestOfMonths(clock, g.d)),
  rule(`(?<rm>本月|这个?月|上上个?月|上个?月)(?<d>${N})${DAY}`, (g, { today }) => {
    const [year, month] = monthAfter(today, stepsAway(g.rm)).split("-")
    return oneDay(Number(year), month, g.d)
  }),
  // Months.
  rule(`${YEAR}(?<m>${N})月份?(?<part>${MONTH_PART})?(?!${N}[日号])`, (g, clock) =>
    partOf(month(yearOf(g, clock), g.m), g.part),
  ),
  rule("(?<![\\d-])(?<y>(?:19|20)\\d{2})-(?<m>\\d{2})(?![\\d-])", (g, clock) => month(yearOf(g, clock), g.m)),
  rule(
    `${LUNAR}(?<![\\d年第近])(?:(?<m>\\d{1,2})月(?!\\d|[龄饼球亮嫂子])份?|(?<cm>[一二三四五六七八九十]{1,2})月(?:份|(?=${MONTH_PART}|以来|至|到)))` +
      `(?<part>${MONTH_PART})?(?!${N}[日号])`,
    (g, clock) => latest(clock, (year) => partOf(month(year, g.m ?? g.cm), g.part)),
  ),
  rule(`(?<![\\d.])(?:${YEAR})?(?<m>${N})月?份?${TO}(?<m2>${N})月份?(?!${N}[日号])`, (g, clock) => {
    const through = (year: number) =>
      joined(
        month(year, g.m),
        first(year, (next) => month(next, g.m2), g.m),
      )
    return g.y || g.ry ? through(yearOf(g, clock)) : latest(clock, through)
  }),
  rule(`(?:${YEAR})?(?<m>${N})月(?<d>${N})[日号]?${TO}(?<d2>${N})${DAY}`, (g, clock) => {
    const through = (year: number) => joined(oneDay(year, g.m, g.d), oneDay(year, g.m, g.d2))
    return g.y || g.ry ? through(yearOf(g, clock)) : latest(clock, through)
  }),
  rule(
    `(?<!基)(?<![街路晚登早路])(?<rm>本月|这个月|上上个?月|上一?个?月(?![球亮台饼])|下个月)(?<part>${MONTH_PART})?`,
    (g, { today }) => {
      const [year, of] = monthAfter(today, stepsAway(g.rm)).split("-")
      return partOf(month(Number(year), of), g.part, g.part ? undefined : today)
    },
    true,
  ),
  rule(`${FIRST}月(?<part>初|底|末)`, (g, { today }) =>
    partOf(month(Number(today.slice(0, 4)), today.slice(5, 7)), g.part),
  ),
  // Years and their parts.
  rule(`${YEAR}(?!${N}月|[级画糕会货味])`, (g, clock) =>
    soFar(monthsOf(yearOf(g, clock), 1, 12), g.ry ? clock.today : undefined),
  ),
  rule(`(?<y>(?<![\\d.])(?:19|20)\\d{2})年?${TO}(?<y2>(?:19|20)\\d{2})年`, (g) =>
    joined(monthsOf(Number(g.y), 1, 12), monthsOf(Number(g.y2), 1, 12)),
  ),
  rule(`${YEAR}的?(?<part>${PERIOD})`, (g, clock) => period(yearOf(g, clock), g.part)),
  rule(
    `(?<![每\\d])(?<part>第?[一二三四1-4]季度|前[三3]季度|[上下]半年)|${FIRST}(?<end>年[初底末])(?![一二三四级])`,
    (g, clock) =>
      g.end ? period(Number(clock.today.slice(0, 4)), g.end) : latest(clock, (year) => period(year, g.part)),
  ),
  rule(
    "(?<!当)(?<ry>[今去])(?<s>[春夏秋冬])(?![天季节晚])",
    (g, { today }) => period(Number(today.slice(0, 4)) - (g.ry === "去" ? 1 : 0), g.s),
    true,
  ),
  rule(
    "(?<which>本季度|这个?季度|上个?季度)",
    (g, { today }) => {
      const quarter = Math.floor((Number(today.slice(5, 7)) - 1) / 3) * 3 + 1
      const from = `${today.slice(0, 4)}-${String(quarter).padStart(2, "0")}-01`
      const [year, of] = monthAfter(from, g.which?.startsWith("上") ? -3 : 0).split("-")
      return soFar(monthsOf(Number(year), Number(of), 3), today)
    },
    true,
  ),
  // Festivals.
  rule(`${YEAR}的?${FESTIVAL}${OTHER_FESTIVAL}${DAYS_OFF}{0,3}`, (g, clock) =>
    festivalDays(g.f ?? "", yearOf(g, clock)),
  ),
  rule(
    `(?:${FESTIVAL}${OTHER_FESTIVAL}${DAYS_OFF}{1,3}|(?<bare>春节|除夕|元旦|端午|中秋)${OTHER_FESTIVAL})`,
    (g, clock) => latest(clock, (year) => festivalDays(g.f ?? g.bare ?? "", year)),
  ),
  // Days and weeks by today.
  rule("大前[天日]", (_, { today }) => day(today, -3), true),
  rule(
    "(?:(?<![目之以此先从生空节大])前[天日]|(?<=从)前天(?=[到至起]))(?![后津])",
    (_, { today }) => day(today, -2),
    true,
  ),
  rule("昨(?:[天晚夜]|日(?!重现))", (_, { today }) => day(today, -1), true),
  rule("今(?:[天晚早晨夜]|日(?!头条|说法|关注|看点|话题))", (_, { today }) => day(today, 0), true),
  rule("明(?:[天晚早晨]|日)(?!之星|方舟|系)", (_, { today }) => day(today, 1), true),
  rule("(?<![以之今先往生])后天(?!性)", (_, { today }) => day(today, 2), true),
  rule(
    `${FIRST}(?<n>${COUNT})[天日]前(?!后)`,
    (g, { today }) => day(today, -(counted(g.n, "天") || NaN)),
    true,
  ),
  rule("前几[天日]", (_, { today }) => ({ from: addDays(today, -7), to: addDays(today, -1) }), true),
  rule("前些[天日]子?|前(?:一?阵子?|段时间)", (_, { today }) => lastDays(today, 30), true),
  rule(
    `(?<![附邻临靠接将亲贴拉])(?:最近|近|过去)的?(?<n>${COUNT})个?(?<u>天|日|周|星期|礼拜|月|季度|年)(?![级度])`,
    (g, { today }) => lastDays(today, counted(g.n, g.u)),
    true,
  ),
  rule(
    `这(?!一[天日年])(?<n>${COUNT})(?:个(?=[星礼月]))?(?<u>天|日|周|星期|礼拜|月|年)(?![边围期岁级度])`,
    (g, { today }) => lastDays(today, counted(g.n, g.u)),
    true,
  ),
  rule(
    "(?<![街路晚早网线加日])(?<rel>上上个?|上一?个?|这一?个?|本|下个?)(?:周|星期|礼拜)(?![边围期年岁刊])(?<w>[一二三四五六日天末])?",
    (g, { today }) => {
      const monday = addDays(mondayOf(today), stepsAway(g.rel) * 7)
      return g.w ? weekday(monday, g.w) : soFar({ from: monday, to: addDays(monday, 6) }, today)
    },
    true,
  ),
  rule(
    "(?<![\\d一二两三四五六七八九十几每逢单双上下这个本不圆环])(?<!(?:周|期|拜)[一二三四五六日天][至到、和—~-])(?:周|星期|礼拜)(?<w>[一二三四五六日天末])(?![至到、和—~报年福围愉快-])",
    (g, { today }) => {
      const here = weekday(mondayOf(today), g.w)
      return here.from > today ? weekday(addDays(mondayOf(today), -7), g.w) : here
    },
    true,
  ),
]

function rule(pattern: string, read: TimeRule["read"], relative = false): TimeRule {
  return { pattern: new RegExp(pattern, "gu"), read, relative }
}

function yearOf({ y, ry }: Groups, { today }: Clock): number {
  if (y !== undefined) {
    const year = wholeNumber(y) ?? 0
    return year < 100 ? 2000 + year : year
  }
  const away = { 大前年: -3, 前年: -2, 去年: -1, 上一年: -1, 明年: 1 }[ry ?? ""] ?? 0
  return Number(today.slice(0, 4)) + away
}

function month(year: number, of: string | undefined): Days | undefined {
  return monthsOf(year, wholeNumber(of ?? "") ?? 0)
}

function oneDay(year: number, of: string | undefined, d: string | undefined): Days | undefined {
  const found = calendarDay(year, wholeNumber(of ?? "") ?? 0, wholeNumber(d ?? "") ?? 0)
  return found === null ? undefined : { from: found, to: found }
}

function day(today: string, away: number): Days | undefined {
  if (Number.isNaN(away)) return undefined
  return { from: addDays(today, away), to: addDays(today, away) }
}

function partOf(of: Days | undefined, part: string | undefined, today?: string): Days | undefined {
  if (!of) return undefined
  const at = (date: number) => `${of.from.slice(0, 8)}${String(date).padStart(2, "0")}`
  if (part === "上旬" || part === "初") return { from: of.from, to: at(10) }
  if (part === "中旬") return { from: at(11), to: at(20) }
  if (part === "下旬" || part === "底" || part === "末") return { from: at(21), to: of.to }
  return soFar(of, today)
}

/** What has begun goes on until today. */
function soFar(of: Days | undefined, today: string | undefined): Days | undefined {
  return of && today !== undefined && of.from <= today && of.to > today ? { from: of.from, to: today } : of
}

function period(year: number, part: string | undefined): Days | undefined {
  const named = part ?? ""
  const quarter = /[一二三四1-4](?=季度)/u.exec(named)?.[0] ?? ""
  if (named.startsWith("前")) return monthsOf(year, 1, 9)
  if (quarter) return monthsOf(year, ((wholeNumber(quarter) ?? 1) - 1) * 3 + 1, 3)
  if (named.includes("半年")) return monthsOf(year, named.startsWith("上") ? 1 : 7, 6)
  const season = "春夏秋冬".indexOf(named.charAt(0))
  if (named !== "" && season !== -1) return monthsOf(year, 3 + season * 3, 3)
  if (named.includes("初")) return monthsOf(year, 1, 2)
  return named.includes("中") ? monthsOf(year, 6, 2) : monthsOf(year, 12)
}

const YEARS_TRIED = 8

/** In the latest year in which it has begun; the end of a range, in the first after its beginning. Leap days may lie eight years apart. */
function latest({ newest, began }: Clock, inYear: (year: number) => Days | undefined): Days | undefined {
  const from = Number((began ?? newest).slice(0, 4))
  for (let i = 0; i <= YEARS_TRIED; i++) {
    const days = inYear(began === undefined ? from + 1 - i : from + i)
    if (days && (began === undefined ? days.from <= newest : days.from >= began)) return days
  }
  return undefined
}

function first(
  year: number,
  inYear: (year: number) => Days | undefined,
  after: string | undefined,
): Days | undefined {
  const begin = month(year, after)
  const here = inYear(year)
  return begin && here && here.from < begin.from ? inYear(year + 1) : here
}

/** The fifth of this month, or of the month before; of a month that has such a day. */
function latestOfMonths({ newest, began }: Clock, d: string | undefined): Days | undefined {
  for (let i = 0; i <= 2; i++) {
    const [year, of] = monthAfter(began ?? newest, began === undefined ? -i : i).split("-")
    const found = oneDay(Number(year), of, d)
    if (found && (began === undefined ? found.from <= newest : found.from >= began)) return found
  }
  return undefined
}

function joined(from: Days | undefined, to: Days | undefined): Days | undefined {
  return from && to && from.from <= to.to ? { from: from.from, to: to.to } : undefined
}

/** Of months or weeks: 上个 is the last one. */
function stepsAway(words: string | undefined): number {
  if (words?.startsWith("上上")) return -2
  return words?.startsWith("上") ? -1 : words?.startsWith("下") ? 1 : 0
}

function weekday(monday: string, name: string | undefined): Days {
  if (name === "末") return { from: addDays(monday, 5), to: addDays(monday, 6) }
  const at = addDays(monday, name === "天" ? 6 : "一二三四五六日".indexOf(name ?? "一"))
  return { from: at, to: at }
}

const UNIT_DAYS: Readonly<Record<string, number>> = {
  天: 1,
  日: 1,
  周: 7,
  星期: 7,
  礼拜: 7,
  月: 30,
  季度: 91,
  年: 365,
}

/** In days; 几 is seven days, or three of what is longer. */
function counted(count: string | undefined, unit: string | undefined): number {
  const days = UNIT_DAYS[unit ?? ""] ?? 1
  if (count === "半") return Math.ceil(days / 2)
  if (count === "几") return days === 1 ? 7 : 3 * days
  return (wholeNumber(count ?? "") ?? 0) * days
}

function lastDays(today: string, count: number): Days | undefined {
  return count > 0 ? { from: addDays(today, 1 - count), to: today } : undefined
}
