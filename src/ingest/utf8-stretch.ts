/** How the characters of a text were made from bytes. */
export interface ByteView {
  /** By UTF-16 code unit the byte that it was, or the two (first * 256 + second); 0 for one that was none. */
  readonly bytes: Uint16Array
  /** Two bytes made a character: a last one that found no second became `?`, U+FFFD or nothing. */
  readonly pairs: boolean
}

const REPLACEMENT = 0xfffd
const EURO = 0x20ac
const LINE_FEED = 0x0a

/**
 * Reads a line's characters from one on as the bytes that they were, as long as those are UTF-8. A character that
 * lacks a byte becomes U+FFFD. Null where there is not one whole character.
 */
export function utf8Stretch(
  text: string,
  from: number,
  view: ByteView,
): { readonly end: number; readonly text: string } | null {
  const reader = new Utf8Reader()
  let end = from
  let chars = 0
  let at = from
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || !take(code, text.charCodeAt(at + 1), reader, view)) break
    if (reader.needed === 0) {
      end = at + 1
      chars = reader.chars.length
    }
  }
  const cutOff = view.pairs && reader.needed === 1 && (at === text.length || text[at] === "\n")
  if (cutOff) {
    reader.lose()
    end = at
    chars = reader.chars.length
  }
  return chars === 0 ? null : { end, text: reader.chars.slice(0, chars).join("") }
}

/** Whether the character fits in. */
function take(code: number, next: number, reader: Utf8Reader, view: ByteView): boolean {
  const { needed } = reader
  if (view.pairs) {
    const bare = code < 0x80 || code === REPLACEMENT
    if (bare && needed === 1) {
      reader.lose()
      return code === 0x3f || code === REPLACEMENT || reader.byte(code)
    }
    if (code === REPLACEMENT) return needed === 0 && reader.lose()
    if (code < 0x80) return reader.byte(code)
    // An ideographic space is A1A1 and A3A0: which character it was part of cannot be told.
    if (code === 0x3000 && needed === 2) return reader.lose()
    const bytes = code === EURO ? euroBytes(needed, (view.bytes[next] ?? 0) >> 8) : (view.bytes[code] ?? 0)
    if (bytes === 0) return false
    return bytes > 0xff ? reader.byte(bytes >> 8) && reader.byte(bytes & 0xff) : reader.byte(bytes)
  }
  if (code === REPLACEMENT) return needed > 0 && reader.unknown()
  // A space may have been a no-break space, which is the byte A0.
  if (code < 0x80) return reader.byte(code === 0x20 && needed > 0 ? 0xa0 : code)
  const byte = view.bytes[code] ?? 0
  return byte !== 0 && reader.byte(byte)
}

/** The euro sign is A2E3 in GBK and a lone 80 as well: A2 E3 where the next character's bytes go on from E3. */
function euroBytes(needed: number, next: number): number {
  return needed === 1 && next >= 0x80 && next <= 0xbf ? 0xa2e3 : 0x80
}

class Utf8Reader {
  readonly chars: string[] = []
  /** How many bytes the character under way lacks. */
  needed = 0
  private code = 0
  private length = 0
  private whole = true

  byte(byte: number): boolean {
    if (this.needed > 0) {
      if (byte < 0x80 || byte > 0xbf) return false
      this.code = this.code * 64 + (byte & 0x3f)
      return this.next()
    }
    if (byte < 0x80) {
      this.chars.push(String.fromCharCode(byte))
      return true
    }
    if (byte < 0xc2 || byte > 0xf4) return false
    this.length = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3
    this.needed = this.length
    this.code = byte & (0x3f >> this.length)
    return true
  }

  /** A byte that is not known any more. */
  unknown(): boolean {
    this.whole = false
    return this.next()
  }

  /** Gives up the character under way, or notes one that was lost before. */
  lose(): boolean {
    this.needed = 0
    this.whole = true
    this.chars.push("\uFFFD")
    return true
  }

  private next(): boolean {
    if (--this.needed > 0) return true
    const { code, length, whole } = this
    this.code = 0
    if (!whole) return this.lose()
    const least = length === 1 ? 0x80 : length === 2 ? 0x800 : 0x10000
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false
    this.chars.push(String.fromCodePoint(code))
    return true
  }
}
