import { APIConnectionError, APIError } from "openai"
import { ModelError } from "../models.ts"
import type { Call } from "./call.ts"

/** What went wrong with one request, and whether another may be sent. */
export interface Failure {
  readonly error: ModelError
  /** How often a request that failed so may be sent again, two at most. */
  readonly repeats: number
  /** What the service asked us to wait; undefined where it did not say. */
  readonly retryAfterMs?: number | undefined
}

/** Thrown inside an attempt to say how it failed. */
export class RequestFailed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.error.message)
    this.failure = failure
  }
}

/** Codes and types of 429 that waiting does not cure (OpenAI's page on error codes). */
const SPENT = new Set([
  "insufficient_quota",
  "credit_balance_exhausted",
  "organization_spend_limit_exceeded",
  "project_spend_limit_exceeded",
  "organization_usage_limit_exceeded",
  "billing_hard_limit_reached",
])

const MOST_WORDS = 1000

/**
 * Names the failure by status and code only: a service's own message may hold the key, or the reader's question.
 */
export function explain(error: unknown, call: Call): Failure {
  // First of all: the package reports an aborted call in several ways, or as a stream that ended.
  const ended = call.ended()
  if (ended) return { error: ended, repeats: 0 }
  if (error instanceof RequestFailed) return error.failure
  if (error instanceof ModelError) return { error, repeats: 0 }
  if (error instanceof APIConnectionError) return failure("unavailable", "no connection", 2)
  if (error instanceof APIError) return explainStatus(error)
  if (error instanceof SyntaxError) return failure("rubbish", "the reply is not JSON", 1)
  // A connection that breaks in the middle of a body is a plain TypeError ("terminated").
  return failure("unavailable", "the connection broke", 2)
}

function explainStatus(error: APIError): Failure {
  const status: number | undefined = error.status
  const code = [error.code, error.type].find(
    (name) => typeof name === "string" && /^[\w.-]{1,60}$/.test(name),
  )
  const said = [status ?? "error in the stream", code].filter(Boolean).join(" ")
  if ([error.code, error.type].some((name) => SPENT.has(String(name)))) return failure("quota", said, 0)
  if (isTooLong(error)) return failure("too-long", said, 0)
  if (isFiltered(error)) return failure("refused", said, 0)
  if (status === 429) return { ...failure("unavailable", said, 2), retryAfterMs: retryAfterMs(error.headers) }
  return failure("unavailable", said, status === undefined || status === 408 || status >= 500 ? 2 : 0)
}

/** Whether a refused request may be taken with other parameters, for all that the service says. */
export function isCurable(error: APIError): boolean {
  return !isTooLong(error) && !isFiltered(error) && !SPENT.has(String(error.code))
}

/** In the words of OpenAI, vLLM, llama.cpp and those who speak like them. */
function isTooLong({ status, code, type, message }: APIError): boolean {
  if (status === 413) return true
  if (status !== 400 && status !== 422) return false
  const words = `${code} ${type} ${message.slice(0, MOST_WORDS)}`
  return /context_length_exceeded|exceed_context_size|context[ _](?:length|window|size)|maximum context|too many tokens/i.test(
    words,
  )
}

/** The service will not read the prompt, or not answer it. */
function isFiltered({ code, type }: APIError): boolean {
  return /content_?filter|content_?policy|inspection_?failed|moderation/i.test(`${code} ${type}`)
}

export function failure(kind: ModelError["kind"], message: string, repeats: number): Failure {
  return { error: new ModelError(kind, message), repeats }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3), or OpenAI's own milliseconds. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN)
  if (ms >= 0) return ms
  const given = headers?.get("retry-after")
  if (!given) return undefined
  const seconds = Number(given)
  const asked = Number.isNaN(seconds) ? Date.parse(given) - Date.now() : seconds * 1000
  return Number.isNaN(asked) ? undefined : Math.max(0, asked)
}

/**
 * Sends up to three requests within the call's time. A wait that would outlast the call is not begun, so that the
 * caller's fallback comes sooner. Throws ModelError.
 */
export async function withRepeats<T>(call: Call, backoffMs: number, attempt: () => Promise<T>): Promise<T> {
  for (let sent = 1; ; sent++) {
    try {
      return await attempt()
    } catch (error) {
      const { error: reason, repeats, retryAfterMs } = explain(error, call)
      const jitterMs = Math.random() * backoffMs
      const waitMs = (retryAfterMs ?? backoffMs * 2 ** (sent - 1)) + jitterMs
      if (sent > repeats || waitMs >= call.remainingMs()) throw reason
      await call.pause(waitMs)
    }
  }
}
