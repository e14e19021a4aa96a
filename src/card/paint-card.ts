import type { CardWords, PaintCard } from "../digest/card.ts"
import { lineOf } from "../text/error-line.ts"
import { layoutCard } from "./layout.ts"
import { legible, MISSING } from "./legible.ts"
import { toSvg } from "./svg.ts"
import { openTypeface } from "./typeface.ts"

const PACKAGES = "@resvg/resvg-js@2 harfbuzzjs@1 woff2-encoder@2 @fontsource-variable/noto-serif-sc@5"
/** What may stand on a card beside its words. */
const OWN_CHARACTERS = `….${MISSING}"'`

/** Rejects, with one line that says what to install, where a package that it needs cannot be loaded: all are optional. */
export async function createCardPainter(): Promise<PaintCard> {
  const { typeface, renderAsync } = await loadPackages()
  return async (words) => {
    const given = [words.paper, words.day, words.weekday, ...words.headlines].join("").normalize("NFC")
    const letters = await typeface.load(new Set(given + OWN_CHARACTERS))
    const layout = layoutCard(legibleWords(words, letters.has), letters.measure)
    const svg = toSvg(layout, letters.outline)
    const image = await renderAsync(svg, { font: { loadSystemFonts: false } })
    return image.asPng()
  }
}

async function loadPackages() {
  try {
    return { typeface: await openTypeface(), renderAsync: (await import("@resvg/resvg-js")).renderAsync }
  } catch (error) {
    const why = lineOf(error)
    throw new Error(`needs packages that could not be loaded; npm install ${PACKAGES} (${why})`)
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
