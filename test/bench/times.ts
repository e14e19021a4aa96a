export interface Quantiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
}

/** Milliseconds; `cpu` is the processor's time for each, which other programs on the machine do not lengthen much. */
export interface Times extends Quantiles {
  readonly cpu: number
}

/** Works on all, one after the other. */
export async function timesOf<T>(all: readonly T[], work: (one: T) => unknown): Promise<Times> {
  const before = process.cpuUsage()
  const times: number[] = []
  for (const one of all) {
    const started = performance.now()
    await work(one)
    times.push(performance.now() - started)
  }
  const { user, system } = process.cpuUsage(before)
  return { ...quantiles(times), cpu: (user + system) / 1_000 / Math.max(1, all.length) }
}

/** Milliseconds. */
export function timed(work: () => unknown): number {
  const started = performance.now()
  work()
  return performance.now() - started
}

export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
