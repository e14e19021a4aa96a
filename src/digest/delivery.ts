import type { Clock } from "./clock.ts"
import type { DigestLog } from "./log.ts"
import type { ClaimedRow, Outbox, PendingRow, SendOutcome, Settlement, Transport } from "./outbox.ts"
import { createPace } from "./pace.ts"

const MOST_ROWS = 20_000
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 600_000
/** A chat that has moved more often than this, try for try, is moving in circles. */
const MOST_MOVES = 5

export interface DeliveryReport {
  readonly sent: number
  readonly failed: number
  readonly ambiguous: number
  /** Put back to be tried at a later call. */
  readonly postponed: number
}

export interface Delivery {
  /**
   * Sends what is pending and due, at Telegram's pace, until nothing is left that may be sent now or the connection
   * is down. A call while another runs joins it. The caller's process is the only one that delivers.
   */
  deliver(): Promise<DeliveryReport>
  /** Comes back when the request under way, if any, has been settled. Nothing is sent from then on. */
  stop(): Promise<void>
}

export interface DeliveryDeps {
  readonly outbox: Outbox
  readonly transport: Transport
  readonly clock: Clock
  readonly log: DigestLog
}

export function createDelivery({ outbox, transport, clock, log }: DeliveryDeps): Delivery {
  const pace = createPace(clock)
  const stopping = new AbortController()
  const hold = createHold(clock)
  let running: Promise<DeliveryReport> | undefined

  async function run(): Promise<DeliveryReport> {
    const report = { sent: 0, failed: 0, ambiguous: 0, postponed: 0 }
    if (stopping.signal.aborted) return report
    const abandoned = outbox.abandon()
    if (abandoned > 0) log.warn({ rows: abandoned }, "digest messages were under way when the process ended")
    report.ambiguous += abandoned
    for (let progress = true; progress && !hold.holds(); ) {
      progress = false
      const waiting = new Set<string>()
      for (const row of outbox.pending(MOST_ROWS)) {
        if (waiting.has(row.chatId)) continue
        if (row.notBefore && row.notBefore > clock.now()) {
          waiting.add(row.chatId)
          continue
        }
        await pace.turn(row.chatId, stopping.signal)
        if (stopping.signal.aborted || hold.holds()) return report
        const state = await sendRow(row)
        if (state) progress = true
        if (state === "pending" || state === "moved") waiting.add(row.chatId)
        if (state === "pending") report.postponed++
        else if (state && state !== "moved") report[state]++
      }
    }
    return report
  }

  async function sendRow({ id }: PendingRow): Promise<Settlement["state"] | undefined> {
    const claimed = outbox.claim(id)
    if (!claimed) return undefined
    const outcome = await transport
      .send(claimed.chatId, claimed.payload)
      .catch((): SendOutcome => ({ kind: "unknown", why: "the sender failed" }))
    hold.note(outcome, claimed)
    const settlement = settle(outcome, claimed, clock.now())
    outbox.settle(id, settlement)
    if (settlement.state === "failed" || settlement.state === "ambiguous") {
      log.warn({ row: id, chat: claimed.chatId, why: settlement.why }, `digest message ${settlement.state}`)
    }
    return settlement.state
  }

  return {
    deliver() {
      running ??= run().finally(() => {
        running = undefined
      })
      return running
    },
    async stop() {
      stopping.abort()
      await running?.catch(() => undefined)
    },
  }
}

/**
 * Holds all sends while the connection is down, and while a flood limit may be the bot's: Telegram does not say
 * whether it is that or the chat's, so with a second chat refused all wait.
 */
function createHold(clock: Clock) {
  let untilMs = Number.NEGATIVE_INFINITY
  let limited = { chatId: "", untilMs: Number.NEGATIVE_INFINITY }
  return {
    holds: () => clock.steadyMs() < untilMs,
    note(outcome: SendOutcome, { chatId, attempt }: ClaimedRow): void {
      const now = clock.steadyMs()
      if (outcome.kind === "not-sent") untilMs = now + retryMs(attempt)
      if (outcome.kind !== "wait") return
      const second = limited.untilMs > now && limited.chatId !== chatId
      if (second) untilMs = Math.max(limited.untilMs, now + outcome.ms)
      limited = { chatId, untilMs: now + outcome.ms }
    },
  }
}

/** What an outcome means for its row. */
export function settle(outcome: SendOutcome, { chatId, attempt }: ClaimedRow, now: Date): Settlement {
  const after = (ms: number) => new Date(now.getTime() + ms)
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", messageId: outcome.messageId }
    case "wait":
      return { state: "pending", notBefore: after(outcome.ms), why: outcome.why }
    case "not-sent":
      return { state: "pending", notBefore: after(retryMs(attempt)), why: outcome.why }
    case "refused":
      return { state: "failed", why: outcome.why, chatGone: outcome.chatGone }
    case "moved":
      return outcome.toChatId === chatId || attempt > MOST_MOVES
        ? { state: "failed", why: `moved to ${outcome.toChatId} again and again`, chatGone: false }
        : { state: "moved", toChatId: outcome.toChatId }
    case "unknown":
      return { state: "ambiguous", why: outcome.why }
  }
}

function retryMs(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)
}
