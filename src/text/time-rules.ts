import { addDays, monthAfter, monthsOf } from "./dates.ts"
import { FESTIVAL_NAMES } from "./festivals.ts"
import {
  type Clock,
  counted,
  day,
  type Groups,
  joined,
  lastDays,
  month,
  monthFrom,
  monthsThrough,
  oneDay,
  partOf,
  period,
  type Reading,
  stepsAway,
  vague,
  week,
  weekday,
  yearOf,
} from "./time-readings.ts"

export interface TimeRule<C extends Clock = Clock> {
  readonly pattern: RegExp
  /** Undefined for days that no calendar has, or where it is not sure which they are. */
  readonly read: (groups: Groups, clock: C) => Reading | undefined
  /** Whether all of the words depend on today; else only those of the groups `ry` (去年) and `rm` (上个月) do. */
  readonly relative: boolean
}

export const N = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
export const COUNT = "(?:\\d{1,3}|[一二两三四五六七八九十]{1,3}|几|半)"
export const YEAR =
  "(?:(?<y>(?<![\\d.])(?:1[89]|20)\\d{2}|(?<![〇零一二三四五六七八九])[一二][〇零一二三四五六七八九]{3}|(?<!\\d)\\d{2}(?=年\\d{1,2}月))年度?" +
  "|(?<ry>(?<!过)去年|(?<![以之空史从先目当此眼提节年])大?前年(?![均产货])|(?<![如当])今年(?![代轻])|(?<![以早晚街路网])上一年(?![一度])" +
  "|(?<![基成资日课版样剧根])本年度?(?![产均])|(?<![证声文昆])明年(?![代龄])|(?<![以今之然前往先最午])后年(?![代均产轻])))"
export const PERIOD =
  "第?[一二三四1-4]季度|前[三3]季度|[上下]半年|年?初(?![一二三四中级步])|年?底(?![线层薪下])|年?末(?![期日代])|年中(?![国秋])|[春夏秋冬][天季]"
const MONTH_PART = "[上中下]旬|初(?![一二三])|底|末"
/** What is not a day though it says 5号. */
export const DAY = "(?:日(?![线游])|号(?![线楼院桥井机店馆门厅仓库坑船墓台岛站房车文公工病]))"
export const TO = "(?:到|至|[-~—–－～]{1,2})"
const LUNAR = "(?<![农阴旧夏]历)"
export const FIRST = "(?<=^|[\\s\\p{P}在从到至自于])"
export const FESTIVAL = `(?<f>${FESTIVAL_NAMES.join("|")})`
export const DAYS_OFF = "(?:节|假期|小长假|长假|黄金周|期间|假日|当天|那天|放假)"
export const OTHER_FESTIVAL = "(?!节?(?:目|联欢|晚会|序曲|习俗|路|街|广场|桥|村|镇|档|上河|河))"

/** Of questions and of articles. Without order: the leftmost words count, and of these the longest. */
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
    clock.yearless((year) => oneDay(year, g.m, g.d)),
  ),
  rule(`(?<rm>本月|这个?月|上上个?月|上个?月|下个?月)(?<d>${N})${DAY}`, (g, { today }) => {
    const [year, month] = monthAfter(today, stepsAway(g.rm)).split("-")
    return oneDay(Number(year), month, g.d)
  }),
  // Months.
  rule(`${YEAR}(?<m>${N})月份?(?<part>${MONTH_PART})?(?!${N}[日号])`, (g, clock) =>
    partOf(month(yearOf(g, clock), g.m), g.part),
  ),
  rule("(?<![\\d-])(?<y>(?:19|20)\\d{2})-(?<m>\\d{2})(?![\\d-])", (g, clock) => month(yearOf(g, clock), g.m)),
  rule(
    `${LUNAR}(?<![\\d年第近])(?:(?<m>\\d{1,2})月(?!\\d|[龄饼球亮嫂子]|花号)份?|(?<cm>[一二三四五六七八九十]{1,2})月(?:份|(?=${MONTH_PART}|以来|至|到)))` +
      `(?<part>${MONTH_PART})?(?!${N}[日号])`,
    (g, clock) => clock.yearless((year) => partOf(month(year, g.m ?? g.cm), g.part)),
  ),
  rule(`(?<![\\d.])(?:${YEAR})?(?<m>${N})月?份?${TO}(?<m2>${N})月份?(?!${N}[日号])`, (g, clock) => {
    const through = (year: number) => monthsThrough(month(year, g.m), monthFrom(year, g.m2, g.m))
    return g.y || g.ry ? through(yearOf(g, clock)) : clock.yearless(through)
  }),
  rule(`(?:${YEAR})?(?<m>${N})月(?<d>${N})[日号]?${TO}(?<d2>${N})${DAY}`, (g, clock) => {
    const through = (year: number) => joined(oneDay(year, g.m, g.d), oneDay(year, g.m, g.d2))
    return g.y || g.ry ? through(yearOf(g, clock)) : clock.yearless(through)
  }),
  rule(
    `(?<![基成资日])(?<![街路晚登早以])(?<rm>本月(?!刊)|这个月|上上个?月|上一?个?月(?![球亮台饼])|下个月|(?<![当名])下月)(?<part>${MONTH_PART})?`,
    (g, clock) => {
      const [year, of] = monthAfter(clock.today, stepsAway(g.rm)).split("-")
      const whole = month(Number(year), of)
      return g.part ? partOf(whole, g.part) : clock.soFar(whole)
    },
    true,
  ),
  // Years and their parts.
  rule(`${YEAR}(?!${N}月|[级画糕会货味])`, (g, clock) => {
    const whole = monthsOf(yearOf(g, clock), 1, 12)
    return g.ry ? clock.soFar(whole) : whole
  }),
  rule(`(?<y>(?<![\\d.])(?:19|20)\\d{2})年?${TO}(?<y2>(?:19|20)\\d{2})年`, (g) =>
    joined(monthsOf(Number(g.y), 1, 12), monthsOf(Number(g.y2), 1, 12)),
  ),
  rule(`${YEAR}的?(?<part>${PERIOD})`, (g, clock) => period(yearOf(g, clock), g.part)),
  rule("(?<![每\\d])(?<part>第?[一二三四1-4]季度|前[三3]季度|[上下]半年)", (g, clock) =>
    clock.yearless((year) => period(year, g.part)),
  ),
  rule(
    "(?<!当)(?<ry>[今去])(?<s>[春夏秋冬])(?![天季节晚])",
    (g, { today }) => period(Number(today.slice(0, 4)) - (g.ry === "去" ? 1 : 0), g.s),
    true,
  ),
  rule(
    "(?<which>本季度|这个?季度|上个?季度)",
    (g, clock) => {
      const begun = (Number(clock.today.slice(5, 7)) - 1) % 3
      const [year, of] = monthAfter(clock.today, (g.which?.startsWith("上") ? -3 : 0) - begun).split("-")
      return clock.soFar(monthsOf(Number(year), Number(of), 3))
    },
    true,
  ),
  // Days and weeks by today.
  rule("大前[天日]", (_, { today }) => day(today, -3), true),
  rule(
    "(?:(?<![目之以此先从生空节大])前[天日]|(?<=从)前天(?=[到至起]))(?![后津])",
    (_, { today }) => day(today, -2),
    true,
  ),
  rule("昨(?:[天晚夜]|日(?!重现))", (_, { today }) => day(today, -1), true),
  rule(
    "(?<![如当])今(?:[天早晨夜]|晚(?!报)|日(?!头条|说法|关注|看点|话题|之|俄罗斯|美国|中国))",
    (_, { today }) => day(today, 0),
    true,
  ),
  rule(
    "(?<![光文清昆黎证声])明(?:天(?!气(?![温压象]))|[晚早晨日])(?!之星|方舟|系|会更)",
    (_, { today }) => day(today, 1),
    true,
  ),
  rule("(?<![以之今先往生午雨雪])后天(?![性气])", (_, { today }) => day(today, 2), true),
  rule("前几[天日]", (_, { today }) => vague(addDays(today, -7), addDays(today, -1)), true),
  rule("前些[天日]子?|前(?:一?阵子?|段时间)|近一?段时间", (_, { today }) => lastDays(today, 30), true),
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
    "(?<![街路晚早网线加日界忙住待等歇])(?<rel>上上个?|上一?个?|这一?个?|本|下个?)(?:周|星期|礼拜)(?![边围期年岁刊长])(?<w>[一二三四五六日天末])?",
    (g, clock) => {
      const whole = week(clock.today, stepsAway(g.rel))
      return g.w ? weekday(whole.from, g.w) : clock.soFar(whole)
    },
    true,
  ),
]

export function rule<C extends Clock = Clock>(
  pattern: string,
  read: TimeRule<C>["read"],
  relative = false,
): TimeRule<C> {
  return { pattern: new RegExp(pattern, "gu"), read, relative }
}
