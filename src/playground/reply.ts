/** The body of every answer of a Bot API server. */
export type Reply = { readonly ok: true; readonly result: unknown } | Refusal

export interface Refusal {
  readonly ok: false
  /** Also the HTTP status. */
  readonly error_code: number
  readonly description: string
  /** `retry_after` is in seconds. */
  readonly parameters?: { readonly retry_after?: number }
}

export function done(result: unknown): Reply {
  return { ok: true, result }
}

export function refusal(code: number, description: string): Refusal {
  return { ok: false, error_code: code, description }
}

/** The words after "Bad Request: " are those of Telegram's own server. */
export function badRequest(words: string): Refusal {
  return refusal(400, `Bad Request: ${words}`)
}

export function isRefusal(value: object): value is Refusal {
  return "ok" in value && value.ok === false
}
