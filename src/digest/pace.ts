import { LRUCache } from "lru-cache"
import { type Clock, createAlarm } from "./clock.ts"

/** All of these are below what Telegram is known to bear: 30 a second, one a second a chat, 20 a minute a group. */
const OVER_ALL = { most: 25, ms: 1_000 }
const IN_GROUP = { most: 20, ms: 60_000 }
const SPACING_MS = OVER_ALL.ms / OVER_ALL.most
const PRIVATE_GAP_MS = 1_000
const GROUP_GAP_MS = IN_GROUP.ms / IN_GROUP.most
/** So much of the spacing that late timers have cost is made good, as far as the limit allows. */
const CATCH_UP_MS = 1_000
/** A digest waits no longer than this for answers that never cease. */
const LONGEST_YIELD_MS = 10_000
const CHATS_REMEMBERED = 10_000

/** When messages may leave: the one place that knows of everything the program sends. */
export interface Pace {
  /** Milliseconds until a digest message may go to the chat; 0: now. */
  waitMs(chatId: string): number
  /** A digest message leaves now. */
  take(chatId: string): void
  /** Telegram has refused a message to this chat for so long. Where a second chat is refused too, all wait. */
  refused(chatId: string, ms: number): void
  /** The connection is down: all digest messages wait for so long. */
  hold(ms: number): void
  /** A reader's answer leaves now and does not wait; digest messages do, until `done` has been called. */
  answer(chatId: string | undefined): { done(): void }
  /** Comes back when no answer is on its way, or after 10 s. */
  quiet(stop: AbortSignal): Promise<void>
}

/**
 * At most 25 messages in any second over all and 20 in any minute to a group or channel, a second apart in a private
 * chat and three in a group. Nobody knows what an earlier process sent last: a new one begins with those gaps.
 */
export function createPace(clock: Clock): Pace {
  const begunMs = clock.steadyMs()
  const overall = createWindow(OVER_ALL)
  const chats = new LRUCache<string, Window>({ max: CHATS_REMEMBERED })
  const refusals = createRefusals(clock)
  const answers = createAnswers(clock)
  let slotMs = begunMs + OVER_ALL.ms
  let heldMs = begunMs

  const gapOf = (chatId: string) => (isGroup(chatId) ? GROUP_GAP_MS : PRIVATE_GAP_MS)

  function chatFreeMs(chatId: string): number {
    const window = chats.peek(chatId)
    return Math.max((window?.last() ?? begunMs) + gapOf(chatId), window?.freeMs() ?? begunMs)
  }

  function note(chatId: string, nowMs: number): void {
    overall.add(nowMs)
    const window =
      chats.get(chatId) ?? createWindow(isGroup(chatId) ? IN_GROUP : { most: 1, ms: PRIVATE_GAP_MS })
    window.add(nowMs)
    chats.set(chatId, window)
  }

  return {
    waitMs(chatId) {
      const free = Math.max(
        slotMs,
        overall.freeMs(),
        heldMs,
        refusals.allMs(),
        refusals.ofMs(chatId),
        chatFreeMs(chatId),
      )
      return Math.max(0, free - clock.steadyMs())
    },
    take(chatId) {
      const nowMs = clock.steadyMs()
      slotMs = Math.max(slotMs, nowMs - CATCH_UP_MS) + SPACING_MS
      note(chatId, nowMs)
    },
    refused: refusals.add,
    hold(ms) {
      heldMs = Math.max(heldMs, clock.steadyMs() + ms)
    },
    answer(chatId) {
      if (chatId !== undefined) note(chatId, clock.steadyMs())
      return { done: answers.begin() }
    },
    quiet: answers.quiet,
  }
}

/** Groups and channels have negative ids or names. */
function isGroup(chatId: string): boolean {
  return chatId.startsWith("-") || chatId.startsWith("@")
}

type Window = ReturnType<typeof createWindow>

/** The latest `most` moments. */
function createWindow({ most, ms }: { readonly most: number; readonly ms: number }) {
  const moments: number[] = []
  return {
    last: () => moments.at(-1),
    /** From then on one more keeps to `most` in any `ms`. */
    freeMs: () => (moments.length < most ? Number.NEGATIVE_INFINITY : (moments[0] as number) + ms),
    add(nowMs: number): void {
      moments.push(nowMs)
      if (moments.length > most) moments.shift()
    },
  }
}

/** Telegram does not say whether a flood limit is the chat's or the bot's: with a second chat refused, it is the bot's. */
function createRefusals(clock: Clock) {
  const untilOf = new Map<string, number>()
  let allUntil = Number.NEGATIVE_INFINITY
  return {
    ofMs: (chatId: string) => untilOf.get(chatId) ?? Number.NEGATIVE_INFINITY,
    allMs: () => allUntil,
    add(chatId: string, ms: number): void {
      const nowMs = clock.steadyMs()
      for (const [chat, until] of untilOf) if (until <= nowMs) untilOf.delete(chat)
      untilOf.set(chatId, Math.max(untilOf.get(chatId) ?? nowMs, nowMs + ms))
      if (untilOf.size > 1) allUntil = Math.max(...untilOf.values())
    },
  }
}

function createAnswers(clock: Clock) {
  const alarm = createAlarm(clock)
  let under = 0
  return {
    begin(): () => void {
      under++
      return () => {
        under--
        if (under === 0) alarm.ring()
      }
    },
    async quiet(stop: AbortSignal): Promise<void> {
      if (under > 0) await alarm.wait(LONGEST_YIELD_MS, stop)
    },
  }
}
