import { ModelError } from "../models.ts"

const FAILURES = 5
const WINDOW_MS = 60_000
const OPEN_MS = 30_000
const QUOTA_OPEN_MS = 15 * 60_000

export interface Breaker {
  /** Throws ModelError, without asking the service, while the breaker is open. */
  enter(): void
  succeeded(): void
  /** That a prompt was refused or too long says nothing about the service, and is not counted. */
  failed(kind: ModelError["kind"]): void
}

/**
 * Leaves a failing service alone: five failures within a minute open it for 30 s, spent quota for 15 min. The first
 * failure after that opens it again, the first success closes it. `clock` gives milliseconds and never goes back.
 */
export function createBreaker(clock: () => number): Breaker {
  let failures: number[] = []
  let openUntil = Number.NEGATIVE_INFINITY
  let cause: "quota" | "unavailable" = "unavailable"
  let onTrial = false

  function open(why: typeof cause, forMs: number): void {
    cause = why
    openUntil = clock() + forMs
    onTrial = true
    failures = []
  }

  return {
    enter() {
      const leftMs = openUntil - clock()
      if (leftMs <= 0) return
      const why = cause === "quota" ? "the quota is spent" : "it kept failing"
      throw new ModelError(cause, `the model service is left alone for ${Math.ceil(leftMs / 1000)} s: ${why}`)
    },
    succeeded() {
      failures = []
      onTrial = false
    },
    failed(kind) {
      if (kind === "refused" || kind === "too-long") return
      if (kind === "quota") return open("quota", QUOTA_OPEN_MS)
      const now = clock()
      // Calls that were under way when the breaker opened do not prolong it.
      if (now < openUntil) return
      failures = [...failures.filter((at) => now - at < WINDOW_MS), now]
      if (onTrial || failures.length >= FAILURES) open("unavailable", OPEN_MS)
    },
  }
}
