import { describe, expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import { type Freshness, freshness } from "../../src/answer/freshness.ts"
import { readQuestion } from "../../src/retrieve/question.ts"
import { verbatim } from "../telegram/samples.ts"

const NOTHING: Answer = { kind: "not-found", nearest: [], mode: "keyless" }

function citing(...days: (string | null)[]): Answer {
  const claims = days.map((publishedAt, at) => verbatim("大桥合龙。", { articleId: `a${at}`, publishedAt }))
  return { kind: "answered", claims, mode: "keyless" }
}

describe("freshness", () => {
  const cases: [
    name: string,
    text: string,
    newestDay: string | null,
    answer: Answer,
    expected: Partial<Freshness>,
  ][] = [
    [
      "the newest of the cited days",
      "大桥合龙了吗",
      "2025-10-07",
      citing("2025-10-01", "2025-10-03T07:00:00+08:00"),
      { asOf: "2025-10-03", undated: 0, archiveEnds: "2025-10-07", beyond: false, oldDays: null },
    ],
    [
      "some without a date",
      "大桥合龙了吗",
      "2025-10-07",
      citing("2025-10-01", null),
      { asOf: "2025-10-01", undated: 1 },
    ],
    [
      "all without a date",
      "大桥最新进展",
      "2025-10-07",
      citing(null, null),
      { asOf: null, undated: 2, oldDays: null },
    ],
    [
      "nothing cited",
      "大桥合龙了吗",
      "2025-10-07",
      NOTHING,
      { asOf: null, undated: 0, archiveEnds: "2025-10-07" },
    ],
    [
      "an archive without dates",
      "昨天大桥合龙了吗",
      null,
      citing(null),
      { archiveEnds: null, beyond: false },
    ],
    [
      "days after the end of the archive",
      "昨天大桥合龙了吗",
      "2025-09-30",
      citing("2025-09-30"),
      { beyond: true, archiveEnds: "2025-09-30" },
    ],
    ["the newest, a month ago", "大桥最新进展", "2025-10-07", citing("2025-09-08"), { oldDays: null }],
    ["the newest, longer ago", "大桥最新进展", "2025-10-07", citing("2025-09-07"), { oldDays: 31 }],
    ["old, but not asked for the newest", "大桥多长", "2025-10-07", citing("2013-09-07"), { oldDays: null }],
  ]
  it.each(cases)("%s", (_, text, newestDay, answer, expected) => {
    const archive = {
      state: () => ({ articles: 1, passages: 1, sequence: 1, oldestDay: newestDay, newestDay }),
      places: () => [],
    }
    const question = readQuestion(text, {
      now: new Date("2025-10-08T04:00:00Z"),
      timeZone: "Asia/Shanghai",
      archive,
    })
    expect(freshness(question, answer)).toMatchObject(expected)
  })

  it("counts an article once", () => {
    const claim = verbatim("大桥合龙。", { publishedAt: null })
    const question = readQuestion("大桥合龙了吗", {
      now: new Date("2025-10-08T04:00:00Z"),
      timeZone: "Asia/Shanghai",
    })
    expect(freshness(question, { kind: "answered", claims: [claim, claim], mode: "keyless" }).undated).toBe(1)
  })
})
