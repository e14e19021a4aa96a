import { lineOf } from "../text/error-line.ts"
import type { Clock } from "./clock.ts"
import type { Digest } from "./digest.ts"
import type { DigestLog } from "./log.ts"

/** Short, so that a suspended machine or a clock that was set is noticed soon. */
const TICK_MS = 30_000

export interface DigestRunner {
  /** Ends after the message under way. */
  stop(): Promise<void>
}

/**
 * Ticks at once and then every 30 seconds; a tick that fails is logged and tried again. While a long tick still sends,
 * what has been retracted is taken out of the rest. Keeps no process alive.
 */
export function startDigestRunner(
  digest: Pick<Digest, "tick" | "stop" | "withdrawRetracted">,
  clock: Clock,
  log: DigestLog,
): DigestRunner {
  let ticking: Promise<void> | undefined
  const failed = (error: unknown) => log.warn({ error: lineOf(error) }, "digest tick failed")
  const tick = () => {
    ticking = digest
      .tick(clock.now())
      .catch(failed)
      .finally(() => {
        ticking = undefined
      })
  }
  const beat = () => {
    if (!ticking) return tick()
    try {
      digest.withdrawRetracted()
    } catch (error) {
      failed(error)
    }
  }
  const timer = setInterval(beat, TICK_MS)
  timer.unref()
  tick()
  return {
    async stop() {
      clearInterval(timer)
      await digest.stop()
      await ticking
    },
  }
}
