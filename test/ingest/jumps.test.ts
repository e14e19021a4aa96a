import { expect, test } from "vitest"
import { stitchJumps } from "../../src/ingest/jumps.ts"

function check(lines: string[], expected: string[], state: "stitched" | "incomplete" | "whole"): void {
  const seam = stitchJumps(lines.map((text) => ({ text })))
  expect(seam.lines.map(({ text }) => text)).toEqual(expected)
  expect([seam.stitched, seam.incomplete]).toEqual([state === "stitched", state === "incomplete"])
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
] as const)("%s", (_name, lines, expected, state) => check([...lines], [...expected], state))
