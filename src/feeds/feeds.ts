import type { IngestLine, RunLine } from "../ingest/ingest.ts"
import type { RunOptions } from "../ingest/ingest-run.ts"
import type { SourceFile } from "../ingest/source-files.ts"
import { type Fetched, type FetchFeed, fetchFeed, type Validators } from "./fetch-feed.ts"

/** How a feed was found when it was asked for last. Times are ISO instants. */
export interface FeedState extends Validators {
  readonly askedAt: string
  readonly ok: boolean
  /** One line. */
  readonly outcome: string
  /** The server asked to be left alone until then. */
  readonly notBefore: string | null
}

export interface FeedStates {
  get(address: string): FeedState | undefined
  set(address: string, state: FeedState): void
}

export interface Feeds {
  readonly addresses: readonly string[]
  state(address: string): FeedState | undefined
  /** Asks for every feed and takes in what is new: a line an item, and a note or a rejected line a feed. */
  take(now: Date, signal?: AbortSignal): AsyncIterable<RunLine>
}

interface Deps {
  readonly addresses: readonly string[]
  readonly states: FeedStates
  readonly ingest: (file: SourceFile, options: RunOptions) => AsyncIterable<RunLine>
  readonly fetch?: FetchFeed
}

/** So that one slow server holds up no more than these. */
const AT_ONCE = 4
const UNKNOWN: Validators = { etag: null, lastModified: null }

export function createFeeds({ addresses, states, ingest, fetch = fetchFeed }: Deps): Feeds {
  function ask(address: string, now: Date, signal: AbortSignal | undefined): Promise<Fetched> | null {
    const known = states.get(address)
    if (known?.notBefore && known.notBefore > now.toISOString()) return null
    return fetch(address, { known: known ?? UNKNOWN, now, ...(signal ? { signal } : {}) })
  }

  function keep(address: string, now: Date, found: Found): void {
    const { etag, lastModified } = found.validators ?? states.get(address) ?? UNKNOWN
    const notBefore = new Date(now.getTime() + (found.retryAfterMs ?? 0)).toISOString()
    states.set(address, {
      etag,
      lastModified,
      askedAt: now.toISOString(),
      ok: found.ok,
      outcome: found.outcome,
      notBefore: found.retryAfterMs ? notBefore : null,
    })
  }

  async function* takeIn(
    address: string,
    answer: Extract<Fetched, { kind: "fetched" }>,
    options: RunOptions,
  ): AsyncGenerator<RunLine> {
    let [items, changed, stored] = [0, 0, true]
    let fault = answer.cut
    for await (const line of ingest(fileOf(address, answer), options)) {
      if ("note" in line) yield line
      else if (line.input === address && line.status === "rejected") {
        fault = answer.cut === null ? line.reason : `${answer.cut}; ${line.reason}`
      } else {
        items++
        if (line.status === "added" || line.status === "updated") changed++
        if (line.status === "rejected" && line.id !== null) stored = false
        yield line
      }
    }
    if (options.signal?.aborted) return
    const counts = `${items} items, ${changed} of them new or changed`
    const whole = fault === null && stored
    // What is not all stored is asked for again, changed or not.
    keep(address, options.now, {
      ok: whole,
      outcome: fault === null ? counts : `${fault}; ${counts}`,
      validators: whole ? answer.validators : UNKNOWN,
    })
    yield fault === null ? { note: `${address}: ${counts}` } : rejected(address, fault)
  }

  return {
    addresses,
    state: (address) => states.get(address),
    async *take(now, signal) {
      for (let from = 0; from < addresses.length; from += AT_ONCE) {
        const some = addresses.slice(from, from + AT_ONCE)
        const asked = some.map((address) => ask(address, now, signal))
        for (const [at, address] of some.entries()) {
          const answer = await asked[at]
          if (signal?.aborted) return
          if (!answer) yield { note: `${address}: asked to wait until ${states.get(address)?.notBefore}` }
          else if (answer.kind === "unchanged") {
            keep(address, now, { ok: true, outcome: "nothing new" })
            yield { note: `${address}: nothing new` }
          } else if (answer.kind === "failed") {
            keep(address, now, { ok: false, outcome: answer.reason, retryAfterMs: answer.retryAfterMs })
            yield rejected(address, answer.reason)
          } else yield* takeIn(address, answer, { onlyChanged: false, now, ...(signal ? { signal } : {}) })
        }
      }
    },
  }
}

interface Found extends Pick<FeedState, "ok" | "outcome"> {
  /** Without them those of the last success stay. */
  readonly validators?: Validators
  readonly retryAfterMs?: number | null
}

function fileOf(address: string, answer: Extract<Fetched, { kind: "fetched" }>): SourceFile {
  const { bytes, charset } = answer
  return {
    kind: "file",
    input: address,
    extension: ".rss",
    ...(charset === null ? {} : { charset }),
    async *open() {
      yield bytes
    },
  }
}

function rejected(input: string, reason: string | null): IngestLine {
  return { status: "rejected", id: null, title: null, url: null, input, reason }
}
