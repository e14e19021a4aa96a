import { type Clock, createAlarm } from "./clock.ts"
import type { DigestLog } from "./log.ts"
import type { Outbox, PendingRow, SendOutcome, Settlement, Transport } from "./outbox.ts"
import type { Pace } from "./pace.ts"

const MOST_ROWS = 20_000
/** Requests under way at the same time, so that a slow line does not set the pace; never two to one chat. */
const PARALLEL = 8
const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 600_000
/** What must wait longer than this is left for a later call. */
const LONGEST_WAIT_MS = 30_000
/** A wait that an earlier process was told of is kept so long: it may have been written while the clock was wrong. */
const LONGEST_FLOOD_MS = 3_600_000
/** A message whose chat has moved more often than this is moving in circles. */
const MOST_MOVES = 5

export interface DeliveryReport {
  readonly sent: number
  readonly failed: number
  readonly ambiguous: number
  /** Left to be tried at a later call. */
  readonly postponed: number
}

export interface Delivery {
  /**
   * Sends what is pending, at Telegram's pace, until nothing is left that may be sent within half a minute. A call
   * while another runs joins it. The caller's process is the only one that delivers.
   */
  deliver(): Promise<DeliveryReport>
  /** Comes back when the requests under way, if any, have been settled. Nothing is sent from then on. */
  stop(): Promise<void>
}

export interface DeliveryDeps {
  readonly outbox: Outbox
  readonly transport: Transport
  readonly pace: Pace
  readonly clock: Clock
  readonly log: DigestLog
}

export function createDelivery({ outbox, transport, pace, clock, log }: DeliveryDeps): Delivery {
  const stopping = new AbortController()
  /** How often the chat of a row has moved. */
  const moves = new Map<number, number>()
  let remembered = false
  let running: Promise<DeliveryReport> | undefined

  async function run(): Promise<DeliveryReport> {
    const report = { sent: 0, failed: 0, ambiguous: 0, postponed: 0 }
    if (stopping.signal.aborted) return report
    const abandoned = outbox.abandon()
    if (abandoned > 0) log.warn({ rows: abandoned }, "digest messages were under way when the process ended")
    report.ambiguous += abandoned
    if (!remembered) rememberRefusals()
    remembered = true
    const queue = createQueue(outbox.pending(MOST_ROWS))
    const flights = createFlights(clock, async (row) => {
      const state = await sendRow(row)
      if (state === "pending") queue.putBack(row)
      else if (state === "moved") queue.drop(row.chatId)
      else if (state) report[state]++
    })
    try {
      await fly(queue, flights)
    } finally {
      await flights.landed()
    }
    report.postponed = queue.size()
    return report
  }

  async function fly(queue: Queue, flights: Flights): Promise<void> {
    // fresh: nothing has been sent since the outbox was read
    for (let fresh = true; ; ) {
      await pace.quiet(stopping.signal)
      if (stopping.signal.aborted) return
      const next = queue.first((chatId) =>
        flights.has(chatId) ? Number.POSITIVE_INFINITY : pace.waitMs(chatId),
      )
      if (next && next.waitMs <= 0 && flights.count() < PARALLEL) {
        flights.start(queue.take(next.chatId))
        fresh = false
        continue
      }
      const waitMs = flights.count() < PARALLEL ? (next?.waitMs ?? Number.POSITIVE_INFINITY) : LONGEST_WAIT_MS
      if (flights.count() > 0 || waitMs <= LONGEST_WAIT_MS) {
        await flights.change(Math.min(waitMs, LONGEST_WAIT_MS), stopping.signal)
        continue
      }
      if (fresh) return
      queue.refill(outbox.pending(MOST_ROWS))
      fresh = true
    }
  }

  /** What Telegram told an earlier process. */
  function rememberRefusals(): void {
    for (const { chatId, until } of outbox.floodLimits()) {
      const ms = until.getTime() - clock.now().getTime()
      if (ms > 0) pace.refused(chatId, Math.min(ms, LONGEST_FLOOD_MS))
    }
  }

  async function sendRow({ id }: PendingRow): Promise<Settlement["state"] | undefined> {
    const claimed = outbox.claim(id)
    if (!claimed) return undefined
    pace.take(claimed.chatId)
    const outcome = await transport
      .send(claimed.chatId, claimed.payload)
      .catch((): SendOutcome => ({ kind: "unknown", why: "the sender failed" }))
    if (outcome.kind === "wait") pace.refused(claimed.chatId, outcome.ms)
    if (outcome.kind === "not-sent") pace.hold(retryMs(claimed.attempt))
    if (outcome.kind === "moved") moves.set(id, (moves.get(id) ?? 0) + 1)
    const settlement = settlementOf(outcome, claimed.chatId, moves.get(id) ?? 0, clock.now())
    outbox.settle(claimed, settlement, clock.now())
    if (outcome.kind === "not-yet") await outcome.after?.catch(() => undefined)
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

/** What an outcome means for its row. */
function settlementOf(outcome: SendOutcome, chatId: string, moves: number, now: Date): Settlement {
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", messageId: outcome.messageId }
    case "wait":
      return { state: "pending", notBefore: new Date(now.getTime() + outcome.ms), why: outcome.why }
    case "not-sent":
    case "not-yet":
      return { state: "pending", notBefore: undefined, why: outcome.why }
    case "refused":
      return { state: "failed", why: outcome.why, chatGone: outcome.chatGone }
    case "moved":
      return outcome.toChatId === chatId || moves > MOST_MOVES
        ? { state: "failed", why: `moved to ${outcome.toChatId} again and again`, chatGone: false }
        : { state: "moved", toChatId: outcome.toChatId }
    case "unknown":
      return { state: "ambiguous", why: outcome.why }
  }
}

function retryMs(attempt: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LONGEST_RETRY_MS)
}

type Queue = ReturnType<typeof createQueue>

/** Rows by chat, each chat's in order; a chat that has had its turn goes behind the others. */
function createQueue(rows: readonly PendingRow[]) {
  let chats = byChat(rows)
  return {
    size: () => [...chats.values()].reduce((sum, waiting) => sum + waiting.length, 0),
    /** The first chat that need not wait, else the one that waits least. */
    first(
      waitMs: (chatId: string) => number,
    ): { readonly chatId: string; readonly waitMs: number } | undefined {
      let best: { chatId: string; waitMs: number } | undefined
      for (const chatId of chats.keys()) {
        const ms = waitMs(chatId)
        if (ms < (best?.waitMs ?? Number.POSITIVE_INFINITY)) best = { chatId, waitMs: ms }
        if (ms <= 0) break
      }
      return best
    },
    take(chatId: string): PendingRow {
      const [row, ...rest] = chats.get(chatId) ?? []
      if (!row) throw new Error(`nothing is waiting for ${chatId}`)
      chats.delete(chatId)
      if (rest.length > 0) chats.set(chatId, rest)
      return row
    },
    putBack(row: PendingRow): void {
      chats.set(row.chatId, [row, ...(chats.get(row.chatId) ?? [])])
    },
    drop(chatId: string): void {
      chats.delete(chatId)
    },
    refill(more: readonly PendingRow[]): void {
      chats = byChat(more)
    },
  }
}

function byChat(rows: readonly PendingRow[]): Map<string, PendingRow[]> {
  const chats = new Map<string, PendingRow[]>()
  for (const row of rows) {
    const waiting = chats.get(row.chatId)
    if (waiting) waiting.push(row)
    else chats.set(row.chatId, [row])
  }
  return chats
}

type Flights = ReturnType<typeof createFlights>

/** Rows under way, one a chat. */
function createFlights(clock: Clock, send: (row: PendingRow) => Promise<void>) {
  const alarm = createAlarm(clock)
  const chats = new Map<string, Promise<void>>()
  let crash: { readonly error: unknown } | undefined
  const check = () => {
    if (crash) throw crash.error
  }
  return {
    has: (chatId: string) => chats.has(chatId),
    count: () => chats.size,
    start(row: PendingRow): void {
      const flight = send(row)
        .catch((error: unknown) => {
          crash ??= { error }
        })
        .finally(() => {
          chats.delete(row.chatId)
          alarm.ring()
        })
      chats.set(row.chatId, flight)
    },
    /** Comes back when one has landed or after `ms`; throws what a crashed one has thrown. */
    async change(ms: number, stop: AbortSignal): Promise<void> {
      check()
      await alarm.wait(ms, stop)
      check()
    },
    /** Comes back when all have landed; throws as `change` does. */
    async landed(): Promise<void> {
      await Promise.all(chats.values())
      check()
    },
  }
}
