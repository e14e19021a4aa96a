import type { ResolvedDate } from "../corpus.ts"
import { ARTICLE_RULES, type ArticleClock } from "./article-time-rules.ts"
import { nearestReturn, nearestYear } from "./nearest-year.ts"
import { shownDays } from "./shown-days.ts"
import { type Groups, monthsThrough, type Reading } from "./time-readings.ts"
import type { TimeRule } from "./time-rules.ts"
import { withoutGaps } from "./time-text.ts"

interface Match {
  readonly rule: TimeRule<ArticleClock>
  readonly groups: Groups
  readonly start: number
  readonly end: number
}

/** What the text before a match has named. */
interface Told {
  /** The last year named by its number or by 去年. Where it is another than that of the day, what follows is unsure. */
  year?: {
    readonly value: number
    readonly from: string
    readonly end: number
    readonly sentence: number
    readonly byNumber: boolean
    /** As a story tells it: 2010年，他进厂. */
    readonly opensClause: boolean
    /** What the next clause names without a year is of the same: 去年9月开工，11月封顶. */
    readonly handedOn: boolean
  }
  /** YYYY-MM of the last day; null where it is not sure. */
  month?: { readonly value: string | null; readonly sentence: number }
  /** Of this sentence and the one before. */
  days: readonly { readonly day: string; readonly sentence: number }[]
}

const AHEAD_BEFORE =
  /(?:将[于在从自]?|即将|计划|预计|拟[于在定]?|力争|定[于在]|有望|确保|争取|预定|推迟[到至]|延[长期][到至]|届时)[^,。;!?\n]{0,12}$/u
const AHEAD_BEHIND = /^[^,。;!?\n]{0,2}(?:将|前(?![往后夕])|底前|以前|之前|止|起(?:施行|实施|执行|正式))/u
const PART_OF_DAY =
  /^(?:凌晨|清晨|早上|早晨|一早|上午|中午|午后|下午|傍晚|晚上|晚间|深夜|夜间|夜里|晚(?![会报稻点期年婚辈清些]))/u
const SINCE = /^以来/u
const TO = /^(?:到|至|[-~—–]{1,2})\s?/u
const COMPARED = /[比较与同跟]$/u
const CLAUSE = /(?:^|[\s,、;:(。!?]|同年)$/u
const OPENS_CLAUSE = /(?:^|[\s,、;:(。!?于在从自])$/u
/** For so long what a text tells of another year may go on. */
const STORY_SENTENCES = 2
/** In UTF-16 code units, from a year to what is still of it. */
const HANDED_ON = 40
/** 比2012年一季度 */
const YEAR_BESIDE = /(?<y>(?:19|20)\d{2})年[^,;。!?\n]*$/u

/** `absolute`: the words name their year themselves. */
export type DatedWords = ResolvedDate & { readonly absolute: boolean }

/**
 * The words of time in a text of an article that only its day of publication (YYYY-MM-DD) makes a date of, and those
 * dates, in order. What could be two dates is left out. Vague words (日前) have no `shown`.
 */
export function relativeDates(text: string, publishedDay: string): ResolvedDate[] {
  return datedWords(text, publishedDay).flatMap(({ absolute, ...date }) => (absolute ? [] : [date]))
}

/** The same with the words that name their year. */
export function datedWords(text: string, publishedDay: string): DatedWords[] {
  const { compact, at } = withoutGaps(text)
  const matches = matchesOf(compact)
  const told: Told = { days: [] }
  const found: DatedWords[] = []
  let done = 0
  let sentence = 0
  for (const match of matches) {
    if (match.start < done) continue
    const between = compact.slice(done, match.start)
    sentence += (between.match(/[。!?]\n?|\n/gu) ?? []).length
    const clock = clockAt(compact, match, publishedDay, told, sentence)
    const reading = match.rule.read(match.groups, clock)
    done = match.end
    if (!reading) {
      if (match.groups.m !== undefined) told.month = { value: null, sentence }
      continue
    }
    remember(told, match, reading, compact, sentence)
    const named = { reading, end: match.end, absolute: match.groups.y !== undefined }
    const whole = withPartOfDay(compact, withEnd(compact, named, matches, clock))
    const { reading: days, end, absolute } = sinceThen(compact, whole, publishedDay)
    done = end
    const { shown, precision } = shownDays(days)
    found.push({
      start: at[match.start] ?? 0,
      end: (at[end - 1] ?? 0) + 1,
      from: days.from,
      to: days.to,
      precision: days.precision ?? precision,
      shown: days.shown ?? shown,
      absolute,
    })
  }
  return found
}

/** The leftmost first, and of these the longest. */
function matchesOf(text: string): Match[] {
  const matches = ARTICLE_RULES.flatMap((rule) =>
    [...text.matchAll(rule.pattern)].map((match) => ({
      rule,
      groups: match.groups ?? {},
      start: match.index,
      end: match.index + match[0].length,
    })),
  )
  return matches.sort((a, b) => a.start - b.start || b.end - a.end)
}

function clockAt(
  text: string,
  { start, end }: Match,
  today: string,
  told: Told,
  sentence: number,
): ArticleClock {
  const before = text.slice(Math.max(0, start - 24), start)
  const behind = text.slice(end, end + 12).replace(PART_OF_DAY, "")
  const ahead = AHEAD_BEFORE.test(before) || AHEAD_BEHIND.test(behind)
  const beside = YEAR_BESIDE.exec(before)?.groups?.y
  const other = told.year && String(told.year.value) !== today.slice(0, 4) ? told.year : undefined
  const ofOther: ArticleClock["yearless"] = (inYear) => {
    const near = other?.handedOn && start - other.end <= HANDED_ON && CLAUSE.test(before)
    const same = near ? inYear(other.value) : undefined
    return same && same.from >= (other?.from ?? "") ? same : undefined
  }
  const story = other?.byNumber && other.opensClause && sentence - other.sentence <= STORY_SENTENCES
  const yearless: ArticleClock["yearless"] = (inYear) => {
    if (other?.sentence === sentence) return ofOther(inYear)
    const unsure = story || (beside !== undefined && beside !== today.slice(0, 4))
    return unsure ? undefined : nearestYear(today, ahead, inYear)
  }
  return {
    today,
    ahead,
    anchor: onlyDay(told.days.filter((one) => sentence - one.sentence <= 1)),
    month: told.month?.sentence === sentence ? told.month.value : undefined,
    elsewhen: other !== undefined && sentence - other.sentence <= (other.byNumber ? 1 : 0),
    yearless,
    nearest: (inYear) => nearestReturn(today, ahead, inYear),
    soFar: (reading) => reading,
  }
}

interface Named {
  readonly reading: Reading
  readonly end: number
  /** All of it names its year. */
  readonly absolute: boolean
}

/** With the other end of a range (9月28日至10月3日), which lies after its beginning. */
function withEnd(text: string, named: Named, matches: readonly Match[], clock: ArticleClock): Named {
  const { from, precision } = named.reading
  const to = TO.exec(text.slice(named.end, named.end + 3))
  if (!to || precision === "vague") return named
  const next = matches.find(({ start }) => start === named.end + to[0].length)
  const year = Number(from.slice(0, 4))
  const after: ArticleClock = {
    ...clock,
    month: from.slice(0, 7),
    yearless: (inYear) => {
      const here = inYear(year)
      return here && here.to >= from ? here : inYear(year + 1)
    },
  }
  const reading = next?.rule.read(next.groups, after)
  if (!next || !reading || reading.precision === "vague" || reading.to < named.reading.to) return named
  const written = /\d/u.test(text.slice(next.start, next.end)) && next.groups.ry === undefined
  return {
    reading: through(named.reading, reading),
    end: next.end,
    absolute: named.absolute && (next.groups.y !== undefined || written),
  }
}

function through(first: Reading, last: Reading): Reading {
  const days = { from: first.from, to: last.to }
  const [begin, end] = [shownDays(first), shownDays(last)]
  if (first.shown === undefined && last.shown === undefined)
    return begin.precision === "month" && end.precision === "month"
      ? (monthsThrough(first, last) ?? days)
      : days
  return {
    ...days,
    shown: joinedWords(first.shown ?? begin.shown, last.shown ?? end.shown),
    precision: "month",
  }
}

/** 2013年7月底至8月中旬 */
function joinedWords(begin: string, end: string): string {
  return `${begin}至${begin.slice(0, YEAR_UNITS) === end.slice(0, YEAR_UNITS) ? end.slice(YEAR_UNITS) : end}`
}

const YEAR_UNITS = "2013年".length

/** 昨天下午 */
function withPartOfDay(text: string, named: Named): Named {
  if (named.reading.from !== named.reading.to) return named
  const part = PART_OF_DAY.exec(text.slice(named.end, named.end + 4))
  return part ? { ...named, end: named.end + part[0].length } : named
}

/** 今年以来 goes on until the day of publication; 2010年以来 says when it begins. */
function sinceThen(text: string, named: Named, today: string): Named {
  const { from, to, precision, shown } = named.reading
  if (!SINCE.test(text.slice(named.end, named.end + 2)) || precision === "vague" || from > today) return named
  const days = { from, to: today }
  const end = named.end + 2
  if (to >= today) return { ...named, reading: days, end }
  const until = shownDays({ from: today, to: today }).shown
  const words = joinedWords(shown ?? shownDays({ from, to }).shown, until)
  return { ...named, reading: { ...days, shown: words, precision: "day" }, end }
}

/** The day, where it is one only. */
function onlyDay(days: Told["days"]): string | undefined {
  const [first] = days
  return first && days.every(({ day }) => day === first.day) ? first.day : undefined
}

function remember(told: Told, match: Match, reading: Reading, text: string, sentence: number): void {
  const { groups, start, end } = match
  const before = text.slice(Math.max(0, start - 4), start)
  const named = groups.y !== undefined || groups.ry !== undefined
  if (named && !COMPARED.test(before)) {
    told.year = {
      value: Number(reading.from.slice(0, 4)),
      from: reading.from,
      end,
      sentence,
      byNumber: groups.y !== undefined,
      opensClause: CLAUSE.test(before),
      handedOn: groups.m !== undefined && OPENS_CLAUSE.test(before) && !SINCE.test(text.slice(end)),
    }
  }
  if (reading.from !== reading.to || reading.precision === "vague") return
  told.days = [...told.days.filter((one) => sentence - one.sentence <= 1), { day: reading.from, sentence }]
  told.month = { value: reading.from.slice(0, 7), sentence }
}
