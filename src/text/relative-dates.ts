import type { ResolvedDate } from "../corpus.ts"
import { ARTICLE_RULES, type ArticleClock } from "./article-time-rules.ts"
import { nearestReturn, nearestYear } from "./nearest-year.ts"
import { shownDays } from "./shown-days.ts"
import type { Groups, Reading } from "./time-readings.ts"
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
  /** The last year named by its number or by 去年, and where; a year that differs from the day's makes the next dates unsure. */
  year: number | undefined
  yearFrom: string
  yearSentence: number
  yearByNumber: boolean
  yearOpensClause: boolean
  /** Days named in the paragraph. */
  days: Set<string>
  month: string | undefined
  monthSentence: number
}

const AHEAD_BEFORE =
  /(?:将[于在从自]?|即将|计划|预计|拟[于在定]?|力争|定[于在]|有望|确保|争取|预定|推迟[到至]|延[长期][到至]|届时)[^，。；！？\n]{0,12}$/u
const AHEAD_BEHIND = /^[^，。；！？\n]{0,2}(?:将|前(?![往后夕])|底前|以前|之前|止|起(?:施行|实施|执行|正式))/u
const PART_OF_DAY =
  /^(?:凌晨|清晨|早上|早晨|一早|上午|中午|午后|下午|傍晚|晚上|晚间|深夜|夜间|夜里|晚(?![会报稻点期年婚辈清]))/u
const SINCE = /^以来/u
const COMPARED = /[比较与同跟]$/u
const CLAUSE = /(?:^|[\s，、；,;:：（(。！？]|同年)$/u

/**
 * The words of time in a text of an article that only its day of publication (YYYY-MM-DD) makes a date of, and those
 * dates, in order. What names its year, and what could be two dates, is left out. Vague words (日前) have no `shown`.
 */
export function relativeDates(text: string, publishedDay: string): ResolvedDate[] {
  const { compact, at } = withoutGaps(text)
  const told: Told = nothingTold()
  const found: ResolvedDate[] = []
  let done = 0
  let sentence = 0
  for (const match of matchesOf(compact)) {
    if (match.start < done) continue
    const between = compact.slice(done, match.start)
    sentence += (between.match(/[。！？!?\n]/gu) ?? []).length
    if (between.includes("\n")) told.days.clear()
    const clock = clockAt(compact, match, publishedDay, told, sentence)
    const reading = match.rule.read(match.groups, clock)
    done = match.end
    if (!reading) continue
    const whole = withRest(compact, match.end, reading, publishedDay)
    done = whole.end
    remember(told, match, whole.reading, compact, sentence)
    if (match.groups.y !== undefined) continue
    const { shown, precision } = shownDays(whole.reading)
    found.push({
      start: at[match.start] ?? 0,
      end: (at[whole.end - 1] ?? 0) + 1,
      from: whole.reading.from,
      to: whole.reading.to,
      precision: whole.reading.precision ?? precision,
      shown: whole.reading.shown ?? shown,
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
  const other = told.year !== undefined && told.year !== Number(today.slice(0, 4)) ? told.year : undefined
  const yearless: ArticleClock["yearless"] = (inYear) => {
    if (other === undefined) return nearestYear(today, ahead, inYear)
    if (told.yearSentence !== sentence)
      return told.yearByNumber ? undefined : nearestYear(today, ahead, inYear)
    const same = told.yearOpensClause && CLAUSE.test(before) ? inYear(other) : undefined
    return same && same.from >= told.yearFrom ? same : undefined
  }
  return {
    today,
    ahead,
    anchor: told.days.size === 1 ? [...told.days][0] : undefined,
    month: told.monthSentence === sentence ? told.month : undefined,
    yearless,
    nearest: (inYear) => nearestReturn(today, ahead, inYear),
    soFar: (reading) => reading,
  }
}

/** With the part of the day (昨天下午), and 以来, which goes on until the day of publication. */
function withRest(
  text: string,
  end: number,
  reading: Reading,
  today: string,
): { readonly reading: Reading; readonly end: number } {
  const rest = text.slice(end, end + 4)
  const part = reading.from === reading.to ? PART_OF_DAY.exec(rest) : null
  if (part) return { reading, end: end + part[0].length }
  if (!SINCE.test(rest) || reading.from > today) return { reading, end }
  const { shown, precision } = shownDays(reading)
  const since =
    precision === "year" && reading.from.slice(0, 4) === today.slice(0, 4)
      ? shownDays({ from: reading.from, to: reading.from }).shown
      : (reading.shown ?? shown)
  const until = shownDays({ from: today, to: today }).shown
  const short = since.slice(0, 5) === until.slice(0, 5) ? until.slice(5) : until
  return {
    reading: { from: reading.from, to: today, shown: `${since}至${short}`, precision: "day" },
    end: end + 2,
  }
}

function nothingTold(): Told {
  return {
    year: undefined,
    yearFrom: "",
    yearSentence: -1,
    yearByNumber: false,
    yearOpensClause: false,
    days: new Set(),
    month: undefined,
    monthSentence: -1,
  }
}

function remember(
  told: Told,
  { groups, start }: Match,
  reading: Reading,
  text: string,
  sentence: number,
): void {
  const before = text.slice(Math.max(0, start - 4), start)
  const named = groups.y !== undefined || groups.ry !== undefined
  if (named && !COMPARED.test(before)) {
    told.year = Number(reading.from.slice(0, 4))
    told.yearFrom = reading.from
    told.yearSentence = sentence
    told.yearByNumber = groups.y !== undefined
    told.yearOpensClause = /(?:^|[\s，、；,;:：（(。！？于在从自])$/u.test(before)
  }
  if (reading.from !== reading.to || reading.precision === "vague") return
  told.days.add(reading.from)
  told.month = reading.from.slice(0, 7)
  told.monthSentence = sentence
}
