import type { CardLayout, PlacedText, TextStyle } from "./layout.ts"

export interface PlacedGlyph {
  /** In em, from the start of the text. */
  readonly x: number
  /** SVG path, y upward, 1000 units an em. */
  readonly path: string
}

/** The outlines of a text's characters; those that show nothing are left out. */
export type Outline = (text: string, style: Pick<TextStyle, "weight">) => readonly PlacedGlyph[]

const UNITS = 1000

/** Text becomes outlines: nothing of it stands in the SVG as text, and no font is needed to paint it. */
export function toSvg({ width, height, texts, bars }: CardLayout, outline: Outline): string {
  const shapes = bars.map(
    (bar) =>
      `<rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" fill="${bar.fill}"/>`,
  )
  const lines = texts.map((text) => lineOf(text, outline))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${[...shapes, ...lines].join("")}</svg>`
}

function lineOf(text: PlacedText, outline: Outline): string {
  const scale = text.size / UNITS
  const glyphs = outline(text.text, text).map(
    ({ x, path }) => `<path transform="translate(${x * UNITS} 0)" d="${path}"/>`,
  )
  return `<g fill="${text.fill}" transform="translate(${text.x} ${text.y}) scale(${scale} ${-scale})">${glyphs.join("")}</g>`
}
