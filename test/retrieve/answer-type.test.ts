import { describe, expect, it } from "vitest"
import { answerTest } from "../../src/retrieve/answer-type.ts"
import { readWish } from "../../src/retrieve/wish.ts"

const cases: [question: string, has: string, hasNot?: string][] = [
  ["产业园有多少家企业？", "已入驻115家", "产值超过120亿元"],
  ["入驻了几家企业", "共一百一十五家", "一起入驻"],
  ["新增多少个岗位", "新增300余个岗位", "新增一批岗位"],
  ["花了多少钱", "总投资3.6亿元", "长12公里"],
  ["有多少企业入驻", "入驻企业115家", "企业陆续入驻"],
  ["总投资是多少", "投资3.6亿元", "投资很大"],
  ["桥有多长", "全长1.2公里", "很长的桥"],
  ["占比多高", "占30%", "占大多数"],
  ["大桥什么时候通车", "预计6月通车", "大桥将通车"],
  ["哪天开学", "9月1日开学", "新生报到"],
  ["谁是县长", "县长韦国强出席", "会议昨日召开"],
  ["哪位选手夺冠", "选手柳闻笛夺冠", "比赛昨日结束"],
  ["会议在哪里举行", "在市文化中心举行", "会议昨日举行"],
  ["为什么停水", "因为管道改造", "今日停水"],
  ["介绍一下汐江二桥", "任何一句"],
  ["价格几乎没变吗", "每斤3元", "价格不变"],
  ["", "任何一句"],
]

describe("answerTest", () => {
  it.each(cases)("%s", (question, has, hasNot) => {
    const answers = answerTest(readWish(question))
    expect(answers(has)).toBe(true)
    if (hasNot !== undefined) expect(answers(hasNot)).toBe(false)
  })

  it("reads anything in a moment", () => {
    for (const unit of ["多少", "哪", "受", "几个", "1", "一"]) {
      const started = performance.now()
      answerTest(readWish(unit.repeat(5_000)))(unit.repeat(5_000))
      answerTest(readWish("为什么"))(unit.repeat(5_000))
      expect(performance.now() - started).toBeLessThan(1_000)
    }
  })
})
