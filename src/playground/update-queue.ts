import type { Update } from "grammy/types"

export type UpdateKind = Exclude<keyof Update, "update_id">

const UPDATES_LIMIT = 10_000
const BATCH_LIMIT = 100
export const POLL_LIMIT_MS = 50_000

/** Telegram leaves these out until a bot asks for them. */
const NOT_BY_DEFAULT = new Set<string>(["chat_member", "message_reaction", "message_reaction_count"])

export interface PollRequest {
  readonly offset?: number | undefined
  readonly limit?: number | undefined
  readonly timeoutMs: number
  /** Absent: as before; empty: the default kinds. */
  readonly allowed?: readonly string[] | undefined
  /** The caller is gone: the poll ends, nothing is confirmed. */
  readonly signal?: AbortSignal | undefined
}

/** Ends a waiting poll: with what there is, or because another poll has come. */
type Waiting = (why: "updates" | "conflict") => void

/**
 * What a bot has not confirmed yet. An update stays until a poll asks for a higher offset; beyond 10,000 the oldest
 * is dropped. One poll waits at a time: a second one ends the first with a conflict, as on Telegram.
 */
export class UpdateQueue {
  #updates: Update[] = []
  #next: number
  #allowed: ReadonlySet<string> | undefined
  #waiting: Waiting | undefined
  #closed = false

  constructor(firstId: number) {
    this.#next = firstId
  }

  get pending(): number {
    return this.#updates.length
  }

  /** The kind decides whether the bot wants it; what it does not want is gone. */
  push<Kind extends UpdateKind>(kind: Kind, content: NonNullable<Update[Kind]>): void {
    const wanted = this.#allowed === undefined ? !NOT_BY_DEFAULT.has(kind) : this.#allowed.has(kind)
    if (!wanted) return
    this.#updates.push({ update_id: this.#next++, [kind]: content })
    if (this.#updates.length > UPDATES_LIMIT) this.#updates.shift()
    this.#waiting?.("updates")
  }

  async poll(request: PollRequest): Promise<Update[] | "conflict"> {
    if (request.allowed) {
      this.#allowed = request.allowed.length > 0 ? new Set(request.allowed) : undefined
    }
    this.#confirm(request.offset ?? 0)
    this.#waiting?.("conflict")
    if (this.#updates.length === 0 && request.timeoutMs > 0 && !this.#closed) {
      const why = await this.#wait(Math.min(request.timeoutMs, POLL_LIMIT_MS), request.signal)
      if (why === "conflict") return "conflict"
    }
    const limit = Math.max(1, Math.min(request.limit ?? BATCH_LIMIT, BATCH_LIMIT))
    return this.#updates.slice(0, limit)
  }

  forgetAll(): void {
    this.#updates = []
  }

  /** Ends the waiting poll; later ones answer at once. */
  close(): void {
    this.#closed = true
    this.#waiting?.("updates")
  }

  #confirm(offset: number): void {
    if (offset < 0) this.#updates = this.#updates.slice(offset)
    else this.#updates = this.#updates.filter((update) => update.update_id >= offset)
  }

  #wait(timeoutMs: number, signal?: AbortSignal): Promise<"updates" | "conflict"> {
    return new Promise((resolve) => {
      const end: Waiting = (why) => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", gone)
        if (this.#waiting === end) this.#waiting = undefined
        resolve(why)
      }
      const gone = () => end("updates")
      const timer = setTimeout(gone, timeoutMs)
      this.#waiting = end
      if (signal?.aborted) gone()
      else signal?.addEventListener("abort", gone)
    })
  }
}
