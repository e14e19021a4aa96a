import { addDays, mondayOf, monthAfter } from "./dates.ts"
import { festivalDays } from "./festivals.ts"
import {
  type Clock,
  counted,
  day,
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
  DAY,
  DAYS_OFF,
  FESTIVAL,
  FIRST,
  N,
  OTHER_FESTIVAL,
  rule,
  TIME_RULES,
  type TimeRule,
  TO,
  YEAR,
} from "./time-rules.ts"

/** A reader looks back. */
export interface QuestionClock extends Clock {
  /** What has no year or month lies as late as it can without beginning after this day. */
  readonly newest: string
  /** Where a range began: the end of it, where it has no year, is the first after that. */
  readonly began?: string
}

export function questionClock(today: string, newest: string, began?: string): QuestionClock {
  return {
    today,
    newest,
    ...(began !== undefined && { began }),
    yearless: (inYear) => latest(newest, began, inYear),
    soFar: (of) => (of && of.from <= today && of.to > today ? { ...of, to: today } : of),
  }
}

export const QUESTION_RULES: readonly TimeRule<QuestionClock>[] = [
  ...TIME_RULES,
  rule<QuestionClock>(`${FIRST}(?<d>${N})${DAY}(?!${TO}?\\d)`, (g, clock) => latestOfMonths(clock, g.d)),
  rule(`${FIRST}月(?<part>初|底|末)`, (g, { today }) =>
    partOf(month(Number(today.slice(0, 4)), today.slice(5, 7)), g.part),
  ),
  rule(`${FIRST}(?<end>年[初底末])(?![一二三四级])`, (g, { today }) =>
    period(Number(today.slice(0, 4)), g.end),
  ),
  rule(`${YEAR}的?${FESTIVAL}${OTHER_FESTIVAL}${DAYS_OFF}{0,3}`, (g, clock) =>
    festivalDays(g.f ?? "", yearOf(g, clock)),
  ),
  rule(
    `(?:${FESTIVAL}${OTHER_FESTIVAL}${DAYS_OFF}{1,3}|(?<bare>春节|除夕|元旦|端午|中秋)${OTHER_FESTIVAL})`,
    (g, clock) => clock.yearless((year) => festivalDays(g.f ?? g.bare ?? "", year)),
  ),
  rule(
    `${FIRST}(?<n>${COUNT})[天日]前(?!后)`,
    (g, { today }) => day(today, -(counted(g.n, "天") || NaN)),
    true,
  ),
  rule(`${FIRST}前两[天日]`, (_, { today }) => vague(addDays(today, -4), addDays(today, -1)), true),
  rule(
    "(?<![\\d一二两三四五六七八九十几每逢单双上下这个本不圆环])(?<!(?:周|期|拜)[一二三四五六日天][至到、和—~-])(?:周|星期|礼拜)(?<w>[一二三四五六日天末])(?![至到、和—~报年福围愉快-])",
    (g, { today }) => {
      const here = weekday(mondayOf(today), g.w)
      return here.from > today ? weekday(addDays(mondayOf(today), -7), g.w) : here
    },
    true,
  ),
]

const YEARS_TRIED = 8

/** In the latest year in which it has begun; the end of a range, in the first after its beginning. Leap days may lie eight years apart. */
function latest(
  newest: string,
  began: string | undefined,
  inYear: (year: number) => Reading | undefined,
): Reading | undefined {
  const from = Number((began ?? newest).slice(0, 4))
  for (let i = 0; i <= YEARS_TRIED; i++) {
    const days = inYear(began === undefined ? from + 1 - i : from + i)
    if (days && (began === undefined ? days.from <= newest : days.from >= began)) return days
  }
  return undefined
}

/** The fifth of this month, or of the month before; of a month that has such a day. */
function latestOfMonths({ newest, began }: QuestionClock, d: string | undefined): Reading | undefined {
  for (let i = 0; i <= 2; i++) {
    const [year, of] = monthAfter(began ?? newest, began === undefined ? -i : i).split("-")
    const found = oneDay(Number(year), of, d)
    if (found && (began === undefined ? found.from <= newest : found.from >= began)) return found
  }
  return undefined
}
