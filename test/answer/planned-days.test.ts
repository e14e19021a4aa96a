import { describe, expect, it } from "vitest"
import { rescheduled } from "../../src/answer/planned-days.ts"
import type { Evidence } from "../../src/corpus.ts"
import { readWish } from "../../src/retrieve/wish.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

type Told = readonly [day: string | null, text: string, more?: Partial<Evidence>]

const ASKED = "汐江二桥什么时候通车？"
const OLD: Told = ["2025-09-10", "汐江二桥全长1286米，2023年11月开工，计划2026年6月底建成通车。"]
const NEW: Told = ["2025-10-25", "汐江二桥提前到明年5月1日前通车。"]

const cases: [name: string, asked: string, articles: Told[], rows: string[] | null][] = [
  [
    "a plan that was brought forward",
    ASKED,
    [OLD, NEW],
    ["2025-10-25 2026年5月1日前", "2025-09-10 2026年6月底"],
  ],
  ["whatever the ranking", ASKED, [NEW, OLD], ["2025-10-25 2026年5月1日前", "2025-09-10 2026年6月底"]],
  [
    "three plans, one of them told twice",
    ASKED,
    [
      OLD,
      NEW,
      ["2025-09-28", "汐江二桥预计明年6月下旬通车。"],
      ["2025-03-01", "汐江二桥力争2026年10月通车。"],
    ],
    ["2025-10-25 2026年5月1日前", "2025-09-28 2026年6月下旬", "2025-03-01 2026年10月"],
  ],
  [
    "words of the event on both sides of the question word",
    "禾溪县医院新大楼何时投入使用？",
    [
      ["2025-10-02", "禾溪县医院新大楼将推迟到明年3月投入使用。"],
      ["2025-08-01", "禾溪县医院新大楼预计12月投入使用。"],
    ],
    ["2025-10-02 2026年3月", "2025-08-01 2025年12月"],
  ],
  [
    "the subject stands in the title",
    ASKED,
    [
      ["2025-10-25", "大桥将于明年5月1日前通车。", { title: "汐江二桥合龙" }],
      ["2025-09-10", "大桥计划明年6月底通车。", { title: "汐江二桥完成六成" }],
    ],
    ["2025-10-25 2026年5月1日前", "2025-09-10 2026年6月底"],
  ],
  ["a month and a day of it agree", ASKED, [OLD, ["2025-10-01", "汐江二桥将于明年6月28日通车。"]], null],
  ["one article alone", ASKED, [NEW], null],
  [
    "the earlier day is over: what comes again is another time",
    "青屏油茶节什么时候开幕？",
    [
      ["2025-09-01", "青屏油茶节将于10月20日开幕。"],
      ["2024-09-01", "青屏油茶节将于10月18日开幕。"],
    ],
    null,
  ],
  ["it has happened", ASKED, [["2025-10-25", "汐江二桥昨日通车。"], OLD], null],
  ["of another bridge", ASKED, [NEW, ["2025-09-10", "汐江三桥计划明年12月底通车。"]], null],
  ["of another event", ASKED, [NEW, ["2025-09-10", "汐江二桥计划明年12月底完成绿化。"]], null],
  [
    "what was planned before, in the same article",
    ASKED,
    [["2025-10-25", "汐江二桥原计划2026年6月底通车，现提前到明年5月1日前通车。"]],
    null,
  ],
  [
    "an article that tells two days",
    ASKED,
    [NEW, ["2025-09-10", "汐江二桥计划明年12月底通车。专家建议汐江二桥明年8月先行通车。"]],
    null,
  ],
  ["two papers of one day", ASKED, [NEW, ["2025-10-25", "汐江二桥计划明年12月底通车。"]], null],
  ["no day of publication", ASKED, [NEW, [null, "汐江二桥计划2026年12月底通车。"]], null],
  ["it is not the day that is asked for", "汐江二桥在哪里通车？", [OLD, NEW], null],
  ["a vague time", ASKED, [NEW, ["2025-09-10", "汐江二桥近日将通车。"]], null],
]

describe("rescheduled", () => {
  it.each(cases)("%s", (_, text, articles, expected) => {
    const found = ranked(
      ...articles.map(([publishedAt, told, more], at) => [
        { ...evidence(told, { id: `a${at}` }), title: "新闻", publishedAt, ...more },
      ]),
    )
    const series = rescheduled({ text, wish: readWish(text) }, found)
    expect(series?.rows.map(({ day, figure }) => `${day} ${figure}`) ?? null).toEqual(expected)
    if (series) expect(series.kind).toBe("rescheduled")
    for (const { claim } of series?.rows ?? []) {
      const [citation] = claim.citations
      const printed = articles[Number(citation?.articleId.slice(1))]?.[1]
      expect(printed?.slice(citation?.start, citation?.end)).toBe(claim.text)
    }
  })
})
