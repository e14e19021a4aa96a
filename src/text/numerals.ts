const DIGITS: Readonly<Record<string, number>> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 }
const MAGNITUDES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 }

/** The value of a Chinese numeral such as 三十二, 二〇一三 or 一千二百; undefined where it is none. */
export function chineseNumber(text: string): number | undefined {
  if (text === "" || [...text].some((char) => !(char in DIGITS || char in TENS || char in MAGNITUDES)))
    return undefined
  if ([...text].every((char) => char in DIGITS)) {
    return Number([...text].map((char) => DIGITS[char]).join(""))
  }
  let total = 0
  let section = 0
  let digit: number | undefined
  for (const char of text) {
    if (char in DIGITS) digit = DIGITS[char]
    else if (char in TENS) {
      section += (digit ?? 1) * (TENS[char] as number)
      digit = undefined
    } else {
      total = (total + section + (digit ?? 0)) * (MAGNITUDES[char] as number)
      section = 0
      digit = undefined
    }
  }
  return total + section + (digit ?? 0)
}

/** A whole number in Arabic or Chinese digits. */
export function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : chineseNumber(text)
}

const FIGURE =
  /(?<tenths>[一二两三四五六七八九\d])成(?!立|员|为|果|功|长|都|就|本|绩|熟|人|年|分|品|交|效)(?<half>半?)|百分之(?<share>[〇零一二两三四五六七八九十百]+)|(?<arabic>\d[\d,]*(?:\.\d+)?)(?<scale>[十百千万亿]*)(?<percent>[%％]|个百分点)?|(?<chinese>[〇零一二两三四五六七八九十百千万亿]{2,})/gu

/** An amount in normal form, with the character that follows it: what it counts, where that is a word. */
export interface Figure {
  readonly value: string
  readonly unit: string
}

/**
 * The figures of a text in normal form, so that equal amounts have equal values: 960亿, 9,600,000万 and 96000000000
 * give "96000000000"; 三成, 30% and 百分之三十 give "30%". Single Chinese digits are words (一方面), not figures.
 */
export function figures(text: string): Figure[] {
  const normal = text.normalize("NFKC")
  const found: Figure[] = []
  for (const match of normal.matchAll(FIGURE)) {
    const value = valueOf(match.groups ?? {})
    const next = normal[match.index + match[0].length] ?? ""
    if (value !== undefined) found.push({ value, unit: /[\p{L}]/u.test(next) ? next : "" })
  }
  return found
}

function valueOf(groups: Record<string, string | undefined>): string | undefined {
  const { tenths, half, share, arabic, scale, percent, chinese } = groups
  if (tenths) return `${(wholeNumber(tenths) ?? 0) * 10 + (half ? 5 : 0)}%`
  if (share) return `${chineseNumber(share)}%`
  if (arabic) return plain(scaled(arabic, scale ?? "")) + (percent ? "%" : "")
  const value = chinese && !/^[十百千万亿]+$/u.test(chinese) ? chineseNumber(chinese) : undefined
  return value === undefined ? undefined : plain(value)
}

function scaled(digits: string, scale: string): number {
  let value = Number(digits.replaceAll(",", ""))
  for (const char of scale) value *= TENS[char] ?? MAGNITUDES[char] ?? 1
  return value
}

/** Without the noise of binary fractions: 1.1 × 10,000 is 11000. */
function plain(value: number): string {
  return String(Number(value.toPrecision(12)))
}
