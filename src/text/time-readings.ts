import type { DatePrecision } from "../corpus.ts"
import { addDays, calendarDay, type Days, mondayOf, monthsOf } from "./dates.ts"
import { wholeNumber } from "./numerals.ts"

/** The days that words of time name; without `shown` and `precision` they are told as `shown-days.ts` tells days. */
export interface Reading extends Days {
  readonly precision?: DatePrecision
  readonly shown?: string
}

export type InYear = (year: number) => Reading | undefined

/** What words of time are counted from. */
export interface Clock {
  /** YYYY-MM-DD. */
  readonly today: string
  /** Of what is named without its year. */
  yearless(inYear: InYear): Reading | undefined
  /** Of what goes on today. */
  soFar(reading: Reading | undefined): Reading | undefined
}

export type Groups = Readonly<Record<string, string | undefined>>

export function yearOf({ y, ry }: Groups, { today }: Clock): number {
  if (y !== undefined) {
    const year = wholeNumber(y) ?? 0
    return year < 100 ? 2000 + year : year
  }
  const away = { 大前年: -3, 前年: -2, 去年: -1, 上一年: -1, 明年: 1, 后年: 2 }[ry ?? ""] ?? 0
  return Number(today.slice(0, 4)) + away
}

export function month(year: number, of: string | undefined): Reading | undefined {
  return monthsOf(year, wholeNumber(of ?? "") ?? 0)
}

export function oneDay(year: number, of: string | undefined, d: string | undefined): Reading | undefined {
  const found = calendarDay(year, wholeNumber(of ?? "") ?? 0, wholeNumber(d ?? "") ?? 0)
  return found === null ? undefined : { from: found, to: found }
}

export function day(today: string, away: number): Reading | undefined {
  if (Number.isNaN(away)) return undefined
  return { from: addDays(today, away), to: addDays(today, away) }
}

/** 上旬, 初, 底 of a month; all of it where no part is named. */
export function partOf(of: Reading | undefined, part: string | undefined): Reading | undefined {
  if (!of || part === undefined) return of
  const at = (date: number) => `${of.from.slice(0, 8)}${String(date).padStart(2, "0")}`
  const shown = `${Number(of.from.slice(0, 4))}年${Number(of.from.slice(5, 7))}月${part}`
  const days: Days =
    part === "上旬" || part === "初"
      ? { from: of.from, to: at(10) }
      : part === "中旬"
        ? { from: at(11), to: at(20) }
        : { from: at(21), to: of.to }
  return { ...days, shown, precision: "month" }
}

/** A quarter, a half-year, a season, the beginning or the end of a year. */
export function period(year: number, part: string | undefined): Reading | undefined {
  const named = part ?? ""
  const quarter = /[一二三四1-4](?=季度)/u.exec(named)?.[0] ?? ""
  const told = (days: Days | undefined, words: string, precision: DatePrecision): Reading | undefined =>
    days && { ...days, shown: `${year}年${words}`, precision }
  if (named.startsWith("前")) return told(monthsOf(year, 1, 9), "前三季度", "month")
  if (quarter) return monthsOf(year, ((wholeNumber(quarter) ?? 1) - 1) * 3 + 1, 3)
  if (named.includes("半年")) return monthsOf(year, named.startsWith("上") ? 1 : 7, 6)
  const season = "春夏秋冬".indexOf(named.charAt(0))
  if (named !== "" && season !== -1)
    return told(monthsOf(year, 3 + season * 3, 3), `${named.charAt(0)}季`, "quarter")
  if (named.includes("初")) return told(monthsOf(year, 1, 2), "初", "month")
  return named.includes("中")
    ? told(monthsOf(year, 6, 2), "年中", "month")
    : told(monthsOf(year, 12), "底", "month")
}

/** The month in a year, or, where that lies before the month `after`, in the next. */
export function monthFrom(year: number, of: string | undefined, after: string | undefined): Days | undefined {
  const begin = month(year, after)
  const here = month(year, of)
  return begin && here && here.from < begin.from ? month(year + 1, of) : here
}

export function joined(from: Days | undefined, to: Days | undefined): Reading | undefined {
  return from && to && from.from <= to.to ? { from: from.from, to: to.to } : undefined
}

/** From one month to another, told as such also where the months are a quarter. */
export function monthsThrough(from: Days | undefined, to: Days | undefined): Reading | undefined {
  const days = joined(from, to)
  if (!days || days.from.slice(0, 7) === days.to.slice(0, 7)) return days
  const [year, last] = [days.from.slice(0, 4), days.to.slice(0, 4)]
  const end = `${last === year ? "" : `${last}年`}${Number(days.to.slice(5, 7))}月`
  return { ...days, shown: `${year}年${Number(days.from.slice(5, 7))}月至${end}`, precision: "month" }
}

/** Of months or weeks: 上个 is the last one. */
export function stepsAway(words: string | undefined): number {
  if (words?.startsWith("上上")) return -2
  return words?.startsWith("上") ? -1 : words?.startsWith("下") ? 1 : 0
}

export function weekday(monday: string, name: string | undefined): Reading {
  if (name === "末") return { from: addDays(monday, 5), to: addDays(monday, 6) }
  const at = addDays(monday, name === "天" ? 6 : "一二三四五六日".indexOf(name ?? "一"))
  return { from: at, to: at }
}

/** Monday to Sunday, some weeks away. */
export function week(today: string, away: number): Reading {
  const monday = addDays(mondayOf(today), away * 7)
  return { from: monday, to: addDays(monday, 6) }
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
export function counted(count: string | undefined, unit: string | undefined): number {
  const days = UNIT_DAYS[unit ?? ""] ?? 1
  if (count === "半") return Math.ceil(days / 2)
  if (count === "几") return days === 1 ? 7 : 3 * days
  return (wholeNumber(count ?? "") ?? 0) * days
}

export function lastDays(today: string, count: number): Reading | undefined {
  return count > 0 ? vague(addDays(today, 1 - count), today) : undefined
}

export function vague(from: string, to: string): Reading {
  return { from, to, precision: "vague", shown: "" }
}
