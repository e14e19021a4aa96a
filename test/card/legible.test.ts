import { expect, it } from "vitest"
import { legible } from "../../src/card/legible.ts"

const LACKING = new Set(["䶮", "ꙮ"])

const cases: [name: string, text: string, shown: string][] = [
  ["as it is", "汐川二桥12月18日通车", "汐川二桥12月18日通车"],
  ["white space", " 云岭水库\u3000蓄水\n", "云岭水库 蓄水"],
  ["emoji, in sequences and flags too", "开学啦🎉👨‍👩‍👧🇨🇳☀️第1️⃣天", "开学啦第1天"],
  ["a Chinese character that the typeface lacks", "䶮县的消息", "□县的消息"],
  ["another one that it lacks", "一ꙮ二", "一二"],
  ["quotes in Chinese", "县里的“半小时”圈", "县里的“半小时”圈"],
  ["quotes without any Chinese", "The county’s “first” oranges", `The county's "first" oranges`],
  ["nothing but emoji", "🎉🎉", ""],
]
it.each(cases)("%s", (_name, text, shown) => {
  expect(legible(text, (one) => !LACKING.has(one))).toBe(shown)
})
