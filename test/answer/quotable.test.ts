import { describe, expect, it } from "vitest"
import { quotable } from "../../src/answer/quotable.ts"

const FILLER = "各单位按照分工抓紧推进各项准备工作并且定期通报有关进展情况和存在的问题".repeat(3)
const CLAUSE = "粮库扩建工程总投资8600万元"

/** The clause that names the money is wanted. */
function quoted(text: string): string {
  const part = quotable(text, { start: 0, end: text.length }, (clause) => Number(clause.includes("8600")))
  return text.slice(part.start, part.end)
}

describe("quotable", () => {
  const alone: [name: string, sentence: string][] = [
    ["the first clause", `${CLAUSE}；${FILLER}。`],
    ["the middle one", `${FILLER}；${CLAUSE}；${FILLER}。`],
    ["between half-width semicolons", `${FILLER};${CLAUSE};${FILLER}。`],
  ]
  it.each(alone)("is the clause alone: %s", (_, sentence) => {
    expect(quoted(sentence)).toBe(CLAUSE)
  })

  const whole: [name: string, sentence: string][] = [
    ["a short sentence", `今年开工；${CLAUSE}；明年完工。`],
    ["no semicolon", `${FILLER}，${CLAUSE}。`],
    ["a speaker", `县长韩牧舟说，${FILLER}；${CLAUSE}；${FILLER}。`],
    ["a colon", `会议明确以下事项：${FILLER}；${CLAUSE}；${FILLER}。`],
    ["a condition", `${FILLER}，如果资金到位；${CLAUSE}；${FILLER}。`],
    ["a restriction behind", `${CLAUSE}；但其中一半尚未落实，${FILLER}。`],
    ["a denial behind", `${FILLER}；${CLAUSE}；不包括征地费用，${FILLER}。`],
    ["no subject of its own", `粮库${FILLER}；已投资8600万元用于扩建；${FILLER}。`],
    ["a semicolon within quotation marks", `“${FILLER}；${CLAUSE}；${FILLER}”。`],
  ]
  it.each(whole)("is the whole sentence: %s", (_, sentence) => {
    expect(quoted(sentence)).toBe(sentence)
  })

  const stamps: [sentence: string, shown: string][] = [
    ["本报讯（记者 许明澈）粮库扩建工程昨日在县城开工。", "粮库扩建工程昨日在县城开工。"],
    ["本报白渡10月8日电 （记者许明澈）粮库扩建工程昨日开工了。", "粮库扩建工程昨日开工了。"],
    ["海岳新闻网讯　粮库扩建工程昨日在县城开工。", "粮库扩建工程昨日在县城开工。"],
    ["据某某社10月8日电，粮库扩建工程昨日开工。", "据某某社10月8日电，粮库扩建工程昨日开工。"],
    ["工程10月8日电话通知各乡镇做好停水准备。", "工程10月8日电话通知各乡镇做好停水准备。"],
    ["本报讯 今日停水。", "本报讯 今日停水。"],
  ]
  it.each(stamps)("leaves out what only says which agency: %s", (sentence, shown) => {
    expect(quoted(sentence)).toBe(shown)
  })
})
