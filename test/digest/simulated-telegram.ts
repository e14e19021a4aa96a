import type { SendOutcome } from "../../src/digest/outbox.ts"
import type { Random } from "./random.ts"
import type { VirtualClock } from "./virtual-clock.ts"

/** What happens to one request. "lost" and "late" arrive without a reply, "broken" does not arrive either. */
export type Fate =
  | "arrives"
  | "lost"
  | "late"
  | "broken"
  | "sender-throws"
  | "flood"
  | "no-network"
  | "bad-request"
  | "blocked"
  | "moves"

export interface Copy {
  readonly chat: string
  readonly payload: string
  readonly atMs: number
}

const NO_ANSWER_MS = 30_000

/** Telegram as far as a digest sees it, with every copy that a reader got. */
export class SimulatedTelegram {
  readonly copies: Copy[] = []
  readonly requests: Copy[] = []
  readonly #clock: VirtualClock
  readonly #fate: (chat: string) => Fate
  readonly #latencyMs: () => number
  readonly #floodSeconds: () => number
  readonly #blocked = new Set<string>()
  readonly #moved = new Map<string, string>()

  constructor(
    clock: VirtualClock,
    fate: (chat: string) => Fate,
    { latencyMs = (): number => 0, floodSeconds = (): number => 7 } = {},
  ) {
    this.#clock = clock
    this.#fate = fate
    this.#latencyMs = latencyMs
    this.#floodSeconds = floodSeconds
  }

  /** What a request does goes on, whatever becomes of its sender. */
  async send(chat: string, payload: string): Promise<SendOutcome> {
    this.requests.push({ chat, payload, atMs: this.#clock.steadyMs() })
    const latencyMs = this.#latencyMs()
    if (latencyMs > 0) await this.#clock.wait(latencyMs / 2)
    const outcome = this.#serve(chat, payload)
    if (outcome.kind === "unknown" && outcome.why === "timeout") await this.#clock.wait(NO_ANSWER_MS)
    else if (latencyMs > 0) await this.#clock.wait(latencyMs / 2)
    if (outcome.kind === "unknown" && outcome.why === "bug") throw new Error("a bug in the sender")
    return outcome
  }

  /** A chat that had blocked the bot has it back. */
  letIn(chat: string): void {
    this.#blocked.delete(chat)
  }

  /** The id under which a chat was first known. */
  originOf(chat: string): string {
    for (const [from, to] of this.#moved) if (to === chat) return from
    return chat
  }

  #serve(chat: string, payload: string): SendOutcome {
    const elsewhere = this.#moved.get(chat)
    if (elsewhere !== undefined) return { kind: "moved", toChatId: elsewhere }
    if (this.#blocked.has(chat)) return blocked
    const arrives = () => this.copies.push({ chat, payload, atMs: this.#clock.steadyMs() })
    switch (this.#fate(chat)) {
      case "arrives":
        return { kind: "sent", messageId: arrives() }
      case "lost":
        arrives()
        return { kind: "unknown", why: "reset" }
      case "late":
        arrives()
        return { kind: "unknown", why: "timeout" }
      case "broken":
        return { kind: "unknown", why: "500" }
      case "sender-throws":
        arrives()
        return { kind: "unknown", why: "bug" }
      case "flood":
        return { kind: "wait", ms: this.#floodSeconds() * 1_000, why: "429" }
      case "no-network":
        return { kind: "not-sent", why: "ECONNREFUSED" }
      case "bad-request":
        return { kind: "refused", why: "400", chatGone: false }
      case "blocked":
        this.#blocked.add(chat)
        return blocked
      case "moves": {
        if (this.originOf(chat) !== chat) return { kind: "sent", messageId: arrives() }
        const to = `-100${chat.replace("-", "")}`
        this.#moved.set(chat, to)
        return { kind: "moved", toChatId: to }
      }
    }
  }
}

const blocked: SendOutcome = { kind: "refused", why: "403", chatGone: true }

/** Mostly all goes well; now and then the network or Telegram is out of order for some seconds. */
export function weather(random: Random, clock: VirtualClock): (chat: string) => Fate {
  let badUntil = 0
  let bad: Fate = "flood"
  return (chat) => {
    const now = clock.steadyMs()
    if (now < badUntil) return bad
    if (random.chance(0.001)) {
      bad = random.chance(0.5) ? "flood" : "no-network"
      badUntil = now + random.int(1_000, 30_000)
      return bad
    }
    const at = random.next()
    const limits: readonly [Fate, number][] = [
      ["lost", 0.008],
      ["late", 0.001],
      ["broken", 0.008],
      ["sender-throws", 0.001],
      ["flood", 0.01],
      ["no-network", 0.002],
      ["bad-request", 0.003],
      ["blocked", 0.004],
      ["moves", chat.startsWith("-") ? 0.01 : 0],
    ]
    let sum = 0
    return (
      limits.find(([, share]) => {
        sum += share
        return at < sum
      })?.[0] ?? "arrives"
    )
  }
}
