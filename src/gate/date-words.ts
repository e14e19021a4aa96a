import type { Days } from "../text/dates.ts"
import { wholeNumber } from "../text/numerals.ts"
import type { Span } from "../text/sentences.ts"
import { daysOfWords } from "./days-of-words.ts"

/** Words that name a time, with what they say of it. */
export interface DateWords extends Span {
  readonly words: string
  /** The year as a number, or the words that count it from today (去年). */
  readonly year: string | null
  readonly month: number | null
  readonly day: number | null
  /** A part of what is named before it: 底, 上半年, 三季度. */
  readonly part: string | null
  /** What counts from today other than a year: 上月, 周三, 昨日. */
  readonly base: string | null
  /** 前, 后, 以来, 起 and the like, or the end of a range. */
  readonly bound: string
  /** 目前, 近日: no days. */
  readonly vague: boolean
}

const N = "(?:\\d{1,2}|[一二三四五六七八九十]{1,3})"
const YEAR =
  "(?:(?<![\\d.])(?:(?:1[89]|20)\\d{2}|[一二][〇零一二三四五六七八九]{3})年度?|大?前年(?!度)|去年|今年|明年|后年|上年|次年|翌年|当年|本年度?|同年)"
const PART =
  "(?:(?:第?[一二三四1-4]|前[两二三23])季度|前" +
  `${N}个?月|[上下]半年|[年月]?(?:初(?![一二三四中级步])|底|末|中旬|上旬|下旬)|年中(?!国)|[春夏秋冬][天季])`
const DAY = `${N}[日号](?![线楼院桥井机店馆门厅仓库坑船墓台岛站房车文公工病])`
const BOUND =
  "(?:之前|以前|前(?![三后往来夕进期列沿两二个0-9])|之后|以后|后(?![勤备续期者])|以来|起(?![义来草步点])|至今|期间)?"
const WHOLE = [
  `(?:${YEAR})?的?(?<!\\d|[个第近前])${N}月(?:份|${DAY}|上旬|中旬|下旬|初(?![一二三四])|底|末)?(?![余多])`,
  "(?<![\\d./-])\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d)日?",
  `${YEAR}的?(?:${PART})?`,
  "(?<![\\d./比:~-])\\d{1,2}日(?![均常益报夜照产])",
  `(?<![每\\d])(?:第?[一二三四]季度|前三季度|[上下]半年|(?<![\\d半数多几两])[年月](?:初|底|末)(?![一二三四级]))`,
  `(?:本月|当月|上上?个?月|下个?月)(?:${DAY}|上旬|中旬|下旬|初|底|末)?`,
  "(?:本|上|下|这)?个?(?:周|星期|礼拜)[一二三四五六日天末](?!年)",
  "(?:本周|上周|下周)(?!年)",
  "(?:大前天|前[天日](?!性)|昨[天日晚夜]|今[天日晚早晨夜]|明[天日晚早晨](?!星)|后天(?!性)|当[天日晚](?!时)|次日|翌日|同日)",
  "(?:[今去][春夏秋冬](?![节]))",
  `(?:国庆|春节|五一|中秋|元旦|清明|端午|暑假|寒假)(?:节|小长假|假期|长假|黄金周)?(?:第${N}天|首日|期间|当天|前夕|夜)?(?!路|街|广场|村)`,
]
const VAGUE =
  "(?:目前|当前|眼下|现在|如今|日前|近日|近期|最近|近来|今后|未来|将来|近年来?|近些年来?|此前|此后|随后|届时|当时|至今(?![天日晚早晨年])|迄今|以往|过去|往年|历年|同期)"
const PATTERN = new RegExp(`(?:(?:${WHOLE.join("|")})${BOUND}|(?<vague>${VAGUE}))`, "gu")
const TO = /^(?:至|到|-|—|~|～|–)$/u
const ALIKE: readonly ReadonlySet<string>[] = [
  new Set(["目前", "当前", "眼下", "现在", "如今", "至今", "迄今"]),
  new Set(["日前", "近日", "近期", "最近"]),
  new Set(["今后", "未来", "将来"]),
]

/** The words of time in a folded text, in order. */
export function dateWords(text: string): DateWords[] {
  const found: DateWords[] = []
  for (const match of text.matchAll(PATTERN)) {
    const words = match[0]
    const read = {
      start: match.index,
      end: match.index + words.length,
      ...fields(words),
      vague: !!match.groups?.vague,
    }
    const last = found.at(-1)
    if (last && !last.vague && !read.vague && TO.test(text.slice(last.end, read.start))) {
      found[found.length - 1] = {
        ...read,
        start: last.start,
        words: text.slice(last.start, read.end),
        bound: `${JSON.stringify([last.year, last.month, last.day, last.part, last.base])}~${read.bound}`,
      }
    } else found.push(read)
  }
  return found
}

function fields(words: string): Omit<DateWords, "start" | "end" | "vague"> {
  const bound = /(?:之前|以前|前|之后|以后|后|以来|起|至今|期间)$/u.exec(words)?.[0] ?? ""
  const bare = words.slice(0, words.length - bound.length)
  const numeric = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})日?$/u.exec(bare)
  const direction = bound.replace(/^[之以](?=[前后])/u, "")
  if (numeric) {
    const [year, month, day] = numeric.slice(1).map(Number)
    return {
      words,
      year: String(year),
      month: month ?? null,
      day: day ?? null,
      part: null,
      base: null,
      bound: direction,
    }
  }
  const year = YEAR_FIELD.exec(bare)?.[0]
  const month = MONTH_FIELD.exec(bare)?.[1]
  const day = DAY_FIELD.exec(bare)?.[1]
  const part = PART_FIELD.exec(bare)?.[0]
  const number = year && wholeNumber(year.replace(/年度?$/u, ""))
  return {
    words,
    year: year === undefined ? null : number ? String(number) : year.replace(/年度$/u, "年"),
    month: month === undefined ? null : (wholeNumber(month) ?? null),
    day: day === undefined ? null : (wholeNumber(day) ?? null),
    part: part?.replace(/^第(?=.季度)/u, "") ?? null,
    base: BASE.exec(bare)?.[0].replace(/星期|礼拜/gu, "周") ?? null,
    bound: direction,
  }
}

const YEAR_FIELD = new RegExp(`^${YEAR}`, "u")
const MONTH_FIELD = new RegExp(`(?<![\\d前])(${N})月`, "u")
const DAY_FIELD = new RegExp(`(${N})[日号]`, "u")
const PART_FIELD = new RegExp(`(?<=.)(?:上旬|中旬|下旬|初|底|末|${PART})$|^${PART}$`, "u")
const BASE =
  /^(?:本月|当月|上上?个?月|下个?月|(?:本|上|下|这)?个?(?:周|星期|礼拜)[一二三四五六日天末]?|大?前[天日]|[昨今明后当次翌同][天日晚夜早晨]|[今去][春夏秋冬]|(?:国庆|春节|五一|中秋|元旦|清明|端午|暑假|寒假).*)/u

/**
 * Whether the time of a sentence follows from that of its quote: the same words, the same fields or fewer of them
 * (2025年9月 from 2025年9月10日), or the same days where relative words are counted from the day of publication.
 */
export function timeFollows(said: DateWords, source: DateWords, publishedDay: string | null): boolean {
  if (said.words === source.words) return true
  if (said.vague || source.vague) return ALIKE.some((set) => set.has(said.words) && set.has(source.words))
  if (said.bound !== source.bound) return false
  if (fewerFields(said, source)) return true
  if (publishedDay === null || said.bound.includes("~")) return false
  const [mine, theirs] = [daysOfWords(named(said), publishedDay), daysOfWords(named(source), publishedDay)]
  if (!mine || !theirs) return false
  const same = mine.from === theirs.from && mine.to === theirs.to
  return same || (said.bound === "" && within(theirs, mine) && isWider(said, source))
}

/** Without its bound. */
function named({ words, bound }: DateWords): string {
  return bound === "" ? words : words.replace(/(?:之前|以前|前|之后|以后|后|以来|起|至今|期间)$/u, "")
}

function fewerFields(said: DateWords, source: DateWords): boolean {
  const kept =
    (said.year === null || said.year === source.year) &&
    (said.month === null || said.month === source.month) &&
    (said.day === null || said.day === source.day) &&
    (said.part === null || said.part === source.part) &&
    said.base === source.base
  const any = isPeriod(said)
  // 前 a month is not 前 its first day: with a bound every field below counts.
  const below =
    said.bound === "" || (said.month === source.month && said.day === source.day && said.part === source.part)
  const sameKind = isPeriod(said) === isPeriod(source)
  return kept && any && below && sameKind
}

/** 周三 and 昨日 are no fields: they are told by their words or their days. */
function isPeriod({ year, month, day, part }: DateWords): boolean {
  return year !== null || month !== null || day !== null || part !== null
}

function isWider(said: DateWords, source: DateWords): boolean {
  return said.day === null || source.day !== null || !isPeriod(source)
}

function within(inner: Days, outer: Days): boolean {
  return inner.from >= outer.from && inner.to <= outer.to
}
