import type { Clock } from "./clock.ts"
import type { Digest } from "./digest.ts"
import type { DigestLog } from "./log.ts"

/** Short, so that a suspended machine or a clock that was set is noticed soon. */
const TICK_MS = 30_000

export interface DigestRunner {
  /** Ends after the message under way. */
  stop(): Promise<void>
}

/** Ticks at once and then every 30 seconds; a tick that fails is logged and tried again. Keeps no process alive. */
export function startDigestRunner(
  digest: Pick<Digest, "tick" | "stop">,
  clock: Clock,
  log: DigestLog,
): DigestRunner {
  let ticking: Promise<void> | undefined
  const tick = () => {
    ticking ??= digest
      .tick(clock.now())
      .catch((error: unknown) => log.warn({ error: message(error) }, "digest tick failed"))
      .finally(() => {
        ticking = undefined
      })
  }
  const timer = setInterval(tick, TICK_MS)
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

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
