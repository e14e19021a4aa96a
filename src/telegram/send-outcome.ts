import { GrammyError, HttpError } from "grammy"
import type { SendOutcome } from "../digest/outbox.ts"

/** Where Telegram names no time to wait. */
const WAIT_MS = 5_000

/** The connection was never made, so nothing can have arrived. All other network errors may come after the fact. */
const NEVER_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
])

export function sentAs({ message_id: messageId }: { readonly message_id: number }): SendOutcome {
  return { kind: "sent", messageId }
}

/** What an error of the Bot API says of the message. Reasons hold no address, since that holds the token. */
export function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof GrammyError) return refusalOf(error)
  const inner = error instanceof HttpError ? error.error : error
  const code = codeOf(inner)
  const why = `network: ${code ?? (inner instanceof Error ? inner.name : "unknown error")}`
  return code !== undefined && NEVER_CONNECTED.has(code)
    ? { kind: "not-sent", why }
    : { kind: "unknown", why }
}

export function refusalOf({ error_code: code, description, parameters }: GrammyError): SendOutcome {
  const why = `${code}: ${description}`
  if (code === 429) {
    const seconds = parameters.retry_after
    return { kind: "wait", ms: seconds === undefined ? WAIT_MS : seconds * 1_000, why }
  }
  if (parameters.migrate_to_chat_id !== undefined) {
    return { kind: "moved", toChatId: String(parameters.migrate_to_chat_id) }
  }
  if (code === 401 || code === 404) return { kind: "not-sent", why }
  const noChat = code === 400 && description.endsWith("chat not found")
  if (code === 403 || noChat) return { kind: "refused", why, chatGone: true }
  if (code >= 400 && code < 500) return { kind: "refused", why, chatGone: false }
  return { kind: "unknown", why }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined
  return typeof error.code === "string" ? error.code : undefined
}
