import type { Clock } from "../../src/digest/clock.ts"

interface Sleeper {
  readonly atMs: number
  readonly wake: () => void
}

/**
 * Time that passes only while all wait: when nothing else can be done it goes on to the next moment that somebody
 * waits for. The wall clock can be set.
 */
export class VirtualClock implements Clock {
  #steadyMs = 0
  #wallMs: number
  #sleepers: Sleeper[] = []
  #pumping = false

  constructor(start: string) {
    this.#wallMs = Date.parse(start)
  }

  now(): Date {
    return new Date(this.#wallMs)
  }

  steadyMs(): number {
    return this.#steadyMs
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper = { atMs: this.#steadyMs + Math.max(0, ms), wake: resolve }
      this.#insert(sleeper)
      signal?.addEventListener(
        "abort",
        () => {
          this.#sleepers = this.#sleepers.filter((one) => one !== sleeper)
          resolve()
        },
        { once: true },
      )
      if (!this.#pumping) void this.#pump()
    })
  }

  pass(ms: number): void {
    this.#steadyMs += ms
    this.#wallMs += ms
  }

  /** As an operator or NTP does: forwards or backwards. */
  set(byMs: number): void {
    this.#wallMs += byMs
  }

  #insert(sleeper: Sleeper): void {
    const behind = this.#sleepers.findLastIndex(({ atMs }) => atMs <= sleeper.atMs)
    this.#sleepers.splice(behind + 1, 0, sleeper)
  }

  async #pump(): Promise<void> {
    this.#pumping = true
    for (;;) {
      await new Promise<void>((resolve) => setImmediate(resolve))
      const next = this.#sleepers.shift()
      if (!next) break
      this.pass(Math.max(0, next.atMs - this.#steadyMs))
      next.wake()
    }
    this.#pumping = false
  }
}
