import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { setImmediate } from "node:timers/promises"
import type { Font } from "harfbuzzjs"
import { z } from "zod"
import type { TextStyle } from "./layout.ts"
import type { Outline } from "./svg.ts"

const FONT = "@fontsource-variable/noto-serif-sc"
const unicodeRanges = z.record(z.string(), z.string())

/** Loaded characters of the typeface. */
export interface Letters {
  /** Whether there is an outline for it. */
  has(character: string): boolean
  /** In pixels. */
  measure(text: string, style: TextStyle): number
  readonly outline: Outline
}

export interface Typeface {
  /** All that is needed to set texts of these characters. */
  load(characters: Iterable<string>): Promise<Letters>
}

/**
 * Noto Serif SC, which comes as some hundred WOFF2 files of a hundred characters or so, each with all weights. Only
 * those that are needed are opened. Rejects where one of the optional packages is not installed.
 */
export async function openTypeface(): Promise<Typeface> {
  const { Blob, Face, Font, Variation } = await import("harfbuzzjs")
  const { default: decompress } = await import("woff2-encoder/decompress")
  const { resolve } = createRequire(import.meta.url)
  const ranges = unicodeRanges.parse(JSON.parse(await readFile(resolve(`${FONT}/unicode.json`), "utf8")))
  const fileOf = filesByCharacter(ranges)

  async function openFile(name: string): Promise<(weight: number) => Font> {
    const packed = await readFile(resolve(`${FONT}/files/noto-serif-sc-${name}-wght-normal.woff2`))
    const bytes = await decompress(packed)
    const face = new Face(new Blob(new Uint8Array(bytes).buffer))
    const weights = new Map<number, Font>()
    return (weight) => {
      const known = weights.get(weight)
      if (known) return known
      const font = new Font(face)
      font.setVariations([new Variation("wght", weight)])
      weights.set(weight, font)
      return font
    }
  }

  return {
    async load(characters) {
      const files = new Map<string, (weight: number) => Font>()
      for (const character of characters) {
        const name = fileOf(character)
        if (name === undefined || files.has(name)) continue
        files.set(name, await openFile(name))
        // Each takes some milliseconds: readers' questions go first.
        await setImmediate()
      }
      return lettersOf((character) => {
        const name = fileOf(character)
        return name === undefined ? undefined : files.get(name)
      })
    },
  }
}

interface Glyph {
  /** In em. */
  readonly advance: number
  path(): string
}

function lettersOf(fontOf: (character: string) => ((weight: number) => Font) | undefined): Letters {
  const known = new Map<string, Glyph | undefined>()
  const find = (character: string, weight: number): Glyph | undefined => {
    const font = fontOf(character)?.(weight)
    const glyph = font?.nominalGlyph(character.codePointAt(0) ?? 0)
    if (!font || glyph === undefined) return undefined
    return { advance: font.glyphHAdvance(glyph) / 1000, path: () => font.glyphToPath(glyph) }
  }
  const glyphOf = (character: string, weight: number) => {
    const key = character + weight
    if (!known.has(key)) known.set(key, find(character, weight))
    return known.get(key)
  }
  return {
    has: (character) => glyphOf(character, 400) !== undefined,
    measure: (text, { size, weight }) =>
      [...text].reduce((sum, character) => sum + (glyphOf(character, weight)?.advance ?? 0), 0) * size,
    outline(text, { weight }) {
      const placed: { x: number; path: string }[] = []
      let x = 0
      for (const character of text) {
        const glyph = glyphOf(character, weight)
        const path = glyph?.path()
        if (path) placed.push({ x, path })
        x += glyph?.advance ?? 0
      }
      return placed
    },
  }
}

/** `ranges`: by file, such as "[4]": "U+1f1e9-1f1f5,U+2013". The first file that has a character is taken. */
function filesByCharacter(
  ranges: Readonly<Record<string, string>>,
): (character: string) => string | undefined {
  const files = new Map<number, string>()
  for (const [name, list] of Object.entries(ranges)) {
    for (const range of list.split(",")) {
      const [from = "", to = from] = range.slice("U+".length).split("-")
      for (let code = Number.parseInt(from, 16); code <= Number.parseInt(to, 16); code++)
        if (!files.has(code)) files.set(code, name.replace(/[[\]]/g, ""))
    }
  }
  return (character) => files.get(character.codePointAt(0) ?? -1)
}
