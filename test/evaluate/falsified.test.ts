import { expect, it } from "vitest"
import { judgeFalsified, parseFalsified } from "../../src/evaluate/falsified.ts"

const line = (positive: string[], wrong: string[]) =>
  JSON.stringify({ positive, positive_wrong: wrong, query: "？" })

it("takes the sentences that differ, of documents that are cut alike", () => {
  const text = [
    line(["新桥长115米。昨日通车。", "甲。"], ["新桥长116米。昨日通车。", "甲！"]),
    line(["一句。"], ["一句。又一句。"]),
    "not json",
    JSON.stringify({ positive: 1 }),
    line(["只有真的。"], []),
    "",
  ].join("\n")
  expect(parseFalsified(text)).toEqual([{ honest: "新桥长115米。", falsified: "新桥长116米。" }])
})

it("tries each pair both ways, and the honest sentence on itself", () => {
  const pairs = [
    { honest: "新桥长115米。", falsified: "新桥长116米。" },
    { honest: "项目由汐川市承建。", falsified: "项目由汐川市承建。" },
  ]
  // The second pair is no falsification at all, so that a pass is seen to be counted.
  expect(judgeFalsified(pairs)).toEqual({ pairs: 2, honestPassed: 2, falsePassed: 2 })
})
