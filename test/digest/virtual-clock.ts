import type { Clock } from "../../src/digest/clock.ts"

/** Time that passes only while somebody waits, and whose wall clock can be set. */
export class VirtualClock implements Clock {
  #steadyMs = 0
  #wallMs: number

  constructor(start: string) {
    this.#wallMs = Date.parse(start)
  }

  now(): Date {
    return new Date(this.#wallMs)
  }

  steadyMs(): number {
    return this.#steadyMs
  }

  async wait(ms: number): Promise<void> {
    this.pass(ms)
  }

  pass(ms: number): void {
    this.#steadyMs += ms
    this.#wallMs += ms
  }

  /** As an operator or NTP does: forwards or backwards. */
  set(byMs: number): void {
    this.#wallMs += byMs
  }
}
