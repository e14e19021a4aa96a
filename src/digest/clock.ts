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

/** Waits that can be ended early. */
export interface Alarm {
  /** Comes back after `ms`, when the alarm rings, or when `stop` is aborted. */
  wait(ms: number, stop: AbortSignal): Promise<void>
  /** Ends all waits that have begun. */
  ring(): void
}

/** Leaves nothing on the signals it is given, which may live as long as the program. */
export function createAlarm(clock: Clock): Alarm {
  const sleepers = new Set<() => void>()
  return {
    async wait(ms, stop) {
      const given = new AbortController()
      const end = () => given.abort()
      sleepers.add(end)
      stop.addEventListener("abort", end)
      if (!stop.aborted) await clock.wait(ms, given.signal)
      stop.removeEventListener("abort", end)
      sleepers.delete(end)
    },
    ring() {
      for (const end of sleepers) end()
    },
  }
}
