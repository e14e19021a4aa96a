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

/** A record of an export with the line that holds its date. */
export interface TimeLine {
  readonly time: string
  readonly [field: string]: unknown
}

/** A date as it was read of a record, with the flags that say what of it the line does not print. */
export interface ReadTime {
  readonly publishedAt: string | null
  readonly flags: readonly string[]
}

export interface TimeLineFigures {
  readonly lines: number
  readonly withDate: number
  /** Of those with a date. */
  readonly read: number
  /** Of those read: the year is not in the line. */
  readonly yearInferred: number
  readonly notRead: readonly string[]
  /** Lines without a date whose record has an address that tells the day. */
  readonly byAddress: number
  /** Lines for which a date was given although none is to be seen there, nor in the address. */
  readonly invented: readonly string[]
}

/** For how many of the records whose line contains a date `read` gives one. */
export function scoreTimeLines(
  records: readonly TimeLine[],
  read: (record: TimeLine) => ReadTime,
): TimeLineFigures {
  const all = records.map((record) => ({
    ...read(record),
    line: record.time,
    dated: containsDay(record.time),
  }))
  const dated = all.filter((one) => one.dated)
  const told = all.filter((one) => !one.dated && one.publishedAt !== null)
  const byAddress = told.filter(({ flags }) => flags.includes("date-from-address"))
  const notRead = dated.filter(({ publishedAt }) => publishedAt === null).map(({ line }) => line)
  return {
    lines: all.length,
    withDate: dated.length,
    read: dated.length - notRead.length,
    yearInferred: dated.filter(({ flags }) => flags.includes("year-inferred")).length,
    notRead,
    byAddress: byAddress.length,
    invented: told.filter((one) => !byAddress.includes(one)).map(({ line }) => line),
  }
}
