import { setMaxListeners } from "node:events"
import { ModelError } from "../models.ts"

/** One call of ours, of one or more requests: the time that is left for it, and the signal that ends it. */
export interface Call {
  readonly signal: AbortSignal
  /** Why the call was ended, if it was: the deadline, a limit of `within`, or the caller. */
  ended(): ModelError | undefined
  byCaller(): boolean
  remainingMs(): number
  /** Ends the whole call if the work takes longer than `limitMs`. The work must obey the signal. */
  within<T>(limitMs: number, what: string, work: () => Promise<T>): Promise<T>
  /** Rejects with `ended()` if the call ends meanwhile. */
  pause(ms: number): Promise<void>
  /** Ends what is still under way and clears every timer and listener. */
  close(): void
}

export function startCall(deadlineMs: number, caller?: AbortSignal): Call {
  const controller = new AbortController()
  // The package adds a listener with each request.
  setMaxListeners(0, controller.signal)
  const startedAt = performance.now()
  let ended: ModelError | undefined
  let byCaller = false

  function end(message: string): void {
    ended ??= new ModelError("timeout", message)
    controller.abort()
  }
  function stop(): void {
    byCaller = true
    end("stopped by the caller")
  }
  const deadline = setTimeout(() => end(`no complete reply within ${deadlineMs} ms`), deadlineMs)
  if (caller?.aborted) stop()
  else caller?.addEventListener("abort", stop, { once: true })

  return {
    signal: controller.signal,
    ended: () => ended,
    byCaller: () => byCaller,
    remainingMs: () => Math.max(0, deadlineMs - (performance.now() - startedAt)),
    async within(limitMs, what, work) {
      const timer = setTimeout(() => end(`${what} within ${limitMs} ms`), limitMs)
      try {
        return await work()
      } finally {
        clearTimeout(timer)
      }
    },
    pause(ms) {
      return new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        const wake = () => {
          controller.signal.removeEventListener("abort", giveUp)
          resolve()
        }
        const timer = setTimeout(wake, ms)
        const giveUp = () => {
          clearTimeout(timer)
          reject(ended)
        }
        controller.signal.addEventListener("abort", giveUp, { once: true })
      })
    },
    close() {
      clearTimeout(deadline)
      caller?.removeEventListener("abort", stop)
      controller.abort()
    },
  }
}
