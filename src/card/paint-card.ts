import type { CardWords, PaintCard } from "../digest/card.ts"
import { layoutCard } from "./layout.ts"
import { legible, MISSING } from "./legible.ts"
import { toSvg } from "./svg.ts"
import { openTypeface } from "./typeface.ts"

/** What may stand on a card beside its words. */
const OWN_CHARACTERS = `….${MISSING}"'`

/** Rejects where a package that it needs, all of them optional, cannot be loaded. */
export async function createCardPainter(): Promise<PaintCard> {
  const typeface = await openTypeface()
  const { renderAsync } = await import("@resvg/resvg-js")
  return async (words) => {
    const given = [words.paper, words.day, words.weekday, ...words.headlines].join("").normalize("NFC")
    const letters = await typeface.load(new Set(given + OWN_CHARACTERS))
    const layout = layoutCard(legibleWords(words, letters.has), letters.measure)
    const svg = toSvg(layout, letters.outline)
    const image = await renderAsync(svg, { font: { loadSystemFonts: false } })
    return image.asPng()
  }
}

function legibleWords(words: CardWords, has: (character: string) => boolean): CardWords {
  const shown = (text: string) => legible(text, has)
  return {
    paper: shown(words.paper),
    day: shown(words.day),
    weekday: shown(words.weekday),
    headlines: words.headlines.map(shown).filter((headline) => headline !== ""),
  }
}
