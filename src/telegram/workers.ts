import { retryAfterMs } from "./failure.ts"
import type { Inbox, StoredUpdate } from "./inbox.ts"
import type { Log } from "./log.ts"
import type { Wait } from "./wait.ts"

interface WorkerDeps {
  readonly inbox: Inbox
  readonly handle: (update: StoredUpdate) => Promise<void>
  /** The last try has failed; what this throws is logged. */
  readonly gaveUp: (update: StoredUpdate) => Promise<void>
  /** The inbox itself cannot be read or written. */
  readonly broken: (error: unknown) => void
  readonly wait: Wait
  readonly log: Log
  /** An error without secrets. */
  readonly describe: (error: unknown) => string
}

export interface Workers {
  /** Takes up what waits in the inbox. */
  wake(): void
  /** Takes up nothing more; resolves when what runs has ended, or after the limit. Whether it all ended. */
  stop(limitMs: number): Promise<boolean>
}

const PARALLEL = 16
const TRIES = 3
const RETRY_WAITS_MS = [1_000, 5_000]
const LONGEST_RETRY_MS = 120_000

/**
 * Handles the updates of one chat one after the other, and those of up to 16 chats at the same time. One that fails
 * is tried again before the chat's next; after the third failure it is parked and the chat goes on.
 */
export function createWorkers({ inbox, handle, gaveUp, broken, wait, log, describe }: WorkerDeps): Workers {
  const running = new Map<number, Promise<void>>()
  const stopping = new AbortController()

  function wake(): void {
    if (stopping.signal.aborted) return
    try {
      for (const update of inbox.claim(new Set(running.keys()), PARALLEL - running.size)) {
        running.set(update.chatId, work(update))
      }
    } catch (error) {
      broken(error)
    }
  }

  async function work(update: StoredUpdate): Promise<void> {
    try {
      await attempt(update)
    } catch (error) {
      if (!stopping.signal.aborted) broken(error)
    }
    running.delete(update.chatId)
    wake()
  }

  async function attempt(update: StoredUpdate): Promise<void> {
    try {
      await handle(update)
    } catch (error) {
      return failed(update, error)
    }
    inbox.done(update.id)
  }

  async function failed(update: StoredUpdate, error: unknown): Promise<void> {
    const tries = update.attempts + 1
    const fields = { update: update.id, tries, error: describe(error) }
    if (tries >= TRIES) {
      log.error(fields, "an update was given up")
      inbox.failed(update.id, fields.error, "parked")
      await gaveUp(update).catch((next: unknown) => log.warn({ error: describe(next) }, "could not say so"))
      return
    }
    log.warn(fields, "an update failed and is tried again")
    inbox.failed(update.id, fields.error, "again")
    const waitMs = Math.min(LONGEST_RETRY_MS, retryAfterMs(error) ?? RETRY_WAITS_MS[tries - 1] ?? 0)
    await wait(waitMs, stopping.signal)
  }

  return {
    wake,
    async stop(limitMs) {
      stopping.abort()
      const limit = new AbortController()
      const ended = Promise.all(running.values()).then(() => true)
      const late = wait(limitMs, limit.signal).then(() => false)
      const result = await Promise.race([ended, late])
      limit.abort()
      return result
    },
  }
}
