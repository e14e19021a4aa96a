import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createConfidence } from "../../src/answer/confidence.ts"
import { readSupport } from "../../src/answer/support.ts"
import { readConfig } from "../../src/config.ts"
import type { Evidence } from "../../src/corpus.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

const question = (text: string) =>
  readQuestion(text, { now: new Date("2025-10-08T12:00:00Z"), timeZone: "Asia/Shanghai" })
/** Every term tells as much as any other, as in a small archive. */
const weight = () => 6
const confidence = createConfidence(weight)
const threshold = readConfig({}, {}).refusalThreshold

/** Of an answer by the beginning of the first passage. */
function sure(asked: string, ...found: Evidence[]): number {
  const [first] = found
  const claims = first ? [quoteClaim(first, 0, first.text.length)] : []
  return confidence(question(asked), ranked(...found.map((one) => [one])), claims)
}

const PARK = evidence(
  "青屏产业园昨日举行招商推介会。截至9月底，青屏产业园入驻企业达115家。园区道路正在改造。",
  {
    id: "park",
    title: "青屏产业园招商推介会举行",
    publishedAt: "2025-10-08",
  },
)
const BRIDGE = evidence("汐江二桥昨日合龙。该桥全长1.2公里，总投资3.6亿元。大桥预计明年6月通车。", {
  id: "bridge",
  title: "汐江二桥合龙",
})

describe("confidence", () => {
  const cases: [asked: string, found: Evidence[], told: boolean][] = [
    ["青屏产业园入驻企业有多少家？", [PARK, BRIDGE], true],
    ["青屏產業園入駐企業有多少家？", [PARK], true],
    ["汐江二桥总投资多少亿元？", [BRIDGE], true],
    ["大桥什么时候通车？", [BRIDGE], true],
    ["市动物园的大熊猫叫什么名字？", [PARK, BRIDGE], false],
    ["青屏产业园的幼儿园园长是谁，毕业于哪所大学？", [BRIDGE], false],
    ["青屏产业园入驻企业有多少家？", [BRIDGE], false],
    ["红枫水库的大坝加固花了多少钱？", [BRIDGE], false],
    ["青屏产业园入驻企业有多少家？", [], false],
    ["是什么？", [PARK], false],
    ["😀😀", [PARK], false],
    ["", [PARK], false],
  ]
  it.each(cases)("%s", (asked, found, told) => {
    expect(sure(asked, ...found) >= threshold).toBe(told)
  })

  it("is of the article that is cited", () => {
    const asked = question("汐江二桥总投资多少亿元？")
    const found = ranked([PARK], [BRIDGE])
    const of = (passage: Evidence) => confidence(asked, found, [quoteClaim(passage, 0, 9)])
    expect(of(PARK)).toBeLessThan(threshold)
    expect(of(BRIDGE)).toBeGreaterThan(threshold)
  })

  it("takes the headline that a correction quotes for another article's", () => {
    const text = "本报昨日《青屏产业园明年五月建成》一文中，“三百亩”应为“二百亩”。"
    const notice = evidence(text, { id: "n", title: "更正" })
    const asked = "青屏产业园什么时候建成？"
    expect(sure(asked, { ...notice, correcting: true })).toBeLessThan(sure(asked, notice) / 2)
  })

  it("lies between 0 and 1, whatever is asked and found", () => {
    const piece = fc.constantFrom(
      "汐江二桥",
      "2023年",
      "通车",
      "。",
      "，",
      "\n",
      "谁",
      "GDP",
      "😀",
      "\ud800",
      " ",
    )
    const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""))
    fc.assert(
      fc.property(text, text, text, (asked, title, said) => {
        const value = sure(asked, evidence(said, { title, publishedAt: "2023-05-01" }))
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe("readSupport", () => {
  const support = (asked: string, ...found: Evidence[]) =>
    readSupport(question(asked), ranked(found), found[0] ? [quoteClaim(found[0], 0, 1)] : [], weight)
  const plain = evidence("汐江二桥全长1.2公里。", { title: "汐江二桥合龙", publishedAt: "2025-10-08" })

  it("finds all of a question that an article says", () => {
    expect(support("汐江二桥全长多少公里？", plain)).toMatchObject({
      passage: 1,
      sentence: 1,
      missing: 0,
      unlike: 0,
      unmatched: 0,
      nouns: 0,
      names: 0,
      otherKind: 0,
    })
  })

  const missing: [asked: string, change: object][] = [
    ["东湖隧道全长多少公里？", { names: 1 }],
    ["汐江二桥2019年全长8公里吗？", { figures: 2 }],
    ["汐江二桥的BIM模型是谁做的？", { latin: 1 }],
    ["汐江二桥在哪个国家？", { category: 1 }],
    ["“云顶隧道”全长多少公里？", { names: 2 }],
  ]
  it.each(missing)("%s", (asked, change) => {
    const { names = 0, figures = 0, latin = 0, category = 0 } = support(asked, plain) ?? {}
    expect({ names, figures, latin, category }).toEqual({
      names,
      figures: 0,
      latin: 0,
      category: 0,
      ...change,
    })
  })

  it("takes the year of publication for said", () => {
    const missing = (asked: string) => Math.expm1(support(asked, plain)?.missing ?? 0)
    expect(missing("2024年汐江二桥全长") - missing("2025年汐江二桥全长")).toBeCloseTo(weight(), 9)
  })

  it("counts a word of which one character is there for half as much", () => {
    const sent = evidence("县里派出了医疗队。", { title: "医疗队" })
    const { missing = 0, unlike = 0 } = support("派遣医疗队", sent) ?? {}
    expect(Math.expm1(missing)).toBeCloseTo(weight(), 9)
    expect(Math.expm1(unlike)).toBeCloseTo(weight() / 2, 9)
  })

  it("sees that the best sentence has nothing of the kind that is asked for", () => {
    const text = "汐江二桥的造价由专家评审。会议持续三天。"
    expect(support("汐江二桥造价多少亿元？", evidence(text))?.otherKind).toBeGreaterThan(0)
  })
})
