import fc from "fast-check"
import type { MessageEntity } from "grammy/types"
import { describe, expect, it } from "vitest"
import type { Message } from "../../src/telegram/message.ts"
import { type MessageLimits, splitMessage, TELEGRAM_LIMITS } from "../../src/telegram/split.ts"

const plain = (text: string): Message => ({ text, entities: [] })
const bold = (offset: number, length: number): MessageEntity => ({ type: "bold", offset, length })

function check(message: Message, limits: MessageLimits, expected: readonly string[]): void {
  expect(splitMessage(message, limits).map((piece) => piece.text)).toEqual(expected)
}

describe("splitMessage", () => {
  const ten: MessageLimits = { units: 10, entities: 100 }
  it.each<[string, Message, readonly string[]]>([
    ["nothing", plain(""), []],
    ["white space only", plain(" \n\n "), []],
    ["what fits", plain("0123456789"), ["0123456789"]],
    ["between paragraphs", plain("aaaaaa\n\nbbbbbbb"), ["aaaaaa", "bbbbbbb"]],
    ["between lines", plain("aaaaaa\nbbbbbbb"), ["aaaaaa", "bbbbbbb"]],
    ["after a sentence", plain("一二三四五。六七八九十一"), ["一二三四五。", "六七八九十一"]],
    ["between words", plain("aaaaa bbbbbbb"), ["aaaaa", "bbbbbbb"]],
    ["anywhere, if it must", plain("aaaaaaaaaaaaa"), ["aaaaaaaaaa", "aaa"]],
    ["not within a surrogate pair", plain("aaaaaaaaa😀b"), ["aaaaaaaaa", "😀b"]],
    ["before an entity", { text: "aaaaabbbbbbb", entities: [bold(5, 7)] }, ["aaaaa", "bbbbbbb"]],
    [
      "within an entity that is too long",
      { text: "aaaaaaaaaaaaa", entities: [bold(0, 13)] },
      ["aaaaaaaaaa", "aaa"],
    ],
    ["a late mark before an early paragraph", plain("a\n\naaaa bbbbbbb"), ["a\n\naaaa", "bbbbbbb"]],
  ])("cuts: %s", (_, message, expected) => check(message, ten, expected))

  it("cuts before the entity that is one too many", () => {
    const message: Message = { text: "a b c d", entities: [bold(0, 1), bold(2, 1), bold(4, 1), bold(6, 1)] }
    check(message, { units: 100, entities: 2 }, ["a b", "c d"])
  })

  it("keeps all text and each entity's words within both limits", () => {
    const unit = fc.constantFrom("字", "a", " ", "\n", "\n\n", "。", "😀", "𠮷")
    const text = fc.array(unit, { maxLength: 400 }).map((parts) => parts.join(""))
    const marks = fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 30 })), { maxLength: 60 })
    const limits = fc.record({
      units: fc.integer({ min: 8, max: 60 }),
      entities: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(text, marks, limits, (words, places, limit) => {
        const message = { text: words, entities: apart(words, places) }
        checkPieces(message, splitMessage(message, limit), limit)
      }),
      { numRuns: 500 },
    )
  })

  it("takes time in proportion to the text", () => {
    const text = "字".repeat(400_000)
    const started = performance.now()
    const pieces = splitMessage(plain(text))
    expect(pieces).toHaveLength(Math.ceil(text.length / TELEGRAM_LIMITS.units))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})

/** Bold passages that do not touch each other nor divide a surrogate pair, as the bot writes them. */
function apart(text: string, places: readonly (readonly [number, number])[]): MessageEntity[] {
  const entities: MessageEntity[] = []
  let from = 0
  for (const [offset, length] of [...places].sort((a, b) => a[0] - b[0])) {
    const start = wholeFrom(text, Math.max(offset, from))
    const end = wholeFrom(text, Math.min(start + length, text.length))
    if (start >= end) continue
    entities.push(bold(start, end - start))
    from = end + 1
  }
  return entities
}

function wholeFrom(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}

function checkPieces(message: Message, pieces: readonly Message[], limits: MessageLimits): void {
  const told: string[] = []
  let at = 0
  for (const { text, entities } of pieces) {
    expect(text.length).toBeLessThanOrEqual(limits.units)
    expect(text.trim()).toBe(text)
    expect(text).not.toBe("")
    expect(Buffer.from(text).toString()).toBe(text)
    expect(entities.length).toBeLessThanOrEqual(limits.entities)
    const start = message.text.indexOf(text, at)
    expect(message.text.slice(at, start).trim()).toBe("")
    for (const { offset, length } of entities) {
      expect(offset).toBeGreaterThanOrEqual(0)
      expect(offset + length).toBeLessThanOrEqual(text.length)
      told.push(text.slice(offset, offset + length))
    }
    at = start + text.length
  }
  expect(message.text.slice(at).trim()).toBe("")
  const meant = message.entities.map(({ offset, length }) => message.text.slice(offset, offset + length))
  expect(bare(told.join(""))).toBe(bare(meant.join("")))
  const whole = new Set(told.map(bare))
  for (const words of meant) {
    if (words.length <= limits.units && bare(words) !== "") expect(whole).toContain(bare(words))
  }
}

function bare(text: string): string {
  return text.replace(/\s/g, "")
}
