import type { Message } from "grammy/types"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import { type Choice, choiceKey } from "../../src/digest/choice.ts"
import { PASSED_OVER, SHRINK_AFTER } from "../../src/digest/shrink.ts"
import { PLAIN_CHOICE } from "../../src/digest/subscription.ts"
import { createChoicePresses } from "../../src/sqlite/choice-presses.ts"
import { SqliteSubscriptions } from "../../src/sqlite/subscriptions.ts"
import { createExtractiveSummarizer } from "../../src/summarize/extractive-summarizer.ts"
import { article as paperArticle } from "../digest/articles.ts"
import { messageWords } from "../playground/message-words.ts"
import { type BotWorld, buttonsOf, openWorld, personalDigestOf } from "./bot-world.ts"

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

describe("the topics below a reader's own digest", () => {
  const school: Choice = { kind: "topics", word: "教育" }
  const clinic: Choice = { kind: "topics", word: "医院" }
  const dayOf = (day: number) => `2025-11-${String(day).padStart(2, "0")}`

  /** Articles of one day: two on schools, three on hospitals, the first of which is the most important. */
  function printed(day: number): StoredArticle[] {
    const one = (word: string, at: number) => {
      const figure = 1000 + 10 * day + at
      // Words of its own: many articles of one form would be a series, of which one is told.
      const site = String.fromCodePoint(
        ...Array.from({ length: 40 }, (_, i) => 0x4e00 + figure * 7 + i * 131),
      )
      const text = `青江市今年第${figure}号${word}工程昨日在${site}开工。工程计划投资${figure}万元，由市里和各县分担。${"工程进展顺利。".repeat(20 - at)}`
      const instant = `${dayOf(day)}T06:00:00+08:00`
      const published = { publishedAt: instant, ingestedAt: new Date(instant).toISOString() }
      return paperArticle({
        id: `${word}${figure}`,
        title: `第${figure}号${word}工程开工`,
        body: [{ text }],
        ...published,
      })
    }
    return [...[1, 2].map((at) => one("教育", at)), ...[3, 4, 5].map((at) => one("医院", at))]
  }

  /** A bot whose reader 1 has a digest of two topics, and what sends it at seven of a day. */
  async function newsroom() {
    const articles: StoredArticle[] = []
    const summarizer = createExtractiveSummarizer()
    const get = (id: string) => articles.find((one) => one.id === id)
    const start = () => world.start((deps) => ({ articles: { ...deps.articles, get }, summarizer }))
    const running = await start()
    const { db } = running
    const subscriptions = new SqliteSubscriptions(db)
    const wants = { ...PLAIN_CHOICE.wants, topics: ["教育", "医院"] }
    const begun = new Date(`${dayOf(1)}T00:00:00+08:00`)
    const { id } = subscriptions.draft(1, { ...PLAIN_CHOICE, wants, at: { hour: 7, minute: 0 } }, begun)
    subscriptions.begin(id, begun)
    const digest = personalDigestOf(db, articles, world.apiRoot)
    const send = async (day: number) => {
      articles.push(...printed(day))
      await digest.tick(new Date(`${dayOf(day)}T07:00:00+08:00`))
      return world.said(1).at(-1)
    }
    return { ...running, id, articles, start, send, presses: createChoicePresses(db) }
  }

  /** What the bot replies to the press of this button. */
  async function told(message: Message | undefined, name: string): Promise<Message | undefined> {
    const before = world.said(1).length
    await world.press(1, message, name)
    return (await world.hear(1, before + 1)).at(-1)
  }
  const rowsOf = (message: Message | undefined) =>
    (world.shown(message)?.reply_markup?.inline_keyboard ?? []).map((row) => row.map(({ text }) => text))
  const wordsOf = (message: Message | undefined) => (message ? messageWords(message) : "")
  const listed = (message: Message | undefined, word: string) =>
    new Set(wordsOf(message).match(new RegExp(`第\\d+号${word}工程开工`, "gu"))).size
  const whole = [["医院 · 3", "教育 · 2"], ["不再接收这份摘要"]]

  it("tell more of one topic, of an old digest after a restart too, without what was retracted, to nobody else", async () => {
    const { send, articles, start, stop, id } = await newsroom()
    const first = await send(1)
    const second = await send(2)
    expect(rowsOf(first)).toEqual(whole)
    await stop()
    const { db } = await start()
    const at = articles.findIndex((one) => one.id === "医院1014")
    articles[at] = { ...(articles[at] as StoredArticle), status: "retracted" }
    const answer = await told(first, "医院 · 3")
    expect(answer?.reply_to_message?.message_id).toBe(first?.message_id)
    expect(answer?.text).toMatch(
      /^“医院” · 2025年11月1日的摘要\n\n• 第1013号医院工程开工\n青江市今年（2025年）第1013号医院工程.*投资1013万元.*\n\n• 第1015号/,
    )
    expect([listed(answer, "医院"), listed(answer, "教育")]).toEqual([2, 0])
    expect(answer?.entities?.map(({ type }) => type)).toEqual(["bold", "text_link", "text_link"])
    for (const [index, one] of articles.entries()) {
      if (one.id.startsWith("教育101")) articles[index] = { ...one, status: "retracted" }
    }
    expect((await told(first, "教育 · 2"))?.text).toBe("这里的报道都已经撤回。")
    const ledger = db.prepare("SELECT kind, question, chat_id FROM ledger").all()
    expect(ledger).toEqual([{ kind: "summary", question: "医院", chat_id: 1 }])
    const data = buttonsOf(second)[0]?.data ?? ""
    const before = createChoicePresses(db).unpressed(id)
    for (const [reader, forged] of [
      [2, data],
      [1, data.replace(dayOf(2), dayOf(9))],
      [1, data.replace(/[0-9a-f]{8}$/, "00000000")],
      [1, data.replace(/^told:\d+/, "told:999")],
    ] as const) {
      expect(await world.pressData(reader, reader === 1 ? second : await world.say(2, "/help"), forged)).toBe(
        "这个按钮已经不能用了。",
      )
    }
    expect(createChoicePresses(db).unpressed(id)).toEqual(before)
  })

  it("shrink where others are pressed, say so, and come back by one tap", async () => {
    const { id, send, presses } = await newsroom()
    for (let day = 1; day <= SHRINK_AFTER; day++) {
      const message = await send(day)
      expect([listed(message, "教育"), listed(message, "医院")]).toEqual([2, 3])
      if (day <= PASSED_OVER) await told(message, "教育 · 2")
    }
    const note = "“医院”（另有 2 条）这里只列最重要的一条：您常点别的按钮，已有 10 期以上没有点过它。"
    const small = await send(11)
    expect(wordsOf(small)).toContain(note)
    expect([listed(small, "教育"), listed(small, "医院")]).toEqual([2, 1])
    expect(rowsOf(small)).toEqual([["医院 · 3", "教育 · 2"], ["恢复“医院”全部"], ["不再接收这份摘要"]])
    const settings = await world.say(1, "/settings")
    expect(settings?.text).toContain("“医院”只列最重要的一条")

    const answer = await told(small, "医院 · 3")
    expect(listed(answer, "医院")).toBe(3)
    expect(answer?.text).toMatch(/“医院”从下一期起又全部列出。$/)
    expect((await world.say(1, "/settings"))?.text).not.toContain("只列")
    const again = await send(12)
    expect(wordsOf(again)).not.toContain("只列")
    expect([listed(again, "教育"), listed(again, "医院")]).toEqual([2, 3])

    const passOver = (word: Choice, other: Choice) => {
      for (let day = 1; day <= SHRINK_AFTER; day++) {
        const occurrence = `own:${id}:${dayOf(day)}`
        presses.stood(id, occurrence, [choiceKey(word)])
        if (day <= PASSED_OVER) presses.pressed(id, occurrence, choiceKey(other), [choiceKey(word)])
      }
    }
    passOver(clinic, school)
    const later = await send(13)
    expect(wordsOf(later)).toContain(note)
    expect(await world.press(1, later, "恢复“医院”全部")).toBe("“医院”以后都全部列出。")
    expect(rowsOf(later)).toEqual(whole)
    passOver(clinic, school)
    expect((await world.say(1, "/settings"))?.text).not.toContain("只列")

    passOver(school, clinic)
    const page = await world.say(1, "/settings")
    await world.press(1, page, "修改第 1 份")
    expect(world.shown(page)?.text).toContain("“教育”只列最重要的一条")
    await world.press(1, page, "恢复“教育”全部")
    expect(world.shown(page)?.text).not.toContain("只列")
    expect(rowsOf(page)[0]).toEqual(["地方", "题目"])
    const last = await send(14)
    expect([listed(last, "教育"), listed(last, "医院")]).toEqual([2, 3])
  })
})
