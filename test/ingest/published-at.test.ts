import { expect, test } from "vitest"
import { crawlDay, fieldDate, findDate, readDate, showsClock } from "../../src/ingest/published-at.ts"

/** `--MM-DD` where no year is printed. */
function printed(line: string): string | null {
  const date = findDate(line)
  return date === null ? null : `${date.year ?? "-"}-${date.monthDay}${date.clock}`
}

const AT = "2023-08-05T07:08:00+08:00"
const DAY = "2023-08-05"

test.each<[form: string, line: string, expected: string | null]>([
  [
    "source and date",
    "来源:汐川日报 2013-08-07 07:00   https://www.site.example/",
    "2013-08-07T07:00:00+08:00",
  ],
  ["Chinese characters", "2023年8月5日 7:08", AT],
  ["in brackets, wide colon", "[ 2023-08-05 07：08 ]", AT],
  ["seconds", "发稿时间：2023-08-05 07:08:10     ", "2023-08-05T07:08:10+08:00"],
  ["hours and minutes in characters", "发稿时间：2023年08月05日07时08分", AT],
  ["an hour alone", "2023年8月5日 7时", "2023-08-05T07:00:00+08:00"],
  ["likes, not hours", "2023-08-05 12 点赞", DAY],
  ["a score, not a time", "2023-08-05 2:1", DAY],
  ["half past", "2023年8月5日上午7点半", "2023-08-05T07:30:00+08:00"],
  ["slashes", "2023/8/5", DAY],
  ["full stops", "2023.8.5", DAY],
  ["middle dots", "2023·08·05", DAY],
  ["spaces around the marks", "2023 - 08 - 05", DAY],
  ["full width", "２０２３年０８月０５日　０７：０８", AT],
  ["glued to the time", "2023-08-0507:08", AT],
  ["glued to the source", "2023-08-05 07:08:10来源：海岳日报", "2023-08-05T07:08:10+08:00"],
  ["no 日", "2023年8月5 07:08", AT],
  ["numerals", "二〇二三年八月五日", DAY],
  ["numerals with 零 and tens", "二零一三年十二月三十一日", "2013-12-31"],
  ["numerals with a circle", "二○二三年八月廿五日", "2023-08-25"],
  ["numerals with a letter O", "二O二三年八月五日上午七时零八分", AT],
  ["a year in two digits, in full form", "23年8月5日 07:08", AT],
  ["such a year of the last century", "（95年8月5日）", "1995-08-05"],
  ["such a year without its characters", "23-08-05 07:08", null],
  ["a year of the Republic", "民国23年8月5日", null],
  ["the year set apart", "2023 08/05 07:08:00", AT],
  ["packed, with a time", "20230805 07:08", AT],
  ["packed, as programs write it", "20230805T070800Z", "2023-08-05T15:08:00+08:00"],
  ["packed, labelled", "日期：20230805", DAY],
  ["digits of anything", "编号 20230805", null],
  ["weekday", "2023年08月05日 星期六", DAY],
  ["weekday before the time", "2023年8月5日（周六）07:08", AT],
  ["afternoon", "2023年8月5日 星期六 下午3时20分", "2023-08-05T15:20:00+08:00"],
  ["noon", "2023-08-05 中午12:30", "2023-08-05T12:30:00+08:00"],
  ["after midnight", "2023-08-05 凌晨12:08", "2023-08-05T00:08:00+08:00"],
  ["English", "Published: August 5, 2023 7:08 a.m.", AT],
  ["English, short", "Aug. 5, 2023, 7:08 PM", "2023-08-05T19:08:00+08:00"],
  ["English, day first", "5 Aug 2023 07:08", AT],
  ["English, weekday within", "Aug 5 Sat 2023 07:08", AT],
  ["as Java prints it", "Sat Aug 05 07:08:00 CST 2023", AT],
  ["day and month before the year, unmistakable", "25/08/2023 07:08", "2023-08-25T07:08:00+08:00"],
  ["month and day before the year, unmistakable", "08/25/2023", "2023-08-25"],
  ["either of both", "05/08/2023", null],
  ["UTC", "2023-08-05T07:08:06.123Z", "2023-08-05T15:08:06+08:00"],
  ["another offset", "2023-08-05T07:08:06+09:00", "2023-08-05T07:08:06+09:00"],
  ["a western offset", "2023-08-05T07:08:06-0500", "2023-08-05T07:08:06-05:00"],
  ["an offset by name", "2023-08-05 07:08 (GMT+8)", AT],
  ["China's time by name", "发布时间：北京时间2023-08-05 07:08", AT],
  ["no year, a slash", "08/05  07:08", "--08-05T07:08:00+08:00"],
  ["no year, a hyphen", "08-05 07:08 来源：海岳日报", "--08-05T07:08:00+08:00"],
  ["no year, characters", "8月5日 07:08", "--08-05T07:08:00+08:00"],
  ["no year, labelled", "发布日期：8月5日", "--08-05"],
  ["no year, no time, no label", "8月5日", null],
  ["a score", "3-2 11:30", null],
  ["no such day", "2023-02-30 07:08", null],
  ["no such month", "2023-13-01 07:08", null],
  ["no such hour", "2023-08-05 27:08", DAY],
  ["a year before newspapers", "1234年8月5日 07:08", null],
  ["a telephone", "热线 0774-2023-1234", null],
  ["years", "2012年至2013年", null],
  ["companies in August", "2023年8月5家企业", null],
  ["nothing", "", null],
])("%s: %s", (_, line, expected) => {
  expect(printed(line)).toBe(expected)
})

test.each<[why: string, line: string, expected: string | null]>([
  ["the first of a lunar month", "农历七月初二", null],
  ["a lunar day that looks like one of ours", "农历二〇二三年七月十五日 07:08", null],
  ["a lunar year", "癸卯年七月十五日 07:08", null],
  ["a leap month", "闰二月十五日 07:08", null],
  ["a lunar remark behind", "2023年8月5日 农历癸卯年六月十九", DAY],
  ["a lunar remark before the time", "2023年8月5日（农历六月十九） 07:08", AT],
  ["a lunar remark with the weekday", "2023年8月5日 星期六 农历六月十九 07:08", AT],
  ["an update behind", "发布时间：2023-08-05 07:08 更新时间：2023-08-06 10:00", AT],
  ["an update before", "更新时间：2023-08-06 10:00 发稿时间：2023-08-05 07:08", AT],
  ["an update beside a bare date", "最后更新：2023-08-06 10:00 2023-08-05 07:08", AT],
  ["an update alone", "更新于 2023-08-05 07:08", AT],
  ["the day it was signed", "成文日期：2023年8月1日 发布日期：2023年8月5日", DAY],
  ["the page's clock", "今天是2026年11月25日 星期三", null],
  ["the page's clock, labelled", "当前日期：2026年11月25日", null],
  ["the page's clock by China's time", "现在是北京时间：2026年11月25日 10:20:31", null],
  ["a print-out", "打印时间：2026-11-25 10:20 发布时间：2023-08-05 07:08", AT],
  ["the day of the paper", "见报日期：2023年8月5日", DAY],
  ["an event", "活动时间：2023年8月5日 14:30", null],
  ["a deadline", "截止日期：2023-08-05", null],
  ["until a day", "2023年8月5日前报名", null],
  ["from a day on", "自2023年8月5日起施行", null],
  ["a period of days", "2023年8月5日至20日", null],
  ["both days of a period", "展期 2023-08-05—2023-08-20", null],
  ["a period of hours", "2023年8月5日 09:00-11:00", null],
  ["a newsroom in front, not before", "2023-08-05 07:08 前方记者", AT],
  ["in Traditional characters", "更新時間：2023/08/06 10:00 發佈時間：2023/08/05 07:08", AT],
  ["the paper's foundation", "1949年10月1日创刊 2023年8月5日 星期六", DAY],
  ["how long it holds", "有效期：2023-08-05", null],
  ["the crawl", "抓取时间：2023-08-06 09:00", null],
])("of several dates and other days: %s: %s", (_, line, expected) => {
  expect(printed(line)).toBe(expected)
})

test.each([
  ["Mon, 15 Sep 2025 08:30:00 +0800", "2025-09-15T08:30:00+08:00"],
  ["Mon, 15 Sep 2025 22:30:00 GMT", "2025-09-16T06:30:00+08:00"],
  ["Mon, 15 Sep 2025 08:30:00 EDT", "2025-09-15T08:30:00-04:00"],
  ["20250915", "2025-09-15"],
  [20250915, "2025-09-15"],
  ["20250915083000", "2025-09-15T08:30:00+08:00"],
  [202509150830, "2025-09-15T08:30:00+08:00"],
  ["2025091508", "2025-09-15T08:00:00+08:00"],
  [1757896200, "2025-09-15T08:30:00+08:00"],
  [1757896200000, "2025-09-15T08:30:00+08:00"],
  ["1757896200000123", "2025-09-15T08:30:00+08:00"],
  [1757896200.25, "2025-09-15T08:30:00+08:00"],
  [new Date("2025-09-15T00:30:00Z"), "2025-09-15T08:30:00+08:00"],
  [new Date(Number.NaN), null],
  ["2025-09-15", "2025-09-15"],
  ["09-15", null],
  ["0000-00-00 00:00:00", null],
  ["99999999999999", null],
  ["yesterday", null],
  [null, null],
  [Number.NaN, null],
  [["2025-09-15"], null],
])("the field %s", (value, expected) => {
  expect(readDate(value)).toBe(expected)
})

test("a field is its own label", () => {
  expect(fieldDate("9月15日")).toMatchObject({ year: null, monthDay: "09-15", clock: "" })
  expect(fieldDate("09-15")).toMatchObject({ year: null, monthDay: "09-15", clock: "" })
})

test("a found date says where it stands", () => {
  const line = "来源：某报 2024-05-18 06:30 编辑"
  const date = findDate(line)
  expect(line.slice(date?.start, date?.end)).toBe("2024-05-18 06:30")
})

test.each([
  ["今天是2026年11月25日 星期三", true],
  ["今天是：2026年11月25日，星期三", true],
  ["今天是8月15日，立秋后的第七天。", false],
  ["2026年11月25日 星期三", false],
  ["今天的要闻", false],
])("%s only tells the day: %s", (line, expected) => {
  expect(showsClock(line)).toBe(expected)
})

test.each([
  ["抓取时间：2023-08-06 09:00", "2023-08-06"],
  ["采集日期：2023年8月6日", "2023-08-06"],
  ["发布时间：2023-08-05 抓取时间：2023-08-06", "2023-08-06"],
  ["抓取时间：08-06 09:00", null],
  ["发布时间：2023-08-05", null],
])("%s: fetched on %s", (line, expected) => {
  expect(crawlDay(line)).toBe(expected)
})
