import { figures } from "../text/numerals.ts"
import { isFunctionWord } from "./english-words.ts"

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
)
const MONTH =
  "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?"
const DAY = "(\\d{1,2})(?:st|nd|rd|th)?"

/** Words of time that name no figure, and what of the Chinese they must stand for. */
const TIMES: readonly (readonly [english: RegExp, chinese: RegExp])[] = [
  [/\b(?:the )?year before last\b/giu, /前年/u],
  [/\bthis year\b/giu, /今年|本年/u],
  [/\b(?:last|the previous) year\b|\ba year (?:ago|earlier)\b/giu, /去年|上年|上一年|同比/u],
  [/\bnext year\b/giu, /明年/u],
  [/\byear[- ](?:on|over)[- ]year\b/giu, /同比/u],
  [/\bmonth[- ](?:on|over)[- ]month\b/giu, /环比/u],
  [/\b(?:the )?(?:end of the year|year[- ]end)\b/giu, /年底|年末/u],
  [/\b(?:the )?(?:beginning|start) of the year\b/giu, /年初/u],
  [/\b(?:the )?first half(?: of the year)?\b/giu, /上半年/u],
  [/\b(?:the )?second half(?: of the year)?\b/giu, /下半年/u],
  [/\b(?:the )?first quarter\b/giu, /一季度|首季/u],
  [/\b(?:the )?second quarter\b/giu, /二季度/u],
  [/\b(?:the )?third quarter\b/giu, /三季度/u],
  [/\b(?:the )?fourth quarter\b/giu, /四季度/u],
  [/\bthis month\b/giu, /本月|这个月/u],
  [/\blast month\b/giu, /上个?月/u],
  [/\bnext month\b/giu, /下个?月/u],
  [/\bthis week\b/giu, /本周|这周/u],
  [/\blast week\b/giu, /上周/u],
  [/\bnext week\b/giu, /下周/u],
  [/\byesterday\b/giu, /昨/u],
  [/\btoday\b/giu, /今[天日]/u],
  [/\btomorrow\b/giu, /明[天日]/u],
  ...["一", "二", "三", "四", "五", "六", "[日天]"].map(
    (day, at) =>
      [
        new RegExp(`\\b${["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"][at]}day\\b`, "giu"),
        new RegExp(`(?:周|星期|礼拜)${day}`, "u"),
      ] as const,
  ),
  [/\bevery day\b|\bdaily\b/giu, /每[天日]|日均/u],
  [/\bmornings?\b/giu, /上午|早|晨/u],
  [/\bafternoons?\b/giu, /下午/u],
  [/\bevenings?\b/giu, /晚/u],
  [/\bnoon\b/giu, /中午|正午/u],
  [/\bthe National Day\b|\bNational Day\b/gu, /国庆/u],
  [/\bMid-Autumn(?: Festival)?\b/giu, /中秋/u],
  [/\bSpring Festival\b/giu, /春节/u],
]

/** Units that measure, and what they are called. A figure with another unit is another figure. */
const UNITS: readonly (readonly [english: string, chinese: string])[] = [
  ["square kilomet(?:er|re)s?", "平方公里|平方千米"],
  ["square met(?:er|re)s?", "平方米|平米|㎡"],
  ["kilomet(?:er|re)s?|km", "公里|千米"],
  ["millimet(?:er|re)s?|mm", "毫米"],
  ["centimet(?:er|re)s?|cm", "厘米"],
  ["met(?:er|re)s?", "米"],
  ["hectares?", "公顷"],
  ["mu", "亩"],
  ["(?:metric )?tons?|tonnes?", "吨"],
  ["kilograms?|kg", "公斤|千克"],
  ["jin", "斤"],
  ["yuan|RMB", "元|块"],
  ["(?:US )?dollars?", "美元"],
  ["days?", "天|日"],
  ["weeks?", "周|星期|个星期"],
  ["months?", "个月|月"],
  ["years?(?: old)?", "年|岁|周年"],
  ["hours?", "小时|个小时"],
  ["minutes?", "分钟?"],
  ["households?", "户"],
  ["times", "次|倍"],
  ["degrees?", "度|℃|摄氏度"],
]
const MEASURE = new RegExp(`^[余多]?(?:${UNITS.map(([, chinese]) => chinese).join("|")}|%|‰|个百分点)`, "u")
const ANYBODY = /^(?:people|persons?)$/iu
const PERSON_UNIT = /^[余多]?(?:人(?!次)|名|位|口)/u
const PERSONS =
  /^(?:people|persons?|residents?|villagers?|citizens?|students?|pupils?|teachers?|athletes?|runners?|players?|contestants?|workers?|farmers?|nurses?|doctors?|police|officers?|defendants?|suspects?|visitors?|tourists?|passengers?|children|men|women|man|woman|volunteers?|experts?|firefighters?|soldiers?|employees?|staff|drivers?|patients?|members?|dead|injured|casualties)$/iu

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
  fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, thirty: 30, forty: 40, fifty: 50,
  sixty: 60, seventy: 70, eighty: 80, ninety: 90,
} // biome-ignore format: a table
const WORD = Object.keys(NUMBER_WORDS).join("|")
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
}
const AMOUNT = new RegExp(
  `(?<sign>US\\$|\\$|¥|RMB ?)?(?<![\\w.])(?:(?<digits>\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?)|\\b(?<word>(?:${WORD})(?:-(?:${WORD}))?))` +
    `(?<scales>(?:[ -](?:hundred|thousand|million|billion|trillion))*)(?<share> ?%| ?per ?cent(?:age points?)?)?(?![\\d.]*\\d)(?![a-z])`,
  "giu",
)
const CHINESE_RUN =
  /百分之[〇零一二两三四五六七八九十百点\d.]+|\d[\d,]*(?:\.\d+)?[十百千万亿]*(?:%|个百分点)?|[一二两三四五六七八九]成半?|[〇零一二两三四五六七八九十百千万亿]+(?:点[一二三四五六七八九]+[万亿]*)?/gu
const CHINESE_DATE =
  /\d{2,4}年(?!间|来)|\d{1,2}月份?(?:\d{1,2}[日号])?|\d{1,2}[日号]|\d{1,2}[时点](?:\d{1,2}分)?(?!钟|小)/gu

export interface Told {
  /** The sentence with a gap for each figure and word of time that was found in the Chinese. */
  readonly rest: string
  /** One that was not found. */
  readonly strange?: string
}

/** Looks up the dates, times and figures of an English clause in a folded Chinese one. `means`: whether a word stands in a span. */
export function figuresToldIn(
  english: string,
  chinese: string,
  means: (word: string, start: number, end: number) => boolean,
): Told {
  const dated = datesToldIn(english, chinese)
  if (dated.strange !== undefined) return dated
  const runs = chineseFigures(chinese)
  let rest = dated.rest
  const values: string[] = []
  for (const match of dated.rest.matchAll(AMOUNT)) {
    const value = amountOf(match.groups ?? {})
    const after = dated.rest.slice(match.index + match[0].length)
    const unit = UNITS.find(([name]) => new RegExp(`^[ -](?:${name})\\b`, "iu").test(after))
    const sign = match.groups?.sign
    const measured = sign ? (sign.includes("$") ? "美元" : "元") : unit?.[1]
    const nouns = nounsIn(after)
    const same = runs.some(
      (run) => run.value === value && sameUnit(run, measured, nouns, (word) => means(word, run.from, run.to)),
    )
    if (!same) return { rest, strange: match[0].trim() }
    values.push(value)
    const gone = match[0] + (unit ? (new RegExp(`^[ -](?:${unit[0]})\\b`, "iu").exec(after)?.[0] ?? "") : "")
    rest = rest.replace(gone, " ")
  }
  const together = FROM_TO.test(chinese) || alikeIn(runs)
  if (values.length > 0 && together && values.join() !== runs.map((run) => run.value).join())
    return { rest, strange: values.join(" ") }
  return /\d/u.test(rest) ? { rest, strange: /\d+/u.exec(rest)?.[0] ?? "" } : { rest }
}

interface Run {
  readonly value: string
  readonly after: string
  /** From the figure before it to the one behind it. */
  readonly from: number
  readonly to: number
}

function chineseFigures(text: string): Run[] {
  const undated = text.replace(CHINESE_DATE, (date) => "　".repeat(date.length))
  const found = [...undated.matchAll(CHINESE_RUN)]
  return found.flatMap((match, at) => {
    const end = match.index + match[0].length
    const value = figures(match[0] + undated.slice(end, end + 1))[0]?.value ?? bareDigit(match[0])
    if (value === undefined) return []
    const before = found[at - 1]
    const from = before ? before.index + before[0].length : 0
    const to = found[at + 1]?.index ?? undated.length
    const item = within(undated, from, match.index, end, to)
    return [{ value, after: undated.slice(end, end + 5), ...item }]
  })
}

/** Whether two figures of a clause count in one unit: which is which is told by their order alone. */
function alikeIn(runs: readonly Run[]): boolean {
  const units = runs.flatMap(({ after }) => /^\p{Script=Han}/u.exec(after)?.[0] ?? [])
  return new Set(units).size < units.length
}

/** Of what stands between its neighbours the item of a list that the figure is in: 小学46所、中学12所. */
function within(text: string, from: number, start: number, end: number, to: number) {
  const before = text.slice(from, start)
  const after = LIST_MARK.exec(text.slice(end, to))
  const opens = [...before.matchAll(new RegExp(LIST_MARK, "gu"))].at(-1)
  return { from: opens ? from + opens.index : from, to: after ? end + after.index : to }
}

const LIST_MARK = /[、和及与]/u
/** A figure that changes into another. */
const FROM_TO = /[由从](?:[^，]{0,12})\d[^，]*(?:至|到|为|成)/u

/** A single Chinese digit before a measure word that counts nothing elsewhere: 三座, 六车道. */
function bareDigit(run: string): string | undefined {
  const digit = "零一二三四五六七八九十".indexOf(run === "两" ? "二" : run)
  return run.length === 1 && digit > 0 ? String(digit) : undefined
}

function sameUnit(
  { value, after }: Run,
  measured: string | undefined,
  nouns: readonly string[],
  means: (word: string) => boolean,
): boolean {
  if (/[%a-z]$/u.test(value)) return true
  if (measured !== undefined) return new RegExp(`^[余多]?(?:${measured})`, "u").test(after)
  if (MEASURE.test(after)) return false
  const counted = nouns.length > 0 && nouns.every((noun) => ANYBODY.test(noun) || means(noun))
  const persons = nouns.some((noun) => PERSONS.test(noun))
  return counted && (persons === PERSON_UNIT.test(after) || (persons && /^[余多]?(?:人次|个|$)/u.test(after)))
}

/** What a figure counts, in its words: up to three, to the first that says nothing by itself. */
function nounsIn(after: string): string[] {
  const next = /^[ -]?((?:[a-z-]+ ?){1,3})/iu.exec(after)?.[1]?.trim().split(/[ -]/u) ?? []
  const end = next.findIndex(isFunctionWord)
  return end === -1 ? next : next.slice(0, end)
}

function amountOf({ digits, word, scales, share }: Record<string, string | undefined>): string {
  const base = digits
    ? Number(digits.replaceAll(",", ""))
    : (word ?? "")
        .toLowerCase()
        .split("-")
        .reduce((sum, part) => sum + (NUMBER_WORDS[part] ?? 0), 0)
  const scale = (scales ?? "").toLowerCase().match(/[a-z]+/gu) ?? []
  const value = scale.reduce((product, name) => product * (SCALES[name] ?? 1), base)
  const plain = String(Number(value.toPrecision(15)))
  return share === undefined ? plain : /point/u.test(share) ? `${plain} points` : `${plain}%`
}

/** Each day, month, year and hour must stand in the Chinese as one. */
function datesToldIn(english: string, chinese: string): Told {
  let rest = english
  let strange: string | undefined
  const take = (pattern: RegExp, told: (match: RegExpMatchArray) => boolean) => {
    for (const match of rest.matchAll(pattern)) if (!told(match)) strange ??= match[0].trim()
    rest = rest.replace(pattern, " ")
  }
  const has = (pattern: string) => new RegExp(pattern, "u").test(chinese)
  const dayIn = (month: string, day: string, year?: string) =>
    has(`(?<!\\d)${monthNumber(month)}月${Number(day)}[日号]`) && (year === undefined || has(`${year}年`))
  for (const [pattern, meant] of TIMES) take(pattern, () => meant.test(chinese))
  take(new RegExp(`\\b(${MONTH}) ${DAY}(?:,? (\\d{4}))?\\b`, "gu"), ([, m = "", d = "", y]) => dayIn(m, d, y))
  take(new RegExp(`\\b${DAY} (?:of )?(${MONTH})(?:,? (\\d{4}))?\\b`, "gu"), ([, d = "", m = "", y]) =>
    dayIn(m, d, y),
  )
  take(new RegExp(`\\b(${MONTH})(?: of)? (\\d{4})\\b`, "gu"), ([, m = "", y]) =>
    has(`${y}年(?:的)?${monthNumber(m)}月`),
  )
  take(
    new RegExp(
      `(?<=\\b(?:in|by|since|until|from|to|of|late|early|mid-?|this|next|last|and|through) )(${MONTH})(?=$|[\\s,.])`,
      "gu",
    ),
    ([, m = ""]) => has(`(?<!\\d)${monthNumber(m)}月`),
  )
  take(/\b(?:in|of|since|by|until|from|to|year) ((?:19|20)\d{2})\b(?! [a-z]{3,})/gu, ([, y]) => has(`${y}年`))
  take(/\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\.?(?![a-z])/giu, ([, h = "", min, half = ""]) =>
    hourIn(chinese, h, min, half),
  )
  return strange === undefined ? { rest } : { rest, strange }
}

function monthNumber(name: string): number {
  return MONTHS.findIndex((month) => month.startsWith(name.slice(0, 3))) + 1
}

function hourIn(chinese: string, hour: string, minute: string | undefined, half: string): boolean {
  const twelve = Number(hour) % 12
  const late = half.toLowerCase() === "p"
  const rest =
    minute === undefined || minute === "00" ? "(?:整|(?![\\d半一二三四五]))" : `${Number(minute)}分`
  const plain = new RegExp(`(?<!\\d)(?:${late ? twelve + 12 : twelve})(?:时|点|:)${rest}`, "u")
  const named = new RegExp(
    `(?:${late ? "下午|晚上?|傍晚|中午" : "上午|早上|早晨|凌晨"})${Number(hour)}(?:时|点|:)${rest}`,
    "u",
  )
  return plain.test(chinese) || named.test(chinese)
}
