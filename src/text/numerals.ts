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
      section += digit ?? 0
      total = char === "亿" ? (total + section) * 1e8 : total + section * 1e4
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

/** Words for what is counted that make a figure of a single Chinese digit: 三人, but not 三农. */
const COUNTED = "个名人家位次项座条所起亩吨米元件台辆户天日年月岁届期级套栋层倍"
const FIGURE = new RegExp(
  [
    "(?<tenths>[一二两三四五六七八九]|\\d)成(?!立|员|为|果|功|长|都|就|本|绩|熟|人|年|分|品|交|效|不)(?<half>半?)",
    "百分之(?<share>[〇零一二两三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?|\\d+(?:\\.\\d+)?)",
    "(?<arabic>(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?)(?<scale>[十百千万亿]*)(?<percent>个百分点|%)?",
    "(?<chinese>[〇零一二两三四五六七八九十百千万亿]+点[一二三四五六七八九][万亿]+|[〇零一二两三四五六七八九十百千万亿]{2,}" +
      `|[二两三四五六七八九十](?=[${COUNTED}])|一(?=[人名户元]))`,
  ].join("|"),
  "gu",
)

/** An amount in normal form, with the character that follows it: what it counts, where that is a word. */
export interface Figure {
  readonly value: string
  readonly unit: string
}

/** An amount as it stands in a text; offsets in UTF-16 code units. */
export interface Amount {
  readonly value: string
  readonly start: number
  readonly end: number
}

/** The amounts of a text in half-width digits, in order, their values as in `figures`. */
export function amounts(text: string): Amount[] {
  return [...text.matchAll(FIGURE)].flatMap((match) => {
    const value = readFigure(match.groups ?? {})
    return value === undefined ? [] : [{ value, start: match.index, end: match.index + match[0].length }]
  })
}

/**
 * The figures of a text in normal form, so that equal amounts have equal values: 960亿, 9,600,000万 and 96000000000
 * give "96000000000"; 三成, 30% and 百分之三十 give "30%". A single Chinese digit is a figure before what it counts
 * (三人), else part of a word (一方面).
 */
export function figures(text: string): Figure[] {
  const normal = text.normalize("NFKC")
  return amounts(normal).map(({ value, end }) => ({ value, unit: unitOf(value, normal[end] ?? "") }))
}

/** 多 and 余 say the same; particles and the words after a percentage count nothing. */
function unitOf(value: string, next: string): string {
  if (/[^\d.]$/u.test(value) || !/\p{L}/u.test(next) || /[的了和与及至到]/u.test(next)) return ""
  return next === "多" ? "余" : next
}

function readFigure(groups: Record<string, string | undefined>): string | undefined {
  const { tenths, half, share, arabic, scale, percent, chinese } = groups
  if (tenths) return `${(wholeNumber(tenths) ?? 0) * 10 + (half ? 5 : 0)}%`
  if (share) return `${/\d/.test(share) ? plain(Number(share)) : decimal(share)}%`
  if (arabic) return scaled(arabic, scale ?? "") + (percent === "%" ? "%" : percent ? " points" : "")
  return chinese && decimal(chinese)
}

/** 三点五亿 and the like; undefined for words such as 成千上万 that name no amount. */
function decimal(text: string): string | undefined {
  const [whole = "", fraction = ""] = text.split("点")
  const scale = fraction.match(/[万亿]*$/u)?.[0] ?? ""
  const digits = [...fraction.slice(0, fraction.length - scale.length)].map((char) => DIGITS[char]).join("")
  if (/^[百千万亿]+$/u.test(whole) && !/[百千][万亿]$/u.test(whole)) return undefined
  const value = chineseNumber(whole)
  if (value === undefined) return undefined
  return digits ? scaled(`${value}.${digits}`, scale) : plain(value)
}

function scaled(digits: string, scale: string): string {
  const bare = digits.replaceAll(",", "")
  // Account numbers and the like have more digits than a number keeps.
  if (scale === "" && bare.length > EXACT_DIGITS) return bare
  let value = Number(bare)
  for (const char of scale) value *= TENS[char] ?? MAGNITUDES[char] ?? 1
  return plain(value)
}

const EXACT_DIGITS = 15

/** Without the noise of binary fractions: 1.1 × 10,000 is 11000. */
function plain(value: number): string {
  return String(Number(value.toPrecision(EXACT_DIGITS)))
}
