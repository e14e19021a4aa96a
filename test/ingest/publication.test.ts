import fc from "fast-check"
import { describe, expect, it, test } from "vitest"
import { dayByAddress, yearByAddress } from "../../src/ingest/address-day.ts"
import { givenFields } from "../../src/ingest/field-names.ts"
import { textLines } from "../../src/ingest/lines.ts"
import { publication } from "../../src/ingest/publication.ts"
import { fieldDate } from "../../src/ingest/published-at.ts"
import { recordArticle } from "../../src/ingest/record.ts"
import { TIME_LINES } from "./time-lines.ts"

/** What is made of printed dates, the likeliest first. */
interface Case {
  readonly printed: readonly string[]
  readonly address?: string
  readonly crawledOn?: string
  readonly text?: string
}

function published({ printed, address = "", crawledOn = "", text = "" }: Case): string {
  const dates = printed.map(fieldDate).filter((date) => date !== null)
  expect(dates).toHaveLength(printed.length)
  const clues = { address: address || null, crawledOn: crawledOn || null, lines: textLines(text) }
  const { publishedAt, flags } = publication(dates, clues)
  return [publishedAt, ...flags].filter((part) => part !== null).join(" ")
}

const SITE = "https://news.xichuan.example"
const MORNING = "2023-08-15T07:08:00+08:00 year-inferred"

describe("a date without its year", () => {
  const yearless = ["08-15 07:08"]
  const cases: [why: string, given: Case, expected: string][] = [
    ["nothing tells the year", { printed: yearless }, "undated"],
    ["day in the address", { printed: yearless, address: `${SITE}/a/202308/15/t20230815_1.shtml` }, MORNING],
    ["day as a whole name", { printed: yearless, address: `${SITE}/a/20230815.html` }, MORNING],
    [
      "only the month in the address",
      { printed: yearless, address: `${SITE}/a/202308/content_1.htm` },
      MORNING,
    ],
    ["another day in the address", { printed: yearless, address: `${SITE}/a/202308/16/c1.html` }, "undated"],
    ["another month in the address", { printed: yearless, address: `${SITE}/a/202309/c1.html` }, "undated"],
    [
      "two years in the address",
      { printed: yearless, address: `${SITE}/20210815/20230815/c1.html` },
      "undated",
    ],
    ["a full date beside it", { printed: [...yearless, "2023-08-15"] }, MORNING],
    ["a full date of another day", { printed: [...yearless, "2023-08-16"] }, "2023-08-16"],
    ["the text names the day", { printed: yearless, text: "2023年8月15日，汐川大桥合龙。" }, MORNING],
    [
      "the text names two such days",
      { printed: yearless, text: "2023年8月15日，汐川大桥合龙。\n2021年8月15日，大桥开工。" },
      "undated",
    ],
    [
      "the text names a later day",
      { printed: yearless, text: "2008年8月15日，老桥垮塌。\n2023年8月14日，新桥合龙。" },
      "undated",
    ],
    [
      "the text names a later month",
      { printed: yearless, text: "2008年8月15日，老桥垮塌。\n新桥2023年7月动工。" },
      "undated",
    ],
    [
      "a story that looks back",
      { printed: yearless, text: "2008年8月15日，老桥垮塌。十五年过去了。" },
      "undated",
    ],
    ["the crawl", { printed: yearless, crawledOn: "2023-08-15" }, MORNING],
    ["a crawl in the next year", { printed: yearless, crawledOn: "2024-08-14" }, MORNING],
    [
      "New Year's Eve",
      { printed: ["12-31 23:50"], crawledOn: "2024-01-01" },
      "2023-12-31T23:50:00+08:00 year-inferred",
    ],
    ["a leap day", { printed: ["2月29日"], crawledOn: "2023-03-01" }, "2020-02-29 year-inferred"],
    ["no leap year in sight", { printed: ["2月29日"], crawledOn: "1903-03-01" }, "1896-02-29 year-inferred"],
    [
      "the address before the crawl",
      { printed: yearless, address: `${SITE}/20220815/c1.html`, crawledOn: "2023-09-01" },
      "2022-08-15T07:08:00+08:00 year-inferred",
    ],
    [
      "an address after the crawl",
      { printed: yearless, address: `${SITE}/20230815/c1.html`, crawledOn: "2022-09-01" },
      "undated",
    ],
  ]
  it.each(cases)("%s", (_, given, expected) => {
    expect(published(given)).toBe(expected)
  })
})

describe("a full date, or none", () => {
  const cases: [why: string, given: Case, expected: string][] = [
    ["the likeliest", { printed: ["2023-08-15 07:08", "2023-08-16"] }, "2023-08-15T07:08:00+08:00"],
    ["on the day of the crawl", { printed: ["2023-08-15"], crawledOn: "2023-08-15" }, "2023-08-15"],
    ["after the crawl", { printed: ["2023-08-16"], crawledOn: "2023-08-15" }, "undated"],
    ["the next likeliest", { printed: ["2026-11-25", "2023-08-15"], crawledOn: "2023-08-20" }, "2023-08-15"],
    [
      "filed under a day",
      { printed: [], address: `${SITE}/2023-08/15/c1.html` },
      "2023-08-15 date-from-address",
    ],
    [
      "filed under a day after the crawl",
      { printed: [], address: `${SITE}/2023-08/15/c1.html`, crawledOn: "2023-08-01" },
      "undated",
    ],
    [
      "filed under a day that the page contradicts",
      { printed: ["08-16 07:08"], address: `${SITE}/2023-08/15/c1.html` },
      "undated",
    ],
    ["filed under a month", { printed: [], address: `${SITE}/202308/c1.html` }, "undated"],
    [
      "the printed day, not the address's",
      { printed: ["2023-08-14"], address: `${SITE}/2023-08/15/c1.html` },
      "2023-08-14",
    ],
    ["a text with a date", { printed: [], text: "2023年8月15日，汐川大桥合龙。" }, "undated"],
  ]
  it.each(cases)("%s", (_, given, expected) => {
    expect(published(given)).toBe(expected)
  })
})

describe("the day in an address", () => {
  const cases: [path: string, filed: string | null][] = [
    ["/qx/202308/15/t20230815_10420.shtml", "2023-08-15"],
    ["/qx/202308/t20230815_10420.htm", "2023-08-15"],
    ["/content/2023-08/15/content_10420.html", "2023-08-15"],
    ["/n1/2023/0815/c1002-10420.html", "2023-08-15"],
    ["/qx/2023/08-15/10420.shtml", "2023-08-15"],
    ["/system/2023/08/15/10420.shtml", "2023-08-15"],
    ["/2023/8/15/10420.html", "2023-08-15"],
    ["/a/20230815/10420.html", "2023-08-15"],
    ["/a/20230815A04K2000.html", "2023-08-15"],
    ["/2023-08-15/doc-k4.shtml", "2023-08-15"],
    ["/a/20230815.html", null],
    ["/a/10420230815.html", null],
    ["/a/20230815070812.html", null],
    ["/a/20231345/1.html", null],
    ["/a/2023/02/30/1.html", null],
    ["/zt/20210701/20230815/1.html", null],
    ["/m/1690851389042251", null],
    ["/a/%E6%B1%90%20230815-1.html", null],
    ["/a/1.html?day=2023-08-15/", null],
    ["/a/1.html#/20230815/", null],
    ["", null],
  ]
  it.each(cases)("%s", (path, filed) => {
    expect(dayByAddress(SITE + path)).toBe(filed)
    expect(dayByAddress(path)).toBe(filed)
    if (filed !== null) expect(yearByAddress(path, "08-15")).toBe(2023)
  })

  it("is not looked for in the name of the site", () => {
    expect(dayByAddress("https://20230815.example/a/1.html")).toBeNull()
  })

  it("is what a newsroom's system wrote there", () => {
    const forms: ((y: string, m: string, d: string, id: number) => string)[] = [
      (y, m, d, id) => `/a/${y}${m}/${d}/t${y}${m}${d}_${id}.shtml`,
      (y, m, d, id) => `/a/${y}-${m}/${d}/content_${id}.html`,
      (y, m, d, id) => `/a/${y}/${m}${d}/${id}.html`,
      (y, m, d, id) => `/a/${y}/${Number(m)}/${Number(d)}/${id}.html`,
    ]
    const days = fc.date({ min: new Date("1996-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
    fc.assert(
      fc.property(days, fc.nat(999_999), fc.constantFrom(...forms), (date, id, form) => {
        const day = date.toISOString().slice(0, 10)
        const [y = "", m = "", d = ""] = day.split("-")
        expect(dayByAddress(SITE + form(y, m, d, id))).toBe(day)
      }),
    )
  })
})

test.each<[why: string, record: Record<string, unknown>, expected: string]>([
  ["without a crawl", { time: "08-15 07:08" }, "undated"],
  ["crawled", { time: "08-15 07:08", crawl_time: "2023-09-01 10:00:00" }, MORNING],
  ["crawled, in seconds", { time: "08-15 07:08", fetched_at: 1693533600 }, MORNING],
  ["crawled on a day", { time: "08-15 07:08", 抓取日期: "2023-08-15" }, MORNING],
  [
    "crawled by a clock that may be UTC's",
    { time: "08-15 07:08", crawled_at: "2023-08-14 23:30:00" },
    MORNING,
  ],
  [
    "crawled by China's clock, the evening before",
    { time: "08-15 07:08", crawled_at: "2023-08-14T23:30:00+08:00" },
    "2022-08-15T07:08:00+08:00 year-inferred",
  ],
  ["crawled in another zone", { time: "08-15 07:08", crawled_at: "2023-08-14T19:30:00-04:00" }, MORNING],
  ["dated after the crawl", { time: "2023-08-16", crawled_at: "2023-08-14T23:30:00+08:00" }, "undated"],
  ["with an address", { time: "08-15 07:08", url: `${SITE}/a/202308/15/t20230815_1.shtml` }, MORNING],
  ["with a text", { time: "08-15 07:08", text: "2023年8月15日，汐川大桥合龙。" }, MORNING],
  [
    "with a byline for a date",
    { time: "记者：秦淮", url: `${SITE}/2023-08/15/c1.html` },
    "2023-08-15 date-from-address",
  ],
])("a record %s", (_, record, expected) => {
  const given = givenFields({ title: "汐川大桥合龙", text: "汐川大桥合龙，全长两公里。", ...record })
  const article = recordArticle(given, textLines(String(given.text)))
  const flags = article?.flags.filter((flag) => flag !== "very-short") ?? []
  expect([article?.publishedAt, ...flags].filter((part) => part !== null).join(" ")).toBe(expected)
})

test.each(TIME_LINES)("%j of %s", (line, address, publishedAt, flag) => {
  const given = givenFields({ title: "汐川大桥合龙", time: line, url: address })
  const article = recordArticle(given, textLines("汐川大桥合龙，全长两公里。"))
  expect(article?.publishedAt).toBe(publishedAt)
  expect(article?.flags.filter((found) => found !== "very-short")).toEqual(flag === null ? [] : [flag])
})

test("the year of the crawl is that of the nearest such day which is not after it", () => {
  const days = fc.date({ min: new Date("1995-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  const dayOf = (date: Date) => date.toISOString().slice(0, 10)
  fc.assert(
    fc.property(days, days, (printed, crawl) => {
      const monthDay = dayOf(printed).slice(5)
      const crawledOn = dayOf(crawl)
      // Day by day back from the crawl.
      const at = new Date(crawl)
      while (!dayOf(at).endsWith(monthDay)) at.setUTCDate(at.getUTCDate() - 1)
      expect(published({ printed: [`${monthDay} 07:08`], crawledOn })).toBe(
        `${dayOf(at)}T07:08:00+08:00 year-inferred`,
      )
    }),
    { numRuns: 50 },
  )
})
