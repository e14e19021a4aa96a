import type { Outbox } from "../../src/digest/outbox.ts"
import type { VirtualClock } from "./virtual-clock.ts"

/** Rounding of sums of fractions of a millisecond. */
const EPSILON_MS = 0.001
/** The outbox keeps whole milliseconds. */
const KEPT_MS = 1

interface Limit {
  readonly most: number
  readonly ms: number
}

const OVER_ALL: Limit = { most: 25, ms: 1_000 }
const PRIVATE: Limit = { most: 1, ms: 1_000 }
const GROUP: Limit = { most: 20, ms: 60_000 }

/** Looks at what leaves, over the deaths of processes, and holds it against the permitted pace. */
export class PaceWatch {
  readonly violations: string[] = []
  answers = 0
  readonly #clock: VirtualClock
  readonly #overall: number[] = []
  readonly #chats = new Map<string, number[]>()
  readonly #refusedUntil = new Map<string, number>()
  #answering = 0

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** A digest message leaves. */
  request(chat: string): void {
    const now = this.#clock.steadyMs()
    if (this.#answering > 0) this.#violation(chat, "before a reader's answer")
    this.#keeps(this.#overall, OVER_ALL, chat, "over all")
    this.#keeps(this.#timesOf(chat), chat.startsWith("-") ? GROUP : PRIVATE, chat, "in its chat")
    for (const [other, until] of this.#refusedUntil) if (until <= now) this.#refusedUntil.delete(other)
    if (this.#refusedUntil.has(chat)) this.#violation(chat, "within its retry_after")
    else if (this.#refusedUntil.size > 1) this.#violation(chat, "within the retry_after of all")
    this.#note(chat)
  }

  /** A reader's answer leaves; it has arrived when the result is called. */
  answer(chat: string): () => void {
    this.answers++
    this.#answering++
    this.#note(chat)
    return () => {
      this.#answering--
    }
  }

  /** Whoever has died knows the wait by the wall clock. */
  clockWasSet(): void {
    this.#refusedUntil.clear()
  }

  /** The outbox; what it is told of refusals is remembered. */
  refusalsOf(outbox: Outbox): Outbox {
    return {
      abandon: () => outbox.abandon(),
      pending: (limit) => outbox.pending(limit),
      floodLimits: () => outbox.floodLimits(),
      claim: (id) => outbox.claim(id),
      settle: (claim, settlement, now) => {
        outbox.settle(claim, settlement, now)
        if (settlement.state !== "pending" || settlement.notBefore === undefined) return
        const chat = outbox.pending(100_000).find(({ id }) => id === claim.id)?.chatId ?? ""
        const ms = settlement.notBefore.getTime() - now.getTime()
        this.#refusedUntil.set(chat, this.#clock.steadyMs() + ms - KEPT_MS)
      },
    }
  }

  #timesOf(chat: string): number[] {
    const times = this.#chats.get(chat) ?? []
    this.#chats.set(chat, times)
    return times
  }

  #keeps(times: readonly number[], { most, ms }: Limit, chat: string, where: string): void {
    const first = times.at(-most)
    const gap = this.#clock.steadyMs() - (first ?? Number.NEGATIVE_INFINITY)
    if (gap < ms - EPSILON_MS) this.#violation(chat, `${most + 1} in ${gap.toFixed(1)} ms ${where}`)
  }

  #note(chat: string): void {
    const now = this.#clock.steadyMs()
    for (const times of [this.#overall, this.#timesOf(chat)]) {
      times.push(now)
      if (times.length > OVER_ALL.most) times.shift()
    }
  }

  #violation(chat: string, what: string): void {
    this.violations.push(`${chat} at ${this.#clock.steadyMs().toFixed(1)} ms: ${what}`)
  }
}
