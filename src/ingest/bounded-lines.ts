/** One line of a stream of bytes, without its line feed; `overlong` when it was dropped for its length. */
export type ByteLine =
  | { readonly number: number; readonly bytes: Uint8Array; readonly overlong: false }
  | { readonly number: number; readonly overlong: true }

const LINE_FEED = 0x0a

/**
 * Splits bytes at line feeds, holding at most one line of `maxBytes`. The byte 0x0A is never part of another
 * character in UTF-8, GB18030 or Big5. Lines are counted from 1.
 */
export async function* boundedLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<ByteLine> {
  let parts: Uint8Array[] = []
  let held = 0
  let overlong = false
  let number = 1
  const add = (part: Uint8Array): void => {
    if (overlong) return
    held += part.length
    if (held > maxBytes) {
      overlong = true
      parts = []
    } else if (part.length > 0) parts.push(part)
  }
  const take = (): ByteLine => {
    const line: ByteLine = overlong
      ? { number, overlong }
      : { number, bytes: Buffer.concat(parts), overlong: false }
    parts = []
    held = 0
    overlong = false
    number++
    return line
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let feed = chunk.indexOf(LINE_FEED); feed >= 0; feed = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, feed))
      start = feed + 1
      yield take()
    }
    add(chunk.subarray(start))
  }
  if (held > 0) yield take()
}
