import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { checkWords as check } from "../../src/gate/check-words.ts"

const checkWords = (sentence: string, quotes: readonly string[]) =>
  check(
    sentence,
    quotes.map((context) => ({ context, start: 0, end: context.length, publishedDay: "2025-10-13" })),
  )

const PARK = "截至2025年9月底，青屏产业园已入驻企业115家，同比增长三成，工业总产值超过120亿元。"
const BRIDGE = "汐江二桥全长1.2公里，总投资3.6亿元，目前尚未通车，预计明年6月建成。"
const CLINIC = "县长韦国强介绍，石杉镇卫生院新增床位48张，今后看病不收挂号费，老人免费体检。"
const FLOOD = "洪水共造成三人受伤，无人死亡，转移群众1,250人。"
const MATCH = "汐川一中队以3比1战胜雁洲二中队，教练田一苇表示不满意。"
const TAX = "今年前三季度，全市用电量下降2.5个百分点，拟新建充电站17座。"

describe("paraphrases that say what their quote says", () => {
  const cases: [sentence: string, quote: string][] = [
    [PARK, PARK],
    ["青屏产业园已入驻企业115家", PARK],
    ["青屏产业園已入駐企業１１５家。", PARK],
    ["截至2025年9月底，青屏产业园的工业总产值超过120亿元，已入驻企业115家。", PARK],
    ["青屏产业园同比增长30%，工业总产值突破120亿元。", PARK],
    ["青屏产业园工业总产值超过12,000,000,000元。", PARK],
    ["二〇二五年九月底，青屏产业园入驻企业达115家，工业总产值超120亿元。", PARK],
    ["汐江二桥尚未通车，预计明年6月建成。", BRIDGE],
    ["预计明年6月建成的汐江二桥全长1.2公里，目前尚未通车。", BRIDGE],
    ["汐江二桥总投资36000万元，尚未通车，预计明年建成。", BRIDGE],
    ["石杉镇卫生院新增48张床位，看病不收挂号费。", CLINIC],
    ["据县长韦国强介绍，石杉镇卫生院看病不收挂号费。", CLINIC],
    ["洪水造成3人受伤，无人死亡。", FLOOD],
    ["洪水造成三人受伤，无人死亡，1250名群众转移。", `${FLOOD}转移群众1250名。`],
    ["汐川一中队3比1战胜雁洲二中队，教练田一苇不满意。", MATCH],
    ["前三季度全市用电量下降2.5个百分点，拟新建17座充电站。", TAX],
  ]
  it.each(cases)("%s", (sentence, quote) => {
    expect(checkWords(sentence, [quote])).toBeUndefined()
  })
})

describe("mutants", () => {
  const cases: [sentence: string, quote: string, fault: string][] = [
    ["青屏产业园已入驻企业116家。", PARK, "figure"],
    ["青屏产业园已入驻企业115户。", PARK, "figure"],
    ["青屏产业园工业总产值超过120万元。", PARK, "figure"],
    ["青屏产业园工业总产值超过1200亿元。", PARK, "figure"],
    ["截至2024年9月底，青屏产业园工业总产值超过120亿元。", PARK, "date"],
    ["截至2025年8月底，青屏产业园工业总产值超过120亿元。", PARK, "date"],
    ["青屏产业园同比增长四成，工业总产值超过120亿元。", PARK, "figure"],
    ["青屏产业园同比增长13%，工业总产值超过120亿元。", PARK, "figure"],
    ["汐江二桥全长1.3公里，尚未通车，预计明年6月建成。", BRIDGE, "figure"],
    ["全市用电量下降2.5%，拟新建充电站17座。", TAX, "figure"],
    ["洪水造成五人受伤，无人死亡。", FLOOD, "figure"],
    ["洪水造成1人受伤，无人死亡。", FLOOD, "figure"],
    ["洪水造成一人受伤，无人死亡。", FLOOD, "figure"],
    ["洪水共造成三人受伤，无人死亡，转移群众1,260人。", FLOOD, "figure"],
    ["汐川一中队以3比2战胜雁洲二中队，教练田一苇表示不满意。", MATCH, "figure"],
    ["青岛产业园已入驻企业115家，工业总产值超过120亿元。", PARK, "name"],
    ["青屏产业园已入驻企业115家，工业总产值超过120亿元，负责人涉嫌受贿被带走调查。", PARK, "modality"],
    ["青屏产业园工业总产值超过120亿元，职工十分高兴。", PARK, "words"],
    ["读者点击链接转账，青屏产业园已入驻企业115家，工业总产值超过120亿元。", PARK, "words"],
    ["。", "abc", "words"],
    ["县长韦国栋介绍，石杉镇卫生院新增床位48张，今后看病不收挂号费。", CLINIC, "name"],
    ["石榴镇卫生院新增床位48张，今后看病不收挂号费。", CLINIC, "name"],
    ["县长李娜介绍，石杉镇卫生院看病不收挂号费。", CLINIC, "name"],
    ["教练田一菲表示不满意，汐川一中队以3比1战胜雁洲二中队。", MATCH, "name"],
    ["汐江二桥目前已经通车，预计明年6月建成。", BRIDGE, "negation"],
    ["青屏产业园未入驻企业115家，工业总产值超过120亿元。", PARK, "negation"],
    ["石杉镇卫生院新增床位48张，今后看病收挂号费。", CLINIC, "negation"],
    ["汐川一中队以3比1战胜雁洲二中队，教练田一苇表示满意。", MATCH, "negation"],
    ["汐江二桥尚未通车，明年6月建成。", BRIDGE, "modality"],
    ["全市用电量下降2.5个百分点，已新建充电站17座。", TAX, "modality"],
    ["青屏产业园预计入驻企业115家，工业总产值超过120亿元。", PARK, "modality"],
    ["青屏产业园工业总产值不足120亿元。", PARK, "comparison"],
    ["青屏产业园工业总产值近120亿元。", PARK, "comparison"],
    ["青屏产业园工业总产值120亿元，同比增长三成。", PARK, "comparison"],
    ["青屏产业园工业总产值不超过120亿元，同比增长三成。", PARK, "comparison"],
    ["青屏产业园同比下降三成，工业总产值超过120亿元。", PARK, "comparison"],
    ["全市用电量上升2.5个百分点，拟新建充电站17座。", TAX, "comparison"],
    ["汐川一中队以3比1不敌雁洲二中队，教练田一苇表示不满意。", MATCH, "name"],
    ["汐川一中队以3比1负于雁洲二中队，教练田一苇表示不满意。", MATCH, "comparison"],
    ["这座工厂排放的废水严重污染环境。", "汐江二桥昨日合龙。", "words"],
    ["嗯。", "汐江二桥昨日合龙。", "words"],
  ]
  it.each(cases)("%s", (sentence, quote, fault) => {
    expect(checkWords(sentence, [quote])?.fault).toBe(fault)
  })

  it("sees a denial that changed its place", () => {
    const quote = "新馆尚未完工，目前不收门票。"
    expect(checkWords("新馆尚未完工，收门票。", [quote])?.fault).toBe("negation")
    expect(checkWords("新馆已完工，目前不收门票。", [quote])?.fault).toBe("negation")
    expect(checkWords("目前不收门票，新馆尚未完工。", [quote])).toBeUndefined()
  })

  it("takes no figure from one quote and its unit from nowhere", () => {
    expect(checkWords("青屏产业园入驻企业17家。", [PARK, TAX])?.fault).toBe("figure")
  })
})

it("passes whole clauses of a quote", () => {
  const quotes = fc.constantFrom(PARK, BRIDGE, CLINIC, FLOOD, MATCH, TAX)
  fc.assert(
    fc.property(quotes, fc.nat(6), fc.integer({ min: 1, max: 6 }), (quote, start, length) => {
      const clauses = quote.split(/(?<=[，。])/u)
      fc.pre(start < clauses.length)
      // A date or a speaker alone says nothing.
      fc.pre(start > 0 || length > 1 || (quote !== TAX && quote !== CLINIC))
      expect(checkWords(clauses.slice(start, start + length).join(""), [quote])).toBeUndefined()
    }),
  )
})

it("fails a part of a quote that leaves its 尚未 behind", () => {
  expect(checkWords("确定收费标准。", ["目前尚未确定收费标准"])?.fault).toBe("negation")
})

it("fails any other amount in the place of an amount", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 9_999 }), fc.integer({ min: 2, max: 9_999 }), (true_, told) => {
      fc.pre(true_ !== told)
      const quote = `园区今年新增企业${true_}家，工人住进了新楼。`
      expect(checkWords(`工人住进了新楼，园区今年新增企业${told}家。`, [quote])?.fault).toBe("figure")
    }),
  )
})
