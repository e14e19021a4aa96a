import { describe, expect, it } from "vitest"
import type { Answered, Answerer, Clarify, Contradicted, NotFound } from "../../src/answer/answer.ts"
import { createAsk } from "../../src/answer/ask.ts"
import type { ArchiveState } from "../../src/corpus.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import type { CallOptions } from "../../src/models.ts"
import type { Question } from "../../src/retrieve/question.ts"
import type { RankedArticle } from "../../src/retrieve/retriever.ts"
import { evidence, ranked } from "../fixtures/evidence.ts"

/** 2025-10-08 in Shanghai, a Wednesday. */
const NOW = new Date("2025-10-07T16:30:00Z")
const NOTHING: NotFound = { kind: "not-found", nearest: [], mode: "keyless" }
const PASSAGE = evidence("汐江二桥昨日合龙。")
const SOMETHING: Answered = { kind: "answered", claims: [quoteClaim(PASSAGE, 0, 9)], mode: "keyless" }
const FOUND = ranked([PASSAGE])

interface Scene {
  readonly newestDay?: string | null
  /** What each search finds, the last for all further ones. */
  readonly found?: readonly (readonly RankedArticle[])[]
  readonly answers?: readonly (Answered | NotFound)[]
  readonly confidence?: number
  readonly askBack?: Clarify
  /** What is held against the premise, search by search. */
  readonly premises?: readonly (Contradicted | NotFound | undefined)[]
}

function scene(given: Scene) {
  const { newestDay = "2025-10-07", found = [FOUND], answers = [SOMETHING], confidence = 1 } = given
  const asked: Question[] = []
  const limits: number[] = []
  const calls: (CallOptions | undefined)[] = []
  let answered = 0
  const answerer: Answerer = {
    async answer(_, __, options) {
      calls.push(options)
      return answers[Math.min(answered++, answers.length - 1)] ?? NOTHING
    },
  }
  const state: ArchiveState = { articles: 1, passages: 1, sequence: 1, oldestDay: newestDay, newestDay }
  const ask = createAsk({
    spelling: { correct: (words) => words },
    retriever: {
      async retrieve(question, limit, options) {
        calls.push(options)
        limits.push(limit)
        asked.push(question)
        return [...(found[Math.min(asked.length, found.length) - 1] ?? [])]
      },
    },
    answerer,
    archive: { list: () => [], state: () => state, places: () => [] },
    askBack: () => given.askBack,
    premise: () => given.premises?.[asked.length - 1],
    confidence: () => confidence,
    threshold: 0.5,
    timeZone: "Asia/Shanghai",
  })
  return { ask, asked, limits, calls, answers: () => answered }
}

describe("ask", () => {
  const cases: [name: string, text: string, scene: Scene, searched: string[], kind: string, ends?: string][] =
    [
      ["a question without days searches all", "大桥合龙了吗", {}, ["大桥合龙了吗 all"], "answered"],
      [
        "a question with days searches them first, and the day after",
        "前天大桥合龙了吗",
        {},
        ["大桥合龙了吗 2025-10-06..2025-10-07"],
        "answered",
      ],
      [
        "and then all, where they answer nothing",
        "前天大桥合龙了吗",
        { answers: [NOTHING, SOMETHING] },
        ["大桥合龙了吗 2025-10-06..2025-10-07", "大桥合龙了吗 all"],
        "answered",
      ],
      ["a date is a word of the text", "10月6日大桥合龙了吗", {}, ["10月6日大桥合龙了吗 all"], "answered"],
      [
        "and then all, where they have nothing",
        "上周的大桥",
        { found: [[], FOUND], answers: [NOTHING, SOMETHING] },
        ["的大桥 2025-09-29..2025-10-06", "的大桥 all"],
        "answered",
      ],
      [
        "what nothing answers is not found",
        "上周的大桥",
        { answers: [NOTHING] },
        ["的大桥 2025-09-29..2025-10-06", "的大桥 all"],
        "not-found",
      ],
      [
        "days after the end of the archive filter nothing out",
        "昨天大桥合龙了吗",
        { newestDay: "2025-09-30" },
        ["大桥合龙了吗 all"],
        "answered",
        "2025-09-30",
      ],
      [
        "nor do they leave an empty question",
        "昨天",
        { newestDay: "2025-09-30" },
        ["昨天 all"],
        "answered",
        "2025-09-30",
      ],
      [
        "days that begin before the end of the archive are searched, and it is said where it ends",
        "最近三天的大桥",
        {},
        ["的大桥 2025-10-06..2025-10-09"],
        "answered",
        "2025-10-07",
      ],
      [
        "what happened in a month is told in the next one too",
        "上个月的产值",
        { newestDay: "2025-10-08" },
        ["的产值 2025-09-01..2025-10-30"],
        "answered",
      ],
      [
        "a year that is not over does not lie beyond the archive",
        "今年的产值",
        {},
        ["今年的产值 2025-01-01..2026-07-16"],
        "answered",
      ],
      ["an archive without dates has no end", "昨天的大桥", { newestDay: null }, ["的大桥 all"], "answered"],
      ["a question about nothing is not searched", "请问怎么样", { answers: [NOTHING] }, [], "not-found"],
      ["a month is what the text tells of", "2013年7月的大桥", {}, ["2013年7月的大桥 all"], "answered"],
    ]
  it.each(cases)("%s", async (_, text, given, searched, kind, ends) => {
    const { ask, asked } = scene(given)
    const result = await ask(text, { now: NOW })
    expect(
      asked.map(({ plainText, days }) => `${plainText} ${days ? `${days.from}..${days.to}` : "all"}`),
    ).toEqual(searched)
    expect(result.answer.kind).toBe(kind)
    expect(result.archiveEnds).toBe(ends)
    expect(result.question.text).toBe(text)
  })

  const OTHERWISE: Contradicted = { ...SOMETHING, kind: "contradicted", premise: "合龙" }
  const WHICH: Clarify = { kind: "clarify", about: "大桥", choices: [], mode: "keyless" }
  const before: [name: string, scene: Scene, answer: object, answerers: number][] = [
    ["a question that could be two is asked back", { askBack: WHICH, premises: [OTHERWISE] }, WHICH, 0],
    ["a premise that the archive contradicts is named", { premises: [OTHERWISE] }, OTHERWISE, 0],
    ["one that nothing tells of is refused", { premises: [NOTHING, NOTHING] }, NOTHING, 0],
    ["but looked for in all days first", { premises: [NOTHING, undefined] }, SOMETHING, 1],
  ]
  it.each(before)("%s before anybody answers", async (_, given, answer, answerers) => {
    const { ask, answers } = scene(given)
    expect((await ask("上周的大桥", { now: NOW })).answer).toBe(answer)
    expect(answers()).toBe(answerers)
  })

  it("keeps the first refusal where a wider search finds nothing", async () => {
    const { ask, answers } = scene({ found: [FOUND, []], answers: [NOTHING, SOMETHING] })
    expect((await ask("上周的大桥", { now: NOW })).answer).toBe(NOTHING)
    expect(answers()).toBe(1)
  })

  it("hands on place, limit and signal, and no more time than is left", async () => {
    const { ask, asked, calls, limits } = scene({ answers: [NOTHING] })
    const { signal } = new AbortController()
    await ask("上周的大桥", { now: NOW, place: "汐川", signal, deadlineMs: 5_000 })
    expect(asked.map(({ place }) => place)).toEqual(["汐川", "汐川"])
    expect(limits).toEqual([8, 8])
    expect(calls).toHaveLength(4)
    let last = 5_000
    for (const options of calls) {
      expect(options?.signal).toBe(signal)
      expect(options?.deadlineMs).toBeLessThanOrEqual(last)
      expect(options?.deadlineMs).toBeGreaterThan(0)
      last = options?.deadlineMs ?? 0
    }
  })

  it("sets no deadline of its own", async () => {
    const { ask, calls } = scene({})
    await ask("大桥", { now: NOW })
    for (const options of calls) expect(options).toEqual({})
  })

  it("says how long it took", async () => {
    const { ask } = scene({})
    const { ms } = await ask("大桥", { now: NOW })
    expect(ms.retrieve).toBeGreaterThanOrEqual(0)
    expect(ms.answer).toBeGreaterThanOrEqual(0)
    expect(ms.total).toBeCloseTo(ms.retrieve + ms.answer, 6)
  })
})
