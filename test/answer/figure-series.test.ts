import { describe, expect, it } from "vitest"
import type { FigureSeries } from "../../src/answer/answer.ts"
import { figureSeries } from "../../src/answer/figure-series.ts"
import type { Evidence } from "../../src/corpus.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

/** Day of publication, newspaper, text; title; what else is known. */
type Told = readonly [
  day: string | null,
  source: string,
  text: string,
  title?: string,
  more?: Partial<Evidence>,
]
/** `change` or `disagreement` and its rows, or null. */
type Expected = { kind: FigureSeries["kind"]; rows: readonly string[] } | null

const change = (...rows: string[]): Expected => ({ kind: "change", rows })
const disagreement = (...rows: string[]): Expected => ({ kind: "disagreement", rows })

const ARCHIVE = {
  state: () => ({ articles: 1, passages: 1, sequence: 1, oldestDay: "2025-09-01", newestDay: "2025-10-31" }),
  places: () => [{ path: ["汐川市", "白渡县"], articles: 9 }],
}

function seriesOf(asked: string, articles: readonly Told[]): Expected {
  const question = readQuestion(asked, {
    now: new Date("2025-11-01T02:00:00Z"),
    timeZone: "Asia/Shanghai",
    archive: ARCHIVE,
  })
  const found = ranked(
    ...articles.map(([day, source, text, title, more], at) => [
      {
        ...evidence(text, { id: `a${at}` }),
        title: title ?? "白渡县新闻",
        publishedAt: day,
        source,
        ...more,
      },
    ]),
  )
  const series = figureSeries(question, found)
  if (!series) return null
  for (const { claim } of series.rows) {
    const [citation] = claim.citations
    const printed = articles[Number(citation?.articleId.slice(1))]?.[2]
    expect(printed?.slice(citation?.start, citation?.end)).toBe(claim.text)
  }
  return { kind: series.kind, rows: series.rows.map(({ day, figure }) => `${day} ${figure}`) }
}

const MOVED = "白渡县转移群众多少人？"
const FIRST: Told = ["2025-09-21", "甲报", "截至18时，全县累计转移群众1860人。"]
const SECOND: Told = ["2025-09-23", "乙报", "截至昨日，全县累计转移群众3217人。"]
const FIRMS = "青屏产业园入驻企业有多少家？"
const park = (day: string, text: string, source = "甲报"): Told => [day, source, text, "青屏产业园见闻"]
const BRIDGE = "汐江二桥总投资多少亿元？"
const bridge = (day: string, text: string, source = "甲报"): Told => [day, source, text, "汐江二桥进展"]

const changes: [name: string, asked: string, articles: Told[], expected: Expected][] = [
  [
    "what it is about is told elsewhere in a story of the place that is asked about",
    "白渡县洪水转移了多少群众？",
    [
      [
        "2025-09-21",
        "甲报",
        "洪水正在上涨。截至18时，全县累计转移群众1860人。",
        "白渡县新闻",
        { place: ["白渡县"] },
      ],
      [
        "2025-09-23",
        "乙报",
        "洪水退去。截至昨日，全县累计转移群众3217人。",
        "白渡县新闻",
        { place: ["白渡县"] },
      ],
    ],
    change("2025-09-23 3217人", "2025-09-21 1860人"),
  ],
  ["two days", MOVED, [FIRST, SECOND], change("2025-09-23 3217人", "2025-09-21 1860人")],
  ["whatever the ranking", MOVED, [SECOND, FIRST], change("2025-09-23 3217人", "2025-09-21 1860人")],
  [
    "three days",
    MOVED,
    [["2025-10-11", "甲报", "洪水中，全县3542名群众被转移安置。"], FIRST, SECOND],
    change("2025-10-11 3542名", "2025-09-23 3217人", "2025-09-21 1860人"),
  ],
  [
    "the day that the sentence tells",
    MOVED,
    [["2025-09-24", "甲报", "截至9月22日16时，全县累计转移群众3217人。"], FIRST],
    change("2025-09-22 3217人", "2025-09-21 1860人"),
  ],
  [
    "the end of a month",
    FIRMS,
    [park("2025-10-17", "截至9月底，入驻企业153家。"), park("2025-09-12", "截至8月底，入驻企业达到146家。")],
    change("2025-09-30 153家", "2025-08-31 146家"),
  ],
  [
    "a day of another year",
    FIRMS,
    [park("2025-03-01", "入驻企业已有115家。"), park("2025-03-02", "截至2024年12月31日，入驻企业98家。")],
    change("2025-03-01 115家", "2024-12-31 98家"),
  ],
  [
    "a figure that is told twice stands once",
    MOVED,
    [["2025-09-24", "丙报", "全县累计转移群众3217人。"], SECOND, FIRST],
    change("2025-09-24 3217人", "2025-09-21 1860人"),
  ],
  [
    "what all only expect so far, one of them in a headline as well",
    "青屏县油茶产量多少？",
    [
      [
        "2025-10-23",
        "甲报",
        "鲜果大丰收 预计产5.46万吨。县里重新测算，油茶产量预计5.46万吨，比此前预计的5.1万吨高出7%。",
        "青屏县油茶普查",
      ],
      ["2025-09-18", "甲报", "县里预计，今年油茶产量5.1万吨。", "青屏县油茶成熟"],
    ],
    change("2025-10-23 5.46万吨", "2025-09-18 5.1万吨"),
  ],
  [
    "in other numerals",
    MOVED,
    [["2025-09-23", "甲报", "全县共转移群众三千二百一十七人。"], FIRST],
    change("2025-09-23 三千二百一十七人", "2025-09-21 1860人"),
  ],
  [
    "with a scale",
    BRIDGE,
    [bridge("2025-01-05", "大桥总投资3.6亿元。"), bridge("2025-06-05", "据介绍，大桥总投资4.1亿元。")],
    change("2025-06-05 4.1亿元", "2025-01-05 3.6亿元"),
  ],
  [
    "in another unit",
    "汐江二桥全长多少米？",
    [bridge("2025-01-05", "大桥全长1286米。"), bridge("2025-06-05", "大桥全长1.5公里。")],
    change("2025-06-05 1.5公里", "2025-01-05 1286米"),
  ],
  [
    "a price",
    "白渡县自来水价格多少元？",
    [
      ["2025-01-01", "甲报", "自来水价格为每吨2.1元。", "白渡县水价"],
      ["2025-07-01", "甲报", "自来水价格为2.8元。", "白渡县水价"],
      ["2025-03-01", "甲报", "自来水价格为2.4元。", "白渡县水价"],
    ],
    change("2025-07-01 2.8元", "2025-03-01 2.4元"),
  ],
  [
    "an area",
    "青屏县油茶种植面积多少亩？",
    [
      ["2025-09-18", "甲报", "全县油茶种植面积21.6万亩。", "青屏县油茶"],
      ["2025-10-23", "甲报", "全县油茶种植面积22.4万亩。", "青屏县油茶"],
    ],
    change("2025-10-23 22.4万亩", "2025-09-18 21.6万亩"),
  ],
  [
    "how it changed",
    "青屏产业园入驻企业数量有什么变化？",
    [park("2025-10-17", "园区入驻企业153家。"), park("2025-09-12", "园区入驻企业146家。")],
    change("2025-10-17 153家", "2025-09-12 146家"),
  ],
  [
    "the newest",
    "青屏产业园最新入驻企业数量",
    [park("2025-10-17", "园区入驻企业153家。"), park("2025-09-12", "园区入驻企业146家。")],
    change("2025-10-17 153家", "2025-09-12 146家"),
  ],
  [
    "what is new, where that is asked for",
    "青屏产业园新增企业多少家？",
    [park("2025-10-17", "园区新增企业7家。"), park("2025-09-12", "园区新增企业5家。")],
    change("2025-10-17 7家", "2025-09-12 5家"),
  ],
  [
    "what is planned, where that is asked for",
    "青屏产业园计划招工多少人？",
    [park("2025-10-17", "园区计划招工800人。"), park("2025-09-12", "园区计划招工500人。")],
    change("2025-10-17 800人", "2025-09-12 500人"),
  ],
  [
    "dead and missing apart",
    "白渡县塌方死亡人数",
    [
      ["2025-09-12", "甲报", "塌方造成3人死亡，5人失踪。", "白渡县塌方"],
      ["2025-09-14", "甲报", "塌方造成7人死亡，1人失踪。", "白渡县塌方"],
    ],
    change("2025-09-14 7人", "2025-09-12 3人"),
  ],
  [
    "Traditional",
    "白渡縣轉移群眾多少人？",
    [FIRST, SECOND],
    change("2025-09-23 3217人", "2025-09-21 1860人"),
  ],
  [
    "an article without a figure is passed over",
    MOVED,
    [["2025-09-22", "甲报", "白渡县转移群众工作有序进行。"], FIRST, SECOND],
    change("2025-09-23 3217人", "2025-09-21 1860人"),
  ],
  [
    "a question is no figure",
    MOVED,
    [["2025-09-25", "甲报", "转移群众真有5000人吗？"], FIRST, SECOND],
    change("2025-09-23 3217人", "2025-09-21 1860人"),
  ],
]

const disagreements: [name: string, asked: string, articles: Told[], expected: Expected][] = [
  [
    "two papers of one day",
    MOVED,
    [
      ["2025-09-23", "甲报", "全县累计转移群众3217人。"],
      ["2025-09-23", "乙报", "全县累计转移群众3320人。"],
    ],
    disagreement("2025-09-23 3217人", "2025-09-23 3320人"),
  ],
  [
    "of one day that both tell",
    MOVED,
    [
      ["2025-09-24", "甲报", "截至9月22日，全县累计转移群众3217人。"],
      ["2025-09-23", "乙报", "截至9月22日，全县累计转移群众3320人。"],
    ],
    disagreement("2025-09-22 3217人", "2025-09-22 3320人"),
  ],
  [
    "three papers, two of them alike",
    MOVED,
    [
      ["2025-09-23", "甲报", "全县累计转移群众3217人。"],
      ["2025-09-23", "丙报", "全县转移群众3217人。"],
      ["2025-09-23", "乙报", "全县累计转移群众3320人。"],
    ],
    disagreement("2025-09-23 3217人", "2025-09-23 3320人"),
  ],
  [
    "on the newest day",
    MOVED,
    [
      FIRST,
      ["2025-09-23", "甲报", "全县累计转移群众3217人。"],
      ["2025-09-23", "乙报", "全县累计转移群众3320人。"],
    ],
    disagreement("2025-09-23 3217人", "2025-09-23 3320人"),
  ],
  [
    "an investment",
    BRIDGE,
    [bridge("2025-06-05", "大桥总投资3.6亿元。"), bridge("2025-06-05", "大桥总投资4.1亿元。", "乙报")],
    disagreement("2025-06-05 3.6亿元", "2025-06-05 4.1亿元"),
  ],
]

const traps: [name: string, asked: string, articles: Told[]][] = [
  [
    "articles that name a bridge in passing",
    "汐江二桥全长多少米？",
    [
      bridge("2025-10-25", "大桥全长1286米，主跨420米。"),
      ["2025-10-20", "甲报", "赛道全长21.1公里，选手从汐江二桥下跑过。", "半程马拉松开跑"],
    ],
  ],
  ["one article", MOVED, [FIRST]],
  ["nothing found", MOVED, []],
  ["the same figure on two days", MOVED, [FIRST, ["2025-09-22", "乙报", "全县累计转移群众1860人。"]]],
  ["the same in other words", MOVED, [FIRST, ["2025-09-22", "乙报", "全县转移群众1,860人。"]]],
  ["a rough figure for it", MOVED, [FIRST, ["2025-09-22", "乙报", "全县转移群众近1900人。"]]],
  ["a rough figure with 余", MOVED, [FIRST, ["2025-09-22", "乙报", "全县转移群众1800余人。"]]],
  [
    "a rounded one",
    BRIDGE,
    [bridge("2025-06-05", "大桥总投资3.6亿元。"), bridge("2025-06-08", "大桥总投资36120万元。")],
  ],
  [
    "an investment and a loan",
    BRIDGE,
    [bridge("2025-01-05", "大桥总投资3.6亿元。"), bridge("2025-06-05", "大桥获得贷款2亿元。")],
  ],
  [
    "a loan behind an investment",
    BRIDGE,
    [bridge("2025-01-05", "大桥总投资3.6亿元。"), bridge("2025-06-05", "大桥总投资已落实，其中贷款2亿元。")],
  ],
  ["a part of the whole", MOVED, [FIRST, ["2025-09-23", "乙报", "其中柳林乡转移群众640人。"]]],
  ["what was planned", MOVED, [FIRST, ["2025-09-20", "乙报", "预计转移群众2500人。"]]],
  ["what came in addition", MOVED, [FIRST, ["2025-09-23", "乙报", "全县新增转移群众320人。"]]],
  ["of one day only", MOVED, [FIRST, ["2025-09-23", "乙报", "当天转移群众320人。"]]],
  ["by how much it grew", MOVED, [FIRST, ["2025-09-23", "乙报", "转移群众增加320人。"]]],
  [
    "more than before",
    FIRMS,
    [park("2025-09-12", "入驻企业146家。"), park("2025-10-12", "入驻企业比上月多了7家。")],
  ],
  [
    "as it was once",
    FIRMS,
    [park("2025-09-12", "入驻企业146家。"), park("2025-10-12", "入驻企业原有98家。")],
  ],
  [
    "an average",
    "青屏产业园企业用工多少人？",
    [park("2025-09-12", "园区企业用工2300人。"), park("2025-10-12", "园区平均每家企业用工20人。")],
  ],
  ["a limit", MOVED, [FIRST, ["2025-09-23", "乙报", "转移群众1万人以上的县将通报表扬。"]]],
  ["a rumour", MOVED, [FIRST, ["2025-09-23", "乙报", "网传转移群众8000人。"]]],
  ["a denial", MOVED, [FIRST, ["2025-09-23", "乙报", "转移群众并非8000人。"]]],
  ["another place", MOVED, [FIRST, ["2025-09-23", "乙报", "全县累计转移群众3217人。", "云岭县新闻"]]],
  ["another thing in the same unit", MOVED, [FIRST, ["2025-09-23", "乙报", "参加巡堤1450人。"]]],
  ["people and households", MOVED, [FIRST, ["2025-09-23", "乙报", "全县累计转移群众820户。"]]],
  [
    "another kind of firm",
    FIRMS,
    [park("2025-09-12", "入驻企业146家。"), park("2025-10-12", "园区有23家餐馆。")],
  ],
  [
    "firms that did something",
    "青屏产业园企业有多少家？",
    [park("2025-09-12", "入园企业146家。"), park("2025-10-12", "园区有23家企业和夜校签约。")],
  ],
  ["twenty times as many", MOVED, [FIRST, ["2025-09-23", "乙报", "全县累计转移群众60000人。"]]],
  [
    "two figures in one article",
    MOVED,
    [FIRST, ["2025-09-23", "乙报", "转移群众3217人。上次洪水时转移群众5200人。"]],
  ],
  [
    "from one to another in one sentence",
    FIRMS,
    [park("2025-09-12", "入驻企业146家。"), park("2025-10-12", "入驻企业从146家增加到153家。")],
  ],
  ["an undated article", MOVED, [FIRST, [null, "乙报", "全县累计转移群众3217人。"]]],
  ["two figures of one paper on one day", MOVED, [FIRST, ["2025-09-21", "甲报", "全县累计转移群众1920人。"]]],
  [
    "papers without a name",
    MOVED,
    [
      ["2025-09-21", "", "转移群众1860人。", "白渡县新闻", { source: null }],
      ["2025-09-21", "乙报", "转移群众1920人。"],
    ],
  ],
  [
    "half a year and a year",
    "青屏产业园产值多少亿元？",
    [park("2025-07-12", "上半年园区产值137亿元。"), park("2025-10-12", "前三季度园区产值218亿元。")],
  ],
  [
    "two years",
    "青屏产业园产值多少亿元？",
    [park("2024-01-12", "2023年园区产值137亿元。"), park("2025-01-12", "2024年园区产值218亿元。")],
  ],
  [
    "two holidays",
    "白渡古镇接待游客多少人次？",
    [
      ["2025-05-06", "甲报", "五一假期古镇接待游客3万人次。", "白渡古镇"],
      ["2025-10-09", "甲报", "国庆假期古镇接待游客5万人次。", "白渡古镇"],
    ],
  ],
  [
    "a correction",
    MOVED,
    [FIRST, ["2025-09-23", "甲报", "转移群众应为1680人。", "白渡县更正", { correcting: true }]],
  ],
  [
    "what was corrected",
    MOVED,
    [
      [
        "2025-09-21",
        "甲报",
        "转移群众1680人。",
        "白渡县新闻",
        { corrections: [{ id: "n", title: "更正", url: null, publishedAt: null }] },
      ],
      SECOND,
    ],
  ],
  ["a day that is asked for", "9月21日白渡县转移群众多少人？", [FIRST, SECOND]],
  ["no figure is asked for", "谁组织白渡县转移群众？", [FIRST, SECOND]],
  ["why", "白渡县为什么转移群众？", [FIRST, SECOND]],
  [
    "a year is no figure",
    "白渡县转移群众多少人？",
    [FIRST, ["2025-09-23", "乙报", "2016年转移群众的经验值得借鉴。"]],
  ],
  [
    "an ordinal is no figure",
    FIRMS,
    [park("2025-09-12", "入驻企业146家。"), park("2025-10-12", "入驻企业中的第100家开业。")],
  ],
  ["a range is no figure", MOVED, [FIRST, ["2025-09-23", "乙报", "转移群众3000至4000人。"]]],
  [
    "a title alone",
    MOVED,
    [FIRST, ["2025-09-23", "乙报", "白渡县转移群众3217人", "白渡县转移群众3217人", { field: "title" }]],
  ],
  [
    "the question names nothing and the places differ",
    "转移群众多少人？",
    [
      ["2025-09-21", "甲报", "转移群众1860人。", "防汛", { place: ["白渡县"] }],
      ["2025-09-23", "甲报", "转移群众3217人。", "防汛", { place: ["云岭县"] }],
    ],
  ],
]

describe("figureSeries", () => {
  it.each([...changes, ...disagreements])("%s", (_, asked, articles, expected) => {
    expect(seriesOf(asked, articles)).toEqual(expected)
  })

  it.each(traps)("is no series: %s", (_, asked, articles) => {
    expect(seriesOf(asked, articles)).toBeNull()
  })
})
