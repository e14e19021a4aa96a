import { type Api, GrammyError, InputFile } from "grammy"
import type { CardPictures } from "../digest/card.ts"
import type { SendOutcome } from "../digest/outbox.ts"
import type { Message } from "./message.ts"
import { outcomeOf, sentAs } from "./send-outcome.ts"
import { forGrammy } from "./signal.ts"

/** Sends the card of an edition with its caption, by one request. */
export type SendCard = (chatId: string | number, occurrence: string, caption: Message) => Promise<SendOutcome>

/**
 * A card is uploaded once and goes to all other chats by the name that Telegram gave it: what comes up while it is on its
 * way is not sent yet. Each request ends within `sendMs`.
 */
export function createCardSender(api: Api, pictures: CardPictures, sendMs: number): SendCard {
  const uploads = new Map<string, Promise<unknown>>()
  /** Names that another bot was given. */
  const unknown = new Set<string>()

  async function send(chatId: string | number, photo: string | InputFile, { text, entities }: Message) {
    // The texts that follow it ring; one ring is enough.
    const options = { caption: text, caption_entities: [...entities], disable_notification: true }
    return api.sendPhoto(chatId, photo, options, forGrammy(AbortSignal.timeout(sendMs)))
  }

  async function upload(chatId: string | number, occurrence: string, png: Uint8Array, caption: Message) {
    const sent = await send(chatId, new InputFile(png, "card.png"), caption)
    const largest = sent.photo.at(-1)
    if (largest) pictures.uploaded(occurrence, largest.file_id)
    return sent
  }

  return async (chatId, occurrence, caption) => {
    const underway = uploads.get(occurrence)
    if (underway) return { kind: "not-yet", why: "the card is being uploaded", after: underway }
    const picture = pictures.find(occurrence)
    if (!picture) return { kind: "refused", why: `there is no card of ${occurrence}`, chatGone: false }
    const { png, remoteId } = picture
    if (remoteId === undefined || unknown.has(remoteId)) {
      const mine = upload(chatId, occurrence, png, caption).finally(() => uploads.delete(occurrence))
      uploads.set(occurrence, mine)
      return mine.then(sentAs, outcomeOf)
    }
    try {
      return sentAs(await send(chatId, remoteId, caption))
    } catch (error) {
      if (!isUnknownFile(error)) return outcomeOf(error)
      unknown.add(remoteId)
      return { kind: "not-yet", why: `${error.error_code}: ${error.description}` }
    }
  }
}

function isUnknownFile(error: unknown): error is GrammyError {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /wrong (?:remote )?file|wrong file_id/.test(error.description)
  )
}
