import { figures, wholeNumber } from "./numerals.ts"

/** Amounts below this are said of too many things. */
const LEAST_AMOUNT = 10
const NUMERAL = "\\d{1,2}|[一二三四五六七八九十]{1,3}"
const MONTH_DAY = new RegExp(
  `(?<![\\d.])(${NUMERAL})\\s?月\\s?(${NUMERAL})\\s?[日号](?!线)|(?<!\\d)\\d{4}[-/.](\\d{1,2})[-/.](\\d{1,2})(?!\\d)`,
  "gu",
)
const MOST_MONTHS = 12
const MOST_DAYS = 31

/**
 * What the amounts and days of a folded text come to, however they are written: 三千, 3,000 and 3千 give "=3000", as
 * 3000 does; 8月5日, 八月五号 and 2013-08-05 give "@8-5". No word of a text looks so.
 */
export function normalTerms(text: string): string[] {
  const terms: string[] = []
  for (const { value } of figures(text)) {
    const amount = Number.parseFloat(value)
    if (Number.isFinite(amount) && (amount >= LEAST_AMOUNT || value.endsWith("%"))) terms.push(`=${value}`)
  }
  for (const match of text.matchAll(MONTH_DAY)) {
    const month = wholeNumber(match[1] ?? match[3] ?? "") ?? 0
    const day = wholeNumber(match[2] ?? match[4] ?? "") ?? 0
    if (month >= 1 && month <= MOST_MONTHS && day >= 1 && day <= MOST_DAYS) terms.push(`@${month}-${day}`)
  }
  return terms
}
