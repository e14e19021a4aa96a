import { expect, it } from "vitest"
import type { Answer } from "../../src/answer/answer.ts"
import { NOBODY } from "../../src/answer/ledger.ts"
import { quoteClaim } from "../../src/gate/gate.ts"
import { SqliteArticleStore } from "../../src/sqlite/article-store.ts"
import { openDatabase } from "../../src/sqlite/database.ts"
import { createLedger } from "../../src/sqlite/ledger.ts"
import { article, prepared } from "../fixtures/articles.ts"
import { evidence } from "../fixtures/evidence.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { answered } from "../telegram/samples.ts"

const ASKER = { chatId: 42, threadId: 7, readerId: 99 }
const AT = new Date("2025-10-08T12:00:00Z")

function open() {
  const db = openDatabase(temporaryFolder())
  return {
    db,
    ledger: createLedger(db),
    citations: (id: number) =>
      db
        .prepare("SELECT article_id, version, field, start, end FROM ledger_citations WHERE ledger_id = ?")
        .all(id),
    messages: (id: number) =>
      db.prepare("SELECT message_id FROM ledger_messages WHERE ledger_id = ? ORDER BY 1").pluck().all(id),
  }
}

const ANSWERED: Answer = {
  kind: "answered",
  mode: "model",
  promptVersion: "p1",
  claims: [
    quoteClaim(evidence("甲乙丙丁。戊己。", { id: "a", start: 10 }), 0, 5),
    quoteClaim(evidence("庚辛。", { id: "b", field: "abstract" }), 0, 3),
  ],
}

it("keeps what was asked and answered, and what each sentence stands on", () => {
  const { db, ledger, citations } = open()
  const id = ledger.record({ at: AT, ...ASKER, question: "问？", answer: ANSWERED })
  const row = db.prepare("SELECT * FROM ledger WHERE id = ?").get(id) as Record<string, unknown>
  expect(row).toMatchObject({ at: AT.toISOString(), chat_id: 42, question: "问？", kind: "answered" })
  expect(row).toMatchObject({ mode: "model", prompt_version: "p1" })
  expect(JSON.parse(String(row.answer))).toEqual(ANSWERED)
  expect(citations(id)).toEqual([
    { article_id: "a", version: 1, field: "text", start: 10, end: 15 },
    { article_id: "b", version: 1, field: "abstract", start: 0, end: 3 },
  ])
  db.close()
})

it("keeps a summary, and what each of its sentences stands on", () => {
  const { db, ledger, citations } = open()
  const claims = [quoteClaim(evidence("甲乙丙丁。戊己。", { id: "a", start: 10 }), 0, 5)]
  const summary = { kind: "summary", articleId: "a", style: "brief", claims, mode: "keyless" } as const
  const id = ledger.record({ at: AT, ...ASKER, question: "/summary 1", answer: summary })
  expect(db.prepare("SELECT kind, question FROM ledger WHERE id = ?").get(id)).toEqual({
    kind: "summary",
    question: "/summary 1",
  })
  expect(citations(id)).toEqual([{ article_id: "a", version: 1, field: "text", start: 10, end: 15 }])
  db.close()
})

it("keeps a refusal, without a chat on the command line", () => {
  const { db, ledger, citations } = open()
  const answer: Answer = { kind: "not-found", nearest: [], mode: "keyless" }
  const id = ledger.record({ at: AT, ...NOBODY, question: "问？", answer })
  expect(db.prepare("SELECT chat_id, kind, mode, prompt_version FROM ledger WHERE id = ?").get(id)).toEqual({
    chat_id: null,
    kind: "not-found",
    mode: "keyless",
    prompt_version: null,
  })
  expect(citations(id)).toEqual([])
  db.close()
})

it("gives each answer an id of its own, and knows its messages", () => {
  const { db, ledger, messages } = open()
  const first = ledger.record({ ...ASKER, at: AT, question: "一", answer: ANSWERED })
  const second = ledger.record({ ...ASKER, at: AT, question: "一", answer: ANSWERED })
  expect(second).toBeGreaterThan(first)
  ledger.delivered(first, [7, 8])
  ledger.delivered(first, [8, 9])
  expect(messages(first)).toEqual([7, 8, 9])
  expect(messages(second)).toEqual([])
  expect(() => ledger.delivered(second + 1, [1])).toThrow("FOREIGN KEY")
  db.close()
})

const REPORT =
  "汐江二桥昨日合龙，全桥长一点二公里，双向四车道，沿江两岸的居民从此不必再绕行老桥，预计明年通车。"

it("tells which chat was told of which live stories, newest first", async () => {
  const { db, ledger } = open()
  const store = new SqliteArticleStore(db, { embedderId: "test", indexes: [] })
  const given = { source: "雁洲晚报", publishedAt: "2025-10-09" }
  const others = ["青屏县的秋茶开采。", "云岭县医院门诊楼封顶。"].map((text, at) => article(`o${at}`, [text]))
  await store.put([article("a", [REPORT]), article("reprint", [REPORT], given), ...others].map(prepared), AT)
  const [a, o0, o1] = ["a", "o0", "o1"].map((id) => store.get(id)?.number)
  const day = (day: number) => new Date(Date.UTC(2025, 9, day))
  const tell = (
    chatId: number | null,
    at: Date,
    ...cited: (readonly [id: string, field: "text" | "title"])[]
  ) => {
    const claims = cited.map(([id, field]) => quoteClaim(evidence("甲乙丙丁。", { id, field }), 0, 5))
    ledger.record({
      ...NOBODY,
      chatId,
      at,
      question: "问？",
      answer: { kind: "answered", claims, mode: "keyless" },
    })
  }
  tell(1, day(1), ["a", "text"])
  tell(1, day(2), ["a", "text"], ["reprint", "text"], ["o0", "title"])
  tell(2, day(3), ["o0", "title"])
  tell(3, day(4), ["o0", "title"], ["o1", "title"])
  tell(null, day(5), ["a", "text"])
  tell(4, day(6), ["gone", "text"])
  tell(5, day(7), ["o1", "text"])
  const claims = [quoteClaim(evidence("甲乙丙丁。", { id: "o0" }), 0, 5)]
  const summary = { kind: "summary", articleId: "o0", style: "brief", claims, mode: "keyless" } as const
  ledger.record({ ...NOBODY, chatId: 6, at: day(8), question: "/summary 1", answer: summary })
  ledger.record({ ...NOBODY, chatId: 8, at: day(8), question: "桥", answer: { ...summary, style: "topic" } })
  ledger.record({
    ...NOBODY,
    chatId: 7,
    at: day(8),
    question: "问？",
    answer: { kind: "not-found", nearest: [], mode: "keyless" },
  })

  const told = (from: number, to: number, limit = 10) =>
    ledger.tellings(day(from), day(to), limit).map(({ chatId, at, articles }) => {
      return [chatId, at.getUTCDate(), [...articles].sort()]
    })
  const all = [
    [6, 8, [o0]],
    [5, 7, [o1]],
    [2, 3, [o0]],
    [1, 2, [a, o0]],
    [1, 1, [a]],
  ]
  expect(told(0, 9)).toEqual(all)
  expect(told(1, 7)).toEqual(all.slice(1, 4))
  expect(told(0, 9, 2)).toEqual(all.slice(0, 2))
  await store.retract("o0", "wrong")
  expect(told(0, 9)).toEqual([
    [5, 7, [o1]],
    [1, 2, [a]],
    [1, 1, [a]],
  ])
  db.close()
})

it("gives an entry back as it was, and takes out what is older than a day", () => {
  const { db, ledger } = open()
  const { question, trace } = answered([])
  const made = { trace: { ...trace, weights: { 新桥: 1.5 } }, ms: { retrieve: 1, answer: 2, total: 3 } }
  const old = ledger.record({ ...ASKER, at: AT, question: question.text, answer: ANSWERED, made })
  const summary = { kind: "summary", articleId: "a", style: "brief", claims: [], mode: "keyless" } as const
  const later = new Date(AT.getTime() + 1)
  const recent = ledger.record({ ...NOBODY, at: later, question: "/summary", answer: summary })
  ledger.delivered(old, [9, 8])
  const messageIds = [8, 9]
  expect(ledger.find(old)).toEqual({
    ...ASKER,
    id: old,
    at: AT,
    question: question.text,
    answer: ANSWERED,
    made,
    messageIds,
  })
  expect(ledger.find(recent)).toMatchObject({ ...NOBODY, answer: summary, messageIds: [] })
  expect(ledger.find(recent + 1)).toBeUndefined()
  expect(ledger.prune(later)).toBe(1)
  expect(ledger.find(old)).toBeUndefined()
  expect(ledger.find(recent)).toBeDefined()
  db.close()
})

it("gives the turns of one reader in one thread, newest so many, oldest first, each with its whole question", () => {
  const { db, ledger } = open()
  const at = (minutes: number) => new Date(AT.getTime() + minutes * 60_000)
  const { trace, ms } = answered([])
  const whole = { ...trace, question: { ...trace.question, text: "去年问？" } }
  const near = { articleId: "n", title: "近", url: null, source: null, publishedAt: null, place: [] }
  const choices = [{ label: "甲县", question: "甲县问？" }]
  ledger.record({ at: at(0), ...ASKER, question: "旧问？", answer: ANSWERED })
  const first = ledger.record({ at: at(1), ...ASKER, question: "问？", answer: ANSWERED })
  ledger.record({
    at: at(2),
    ...ASKER,
    question: "那去年呢？",
    answer: { kind: "not-found", nearest: [near], mode: "keyless" },
    made: { trace: whole, ms },
  })
  ledger.record({
    at: at(3),
    ...ASKER,
    question: "哪个县？",
    answer: { kind: "clarify", about: "县", choices, mode: "keyless" },
  })
  ledger.record({
    at: at(4),
    ...ASKER,
    question: "/summary 1",
    answer: { kind: "summary", articleId: "a", style: "brief", claims: [], mode: "keyless" },
  })
  for (const other of [{ threadId: null }, { readerId: 98 }, { chatId: 43 }])
    ledger.record({ at: at(5), ...ASKER, ...other, question: "别处？", answer: ANSWERED })
  const [told, ...more] = ledger.turns(ASKER, at(1), 9)
  expect(told).toEqual({
    at: at(1),
    question: "问？",
    kind: "answered",
    claims: ["甲乙丙丁。", "庚辛。"],
    articles: ANSWERED.claims.map(({ citations }) => ({
      id: citations[0]?.articleId,
      title: citations[0]?.title,
    })),
  })
  expect(more).toEqual([
    { at: at(2), question: "去年问？", kind: "not-found", claims: [], articles: [{ id: "n", title: "近" }] },
    { at: at(3), question: "哪个县？", kind: "clarify", claims: [], articles: [], choices },
  ])
  expect(ledger.turns(ASKER, at(0), 2)).toEqual(more)
  expect(ledger.turns({ ...ASKER, threadId: null }, at(0), 9).map(({ question }) => question)).toEqual([
    "别处？",
  ])
  ledger.delivered(first, [501, 502])
  expect(ledger.turnOf(42, 502)).toEqual(told)
  expect([ledger.turnOf(42, 503), ledger.turnOf(43, 502)]).toEqual([undefined, undefined])
  db.close()
})

it("gives what an answer gave to choose from to its own chat only", () => {
  const { db, ledger } = open()
  const choices = [{ label: "禾溪县第二小学", question: "禾溪县第二小学的校长是谁？" }]
  const clarify: Answer = { kind: "clarify", about: "第二小学", choices, mode: "keyless" }
  const id = ledger.record({ ...ASKER, at: AT, question: "第二小学的校长是谁？", answer: clarify })
  const other = ledger.record({ ...ASKER, at: AT, question: "问？", answer: ANSWERED })
  expect(ledger.choices(id, 42)).toEqual(choices)
  expect(ledger.choices(id, 43)).toBeUndefined()
  expect(ledger.choices(other, 42)).toBeUndefined()
  expect(ledger.choices(id + 99, 42)).toBeUndefined()
  db.close()
})
