import type { ChildProcess } from "node:child_process"
import { setTimeout as sleep } from "node:timers/promises"
import { SqliteOutbox } from "../../src/sqlite/outbox.ts"
import { CHANNEL, EDITOR, kill, type NewsroomProcesses, openNewsroom } from "./newsroom-process.ts"
import { Random } from "./random.ts"

const READERS = 15
const PARTS = 2
/** A process gets this far before its death, in messages. */
const LONGEST_LIFE = 20
const LIFE_MS = 60_000

export interface KillReport {
  readonly kills: number
  readonly rows: number
  readonly sent: number
  readonly ambiguous: number
  /** Of the ambiguous, those that are in their chat. */
  readonly ambiguousThere: number
  /** What must never be, in words. */
  readonly violations: readonly string[]
}

/**
 * Kills the real program with SIGKILL again and again while it sends digests, half of them with a card, then lets it
 * finish, and holds what Telegram got against the outbox. When it dies is drawn by the seed; how far it got by then is
 * up to the machine.
 */
export async function killNewsroom(kills: number, seed: number): Promise<KillReport> {
  const random = new Random(seed)
  const newsroom = await openNewsroom(READERS)
  try {
    let editions = 0
    for (let killed = 0; killed < kills; killed++) {
      if (pendingRows(newsroom) < LONGEST_LIFE) {
        const card = editions % 2 === 0 ? "card" : undefined
        newsroom.publish(`${editions++}`, PARTS, card)
      }
      await dieAfter(newsroom, random)
    }
    const last = newsroom.start()
    await settled(newsroom, last)
    // Ends after what is under way.
    const ended = new Promise((resolve) => last.once("exit", resolve))
    last.kill("SIGTERM")
    await ended
    return account(newsroom, kills)
  } finally {
    await newsroom.close()
  }
}

function pendingRows({ withDatabase }: NewsroomProcesses): number {
  return withDatabase((db) => new SqliteOutbox(db).pending(100_000).length)
}

/** Dies some milliseconds after its n-th message has arrived, mostly 0: then its reply is on its way. */
async function dieAfter(newsroom: NewsroomProcesses, random: Random): Promise<void> {
  const most = random.int(1, LONGEST_LIFE)
  const laterMs = random.chance(0.5) ? 0 : random.int(1, 60)
  const child = newsroom.start()
  const exited = new Promise((resolve) => child.once("exit", resolve))
  const reached = new Promise<void>((resolve) => {
    let count = 0
    const stop = newsroom.api.subscribe((event) => {
      if (event.type !== "message" || event.chatId === EDITOR || ++count < most) return
      stop()
      if (laterMs === 0) child.kill("SIGKILL")
      resolve()
    })
  })
  await Promise.race([reached, exited, sleep(LIFE_MS, undefined, { ref: false })])
  await sleep(laterMs)
  await kill(child)
}

/** Comes back when nothing is pending: the last message of the last edition is there. */
async function settled(newsroom: NewsroomProcesses, child: ChildProcess): Promise<void> {
  let left = pendingRows(newsroom)
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the program ended with ${code}`)))
    if (left === 0) return resolve()
    newsroom.api.subscribe((event) => {
      if (event.type === "message" && event.chatId !== EDITOR && --left === 0) resolve()
    })
  })
}

function account({ api, readers, withDatabase }: NewsroomProcesses, kills: number): KillReport {
  const rows = withDatabase((db) =>
    db
      .prepare<[], { chat: string; text: string; state: string }>(
        "SELECT chat_id AS chat, payload ->> 'text' AS text, state FROM outbox ORDER BY id",
      )
      .all(),
  )
  const copies = new Map<string, number>()
  for (const chat of [CHANNEL, ...readers]) {
    for (const { text, caption } of api.transcript(chat)) {
      const key = `${chat} ${text ?? caption}`
      copies.set(key, (copies.get(key) ?? 0) + 1)
    }
  }
  const violations: string[] = []
  const counts = { sent: 0, ambiguous: 0, ambiguousThere: 0 }
  for (const { chat, text, state } of rows) {
    const key = `${chat} ${text}`
    const count = copies.get(key) ?? 0
    copies.delete(key)
    if (count > 1) violations.push(`${key}: ${count} copies`)
    if (state === "sent") counts.sent++
    else if (state === "ambiguous") counts.ambiguous++
    else violations.push(`${key}: lost as ${state}`)
    if (state === "sent" && count === 0) violations.push(`${key}: sent, but not there`)
    if (state === "ambiguous" && count === 1) counts.ambiguousThere++
  }
  for (const key of copies.keys()) violations.push(`${key}: nothing in the outbox says so`)
  return { kills, rows: rows.length, ...counts, violations }
}
