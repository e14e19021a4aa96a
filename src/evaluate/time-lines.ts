const YEAR = "(?:18|19|20)\\d\\d"
const GAP = "[^\\d\\p{L}]{0,3}"
/** Every way of writing a day that anyone would take for one, rather too many than too few. */
const DAYS = [
  `${YEAR}${GAP}[-/.年]?${GAP}\\d{1,2}${GAP}[-/.月]?${GAP}\\d{1,2}`,
  `(?<!\\d)${YEAR}[01]\\d[0-3]\\d(?!\\d)`,
  "[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}",
  "(?<!\\d)\\d{1,2}[-/.]\\d{1,2}\\s{0,4}\\d{1,2}[:时]\\d\\d",
  "\\d{1,2}月\\d{1,2}日?",
  "[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日",
  `(?<!\\d)\\d{1,2}[-/.]\\d{1,2}[-/.]${YEAR}`,
  `(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?\\s\\d{1,2},?\\s{1,2}${YEAR}`,
  `\\d{1,2}\\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?,?\\s{1,2}${YEAR}`,
].map((pattern) => new RegExp(pattern, "iu"))

/** Whether a line contains a date, by a permissive test of its own that knows nothing of how dates are read. */
export function containsDay(line: string): boolean {
  const text = line.normalize("NFKC")
  return DAYS.some((pattern) => pattern.test(text))
}

export interface TimeLineFigures {
  readonly lines: number
  readonly withDate: number
  /** Of those with a date. */
  readonly read: number
  readonly notRead: readonly string[]
  /** Lines for which a date was given although none is to be seen there. */
  readonly invented: readonly string[]
}

/** How many of the lines that contain a date `read` gives one for. */
export function scoreTimeLines(
  lines: readonly string[],
  read: (line: string) => string | null,
): TimeLineFigures {
  const dated = lines.filter(containsDay)
  const notRead = dated.filter((line) => read(line) === null)
  const invented = lines.filter((line) => !containsDay(line) && read(line) !== null)
  return {
    lines: lines.length,
    withDate: dated.length,
    read: dated.length - notRead.length,
    notRead,
    invented,
  }
}
