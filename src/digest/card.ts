import type { ArticleId } from "../corpus.ts"
import type { Edition } from "./edition.ts"

/** What is written on the picture card of an edition, in the language of its readers. */
export interface CardWords {
  readonly paper: string
  readonly day: string
  readonly weekday: string
  /** Most important first; the first leads. */
  readonly headlines: readonly string[]
}

/** Paints a card as a PNG. */
export type PaintCard = (words: CardWords) => Promise<Uint8Array>

/** A picture that goes before the messages of an edition. */
export interface Card {
  readonly png: Uint8Array
  /** Those whose headlines stand on it. */
  readonly articles: readonly ArticleId[]
}

export interface CardMaker {
  draw(edition: Edition): Promise<Card>
  /** The message that shows the card of a published edition, as the JSON that the transport sends. */
  message(edition: Edition & { readonly occurrence: string }): string
}

/** The cards of published editions, by occurrence, as long as they may still be sent. */
export interface CardPictures {
  find(occurrence: string): CardPicture | undefined
  uploaded(occurrence: string, remoteId: string): void
}

export interface CardPicture {
  readonly png: Uint8Array
  /** The chat platform's name for it; undefined until it has been uploaded. */
  readonly remoteId: string | undefined
}
