import { afterEach, beforeEach, expect, it } from "vitest"
import type { StoredArticle } from "../../src/corpus.ts"
import type { ApprovalRule } from "../../src/desk/decide.ts"
import type { Desk } from "../../src/desk/desk.ts"
import type { CardMaker } from "../../src/digest/card.ts"
import type { Db } from "../../src/sqlite/database.ts"
import { article } from "../digest/articles.ts"
import { png } from "../fixtures/png.ts"
import { type BotWorld, deskOf, digestOf, EDITOR, openWorld, SEEN_MS } from "./bot-world.ts"

const MORNING = "2025-10-24T07:00:00+08:00"
const EIGHT = "2025-10-24T08:00:00+08:00"
const NINE = "2025-10-24T09:00:00+08:00"
const RULE: ApprovalRule = { until: { hour: 9, minute: 0 }, unapproved: "skip" }
const NAMES = ["白渡大桥", "云岭水库", "禾溪学校", "青屏茶山"]

let world: BotWorld
let time: Date
let articles: StoredArticle[]

beforeEach(async () => {
  time = new Date(MORNING)
  articles = NAMES.map((name, i) =>
    article({
      id: `n${i}`,
      title: `${name}完工`,
      body: [{ text: `${name}工程昨日完工，总投资${i + 2}亿元，将于下月投入使用。` }],
      place: ["汐川市", `${name.slice(0, 2)}县`],
      ingestedAt: "2025-10-23T20:00:00.000Z",
    }),
  )
  world = await openWorld(() => time)
})
afterEach(() => world.close())

/** A bot whose digest is of the test's articles and by the test's clock. */
async function start(approval?: ApprovalRule, card?: CardMaker) {
  let desk: Desk | undefined
  const running = await world.start((_deps, db) => {
    const digest = digestOf(db, articles, card)
    desk = deskOf(db, digest, articles, approval)
    return { digest, desk, now: () => time }
  })
  const tick = async () => {
    await desk?.tick(time)
    await running.bot.tellEditors()
  }
  return { ...running, tick }
}

/** The latest message with buttons that the editor was shown. */
function board() {
  const message = world.said(EDITOR).findLast(({ reply_markup }) => reply_markup)
  const buttons = message?.reply_markup?.inline_keyboard.flat() ?? []
  return {
    text: message?.text ?? "",
    labels: buttons.map(({ text }) => text),
    id: message?.message_id ?? 0,
    data: (label: string) => {
      const button = buttons.find(({ text }) => text === label)
      return button && "callback_data" in button ? button.callback_data : ""
    },
  }
}

const shows = (words: string) => world.api.until(() => board().text.includes(words), SEEN_MS)
const press = (label: string, by = EDITOR) =>
  world.api.userPresses(by, EDITOR, board().id, board().data(label))
const hears = (words: string) =>
  world.api.until(() => world.said(EDITOR).some(({ text }) => text?.includes(words)), SEEN_MS)

async function openDesk(): Promise<void> {
  world.api.userSends(EDITOR, EDITOR, "/digest")
  await shows("共 4 条")
}

async function pressed(label: string, then: string): Promise<void> {
  press(label)
  await shows(then)
}

const payloads = (db: Db) =>
  db
    .prepare("SELECT payload FROM outbox ORDER BY id")
    .pluck()
    .all()
    .map((payload) => (JSON.parse(String(payload)) as { text: string }).text)
    .join("\n")

it("is read, moved, dropped, rewritten and approved, over a restart, and sent when it is due", async () => {
  const first = await start(RULE)
  await openDesk()
  expect(world.said(EDITOR).some(({ text }) => text?.includes("1. 云岭水库完工"))).toBe(true)
  expect(board().labels).toEqual(["批准", "立即发送", "看全文", "修改", "今天不发", "暂不处理"])
  await pressed("修改", "要改哪一条")
  const order = () => [...board().text.matchAll(/^\d\. (..)/gm)].map((match) => match[1])
  expect(order()).toEqual(["云岭", "白渡", "禾溪", "青屏"])
  await pressed("2", "白渡大桥工程")
  await pressed("上移", "已上移")
  expect(order()).toEqual(["白渡", "云岭", "禾溪", "青屏"])
  await pressed("4", "青屏茶山工程")
  await pressed("删去", "已删去")
  expect(order()).toEqual(["白渡", "云岭", "禾溪"])
  await first.stop()

  const second = await start(RULE)
  world.api.userSends(EDITOR, EDITOR, "/digest 1 白渡大桥工程总投资2亿元。")
  await shows("原文可以支持")
  world.api.userSends(EDITOR, EDITOR, "/digest 2 云岭水库工程总投资9亿元，附近居民都说好。")
  await shows("注明“编者”")
  world.api.userSends(EDITOR, EDITOR, "/digest")
  await shows("共 3 条")
  const stale = board().data("立即发送")
  await pressed("批准", "已批准")
  world.api.userPresses(EDITOR, EDITOR, board().id, stale)
  await shows("刚才有人改过")
  await second.tick()
  expect(payloads(second.db)).toBe("")
  time = new Date(EIGHT)
  await second.tick()
  await second.tick()
  const sent = payloads(second.db)
  expect(sent).toContain("• 白渡大桥完工\n白渡大桥工程总投资2亿元。")
  expect(sent).toContain("编者：云岭水库工程总投资9亿元，附近居民都说好。")
  expect(sent).not.toContain("青屏")
  expect(sent.indexOf("白渡")).toBeLessThan(sent.indexOf("云岭"))
  expect(sent.match(/新闻摘要/g)).toHaveLength(1)
})

it("is sent at once, once, by editors alone", async () => {
  const { db, tick } = await start()
  await openDesk()
  const answers: string[] = []
  world.api.subscribe((event) => {
    if (event.type === "callback-answer") answers.push(`${event.userId}: ${event.text}`)
  })
  const { id, data } = board()
  world.api.userPresses(1, EDITOR, id, data("立即发送"))
  await world.api.until(() => answers.includes("1: 这个按钮已经不能用了。"), SEEN_MS)
  expect(payloads(db)).toBe("")
  const line = () => world.said(EDITOR).find((message) => message.message_id === id)?.text ?? ""
  world.api.userPresses(EDITOR, EDITOR, id, data("立即发送"))
  await world.api.until(() => line().includes("已交付发送，共 1"), SEEN_MS)
  world.api.userPresses(EDITOR, EDITOR, id, data("立即发送"))
  await world.api.until(() => line().includes("没有重复发送"), SEEN_MS)
  time = new Date(EIGHT)
  await tick()
  expect(payloads(db).match(/新闻摘要/g)).toHaveLength(1)
  world.api.userSends(EDITOR, EDITOR, "/digest")
  await hears("最近的一天")
})

it("waits for an approval, says so once, and skips at the deadline; it can still be sent", async () => {
  const { db, tick } = await start(RULE)
  time = new Date(EIGHT)
  for (let again = 0; again < 3; again++) await tick()
  await hears("等待批准，最晚到 09:00")
  time = new Date(NINE)
  await tick()
  await hears("已按设置取消")
  await tick()
  expect(world.said(EDITOR)).toHaveLength(2)
  expect(payloads(db)).toBe("")
  await openDesk()
  expect(board().labels).not.toContain("批准")
  press("立即发送")
  await hears("已交付发送，共 1")
  expect(payloads(db)).toContain("云岭")
})

it("is sent at the deadline where the newsroom wants it so", async () => {
  const { db, tick } = await start({ ...RULE, unapproved: "send" })
  time = new Date(EIGHT)
  await tick()
  time = new Date(NINE)
  await tick()
  await hears("没有人批准，2025-10-24 的摘要已按设置发送")
  expect(payloads(db)).toContain("云岭")
})

it("goes without what was retracted after the approval, and says so", async () => {
  const { db, tick } = await start(RULE)
  await openDesk()
  await pressed("批准", "已批准")
  articles[0] = { ...(articles[0] as StoredArticle), status: "retracted" }
  time = new Date(EIGHT)
  await tick()
  await hears("没有发送的：《白渡大桥完工》")
  expect(payloads(db)).not.toContain("白渡大桥")
  expect(payloads(db)).toContain("云岭水库")
})

it("tells an article's corrected version, not the one that was approved", async () => {
  const { db, tick } = await start(RULE)
  await openDesk()
  await pressed("批准", "已批准")
  const text = "白渡大桥工程昨日完工，总投资20亿元，将于下月投入使用。"
  articles[0] = { ...(articles[0] as StoredArticle), version: 2, text, body: [{ text }] }
  time = new Date(EIGHT)
  await tick()
  expect(payloads(db)).toContain("总投资20亿元")
  expect(payloads(db)).not.toContain("总投资2亿元")
})

it("is skipped for today by a press", async () => {
  const { db, tick } = await start()
  await openDesk()
  await pressed("今天不发", "今天不发")
  time = new Date(EIGHT)
  await tick()
  expect(payloads(db)).toBe("")
  expect(db.prepare("SELECT content ->> 'reason' FROM editions").pluck().all()).toEqual(["editor"])
})

it.each([
  ["/digest 1", "/digest 编号"],
  ["/digest 新的一句话", "/digest 编号"],
  [`/digest 1 ${"字".repeat(201)}`, "/digest 编号"],
  ["/digest 77 新的一句话", "没有这个编号"],
])("what cannot be done is said in one line: %s", async (words, line) => {
  await start()
  await openDesk()
  world.api.userSends(EDITOR, EDITOR, words)
  await hears(line)
})

it("an empty archive has nothing to send", async () => {
  articles = []
  await start()
  world.api.userSends(EDITOR, EDITOR, "/digest")
  await hears("没有可以发送的文章")
})

it("shows the card before the text, as it is sent", async () => {
  const card: CardMaker = {
    draw: async () => ({ png: png(), articles: [] }),
    message: () => JSON.stringify({ text: "卡片" }),
  }
  const { db } = await start(undefined, card)
  await openDesk()
  expect(world.said(EDITOR).map(({ photo }) => photo !== undefined)).toEqual([true, false, false])
  press("立即发送")
  await hears("已交付发送")
  expect(payloads(db)).toMatch(/^卡片\n青江日报新闻摘要/)
})
