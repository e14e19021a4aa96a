import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compared, isOriginal, type Printed, relate } from "../../src/ingest/same-story.ts"

const SENTENCES = [
  "汐江二桥昨日上午合龙，全桥长1.2公里，双向四车道，沿江两岸的居民从此不必再绕行老桥。",
  "这座桥于2023年3月动工，总投资6.8亿元，由市交通建设公司承建，桥面铺装计划本月开始。",
  "施工队伍说，今年汛期水位高，主墩的承台比计划晚了四十天浇筑，工期没有因此推迟。",
  "家住河西的退休教师韩玉成说，过去到城东看病要坐四站公交，堵车时一个钟头也不够。",
  "桥头的两个公园同时开工，河西一侧有球场和步道，城东一侧保留了老码头的石阶。",
  "市公交公司介绍，通车以后新开两条线路，12路改走新桥，高峰时每六分钟一班。",
]
const REPORT = SENTENCES.join("")
const OTHER =
  "云岭县医院门诊楼封顶，新楼共九层，设床位三百二十张，检验科和影像科将搬到二楼，老楼改作体检中心，来年春天启用。"

function printed(text: string, given: Partial<Printed> = {}): Printed {
  return {
    title: "汐江二桥合龙",
    text,
    source: "汐川日报",
    publishedAt: "2025-10-08T07:00:00+08:00",
    ...given,
  }
}

function kind(a: Printed, b: Printed): string | null {
  const relation = relate(compared(a), compared(b))
  return relation?.kind === "shortened" ? `shortened ${relation.shorter}` : (relation?.kind ?? null)
}

describe("relate", () => {
  const cases: [name: string, b: Printed, expected: string | null][] = [
    ["the same words", printed(REPORT), "same-text"],
    [
      "other punctuation and width",
      printed(REPORT.replaceAll("，", ", ").replaceAll("1.2", "１.２")),
      "same-text",
    ],
    ["in Traditional characters", printed(REPORT.replaceAll("桥", "橋").replaceAll("车", "車")), "same-text"],
    ["the same words years later", printed(REPORT, { publishedAt: "2027-01-01" }), "same-text"],
    ["another dateline", printed(`本报汐川10月9日讯 ${REPORT}`), "same-text"],
    ["another reporter", printed(`本报汐川10月9日讯（记者 章一舟）${REPORT}`), "reprint"],
    [
      "another word or two",
      printed(REPORT.replace("昨日上午", "昨天上午").replace("堵车时", "路堵的时候")),
      "reprint",
    ],
    ["an editor's remark", printed(`${REPORT}（本文有删节）`), "reprint"],
    ["an advert glued to it", printed(`广告 买房就到江岸新城 ×${REPORT}`), "shortened a"],
    [
      "reprinted next week",
      printed(REPORT.replace("昨日", "日前"), { publishedAt: "2025-10-14" }),
      "reprint",
    ],
    ["reprinted next month", printed(REPORT.replace("昨日", "日前"), { publishedAt: "2025-11-14" }), null],
    ["undated", printed(REPORT.replace("昨日", "日前"), { publishedAt: null }), "reprint"],
    ["its first sentences", printed(SENTENCES.slice(0, 2).join("")), "shortened b"],
    ["without some sentences", printed(SENTENCES.filter((_, i) => i % 2 === 0).join("")), "shortened b"],
    ["longer by a paragraph", printed(`${REPORT}${OTHER}${OTHER.replaceAll("医院", "中学")}`), "shortened a"],
    ["one sentence from its middle", printed(SENTENCES[3] ?? ""), null],
    [
      "an item of a day's round-up",
      printed(`${OTHER}${OTHER.replaceAll("云岭", "清坪")}${REPORT}${OTHER.repeat(3)}`),
      null,
    ],
    ["another figure", printed(REPORT.replace("1.2公里", "1.3公里")), "update"],
    [
      "another day of the week's figures",
      printed(REPORT.replace("6.8亿", "7.1亿"), { publishedAt: "2025-10-12" }),
      null,
    ],
    [
      "another headline and figure",
      printed(REPORT.replace("6.8亿", "7.1亿"), { title: "清坪县油茶丰收" }),
      null,
    ],
    ["another name", printed(REPORT.replace("韩玉成", "王建国")), "update"],
    ["a denial", printed(REPORT.replace("工期没有因此推迟", "工期因此推迟")), "update"],
    ["done instead of planned", printed(REPORT.replace("计划本月开始", "已于本月开始")), "update"],
    ["a new paragraph in place of the last", printed(SENTENCES.slice(0, 5).join("") + OTHER), "update"],
    ["another story", printed(OTHER), null],
  ]
  test.each(cases)("%s", (_, b, expected) => {
    const a = printed(REPORT)
    expect(kind(a, b)).toBe(expected)
    const swapped = { "shortened a": "shortened b", "shortened b": "shortened a" }[expected ?? ""] ?? expected
    expect(kind(b, a)).toBe(swapped)
  })

  test("two short notices are not compared", () => {
    expect(kind(printed("明日停水。"), printed("明日停水。"))).toBeNull()
  })

  test("daily figures of two companies in one form of words are two stories", () => {
    const daily = (name: string, code: string, price: string) =>
      printed(
        `${name}（${code}）今日收于${price}元，成交额较前一日有所变化。以上数字由交易所公开资料整理。投资有风险，入市须谨慎。资料仅供参考，不构成建议。`,
        { title: `股票行情：${name}（${code}）收于${price}元` },
      )
    expect(kind(daily("汐川水泥", "600991", "8.47"), daily("雁洲纸业", "600992", "7.06"))).toBeNull()
    expect(kind(daily("汐川水泥", "600991", "8.47"), daily("汐川水泥", "600991", "8.52"))).toBe("update")
  })

  test("with one digit changed it is never taken for a printing", () => {
    const digits = [...REPORT.matchAll(/\d/g)].map(({ index }) => index)
    fc.assert(
      fc.property(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), (at, add) => {
        const digit = (Number(REPORT[at]) + add) % 10
        const changed = REPORT.slice(0, at) + digit + REPORT.slice(at + 1)
        expect(["update", null]).toContain(kind(printed(REPORT), printed(changed)))
      }),
    )
  })
})

test.each([
  ["the earlier of two papers", { source: "雁洲晚报", publishedAt: "2025-10-09" }, "reprint", true],
  ["the later of two papers", { source: "雁洲晚报", publishedAt: "2025-10-07" }, "reprint", false],
  ["the later words of one paper", { publishedAt: "2025-10-07" }, "reprint", true],
  ["the earlier words of one paper", { publishedAt: "2025-10-09" }, "reprint", false],
  ["the same words of one paper again", { publishedAt: "2025-10-09" }, "same-text", true],
  ["the same moment", {}, "same-text", false],
  ["a day without a time", { publishedAt: "2025-10-08" }, "reprint", false],
  ["dated against undated", { publishedAt: null }, "reprint", true],
] as const)("which one to show: %s", (_, other, kind, expected) => {
  expect(isOriginal(printed(REPORT), printed(REPORT, other), kind)).toBe(expected)
  // Never both.
  if (expected) expect(isOriginal(printed(REPORT, other), printed(REPORT), kind)).toBe(false)
})
