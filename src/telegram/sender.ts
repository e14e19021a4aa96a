import { type Api, GrammyError } from "grammy"
import type { CardPictures } from "../digest/card.ts"
import type { SendOutcome, Transport } from "../digest/outbox.ts"
import { type ButtonRows, footed, type OutboxMessage } from "./foot-button.ts"
import { createCardSender } from "./send-card.ts"
import { outcomeOf, refusalOf, sentAs } from "./send-outcome.ts"
import { forGrammy } from "./signal.ts"

const SEND_MS = 30_000
const NO_CARDS: CardPictures = { find: () => undefined, uploaded: () => undefined }

export interface SenderOptions {
  readonly sendMs?: number
  readonly cards?: CardPictures
  /** Hears why a message was taken plain and not rich. */
  readonly onRichRefused?: (why: string) => void
}

/**
 * Sends digest messages: rich where the server takes it; plain, at the next turn, where it refuses that. Where nobody
 * knows what became of the rich one, nothing follows. Each request leaves once and within `sendMs`. The api must not
 * repeat calls by itself: a repeated send whose first reply was lost is a second copy.
 */
export function createTransport(
  api: Api,
  { sendMs = SEND_MS, cards = NO_CARDS, onRichRefused = () => undefined }: SenderOptions = {},
): Transport {
  const inTime = () => forGrammy(AbortSignal.timeout(sendMs))
  const sendCard = createCardSender(api, cards, sendMs)
  /** What was refused rich, by chat: the turn after that is its own. */
  const refusedRich = new Map<string, { readonly payload: string; readonly why: string }>()
  /** What one reader's chat does not take rich, none does. */
  let refusedByReaders: string | undefined
  let knowsRich = true

  async function sendPlain(chatId: string, { text, entities, buttons }: OutboxMessage): Promise<SendOutcome> {
    const other = {
      entities: [...entities],
      link_preview_options: { is_disabled: true },
      ...markup(buttons),
    }
    return api.sendMessage(chatAddress(chatId), text, other, inTime()).then(sentAs, outcomeOf)
  }

  async function sendRich(
    chatId: string,
    { rich = [], buttons }: OutboxMessage,
    payload: string,
  ): Promise<SendOutcome> {
    try {
      const other = markup(buttons)
      return sentAs(await api.sendRichMessage(chatAddress(chatId), { blocks: [...rich] }, other, inTime()))
    } catch (error) {
      if (!(error instanceof GrammyError) || !mayBeTakenPlain(error)) return outcomeOf(error)
      const why = `${error.error_code}: ${error.description}`
      refusedRich.set(chatId, { payload, why })
      if (error.error_code === 404) knowsRich = false
      else if (isPrivate(chatId)) refusedByReaders = payload
      return { kind: "not-yet", why }
    }
  }

  return {
    async send(chatId, payload) {
      const stored = JSON.parse(payload) as OutboxMessage
      if (stored.card !== undefined) return sendCard(chatAddress(chatId), stored.card, stored)
      const message: OutboxMessage = isPrivate(chatId) ? stored : footed(stored)
      const refused = refusedRich.get(chatId)
      const mayBeRich =
        knowsRich && refused?.payload !== payload && !(isPrivate(chatId) && refusedByReaders === payload)
      if (message.rich && mayBeRich) return sendRich(chatId, message, payload)
      const outcome = await sendPlain(chatId, message)
      // With a wrong token no method is known.
      if (outcome.kind === "not-sent") knowsRich = true
      if (outcome.kind === "sent" && refused?.payload === payload) onRichRefused(refused.why)
      if (outcome.kind !== "wait") refusedRich.delete(chatId)
      return outcome
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

/** As the Bot API takes it. */
export function chatAddress(chatId: string): string | number {
  return chatId.startsWith("@") ? chatId : Number(chatId)
}
