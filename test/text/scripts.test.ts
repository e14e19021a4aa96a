import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fold, isHan, toSimplified } from "../../src/text/scripts.ts"

const chinese = fc.string({
  unit: fc.constantFrom(..."梧州臺灣計程車著名乾隆什么ＡｚＺ０９　，。Ⅷİß𠮷\ud842\n於裏麵"),
})

describe("fold", () => {
  const cases: [given: string, folded: string][] = [
    ["", ""],
    ["ＡＢＣ１２３", "abc123"],
    ["iPhone　１５", "iphone 15"],
    ["臺灣梧州", "台湾梧州"],
    ["著名 乾隆 什么", "著名 乾隆 什么"],
    ["裏面，裡面", "里面,里面"],
    ["İ", "İ"],
  ]
  it.each(cases)("%s → %s", (given, folded) => {
    expect(fold(given)).toBe(folded)
  })

  it("keeps the length and is idempotent, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(chinese, fc.string({ unit: "binary" })), (text) => {
        const once = fold(text)
        expect(once.length).toBe(text.length)
        expect(fold(once)).toBe(once)
      }),
    )
  })

  it("is idempotent for every code unit", () => {
    const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join("")
    expect(fold(fold(all))).toBe(fold(all))
  })
})

describe("toSimplified", () => {
  const cases: [given: string, simplified: string][] = [
    ["什么是著名的乾隆年间", "什么是著名的乾隆年间"],
    ["臺灣的計程車", "台湾的出租车"],
    ["哪種型別的軟體", "哪种类型的软件"],
    ["網路程式", "网络程序"],
    ["列印程式由张昇编写并在县里各个学校推广使用至今", "列印程式由张升编写并在县里各个学校推广使用至今"],
  ]
  it.each(cases)("%s → %s", (given, simplified) => {
    expect(toSimplified(given)).toBe(simplified)
  })

  it("leaves nothing Traditional in a Traditional sentence, and a Simplified text as it is", () => {
    expect(fold("粵桂合作特別試驗區")).not.toBe("粵桂合作特別試驗區")
    expect(toSimplified("粵桂合作特別試驗區")).toBe("粤桂合作特别试验区")
    expect(fold("粤桂合作特别试验区什么著名")).toBe("粤桂合作特别试验区什么著名")
  })
})

it("isHan knows Chinese characters from letters, digits and punctuation", () => {
  const han = [..."〇一龥㐀"].map((char) => isHan(char.charCodeAt(0)))
  const others = [..."a0，。ア"].map((char) => isHan(char.charCodeAt(0)))
  expect([...new Set(han), ...new Set(others)]).toEqual([true, false])
})
