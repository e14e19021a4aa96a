import { beforeEach, expect, test } from "vitest"
import type { Ask } from "../../src/answer/ask.ts"
import type { StoredArticle } from "../../src/corpus.ts"
import { createAwaited, MOST_ASKED, OFFERED_FROM, TOLD_FROM } from "../../src/digest/answer-awaited.ts"
import { MOST_AWAITED } from "../../src/digest/awaited.ts"
import { createAwaitedQuestions } from "../../src/sqlite/awaited-questions.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { asked, verbatim } from "../telegram/samples.ts"
import { article, articleList } from "./articles.ts"
import { memoryDatabase } from "./memory-database.ts"

const ASKED_AT = new Date("2025-10-24T00:00:00.000Z")
const NOW = new Date("2025-10-25T00:00:00.000Z")

let db: Db
let articles: StoredArticle[]
let questions: string[]
const awaited = () => createAwaitedQuestions(db)

beforeEach(() => {
  db = memoryDatabase()
  articles = [article({ id: "old", number: 1, ingestedAt: "2025-10-01T00:00:00.000Z" })]
  questions = []
})

const wait = (chatId: number, question: string) =>
  awaited().add({ chatId, question, language: "zh-CN", askedAt: ASKED_AT, seen: ASKED_AT.toISOString() })

const comesIn = (id: string, number: number, ingestedAt: string) =>
  articles.push(article({ id, number, ingestedAt }))

/** Answers by the first article that is found and has the question for its id. */
const ask: Ask = async (text, { now, narrowed }) => {
  questions.push(`${text} ${now.toISOString()}`)
  const found = articles.find(({ id, number }) => id === text && narrowed?.accept?.(number))
  return asked(
    found
      ? { kind: "answered", claims: [verbatim("通车。", { articleId: found.id })], mode: "keyless" }
      : { kind: "not-found", nearest: [], mode: "keyless" },
  )
}

function answering(askWith: Ask = ask) {
  const answer = createAwaited({
    awaited: awaited(),
    editions: new SqliteEditions(db),
    articles: {
      list: (filter, limit) => articleList(articles).list(filter, limit),
      state: () => ({
        articles: 0,
        passages: 0,
        sequence: articles.length,
        oldestDay: null,
        newestDay: null,
      }),
    },
    ask: askWith,
    atomically: (work) => db.transaction(work).immediate(),
    render: ({ answer }, { question }, how) => [
      `${how === "told" ? "" : "? "}${question}: ${"claims" in answer && answer.claims[0]?.text}`,
    ],
    timeZone: "Asia/Shanghai",
    log: { info: () => undefined, warn: () => undefined },
  })
  return () => answer(NOW)
}

const outbox = () => db.prepare("SELECT chat_id || ' ' || payload FROM outbox ORDER BY id").pluck().all()

test("a question is asked again of new articles alone, and answered once", async () => {
  wait(1, "old")
  wait(1, "new")
  wait(2, "new")
  const answer = answering()
  await answer()
  expect(questions).toEqual([])
  comesIn("new", 2, "2025-10-24T01:00:00.000Z")
  await answer()
  expect(outbox()).toEqual(["1 new: 通车。", "2 new: 通车。"])
  expect(questions[0]).toBe(`old ${ASKED_AT.toISOString()}`)
  expect(awaited().waiting(9)).toMatchObject([{ question: "old", seen: "2025-10-24T01:00:00.000Z" }])
  questions = []
  await answer()
  await answering()()
  expect(questions).toEqual([])
  comesIn("old", 3, "2025-10-24T02:00:00.000Z")
  await answer()
  expect(outbox()).toHaveLength(3)
})

test("what an older article says is no news", async () => {
  wait(1, "q")
  comesIn("new", 2, "2025-10-24T01:00:00.000Z")
  const old: Ask = async () =>
    asked({ kind: "answered", claims: [verbatim("通车。", { articleId: "old" })], mode: "keyless" })
  await answering(old)()
  expect(outbox()).toEqual([])
})

/** As `ask` answers, with this confidence. */
const sureBy =
  (confidence: number): Ask =>
  async (...given) => {
    const told = await ask(...given)
    const isAnswered = told.answer.kind === "answered" && confidence >= (given[1].narrowed?.threshold ?? 1)
    const notFound = { kind: "not-found", nearest: [], mode: "keyless" } as const
    return { ...told, judged: [{ confidence, claims: [] }], ...(isAnswered ? {} : { answer: notFound }) }
  }

test.each<[confidence: number, told: string[], waiting: boolean]>([
  [TOLD_FROM, ["1 new: 通车。"], false],
  [TOLD_FROM - 0.01, ["1 ? new: 通车。"], true],
  [OFFERED_FROM, ["1 ? new: 通车。"], true],
  [OFFERED_FROM - 0.01, [], true],
])("with a confidence of %d", async (confidence, told, waiting) => {
  wait(1, "new")
  comesIn("new", 2, "2025-10-24T01:00:00.000Z")
  await answering(sureBy(confidence))()
  expect(outbox()).toEqual(told)
  expect(
    awaited()
      .of(1)
      .map(({ seen }) => seen),
  ).toEqual(waiting ? ["2025-10-24T01:00:00.000Z"] : [])
})

test("one article is offered, and a sure one told all the same", async () => {
  wait(1, "new")
  const next = (number: number) => {
    articles = articles.filter(({ id }) => id !== "new")
    comesIn("new", number, `2025-10-24T0${number}:00:00.000Z`)
  }
  next(2)
  await answering(sureBy(0.5))()
  next(3)
  await answering(sureBy(0.6))()
  expect(outbox()).toEqual(["1 ? new: 通车。"])
  next(4)
  await answering(sureBy(0.9))()
  expect(outbox()).toEqual(["1 ? new: 通车。", "1 new: 通车。"])
  expect(awaited().of(1)).toEqual([])
})

test("a run asks so many; the others come next", async () => {
  for (let chat = 1; chat <= MOST_ASKED + 3; chat++) wait(chat, `q${chat}`)
  comesIn("new", 2, "2025-10-24T01:00:00.000Z")
  const answer = answering()
  await answer()
  expect(questions).toHaveLength(MOST_ASKED)
  await answer()
  expect(questions).toHaveLength(MOST_ASKED + 3)
  await answer()
  expect(questions).toHaveLength(MOST_ASKED + 3)
})

test("a question that was taken back while it was asked is not answered", async () => {
  wait(1, "new")
  comesIn("new", 2, "2025-10-24T01:00:00.000Z")
  for (const confidence of [0.5, 0.9]) {
    await answering(async (text, options) => {
      for (const { id } of awaited().of(1)) awaited().drop(id, 1)
      return sureBy(confidence)(text, options)
    })()
    expect(outbox()).toEqual([])
    wait(1, "new")
  }
})

test("a reader waits for so many questions, for each once, and drops only own ones", () => {
  const added = Array.from({ length: MOST_AWAITED + 2 }, (_, at) => wait(1, `q${at}`))
  expect(added.filter((one) => one === "added")).toHaveLength(MOST_AWAITED)
  expect(added.at(-1)).toBe("too-many")
  expect(wait(1, "q0")).toBe("already")
  expect(wait(2, "q0")).toBe("added")
  const [first] = awaited().of(1)
  expect(awaited().drop(first?.id ?? 0, 2)).toBe(false)
  expect(awaited().drop(first?.id ?? 0, 1)).toBe(true)
})
