import { describe, expect, it } from "vitest"
import { quotations } from "../../src/text/quotations.ts"

describe("words between quotation marks", () => {
  it.each<[string, string[], boolean?]>([
    ["他说：“水退了。”", ["水退了。"]],
    ["“甲”和“乙”", ["甲", "乙"]],
    ["“外“里”外”", ["外“里”外"]],
    ["“外‘里’外”", ["外‘里’外"]],
    ["「外『里』外」", ["外『里』外"]],
    ["『甲』", ["甲"]],
    ['"甲"和"乙"', ["甲", "乙"]],
    ['"甲和乙', []],
    ['"甲"和"乙', []],
    ["“甲。\n“乙。”", ["甲。|乙。"]],
    ["“甲。\n　　“乙。\n“丙。”丁", ["甲。|乙。|丙。"]],
    ["“甲。\n乙。", ["甲。"], false],
    ["“甲。\n“乙。", ["甲。|乙。"], false],
    ["甲”乙", []],
    ["《“甲”的故事》", ["甲"]],
    ["", []],
  ])("%j", (text, expected, closed = true) => {
    const found = quotations(text)
    expect(found.map(({ parts }) => parts.map(({ start, end }) => text.slice(start, end)).join("|"))).toEqual(
      expected,
    )
    for (const one of found) expect(one.closed).toBe(closed)
  })
})
