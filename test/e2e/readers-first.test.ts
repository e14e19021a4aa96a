import { Api } from "grammy"
import { afterEach, beforeEach, expect, it } from "vitest"
import { systemClock } from "../../src/digest/clock.ts"
import { createDelivery } from "../../src/digest/delivery.ts"
import { createPace, type Pace } from "../../src/digest/pace.ts"
import { tooManyRequests } from "../../src/playground/faults.ts"
import { SqliteEditions } from "../../src/sqlite/editions.ts"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { createTransport } from "../../src/telegram/sender.ts"
import { type BotWorld, door, openWorld, TOKEN } from "./bot-world.ts"

const READER = 1
const SUBSCRIBER = 2

let world: BotWorld
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** The shared pace without its gaps: what is looked at here is only who goes first. */
function impatient(): Pace {
  return { ...createPace(systemClock), waitMs: () => 0 }
}

async function begin(pace: Pace) {
  const { db } = await world.start(() => ({ pace, wait: async () => undefined }))
  const edition = { occurrence: "daily:2025-10-24", date: "2025-10-24", groups: [], left: 0 }
  const messages = [JSON.stringify({ text: "新闻摘要", entities: [] })]
  new SqliteEditions(db).publish(edition, {
    cutoff: undefined,
    now: new Date(),
    chats: [String(SUBSCRIBER)],
    messages,
  })
  const transport = createTransport(new Api(TOKEN, { apiRoot: world.apiRoot }))
  const log = { info: () => undefined, warn: () => undefined }
  return createDelivery({ outbox: new SqliteOutbox(db), transport, pace, clock: systemClock, log })
}

it("a digest message waits while a reader's answer is on its way", async () => {
  const { opened, open } = door()
  const [pace, begun] = [impatient(), door()]
  const watched: Pace = {
    ...pace,
    answer(chat) {
      if (chat !== undefined) begun.open()
      return pace.answer(chat)
    },
  }
  const delivery = await begin(watched)
  world.api.faults.add({ method: "sendMessage", trouble: { kind: "held", until: opened } })
  world.api.userSends(READER, READER, "新桥？")
  await begun.opened
  const order: number[] = []
  world.api.subscribe((event) => {
    if (event.type === "message" && event.message.from?.is_bot) order.push(event.chatId)
  })
  const delivering = delivery.deliver()
  open()
  await delivering
  expect(order).toEqual([READER, SUBSCRIBER])
})

it("a flood limit of an answer is the digest's as well", async () => {
  const refused: [string, number][] = []
  const pace: Pace = { ...impatient(), refused: (chat, ms) => void refused.push([chat, ms]) }
  await begin(pace)
  world.api.faults.add({ method: "sendMessage", trouble: tooManyRequests(40) })
  world.api.userSends(READER, READER, "新桥？")
  await world.hear(READER, 1)
  expect(refused).toEqual([[String(READER), 40_000]])
})
