import type { DatePrecision } from "../corpus.ts"
import { addDays, type Days } from "./dates.ts"

/** Days as they are told in Chinese, no longer than they have to be: 2012年9月, 2013年上半年, 2013年8月5日至7日. */
export function shownDays({ from, to }: Days): { readonly shown: string; readonly precision: DatePrecision } {
  const a = parts(from)
  const b = parts(to)
  if (from === to) return { shown: dayOf(a), precision: "day" }
  if (a.day !== 1 || parts(addDays(to, 1)).day !== 1) return { shown: daysOf(a, b), precision: "day" }
  if (a.year === b.year) return monthsOfYear(a.year, a.month, b.month)
  if (a.month === 1 && b.month === 12) return { shown: `${a.year}年至${b.year}年`, precision: "year" }
  return { shown: `${monthOf(a)}至${monthOf(b)}`, precision: "month" }
}

type Parts = { readonly year: number; readonly month: number; readonly day: number }

function parts(day: string): Parts {
  return { year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)) }
}

function monthsOfYear(year: number, first: number, last: number): ReturnType<typeof shownDays> {
  const count = last - first + 1
  if (count === 12) return { shown: `${year}年`, precision: "year" }
  if (count === 6 && first % 6 === 1)
    return { shown: `${year}年${first === 1 ? "上" : "下"}半年`, precision: "half-year" }
  if (count === 3 && first % 3 === 1)
    return { shown: `${year}年第${"一二三四"[(first - 1) / 3]}季度`, precision: "quarter" }
  const shown = count === 1 ? `${year}年${first}月` : `${year}年${first}月至${last}月`
  return { shown, precision: "month" }
}

function monthOf({ year, month }: Parts): string {
  return `${year}年${month}月`
}

function dayOf(at: Parts): string {
  return `${monthOf(at)}${at.day}日`
}

function daysOf(a: Parts, b: Parts): string {
  if (a.year !== b.year) return `${dayOf(a)}至${dayOf(b)}`
  return `${dayOf(a)}至${a.month === b.month ? "" : `${b.month}月`}${b.day}日`
}
