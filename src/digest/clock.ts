import { setTimeout as sleep } from "node:timers/promises"

export interface Clock {
  now(): Date
  /** Milliseconds that never run backwards, from an arbitrary start. */
  steadyMs(): number
  /** Comes back after `ms`, or at once when the signal is aborted. */
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  steadyMs: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
}
