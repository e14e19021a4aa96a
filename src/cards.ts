import { createCardPainter } from "./card/paint-card.ts"
import { type Config, ConfigError } from "./config.ts"
import type { CardMaker, PaintCard } from "./digest/card.ts"
import { cardMessage, cardWords } from "./telegram/render-card.ts"
import type { Texts } from "./telegram/texts.ts"
import { lineOf } from "./text/error-line.ts"

/** Throws ConfigError where a package is missing. */
export async function openPainter(): Promise<PaintCard> {
  try {
    return await createCardPainter()
  } catch (error) {
    throw new ConfigError(`DIGEST_CARD: ${lineOf(error)}`)
  }
}

/** What paints the picture cards of digests; undefined where they have none. */
export async function choosePainter({ digestCard }: Config): Promise<PaintCard | undefined> {
  return digestCard ? openPainter() : undefined
}

export function createCards(paint: PaintCard, paperName: () => string | undefined, texts: Texts): CardMaker {
  return {
    async draw(edition) {
      const { words, articles } = cardWords(edition, paperName(), texts)
      return { png: await paint(words), articles }
    },
    message: (edition) => JSON.stringify(cardMessage(edition, paperName(), texts)),
  }
}
