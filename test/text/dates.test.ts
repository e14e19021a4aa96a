import { describe, expect, it } from "vitest"
import { addDays, dayIn, timeRange } from "../../src/text/dates.ts"

describe("dayIn", () => {
  const cases: [instant: string, zone: string, day: string][] = [
    ["2013-08-06T15:59:59Z", "Asia/Shanghai", "2013-08-06"],
    ["2013-08-06T16:00:00Z", "Asia/Shanghai", "2013-08-07"],
    ["2025-12-31T16:00:00Z", "Asia/Shanghai", "2026-01-01"],
    ["2025-03-01T04:59:59Z", "America/New_York", "2025-02-28"],
    ["2024-02-29T12:00:00Z", "UTC", "2024-02-29"],
  ]
  it.each(cases)("%s in %s", (instant, zone, day) => {
    expect(dayIn(new Date(instant), zone)).toBe(day)
  })
})

describe("addDays", () => {
  it.each([
    ["2024-02-28", 1, "2024-02-29"],
    ["2025-02-28", 1, "2025-03-01"],
    ["2025-12-31", 1, "2026-01-01"],
    ["2025-03-01", -1, "2025-02-28"],
    ["2025-10-05", 0, "2025-10-05"],
  ] as const)("%s + %i", (day, days, sum) => {
    expect(addDays(day, days)).toBe(sum)
  })
})

/** 2025-10-08 is a Wednesday. */
const WEDNESDAY = "2025-10-08"

describe("timeRange", () => {
  const cases: [text: string, today: string, found: string | undefined][] = [
    ["今天有什么新闻", WEDNESDAY, "2025-10-08"],
    ["今晚的演出", WEDNESDAY, "2025-10-08"],
    ["昨天的会议", "2026-01-01", "2025-12-31"],
    ["昨日", "2024-03-01", "2024-02-29"],
    ["前天下雨了吗", "2025-03-01", "2025-02-27"],
    ["大前天", "2025-03-01", "2025-02-26"],
    ["最近三天", "2025-03-01", "2025-02-27..2025-03-01"],
    ["近10天", "2026-01-05", "2025-12-27..2026-01-05"],
    ["过去十二天", WEDNESDAY, "2025-09-27..2025-10-08"],
    ["这几天", WEDNESDAY, "2025-10-02..2025-10-08"],
    ["最近一周", WEDNESDAY, "2025-10-02..2025-10-08"],
    ["近两个月", WEDNESDAY, "2025-08-10..2025-10-08"],
    ["本周", WEDNESDAY, "2025-10-06..2025-10-08"],
    ["本周", "2025-10-06", "2025-10-06"],
    ["这个星期", "2025-10-12", "2025-10-06..2025-10-12"],
    ["这周", "2026-01-01", "2025-12-29..2026-01-01"],
    ["上周", WEDNESDAY, "2025-09-29..2025-10-05"],
    ["上个星期", "2026-01-01", "2025-12-22..2025-12-28"],
    ["上周三", "2025-10-06", "2025-09-29..2025-10-05"],
    ["上上周", WEDNESDAY, "2025-09-22..2025-09-28"],
    ["本月", WEDNESDAY, "2025-10-01..2025-10-08"],
    ["这个月", "2025-10-01", "2025-10-01"],
    ["上月", "2026-01-15", "2025-12-01..2025-12-31"],
    ["上个月", "2024-03-31", "2024-02-01..2024-02-29"],
    ["2013年8月7日", WEDNESDAY, "2013-08-07"],
    ["2013-8-7", WEDNESDAY, "2013-08-07"],
    ["2024/02/29", WEDNESDAY, "2024-02-29"],
    ["2025年2月29日", WEDNESDAY, undefined],
    ["2025年13月1日", WEDNESDAY, undefined],
    ["去年9月3日", WEDNESDAY, "2024-09-03"],
    ["前年12月31号", WEDNESDAY, "2023-12-31"],
    ["今年2月", WEDNESDAY, "2025-02-01..2025-02-28"],
    ["去年2月", WEDNESDAY, "2024-02-01..2024-02-29"],
    ["去年12月", WEDNESDAY, "2024-12-01..2024-12-31"],
    ["今年2月30日", WEDNESDAY, undefined],
    ["去年13月", WEDNESDAY, undefined],
    ["9月3日", WEDNESDAY, "2025-09-03"],
    ["10月8日", WEDNESDAY, "2025-10-08"],
    ["10月9日", WEDNESDAY, "2024-10-09"],
    ["2月29日", "2026-01-01", "2024-02-29"],
    ["2月30日", WEDNESDAY, undefined],
    ["2013年7月入园企业有多少家", WEDNESDAY, undefined],
    ["2013年", WEDNESDAY, undefined],
    ["去年的投资", WEDNESDAY, undefined],
    ["7月的产量", WEDNESDAY, undefined],
    ["目前天气怎么样", WEDNESDAY, undefined],
    ["国庆节前日子", WEDNESDAY, undefined],
    ["三天前后", WEDNESDAY, undefined],
    ["嫦娥登上月球", WEDNESDAY, undefined],
    ["学校这周边", WEDNESDAY, undefined],
    ["街上周围", WEDNESDAY, undefined],
    ["基本月薪", WEDNESDAY, undefined],
    ["日本周边", WEDNESDAY, undefined],
    ["最近0天", WEDNESDAY, undefined],
    ["", WEDNESDAY, undefined],
  ]
  it.each(cases)("%s on %s", (text, today, found) => {
    const range = timeRange(text, today)
    expect(range && (range.from === range.to ? range.from : `${range.from}..${range.to}`)).toBe(found)
    if (range) expect(text).toContain(range.words)
  })

  it("names the words that it read", () => {
    expect(timeRange("请问去年9月有什么大事", WEDNESDAY)?.words).toBe("去年9月")
  })
})
