import { isEveryday } from "./decode.ts"
import { utf8Stretch } from "./utf8-stretch.ts"

export interface Mended {
  readonly text: string
  readonly repaired: boolean
}

/** A wrong reading of bytes that happened somewhere before the text came here, and how to undo it. */
interface WrongReading {
  /** 1 for each UTF-16 code unit that a stretch of it may begin with. */
  readonly begins: Uint8Array
  /** What the characters from here on are when they are bytes again and read right, as far as that goes. */
  stretch(text: string, from: number): { readonly end: number; readonly text: string } | null
  /** Whether that is plainly what was meant; a stretch too short to tell needs others that are. */
  believed(before: Make, after: Make, alone: boolean): boolean
}

/** So many everyday characters in stretches that are believed alone make the others believed. */
const EVIDENCE = 8

/**
 * Undoes wrong readings, stretch by stretch, so that one bad field or paragraph among good ones is found: UTF-8 read
 * as GBK (浣犲ソ), UTF-8 read as Windows-1252 or Latin-1 (ä½ å¥½), GBK read as one of those (ÄãºÃ). A character of
 * which a byte is lost becomes U+FFFD. Good text comes back as it is.
 */
export function mendEncoding(text: string): Mended {
  const mended = [UTF8_AS_GBK, UTF8_AS_LATIN, GBK_AS_LATIN].reduce(mendStretches, text)
  return { text: mended, repaired: mended !== text }
}

/** Whether characters are lost for good: U+FFFD, or what becomes of two of them when they are read as GBK. */
export function isGarbled(text: string): boolean {
  return text.includes("\uFFFD") || text.includes("锟斤拷")
}

function mendStretches(text: string, { begins, stretch, believed }: WrongReading): string {
  const found: { start: number; end: number; text: string; sure: boolean }[] = []
  let evidence = 0
  for (let at = 0; at < text.length; ) {
    const read = begins[text.charCodeAt(at)] === 1 ? stretch(text, at) : null
    if (read === null) {
      at++
      continue
    }
    const [before, after] = [makeOf(text.slice(at, read.end)), makeOf(read.text)]
    const sure = believed(before, after, true)
    if (sure) evidence += after.everyday
    if (sure || believed(before, after, false)) found.push({ start: at, ...read, sure })
    at = read.end
  }
  const parts: string[] = []
  let done = 0
  for (const { start, end, text: right, sure } of found) {
    if (!sure && evidence < EVIDENCE) continue
    parts.push(text.slice(done, start), right)
    done = end
  }
  return done === 0 ? text : parts.join("") + text.slice(done)
}

/** How many characters of which kind a text has outside ASCII. */
interface Make {
  all: number
  han: number
  everyday: number
  /** What Chinese news do not print. */
  odd: number
  /** U+FFFD. */
  lost: number
}

/** Punctuation and signs, kana, letters of names, emoji, and lost characters. */
const PRINTED =
  /[\u00A0-\u017F\u0370-\u03FF\u0400-\u04FF\u2000-\u206F\u2100-\u27BF\u3000-\u30FF\u3200-\u4DBF\uF900-\uFAFF\uFE10-\uFE4F\uFEFF-\uFFEF\uFFFD\u{1F000}-\u{1FAFF}\u{20000}-\u{2FA1F}]/u

function makeOf(text: string): Make {
  const make = { all: 0, han: 0, everyday: 0, odd: 0, lost: 0 }
  for (const char of text) {
    if (char < "\u0080") continue
    make.all++
    if (isEveryday(char)) make.everyday++
    if (char === "\uFFFD") make.lost++
    if (char >= "\u4E00" && char <= "\u9FFF") make.han++
    else if (!PRINTED.test(char)) make.odd++
  }
  return make
}

/** One odd character in so many is the text's own. */
const FEW = 50

/** What is valid UTF-8 by chance is short, and its characters are no more everyday than before. */
function believedUtf8(before: Make, after: Make, alone: boolean): boolean {
  if (after.odd * FEW > after.all) return false
  const better = after.everyday * before.all > before.everyday * after.all
  if (alone) return after.han >= 2 && better
  return after.lost < after.all && (better || before.everyday === 0)
}

/** Nearly any two bytes are a character of GBK: they have to be everyday ones. */
function believedGbk(_before: Make, after: Make, alone: boolean): boolean {
  if (after.odd * FEW > after.all) return false
  if (alone) return after.everyday >= 3 && after.everyday * 5 >= after.han * 2
  return after.lost === 0 && after.everyday * 5 >= after.han
}

/** Made by reading all pairs of bytes: the platform reads GBK, but does not write it. */
function gbkTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  const decoder = new TextDecoder("gb18030")
  for (let first = 0x81; first <= 0xfe; first++) {
    for (let second = 0x40; second <= 0xfe; second++) {
      const char = decoder.decode(Uint8Array.of(first, second))
      const code = char.charCodeAt(0)
      if (char.length === 1 && code !== 0xfffd && table[code] === 0) table[code] = first * 256 + second
    }
  }
  return table
}

/** The bytes 80 to 9F in Windows-1252; a gap is none there. Node's own decoder of that name reads Latin-1. */
const WINDOWS = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ"

/** Characters of Latin-1 and of Windows-1252 by their byte. */
function latinTable(): Uint16Array {
  const table = new Uint16Array(0x10000)
  for (let byte = 0x80; byte <= 0xff; byte++) table[byte] = byte
  for (const [i, char] of [...WINDOWS].entries()) if (char !== " ") table[char.charCodeAt(0)] = 0x80 + i
  return table
}

function beginning(bytes: Uint16Array, may: (bytes: number) => boolean): Uint8Array {
  return Uint8Array.from(bytes, (value) => (value > 0 && may(value) ? 1 : 0))
}

const GBK = gbkTable()
const LATIN = latinTable()

const UTF8_AS_GBK: WrongReading = {
  begins: beginning(GBK, (bytes) => bytes >= 0xe200 && bytes < 0xf100),
  stretch: (text, from) => utf8Stretch(text, from, { bytes: GBK, pairs: true }),
  believed: believedUtf8,
}

const UTF8_AS_LATIN: WrongReading = {
  begins: beginning(LATIN, (byte) => byte === 0xc2 || byte === 0xc3 || (byte >= 0xe2 && byte <= 0xf0)),
  stretch: (text, from) => utf8Stretch(text, from, { bytes: LATIN, pairs: false }),
  believed: believedUtf8,
}

const GBK_AS_LATIN: WrongReading = {
  begins: beginning(LATIN, (byte) => byte > 0x80),
  stretch: gbkStretch,
  believed: believedGbk,
}

/** To the last character of the line that was a byte. */
function gbkStretch(text: string, from: number): { readonly end: number; readonly text: string } {
  const bytes: number[] = []
  let length = 0
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 0x80 ? code : (LATIN[code] ?? 0)
    if (byte === 0 || byte === 0x0a) break
    bytes.push(byte)
    if (byte >= 0x80) length = bytes.length
  }
  return {
    end: from + length,
    text: new TextDecoder("gb18030").decode(Uint8Array.from(bytes.slice(0, length))),
  }
}
