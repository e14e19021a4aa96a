import { type Api, GrammyError, InputFile } from "grammy"
import type { CardPicture, CardPictures } from "../digest/card.ts"
import type { Message } from "./message.ts"
import { forGrammy } from "./signal.ts"

/** No picture of this edition is kept. */
export class NoCardError extends Error {
  override readonly name = "NoCardError"
}

/** Sends the card of an edition with its caption, once. Returns the id of the message; rejects as the api does. */
export type SendCard = (chatId: string | number, occurrence: string, caption: Message) => Promise<number>

/**
 * A card is uploaded once and goes to all other chats by the name that Telegram gave it: they wait while it is on its
 * way. Each request ends within `sendMs`.
 */
export function createCardSender(api: Api, pictures: CardPictures, sendMs: number): SendCard {
  const uploads = new Map<string, Promise<unknown>>()

  async function send(chatId: string | number, photo: string | InputFile, { text, entities }: Message) {
    // The texts that follow it ring; one ring is enough.
    const options = { caption: text, caption_entities: [...entities], disable_notification: true }
    return api.sendPhoto(chatId, photo, options, forGrammy(AbortSignal.timeout(sendMs)))
  }

  async function upload(chatId: string | number, occurrence: string, picture: CardPicture, caption: Message) {
    const sent = await send(chatId, new InputFile(picture.png, "card.png"), caption)
    const largest = sent.photo.at(-1)
    if (largest) pictures.uploaded(occurrence, largest.file_id)
    return sent.message_id
  }

  return async (chatId, occurrence, caption) => {
    for (;;) {
      const picture = pictures.find(occurrence)
      if (!picture) throw new NoCardError(`there is no card of ${occurrence}`)
      if (picture.remoteId !== undefined) {
        try {
          return (await send(chatId, picture.remoteId, caption)).message_id
        } catch (error) {
          // It was uploaded by another bot: nothing has been sent.
          if (!isUnknownFile(error)) throw error
        }
      }
      const underway = uploads.get(occurrence)
      if (!underway) {
        const mine = upload(chatId, occurrence, picture, caption).finally(() => uploads.delete(occurrence))
        uploads.set(occurrence, mine)
        return mine
      }
      await underway.catch(() => undefined)
    }
  }
}

function isUnknownFile(error: unknown): boolean {
  return (
    error instanceof GrammyError &&
    error.error_code === 400 &&
    /wrong (?:remote )?file|wrong file_id/.test(error.description)
  )
}
