import { type Api, GrammyError, HttpError } from "grammy"
import type { CardPictures } from "../digest/card.ts"
import type { SendOutcome, Transport } from "../digest/outbox.ts"
import { type ButtonRows, footed, type OutboxMessage } from "./foot-button.ts"
import { createCardSender, NoCardError } from "./send-card.ts"
import { forGrammy } from "./signal.ts"

const SEND_MS = 30_000
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

const NO_CARDS: CardPictures = { find: () => undefined, uploaded: () => undefined }

export interface SenderOptions {
  readonly sendMs?: number
  readonly cards?: CardPictures
  /** Hears why a message was taken plain and not rich. */
  readonly onRichRefused?: (why: string) => void
}

/**
 * Sends digest messages: rich where the server takes it; plain, in the same attempt, where it refuses that. Where nobody
 * knows what became of the rich one, nothing follows. Each request leaves once and within `sendMs`. The api must not
 * repeat calls by itself: a repeated send whose first reply was lost is a second copy.
 */
export function createTransport(
  api: Api,
  { sendMs = SEND_MS, cards = NO_CARDS, onRichRefused = () => undefined }: SenderOptions = {},
): Transport {
  const inTime = () => forGrammy(AbortSignal.timeout(sendMs))
  const sendCard = createCardSender(api, cards, sendMs)
  let knowsRich = true

  async function sendPlain(chatId: string, { text, entities, buttons }: OutboxMessage): Promise<SendOutcome> {
    const other = {
      entities: [...entities],
      link_preview_options: { is_disabled: true },
      ...markup(buttons),
    }
    return api.sendMessage(chatAddress(chatId), text, other, inTime()).then(sentAs, outcomeOf)
  }

  return {
    async send(chatId, payload) {
      const stored = JSON.parse(payload) as OutboxMessage
      if (stored.card !== undefined) {
        const sent = sendCard(chatAddress(chatId), stored.card, stored)
        return sent.then((id) => sentAs({ message_id: id }), outcomeOf)
      }
      const message: OutboxMessage = isPrivate(chatId) ? stored : footed(stored)
      if (!message.rich || !knowsRich) return sendPlain(chatId, message)
      const rich = { blocks: [...message.rich] }
      try {
        const other = markup(message.buttons)
        return sentAs(await api.sendRichMessage(chatAddress(chatId), rich, other, inTime()))
      } catch (error) {
        if (!(error instanceof GrammyError) || !mayBeTakenPlain(error)) return outcomeOf(error)
        const outcome = await sendPlain(chatId, message)
        if (outcome.kind === "sent") {
          // An unknown method; but a wrong token is answered so, too, and then to both.
          if (error.error_code === 404) knowsRich = false
          onRichRefused(`${error.error_code}: ${error.description}`)
        }
        return outcome
      }
    },
  }
}

/** A server that does not know rich messages, or not these; whatever else it refuses, it refuses plain as well. */
function mayBeTakenPlain(error: GrammyError): boolean {
  const outcome = refusalOf(error)
  return error.error_code === 404 || (outcome.kind === "refused" && !outcome.chatGone)
}

function isPrivate(chatId: string): boolean {
  return Number(chatId) > 0
}

function markup(rows: ButtonRows | undefined) {
  if (!rows) return {}
  const inline_keyboard = rows.map((row) => row.map(({ text, data }) => ({ text, callback_data: data })))
  return { reply_markup: { inline_keyboard } }
}

function sentAs({ message_id: messageId }: { readonly message_id: number }): SendOutcome {
  return { kind: "sent", messageId }
}

/** What an error of the Bot API says of the message. Reasons hold no address, since that holds the token. */
export function outcomeOf(error: unknown): SendOutcome {
  if (error instanceof NoCardError) return { kind: "refused", why: error.message, chatGone: false }
  if (error instanceof GrammyError) return refusalOf(error)
  const inner = error instanceof HttpError ? error.error : error
  const code = codeOf(inner)
  const why = `network: ${code ?? (inner instanceof Error ? inner.name : "unknown error")}`
  return code !== undefined && NEVER_CONNECTED.has(code)
    ? { kind: "not-sent", why }
    : { kind: "unknown", why }
}

function refusalOf({ error_code: code, description, parameters }: GrammyError): SendOutcome {
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

/** As the Bot API takes it. */
export function chatAddress(chatId: string): string | number {
  return chatId.startsWith("@") ? chatId : Number(chatId)
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined
  return typeof error.code === "string" ? error.code : undefined
}
