/** What goes wrong with one call. */
export type Trouble =
  /** The call takes effect, then the connection is cut before the answer. */
  | { readonly kind: "lost-reply" }
  /** The connection is cut before anything happens. */
  | { readonly kind: "reset-before" }
  /** A JSON answer with this code, nothing happens; `retryAfter` is in seconds. */
  | {
      readonly kind: "refused"
      readonly code: number
      readonly description: string
      readonly retryAfter?: number
    }
  /** A proxy's HTML page with status 502, nothing happens. */
  | { readonly kind: "bad-gateway" }
  /** The call waits for the promise, then goes on as usual. */
  | { readonly kind: "held"; readonly until: Promise<void> }

export interface Fault {
  /** Absent: any method but getUpdates. */
  readonly method?: string
  /** Counts matching calls from the moment the fault is added; 1, the default, is the next. */
  readonly call?: number
  readonly trouble: Trouble
}

export const serverError: Trouble = { kind: "refused", code: 500, description: "Internal Server Error" }

export function tooManyRequests(retryAfterSeconds: number): Trouble {
  const description = `Too Many Requests: retry after ${retryAfterSeconds}`
  return { kind: "refused", code: 429, description, retryAfter: retryAfterSeconds }
}

/** Troubles waiting for their call. Each strikes once. */
export class Faults {
  readonly #waiting: { fault: Fault; callsLeft: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, callsLeft: fault.call ?? 1 })
  }

  /** How many have not struck yet. */
  get pending(): number {
    return this.#waiting.length
  }

  clear(): void {
    this.#waiting.length = 0
  }

  /** Counts this call and takes the trouble that is due with it, if any. */
  take(method: string): Trouble | undefined {
    let due: Trouble | undefined
    for (const entry of [...this.#waiting]) {
      const matches = entry.fault.method ? entry.fault.method === method : method !== "getUpdates"
      if (!matches) continue
      entry.callsLeft -= 1
      if (entry.callsLeft > 0 || due) continue
      due = entry.fault.trouble
      this.#waiting.splice(this.#waiting.indexOf(entry), 1)
    }
    return due
  }
}
