import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { formatText } from "../../src/playground/formatted-text.ts"

describe("formatText", () => {
  const pieces = fc.constantFrom(
    "字",
    "a",
    " ",
    "\n",
    "😀",
    "/help",
    "https://paper.example/a",
    "@pindao",
    "，",
    "\t",
    "5",
  )
  const raw = fc.array(pieces, { maxLength: 60 }).map((list) => list.join(""))
  const bold = fc.record({
    type: fc.constant("bold" as const),
    offset: fc.nat(80),
    length: fc.integer({ min: 1, max: 80 }),
  })

  test("entities lie in the text and cover what they covered; found ones never overlap", () => {
    fc.assert(
      fc.property(raw, fc.array(bold, { maxLength: 120 }), (text, given) => {
        const result = formatText(text, given)
        const cut = text.replace(/\t/g, " ").trimEnd().indexOf(result.text)
        expect(result.text).toBe(result.text.trimEnd())
        expect(result.entities.length).toBeLessThanOrEqual(100)
        for (const { offset, length } of result.entities) {
          expect(offset).toBeGreaterThanOrEqual(0)
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(result.text.length)
        }
        const kept = given
          .map(
            ({ offset, length }) =>
              [offset - cut, Math.min(offset - cut + length, result.text.length)] as const,
          )
          .filter(([start, end]) => start >= 0 && end > start)
        const bolds = result.entities.filter((entity) => entity.type === "bold")
        expect(bolds).toHaveLength(Math.min(kept.length, 100))
        const found = result.entities.filter((entity) => entity.type !== "bold")
        found.reduce((end, { offset, length }) => {
          expect(offset).toBeGreaterThanOrEqual(end)
          return offset + length
        }, 0)
      }),
    )
  })

  const cases: [text: string, found: string[]][] = [
    ["/start", ["bot_command /start"]],
    ["发 /help@archive_bot 看看", ["bot_command /help@archive_bot"]],
    ["1/2月 a/b //x", []],
    ["看 https://paper.example/a?b=1，再说", ["url https://paper.example/a?b=1"]],
    ["问 @pindao 和 a@paper.example", ["mention @pindao"]],
  ]
  test.each(cases)("finds in %s", (text, want) => {
    const { entities, text: out } = formatText(text, [])
    expect(
      entities.map(({ type, offset, length }) => `${type} ${out.slice(offset, offset + length)}`),
    ).toEqual(want)
  })

  test("is linear in hostile text", () => {
    for (const text of [
      "/".repeat(32_000),
      "@a".repeat(16_000),
      "https://".repeat(4_000),
      " \n".repeat(16_000),
    ]) {
      const start = performance.now()
      formatText(text, [])
      expect(performance.now() - start).toBeLessThan(1000)
    }
  })
})
