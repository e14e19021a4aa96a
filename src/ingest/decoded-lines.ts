import { boundedLines } from "./bounded-lines.ts"
import { decode, markedEncoding } from "./decode.ts"

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

/** Each line may have its own encoding, as in merged exports. */
export async function* decodedLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<DecodedLine> {
  for await (const line of boundedLines(inUtf8(chunks), MAX_LINE_BYTES)) {
    if (line.overlong) yield { number: line.number, text: null }
    else {
      const decoded = decode(line.bytes)
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
