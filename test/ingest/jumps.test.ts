import { expect, test } from "vitest"
import { pageNumber, stitchJumps } from "../../src/ingest/jumps.ts"

function check(lines: string[], expected: string[], state: "stitched" | "incomplete" | "whole"): void {
  const { lines: out, openEnds } = stitchJumps(lines.map((text) => ({ text })))
  expect(out.map(({ text }) => text)).toEqual(expected)
  const stitched = out.some(({ seams }) => seams !== undefined)
  expect([stitched, openEnds.length > 0]).toEqual([state === "stitched", state === "incomplete"])
}

test.each([
  ["in mid-sentence", ["水退了,(下转第二版)", "(上接第一版)路通了。"], ["水退了,路通了。"], "stitched"],
  ["after a full stop", ["水退了。（下转2版）", "（上接1版）路通了。"], ["水退了。", "路通了。"], "stitched"],
  [
    "markers on lines of their own",
    ["水退了，", "（下转A02版）", "（上接A01版）", "路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  [
    "with a repeated headline between",
    ["水退了，（下转第三版）", "洪水过后", "（上接第一版）路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  ["bare markers", ["水退了，>>>下转3版", "上接1版 路通了。"], ["水退了，路通了。"], "stitched"],
  ["紧接", ["水退了，（紧接第三版）", "（紧接第一版）路通了。"], ["水退了，路通了。"], "stitched"],
  ["a first half alone", ["水退了，（下转第二版）"], ["水退了，"], "incomplete"],
  ["a second half alone", ["（上接第一版）路通了。"], ["路通了。"], "incomplete"],
  [
    "another story between the halves",
    ["水退了，（下转第二版）", "足球赛昨天开赛。", "（上接第一版）路通了。"],
    ["水退了，", "足球赛昨天开赛。", "路通了。"],
    "incomplete",
  ],
  [
    "two jumps",
    ["甲，（下转第二版）", "（上接第一版）乙，（下转第三版）", "（上接第二版）丙。"],
    ["甲，乙，丙。"],
    "stitched",
  ],
  [
    "a story about editions",
    ["新版教材下转三天。", "上接天，下接地。"],
    ["新版教材下转三天。", "上接天，下接地。"],
    "whole",
  ],
  ["named section", ["水退了，【下转要闻版】", "【上接1版】路通了。"], ["水退了，路通了。"], "stitched"],
  ["section behind", ["水退了，下转第5版·要闻", "●上接1版 路通了。"], ["水退了，路通了。"], "stitched"],
  [
    "spaces inside",
    ["水退了，（ 下转 第 二 版 ）", "（上接 第一 版 ）路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  [
    "a marker that a line break parts",
    ["水退了，（下转", "第二版）", "（上接第一", "版）路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  ["both markers in one line", ["水退了，（下转2版）（上接1版）路通了。"], ["水退了，路通了。"], "stitched"],
  ["a glued second half", ["水退了，（下转第二版）路通了。"], ["水退了，路通了。"], "stitched"],
  [
    "a full stop behind the marker",
    ["水退了（下转2版）。", "（上接1版）路通了。"],
    ["水退了。", "路通了。"],
    "stitched",
  ],
  [
    "a headline in the marker",
    ["水退了，（下转2版）", "（上接第一版《洪水过后》）路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  [
    "a headline behind the marker",
    ["水退了，>>>下转02版", "上接01版《洪水过后》路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  [
    "a headline glued before",
    ["水退了，（下转2版）", "洪水过后（上接1版）路通了。"],
    ["水退了，路通了。"],
    "stitched",
  ],
  [
    "pages that contradict",
    ["水退了，（下转2版）", "（上接2版）路通了。"],
    ["水退了，", "路通了。"],
    "incomplete",
  ],
  [
    "two first halves",
    ["甲，（下转2版）", "乙，（下转3版）", "（上接1版）丙。"],
    ["甲，", "乙，", "丙。"],
    "incomplete",
  ],
  [
    "another paper's edition",
    ["水退了。（转自海岳日报网络版）"],
    ["水退了。（转自海岳日报网络版）"],
    "whole",
  ],
] as const)("%s", (_name, lines, expected, state) => check([...lines], [...expected], state))

test("a seam remembers its place and both pages, an open end the other half's page and headline", () => {
  const lines = ["（上接第三版《洪水过后》）甲，（下转第Ａ02版）", "（上接一版）乙。（下转十二版）"]
  const { lines: out, openEnds } = stitchJumps(lines.map((text) => ({ text })))
  expect(out).toEqual([{ text: "甲，乙。", seams: [{ at: 2, from: "1", to: "A02" }] }])
  expect(openEnds).toEqual([
    { side: "began", page: "3", title: "洪水过后", within: false },
    { side: "goes-on", page: "12", title: null, within: false },
  ])
})

test.each([
  ["第二版", "2"],
  ["02版", "2"],
  ["第Ａ２版", "A02"],
  ["b12", "B12"],
  ["十版", "10"],
  ["二十一版", "21"],
  ["要闻版", null],
])("page %s is %s", (printed, page) => expect(pageNumber(printed)).toBe(page))

test("a line of five megabytes is read in a moment", () => {
  const text = "（下转（上接转接 ".repeat(500_000)
  expect(stitchJumps([{ text }, { text }]).openEnds).toEqual([])
})

test("an open end within other text says so", () => {
  const lines = ["甲，（下转2版）", "足球赛昨天开赛，主队三比一取胜。", "（上接1版）乙。"]
  expect(stitchJumps(lines.map((text) => ({ text }))).openEnds).toEqual([
    { side: "goes-on", page: "2", title: null, within: true },
    { side: "began", page: "1", title: null, within: true },
  ])
})
