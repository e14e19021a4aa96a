import type { Api } from "grammy"
import { refusal, retryAfterMs } from "./failure.ts"
import { chatOf, type Inbox } from "./inbox.ts"
import type { Log } from "./log.ts"
import { forGrammy } from "./signal.ts"
import type { Wait } from "./wait.ts"

const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"] as const

/** Why the loop ended: somebody stopped it, or Telegram will not talk to this program again (`line` is for the operator). */
export type PollEnd = { readonly kind: "stopped" } | { readonly kind: "refused"; readonly line: string }

interface PollDeps {
  readonly api: Api
  readonly inbox: Inbox
  /** There is something new in the inbox. */
  readonly arrived: () => void
  readonly now: () => Date
  readonly wait: Wait
  readonly log: Log
  /** An error without secrets. */
  readonly describe: (error: unknown) => string
}

const POLL_SECONDS = 25
const BATCH = 100
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000

/**
 * Fetches updates until the signal aborts. A batch is on the disk before the offset of the next call confirms it, so
 * that a process that dies at any moment loses nothing; what is fetched twice is stored once.
 */
export async function poll(deps: PollDeps, signal: AbortSignal): Promise<PollEnd> {
  const { api, inbox, arrived, now, wait, log, describe } = deps
  let offset: number | undefined
  let failures = 0
  while (!signal.aborted) {
    try {
      const request = { limit: BATCH, timeout: POLL_SECONDS, allowed_updates: [...ALLOWED_UPDATES] }
      const updates = await api.getUpdates(
        offset === undefined ? request : { ...request, offset },
        forGrammy(signal),
      )
      const last = updates.at(-1)
      if (last) {
        inbox.add(
          updates.map((body) => ({ chatId: chatOf(body), body })),
          now(),
        )
        offset = last.update_id + 1
        arrived()
      }
      if (failures > 0) log.info({ failures }, "Telegram answers again")
      failures = 0
    } catch (error) {
      if (signal.aborted) break
      const line = refusal(error)
      if (line !== undefined) return { kind: "refused", line }
      const waitMs = retryAfterMs(error) ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures)
      failures++
      log.warn({ error: describe(error), waitMs }, "could not fetch updates")
      await wait(waitMs, signal)
    }
  }
  return { kind: "stopped" }
}
