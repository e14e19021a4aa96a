import { addDays, mondayOf, monthAfter, monthsOf } from "./dates.ts"
import { FESTIVAL_NAMES, festivalDay, festivalDays, lunarDay } from "./festivals.ts"
import { wholeNumber } from "./numerals.ts"
import {
  type Clock,
  counted,
  type Groups,
  type InYear,
  month,
  oneDay,
  partOf,
  period,
  type Reading,
  vague,
  weekday,
  yearOf,
} from "./time-readings.ts"
import {
  COUNT,
  DAYS_OFF,
  FESTIVAL,
  N,
  OTHER_FESTIVAL,
  rule,
  TIME_RULES,
  type TimeRule,
  TO,
  YEAR,
} from "./time-rules.ts"

/** A text looks back from its day of publication, or ahead where it says so. */
export interface ArticleClock extends Clock {
  /** Words beside these say that the time is to come: 将于, 计划. */
  readonly ahead: boolean
  /** Another year was just named: 年底 may be its end. */
  readonly elsewhen: boolean
  /** The only day that this sentence and the one before have named: 当天, 次日. */
  readonly anchor: string | undefined
  /** YYYY-MM of the last day that the sentence has named; null where that is not sure. */
  readonly month: string | undefined | null
  /** Of what comes back each year: the nearest, where that is sure. */
  nearest(inYear: InYear): Reading | undefined
}

const BIG_MONTH = "(?:正|一|二|三|四|五|六|七|八|九|十|十一|十二|冬|腊)"
/** 国庆中秋假期, where both are one holiday. */
const SECOND_FESTIVAL = "(?:节?、?(?<f2>中秋|国庆))?"
const LUNAR_DAY = "(?:初[一二三四五六七八九十]|(?:二十|廿|十)[一二三四五六七八九]|[一二三]十|廿)"
const BEFORE_AGO = "(?<=^|[\\s\\p{P}※在于早从自比与和较是距像跟而但])"

/** Words that look like a time, and name none. They stand for nothing, and hide what is in them. */
const TRAPS: readonly TimeRule<ArticleClock>[] = [
  trap(
    `(?:每[年月逢到隔]|每周|历年|往年|往常|以往|[以过][前去]都是|常年|年年|逢)[^,。;!?、\\n]{0,8}?(?:(?:${FESTIVAL_NAMES.join("|")})节?|${N}月份?(?:${N}[日号])?(?:${TO}${N}(?:月(?:${N}[日号])?|[日号]))?|${N}[日号]|[上下]半年|年?[底末初]|[一二三四五六日天末])`,
  ),
  trap(
    "(?:美好|更美|更好|更美好|幸福|光明|灿烂|辉煌|绿色)的?明天|明天(?:更美|更好|计划|集团|系)|的明天(?![早上中下晚凌将]|就)",
  ),
  trap("(?:走向|奔向|拥抱|共创|憧憬|展望|向往|创造|相信|期待|迎接|赢得)[^,。;\\n]{0,8}明天"),
  trap("昨[天日][、与和]?今[天日](?:[、与和]明[天日])?"),
  trap(
    "(?:的|直到|到了|走到|发展到|时至|看来|年后的)今[天日](?![上下凌中早晚])|今天(?:看来|的(?!会议|会|发布会|活动|比赛|仪式|典礼|论坛|报告))",
  ),
  trap("[比较与同和]上一?个?(?:月(?![球台])|季度|周)(?:同期|[初底末])?"),
  trap("的昨[天日](?![晚上下凌中早])|昨[天日](?:重现|黄花)"),
  trap("本[周月][刊报](?!道|名|告)|[上下]半年度"),
  trap(`(?:为期|历时|连续|累计|长达|满|期限?为?|时限为?|约|近)\\s?${N}[日号]`),
]

export const ARTICLE_RULES: readonly TimeRule<ArticleClock>[] = [
  ...TIME_RULES,
  ...TRAPS,
  // Days without their month.
  rule<ArticleClock>(
    `(?<![\\d./:年月第近每隔期续约计达满拘万千百数几前后内余多仅-])(?<d>[1-9]|[12]\\d|3[01])日(?!游|[内后前均线龄间元报本夜]|以内|之[内前后]|以[前后])`,
    (g, clock) => monthless(clock, g.d),
  ),
  rule<ArticleClock>(
    "(?<![\\d一二三四五六七八九十〇零个本上下当每该同次数几多整岁满正腊冬闰两全半近某明光残新])月(?<part>[初底末])",
    (g, { today, elsewhen }) =>
      elsewhen ? undefined : partOf(month(Number(today.slice(0, 4)), today.slice(5, 7)), g.part),
  ),
  rule<ArticleClock>(
    "(?<![\\d一二三四五六七八九十〇零两几多近同次当每历往今去前明后翌年本上下全半周百千万些整某少青中老成幼童新跨])年(?:(?<part>底(?![薪层线])|末(?![期日代])|初(?![一二三四级中]))|内(?=[^,。]{0,12}(?:完|建|开|竣|投|通|实现|启动)))",
    (g, { today, elsewhen }) => {
      const year = Number(today.slice(0, 4))
      if (elsewhen) return undefined
      return g.part ? period(year, g.part) : monthsOf(year, 1, 12)
    },
  ),
  rule<ArticleClock>(
    "(?<![\\d一二两三四五六七八九十几每逢单双上下这个本不圆环到(])(?<!(?:周|期|拜)[一二三四五六日天][至到、和—~-])(?:周|星期|礼拜)(?<w>[一二三四五六日天])(?![至到、和—~报年福围愉快岁期-]|例行|闭馆|休|除外|有约)",
    (g, { today, ahead }) => {
      const here = weekday(mondayOf(today), g.w)
      if (here.from <= today) return ahead && here.from < today ? undefined : here
      return ahead ? here : undefined
    },
    true,
  ),
  rule<ArticleClock>("今明两[天日]", (_, { today }) => ({ from: today, to: addDays(today, 1) })),
  rule<ArticleClock>("昨今两[天日]", (_, { today }) => ({ from: addDays(today, -1), to: today })),
  rule<ArticleClock>("今明两年", (_, { today }) => monthsOf(Number(today.slice(0, 4)), 1, 24)),
  rule<ArticleClock>("明后(?:两天|天)", (_, { today }) => ({
    from: addDays(today, 1),
    to: addDays(today, 2),
  })),
  rule<ArticleClock>("明后两?年", (_, { today }) => monthsOf(Number(today.slice(0, 4)) + 1, 1, 24)),
  rule<ArticleClock>("即日起|今起(?!草)", (_, { today }) => ({ from: today, to: today })),
  rule<ArticleClock>(
    "(?:截[至止]到?|到|迄止?)(?:目前为?止?|发稿(?:时为?止?|前)?|记者发稿(?:时为?止?|前)?)|迄今(?:为止)?",
    (_, { today }) => ({
      from: today,
      to: today,
    }),
  ),
  // Festivals and the Chinese calendar.
  rule<ArticleClock>(
    `${YEAR}的?${FESTIVAL}${SECOND_FESTIVAL}${OTHER_FESTIVAL}(?<off>${DAYS_OFF}{0,3})`,
    (g, clock) => festival(g, yearOf(g, clock)),
  ),
  rule<ArticleClock>(
    `${FESTIVAL}${SECOND_FESTIVAL}${OTHER_FESTIVAL}(?<off>节?(?:假期|小长假|长假|黄金周|期间|假日|当天|那天|放假)+)`,
    (g, clock) => clock.nearest((year) => festival(g, year)),
  ),
  rule<ArticleClock>(
    `(?<=^|[\\s,。;:!?“(在于从自至到是])${FESTIVAL}(?:节|(?<=春节|除夕|元旦|端午|中秋|国庆|清明|五一))${OTHER_FESTIVAL}(?=[,。前后将来临已刚晚夜]|上午|下午|凌晨|$)`,
    (g, clock) => clock.nearest((year) => festival(g, year)),
  ),
  rule<ArticleClock>(
    `(?:(?<ly>今年|去年|明年|前年)的?)?(?:(?:农历|阴历|旧历|夏历)的?(?<m>${BIG_MONTH})月(?<d>${LUNAR_DAY})|(?<m2>正|腊)月(?<d2>${LUNAR_DAY}))日?`,
    (g, clock) => {
      const inYear: InYear = (year) => lunar(year, g.m ?? g.m2, g.d ?? g.d2)
      return g.ly ? inYear(yearOf({ ry: g.ly }, clock)) : clock.nearest(inYear)
    },
  ),
  rule<ArticleClock>(
    "(?:(?<ly>今年|去年|明年|前年)的?)?(?:大年(?<d>初[一二三四五六七八九十]|三十)|年三十)",
    (g, clock) => {
      const inYear: InYear = (year) => newYear(year, g.d ?? "三十")
      return g.ly ? inYear(yearOf({ ry: g.ly }, clock)) : clock.nearest(inYear)
    },
  ),
  // Ago and ahead.
  rule<ArticleClock>(
    `${BEFORE_AGO}(?<n>${COUNT})(?<u>天|个?星期|周|个月|年)(?:前(?![往后夕景期沿三排锋])|以前|之前)`,
    (g, { today }) => away(today, g, -1),
  ),
  rule<ArticleClock>(
    `(?<=再过|将在|将于|预计在?|计划在?|有望在?)(?<n>${COUNT})(?<u>天|个月|年)(?:后|以后|之后)`,
    (g, { today }) => away(today, g, 1),
  ),
  rule<ArticleClock>(
    "(?<w>(?<=^|[\\s,。;、:“(发])当[天日晚](?![气空本下津地真然夜])|同[日一]天?(?=[,上下早晚凌])|次[日晨]|翌[日晨]|(?<=^|[\\s,。;、])(?:第二天|隔天))",
    (g, { anchor }) =>
      anchor === undefined ? undefined : anchored(anchor, /^[当同]/u.test(g.w ?? "") ? 0 : 1),
  ),
  rule<ArticleClock>("去年同期", (_, { today }) => {
    const year = Number(today.slice(0, 4)) - 1
    return { from: `${year}-01-01`, to: `${year}-12-31`, shown: `${year}年同期`, precision: "year" }
  }),
  rule<ArticleClock>('[“"]?(?<five>十[一二三四五六])五[”"]?(?:规划)?(?:期间|时期)', (g) => {
    const last = 1955 + 5 * (wholeNumber(g.five ?? "") ?? 0)
    return { ...(monthsOf(last - 4, 1, 60) as Reading), precision: "year" }
  }),
  // Vague.
  rule<ArticleClock>(
    "(?<![\\d一二三四五六七八九十今昨明往节生工作假当次同每近平周末产双休落数])日前(?![往后夕景列])|(?<![最邻靠附临接])近日(?![本军元均常照])|连日来|(?<![往平近])日来(?!水)|近来|最近(?![的处几一二两三四五六七八九十\\d])",
    (_, { today }) => vague(addDays(today, -13), today),
  ),
  rule<ArticleClock>("(?<![\\d短])近期|不久前|前不久", (_, { today }) => vague(addDays(today, -29), today)),
  rule<ArticleClock>("近(?:些|几|两|三)?年(?:来|间)?(?![级龄均])|近年来?", (_, { today }) =>
    vague(`${Number(today.slice(0, 4)) - 4}-01-01`, today),
  ),
]

function trap(pattern: string): TimeRule<ArticleClock> {
  return rule<ArticleClock>(pattern, () => undefined)
}

/** How far back a day without its month is looked for in the month before. */
const MOST_BACK_DAYS = 15

function monthless(clock: ArticleClock, d: string | undefined): Reading | undefined {
  const inMonth = (of: string) => oneDay(Number(of.slice(0, 4)), of.slice(5, 7), d)
  if (clock.month === null) return undefined
  if (clock.month !== undefined) return inMonth(clock.month)
  const here = inMonth(clock.today.slice(0, 7))
  if (here && (clock.ahead || here.from <= clock.today)) return here
  const before = inMonth(monthAfter(clock.today, -1))
  return before && before.from >= addDays(clock.today, -MOST_BACK_DAYS) ? before : undefined
}

function festival({ f = "", f2 = "", off = "" }: Groups, year: number): Reading | undefined {
  const day = festivalDay(f, year)
  const days = [f, f2].flatMap((name) => festivalDays(name, year) ?? [])
  const from = days.map((one) => one.from).sort()[0]
  const to = days
    .map((one) => one.to)
    .sort()
    .at(-1)
  if (!day || !from || !to) return undefined
  if (f2 === "" && !/假|周|期间/u.test(off)) return { from: day, to: day }
  return { from, to, shown: `${year}年${f}${f2}期间`, precision: "day" }
}

const LUNAR_MONTHS = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]

function lunar(year: number, ofMonth = "", ofDay = ""): Reading | undefined {
  const named = ofMonth === "一" ? "正" : ofMonth === "冬" ? "十一" : ofMonth === "腊" ? "十二" : ofMonth
  const number = LUNAR_MONTHS.indexOf(named) + 1
  const date = wholeNumber(ofDay.replace("初", "").replace(/^廿/u, "二十"))
  // What is called the twelfth month of a year ends after the Gregorian one.
  const day = date === undefined ? null : (lunarDay(number === 12 ? year - 1 : year, number, date) ?? null)
  return day === null ? undefined : { from: day, to: day }
}

/** 大年初三; 大年三十 is the last day of the old year, be it the 29th. */
function newYear(year: number, d: string): Reading | undefined {
  const first = lunarDay(year, 1, 1)
  if (first === null) return undefined
  const at = addDays(first, d === "三十" ? -1 : (wholeNumber(d.slice(1)) ?? 1) - 1)
  return { from: at, to: at }
}

const MOST_YEARS = 100

function away(today: string, { n = "", u = "" }: Groups, sign: 1 | -1): Reading | undefined {
  const count = wholeNumber(n)
  const unit = u.replace("个", "")
  if (count === undefined || unit === "周" || unit === "星期")
    return sign === -1 ? vague(addDays(today, -2 * counted(n, unit)), today) : undefined
  if (u === "天") return anchored(today, sign * count)
  const [year, of] = monthAfter(today, sign * count).split("-")
  if (u === "个月") return month(Number(year), of)
  return count <= MOST_YEARS ? monthsOf(Number(today.slice(0, 4)) + sign * count, 1, 12) : undefined
}

function anchored(day: string, days: number): Reading {
  return { from: addDays(day, days), to: addDays(day, days) }
}
