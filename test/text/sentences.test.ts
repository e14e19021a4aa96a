import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sentences } from "../../src/text/sentences.ts"

describe("sentences", () => {
  const cases: [text: string, found: string[]][] = [
    ["", []],
    [" \n　\n", []],
    ["没有句号", ["没有句号"]],
    ["一。二！三？四", ["一。", "二！", "三？", "四"]],
    ["他说：“好。”走了。", ["他说：“好。”", "走了。"]],
    ["真的？！是的……", ["真的？！", "是的……"]],
    ["《去哪儿？》上映。完", ["《去哪儿？》上映。", "完"]],
    ["桥（全长1.2公里。双向四车道）通车。", ["桥（全长1.2公里。双向四车道）通车。"]],
    ["小标题\n正文。", ["小标题", "正文。"]],
    ["（未闭合\n下一段。完", ["（未闭合", "下一段。", "完"]],
    ["多余）的。完。", ["多余）的。", "完。"]],
    ["  前后空白。  再来。 ", ["前后空白。", "再来。"]],
    ["增长3.5%。", ["增长3.5%。"]],
  ]
  it.each(cases)("%j", (text, found) => {
    expect(sentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(found)
  })

  it("covers all that is no white space, in order and without overlap", () => {
    const text = fc.string({ unit: fc.constantFrom(..."甲乙。！？…\n 　“”（）《》[]\"'a1\ud842") })
    fc.assert(
      fc.property(text, (text) => {
        let last = 0
        let rest = ""
        for (const { start, end } of sentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          const sentence = text.slice(start, end)
          expect(sentence).toBe(sentence.trim())
          expect(sentence).not.toBe("")
          expect(sentence).not.toContain("\n")
          rest += text.slice(last, start)
          last = end
        }
        expect((rest + text.slice(last)).trim()).toBe("")
      }),
    )
  })

  it("reads 200,000 characters of anything in a moment", () => {
    for (const unit of ["（", "》", "。", "。”", "\n", " ", "甲", "（\n"]) {
      const started = performance.now()
      sentences(unit.repeat(200_000 / unit.length))
      expect(performance.now() - started).toBeLessThan(1_000)
    }
  })
})
