import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createHot, LEAST_CHATS } from "../../src/answer/hot.ts"
import type { Telling } from "../../src/answer/ledger.ts"
import { article, stored } from "../fixtures/articles.ts"

const NOW = new Date("2025-10-31T12:00:00Z")
const DAY_MS = 86_400_000

/** A telling in a chat, so many days ago, of articles 1 … 9. */
type Told = readonly [chatId: number, daysAgo: number, ...articles: number[]]

function hot(told: readonly Told[], gone: readonly number[] = []) {
  const tellings = told.map(([chatId, days, ...articles]): Telling => {
    return { chatId, at: new Date(NOW.getTime() - days * DAY_MS), articles }
  })
  return createHot({
    ledger: {
      tellings: (from, to, limit) => tellings.filter(({ at }) => at > from && at <= to).slice(0, limit),
    },
    articles: {
      byNumbers: (numbers) =>
        numbers
          .filter((number) => !gone.includes(number))
          .map((number) => stored(article(`a${number}`, ["正文"]), { number })),
    },
  })(NOW)
}

/** `article:chats`, hottest first. */
function check(told: readonly Told[], days: number, found: readonly string[], gone: readonly number[] = []) {
  const { days: shown, articles } = hot(told, gone)
  expect(articles.map(({ article: { number }, chats }) => `${number}:${chats}`)).toEqual(found)
  expect(shown).toBe(days)
}

/** One telling of the article in each of so many chats. */
function chats(count: number, daysAgo: number, ...articles: number[]): Told[] {
  return Array.from({ length: count }, (_, chat) => [chat + 1, daysAgo, ...articles])
}

const THREE_MATTERS = [...chats(5, 1, 1), ...chats(4, 1, 2), ...chats(3, 1, 3)]

describe("createHot", () => {
  const cases: [name: string, told: readonly Told[], days: number, found: string[], gone?: number[]][] = [
    ["nothing asked", [], 30, []],
    ["more chats before fewer", THREE_MATTERS, 7, ["1:5", "2:4", "3:3"]],
    ["what two chats asked is theirs alone", chats(2, 1, 1), 30, []],
    ["one chat counts once, however often it asks", [...Array(10).fill([1, 1, 1]), [2, 1, 1]], 30, []],
    [
      "the newer before the older: half after three days",
      [...THREE_MATTERS, ...chats(6, 6.9, 4)],
      7,
      ["1:5", "2:4", "3:3", "4:6"],
    ],
    [
      "a chat counts by the last time",
      [...chats(3, 6, 1), ...chats(3, 1, 1), ...chats(4, 5, 2), ...chats(3, 4, 3)],
      7,
      ["1:3", "2:4", "3:3"],
    ],
    ["a month, where a week gives little", [...chats(3, 1, 1), ...chats(3, 20, 2)], 30, ["1:3", "2:3"]],
    ["a week, where it gives enough", [...THREE_MATTERS, ...chats(9, 8, 4)], 7, ["1:5", "2:4", "3:3"]],
    ["nothing older than a month, nor of tomorrow", [...chats(5, 31, 1), ...chats(5, -1, 2)], 30, []],
    [
      "a matter that is told of in several articles comes once",
      [...chats(3, 1, 1, 2), [4, 1, 2, 1], [5, 1, 1], [6, 1, 1, 3], ...chats(3, 2, 4), ...chats(3, 3, 5)],
      7,
      ["1:6", "4:3", "5:3"],
    ],
    [
      "what the hottest leaves over is a matter of its own where enough chats are left",
      [...chats(4, 1, 1, 2), [5, 1, 1], [6, 1, 2], [7, 1, 2], [8, 1, 2]],
      30,
      ["2:7"],
    ],
    ["what is retracted is left out", THREE_MATTERS, 30, ["1:5", "3:3"], [2]],
    [
      "ten at most",
      Array.from({ length: 12 }, (_, at) => chats(3, 1, at + 1)).flat(),
      7,
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `${n}:3`),
    ],
  ]
  it.each(cases)("%s", (_, told, days, found, gone) => {
    check(told, days, found, gone)
  })

  it("scores the sum over the chats of 2^(-days / 3)", () => {
    const { articles } = hot([
      [1, 0, 1],
      [2, 3, 1],
      [3, 6, 1],
    ])
    expect(articles[0]?.score).toBeCloseTo(1 + 0.5 + 0.25, 9)
  })

  it("shows nothing of fewer chats, and is the same however often and in which order chats ask", () => {
    const one = fc.tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 0, max: 29 }),
      fc.integer({ min: 1, max: 5 }),
    )
    const told = fc.array(one, { maxLength: 60 })
    fc.assert(
      fc.property(told, fc.infiniteStream(fc.nat()), (tellings, seeds) => {
        const { articles } = hot(tellings)
        for (const {
          article: { number },
          chats,
        } of articles) {
          const asked = new Set(tellings.flatMap(([chat, , about]) => (about === number ? chat : [])))
          expect(chats).toBeGreaterThanOrEqual(LEAST_CHATS)
          expect(asked.size).toBeGreaterThanOrEqual(chats)
        }
        const again = tellings.flatMap((telling) => [telling, telling])
        const keys = new Map(again.map((telling) => [telling, seeds.next().value as number]))
        const shuffled = again.sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
        const short = (list: typeof articles) =>
          list.map((it) => `${it.article.number} ${it.score.toFixed(9)}`)
        expect(short(hot(shuffled).articles)).toEqual(short(articles))
      }),
    )
  })
})
