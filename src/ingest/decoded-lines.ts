import { boundedLines } from "./bounded-lines.ts"
import type { ByteSource } from "./byte-stream.ts"
import { decode, markedEncoding } from "./decode.ts"

const LINE_FEED = 0x0a
const MEGABYTE = 1024 * 1024
/** Longest line of an export. */
const MAX_LINE_BYTES = 5 * MEGABYTE
/** Stands for a line of an export that is not text: no row and no JSON. */
const UNREADABLE = "\uFFFD"

/** A line of an export; `text` is null for one that is too long. */
export interface DecodedLine {
  readonly number: number
  readonly text: string | null
}

/** Each line may have its own encoding, as in merged exports; where it does not tell, the first bytes do. */
export async function* decodedLines({ chunks, head, charset }: ByteSource): AsyncGenerator<DecodedLine> {
  const declared = charset ?? encodingOf(head)
  for await (const line of boundedLines(inUtf8(chunks), MAX_LINE_BYTES)) {
    if (line.overlong) yield { number: line.number, text: null }
    else {
      const decoded = decode(line.bytes, declared)
      yield {
        number: line.number,
        text: decoded.kind === "text" ? decoded.text.replace(/\r$/, "") : UNREADABLE,
      }
    }
  }
}

export function overlong(number: number): string {
  return `line ${number} is over ${MAX_LINE_BYTES / MEGABYTE} MB`
}

/** Null for UTF-8, and for UTF-16, which is turned into it. */
function encodingOf(head: Uint8Array): string | null {
  const end = head.lastIndexOf(LINE_FEED)
  const decoded = decode(end < 0 ? head : head.subarray(0, end))
  return decoded.kind === "text" && !decoded.encoding.startsWith("utf-") ? decoded.encoding : null
}

/** UTF-16 in UTF-8, since its line feeds cannot be found byte by byte; anything else as it is. */
async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | null | undefined
  for await (const chunk of chunks) {
    if (decoder === undefined) {
      const marked = markedEncoding(chunk)
      decoder = marked === null || marked === "utf-8" ? null : new TextDecoder(marked)
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }))
  }
}
