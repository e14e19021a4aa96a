import { addDays, calendarDay, type Days, monthsOf } from "../text/dates.ts"
import { wholeNumber } from "../text/numerals.ts"
import { timeRange } from "../text/time-range.ts"

/** What has no year is of the year in which it lies nearest to the publication, if it lies as near as this. */
const NEAREST_DAYS = 150
const RECENT_DAYS = 200
const MONTH_DAY =
  /^(?<month>\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|(?<day>\d{1,2}|[一二三四五六七八九十]{1,3})[日号])?$/u
const DAY_MS = 86_400_000

/** The days that words of an article name, by the day on which it was published; undefined where that cannot be told. */
export function daysOfWords(words: string, publishedDay: string): Days | undefined {
  const bare = MONTH_DAY.exec(words)?.groups
  if (bare) return nearest(wholeNumber(bare.month ?? "") ?? 0, bare.day, publishedDay)
  if (
    /^(?:\d{1,2}日|(?:国庆|春节|五一|中秋|元旦|清明|端午|暑假|寒假).*|[年月][初底末]|.月?[上中下]旬)$/u.test(
      words,
    )
  )
    return undefined
  const found = timeRange(words, publishedDay)
  if (found?.words !== words) return undefined
  // 前三季度 is that of the last months.
  const yearless = !/[年月日天周期拜]/u.test(words.replace(/半年/u, ""))
  return yearless && found.to < addDays(publishedDay, -RECENT_DAYS) ? undefined : whole(found, words)
}

/** 今年 is the whole year here, though it has only begun. */
function whole({ from, to }: Days, words: string): Days {
  if (/^(?:今年|本年度?)$/u.test(words)) return { from, to: `${from.slice(0, 4)}-12-31` }
  if (/^本月$/u.test(words))
    return monthsOf(Number(from.slice(0, 4)), Number(from.slice(5, 7))) ?? { from, to }
  return { from, to }
}

function nearest(month: number, day: string | undefined, publishedDay: string): Days | undefined {
  const year = Number(publishedDay.slice(0, 4))
  const away = ({ from }: Days) => Math.abs(Date.parse(from) - Date.parse(publishedDay)) / DAY_MS
  const candidates = [year - 1, year, year + 1].flatMap((y) => {
    if (day === undefined) return monthsOf(y, month) ?? []
    const at = calendarDay(y, month, wholeNumber(day) ?? 0)
    return at === null ? [] : { from: at, to: addDays(at, 0) }
  })
  const best = candidates.sort((a, b) => away(a) - away(b))[0]
  return best && away(best) <= NEAREST_DAYS ? best : undefined
}
