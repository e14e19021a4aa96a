import { describe, expect, it } from "vitest"
import type { Freshness } from "../../src/answer/freshness.ts"
import { freshnessLine, freshnessNotes } from "../../src/telegram/render-freshness.ts"
import { loadTexts } from "../../src/telegram/texts.ts"

const FRESH: Freshness = {
  asOf: "2025-10-05",
  undated: 0,
  archiveEnds: "2025-10-07",
  beyond: false,
  oldDays: null,
}

function check(
  language: "zh-CN" | "zh-TW" | "en",
  cases: readonly [change: Partial<Freshness>, line: string, ...notes: string[]][],
) {
  const texts = loadTexts(language)
  it.each(cases)(`${language} %j`, (change, line, ...notes) => {
    const given = { ...FRESH, ...change }
    expect(freshnessLine(given, texts)).toEqual(line === "" ? [] : [line])
    expect(freshnessNotes(given, texts)).toEqual(notes)
  })
}

describe("as of when, and how fresh", () => {
  check("zh-CN", [
    [{}, "截至 2025-10-05 · 库里文章到 2025-10-07"],
    [{ undated: 1 }, "截至 2025-10-05 · 有的出处没有日期 · 库里文章到 2025-10-07"],
    [{ asOf: null, undated: 2 }, "出处没有日期 · 库里文章到 2025-10-07"],
    [{ asOf: null }, "库里文章到 2025-10-07"],
    [{ asOf: null, archiveEnds: null }, ""],
    [{ asOf: null, undated: 1, archiveEnds: null }, "出处没有日期"],
    [{ beyond: true }, "截至 2025-10-05", "注意：库里的文章只到 2025-10-07，之后的情况这里没有。"],
    [{ beyond: true, asOf: "2025-10-07" }, "", "注意：库里的文章只到 2025-10-07，之后的情况这里没有。"],
    [
      { oldDays: 45 },
      "截至 2025-10-05 · 库里文章到 2025-10-07",
      "注意：最近的相关报道是 2025-10-05 的，距今 45 天。",
    ],
    [
      { oldDays: 100 },
      "截至 2025-10-05 · 库里文章到 2025-10-07",
      "注意：最近的相关报道是 2025-10-05 的，距今 3 个月。",
    ],
    [
      { oldDays: 4_500 },
      "截至 2025-10-05 · 库里文章到 2025-10-07",
      "注意：最近的相关报道是 2025-10-05 的，距今 12 年。",
    ],
  ])
  check("zh-TW", [
    [{ undated: 1 }, "截至 2025-10-05 · 有的出處沒有日期 · 庫裡文章到 2025-10-07"],
    [
      { oldDays: 100 },
      "截至 2025-10-05 · 庫裡文章到 2025-10-07",
      "注意：最近的相關報導是 2025-10-05 的，距今 3 個月。",
    ],
  ])
  check("en", [
    [{}, "As of 2025-10-05 · archive up to 2025-10-07"],
    [{ asOf: null, undated: 2 }, "The sources have no date · archive up to 2025-10-07"],
    [
      { oldDays: 100 },
      "As of 2025-10-05 · archive up to 2025-10-07",
      "Note: the newest article about this is from 2025-10-05, 3 months ago.",
    ],
  ])
})
