import fc from "fast-check"
import { expect, test } from "vitest"
import { layoutCard, type TextStyle } from "../../src/card/layout.ts"
import type { CardWords } from "../../src/digest/card.ts"

/** A Chinese character is an em wide, all others are half as wide. */
const measure = (text: string, { size }: Pick<TextStyle, "size">) =>
  [...text].reduce((sum, one) => sum + (/[\u2014-\u201d\u2026\u3000-\uffef]/u.test(one) ? 1 : 0.5), 0) * size

const MARGIN = 72
const DATED = { day: "2026年11月26日", weekday: "星期四" }
const paper = (headlines: readonly string[], name = "汐川日报"): CardWords => ({
  paper: name,
  ...DATED,
  headlines,
})
const bare = (text: string) => text.replace(/\s/g, "")

const text = fc.string({
  unit: fc.constantFrom(..."汐川今年新增了《》“”，。：！ aZ019.%"),
  minLength: 1,
  maxLength: 120,
})
const anyWords = fc.record({
  paper: text,
  day: fc.constantFrom("2026年11月26日", "November 26, 2026"),
  weekday: fc.constantFrom("星期四", "Wednesday"),
  headlines: fc.array(text, { minLength: 1, maxLength: 6 }),
})

test("whatever the words: nothing leaves the margins or lies on something else", () => {
  fc.assert(
    fc.property(anyWords, (words) => {
      const { width, height, texts, bars } = layoutCard(words, measure)
      expect(width).toBe(1200)
      expect(height).toBeGreaterThanOrEqual(630)
      expect(width / height).toBeGreaterThan(0.8)
      for (const one of texts) {
        // An opening bracket stands out by its empty half.
        expect(one.x).toBeGreaterThanOrEqual(MARGIN - one.size * 0.46)
        expect(one.x + measure(one.text, one)).toBeLessThanOrEqual(width - MARGIN + 0.01)
        expect(one.y).toBeLessThanOrEqual(height - 40)
      }
      const [, , , ...lines] = texts
      for (const [at, line] of lines.entries()) {
        const before = lines[at - 1]
        if (before) expect(line.y - line.size * 0.88).toBeGreaterThanOrEqual(before.y + before.size * 0.12)
        const hairs = bars.filter((bar) => bar.height === 2)
        for (const hair of hairs) {
          const crossed = hair.y > line.y - line.size * 0.88 && hair.y < line.y + line.size * 0.12
          expect(crossed).toBe(false)
        }
      }
      expect(bars.every((bar) => bar.y + bar.height <= height)).toBe(true)
    }),
    { numRuns: 300 },
  )
})

const lead = (words: CardWords) => layoutCard(words, measure).texts.slice(3)

test("the lead is larger than the rest, and largest where it is nearly alone", () => {
  const short = "云岭水库蓄水"
  const sizes = (count: number) =>
    lead(paper(Array.from({ length: count }, () => short))).map(({ size }) => size)
  const [alone = 0] = sizes(1)
  const [first = 0, second = 0, third] = sizes(3)
  expect(alone).toBeGreaterThan(first)
  expect(first).toBeGreaterThan(second)
  expect(third).toBe(second)
})

test("a long lead is set smaller before it is cut", () => {
  const long = "海岳省今年新增公共充电桩十二万六千个县县通达半小时充电圈"
  const lines = lead(paper([long, "二", "三"]))
  expect(
    bare(
      lines
        .slice(0, 2)
        .map((line) => line.text)
        .join(""),
    ),
  ).toBe(long)
})

test("all headlines are there, in order, each in at most two lines", () => {
  const titles = ["甲", "乙", "丙", "丁", "戊", "己"].map((one) => one.repeat(30))
  const shown = lead(paper(titles))
    .map((line) => line.text)
    .join("")
  expect(shown).toBe(titles.join(""))
})

test("a long name of the paper gives way to the day, and is cut when nothing else helps", () => {
  const [name, weekday, day] = layoutCard(paper(["一"], "海岳省汐川市融媒体中心汐川日报社"), measure).texts
  expect(name?.text).toBe("海岳省汐川市融媒体中心汐川日报社")
  expect([weekday?.text, day?.text]).toEqual(["星期四", "2026年11月26日"])
  const [cut] = layoutCard(paper(["一"], "报".repeat(64)), measure).texts
  expect(cut?.text).toMatch(/^报+…$/)
})

test("no headline at all is still a card", () => {
  expect(lead(paper([]))).toEqual([])
})
