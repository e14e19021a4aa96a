import { decode } from "./decode.ts"

const SNIFFED_BYTES = 64 * 1024
const MEGABYTE = 1024 * 1024
/** Largest page, feed or JSON file. */
const MAX_FILE_BYTES = 20 * MEGABYTE

/** The bytes of a file that has been opened, and what is known of them. */
export interface ByteSource {
  /** As results name it. */
  readonly input: string
  /** The first bytes, again part of `chunks`. */
  readonly head: Uint8Array
  readonly chunks: AsyncIterable<Uint8Array>
}

/** The first bytes, and all of them: the first are not read twice. */
export async function peek(
  stream: AsyncIterable<Uint8Array>,
): Promise<{ head: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = stream[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let bytes = 0
  while (bytes < SNIFFED_BYTES) {
    const { done, value } = await iterator.next()
    if (done === true) break
    first.push(value)
    bytes += value.length
  }
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* first
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value
    } finally {
      await iterator.return?.()
    }
  }
  return { head: Buffer.concat(first).subarray(0, SNIFFED_BYTES), chunks: chunks() }
}

/** All of a page or feed as text, or why there is none. */
export async function wholeText({
  chunks,
}: ByteSource): Promise<{ readonly text: string } | { readonly reason: string }> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > MAX_FILE_BYTES) return { reason: `the file is over ${MAX_FILE_BYTES / MEGABYTE} MB` }
    parts.push(chunk)
  }
  const decoded = decode(Buffer.concat(parts))
  if (decoded.kind === "binary") return { reason: "a binary file, or text in an unknown encoding" }
  return decoded.text.trim() === "" ? { reason: "the file is empty" } : { text: decoded.text }
}
