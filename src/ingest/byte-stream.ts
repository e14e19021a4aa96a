import { decode } from "./decode.ts"
import { lookAhead } from "./look-ahead.ts"
import type { SourceFile } from "./source-files.ts"

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
  /** As whoever handed them over says, such as an HTTP header. */
  readonly charset: string | null
}

/** Opens a file and looks at its first bytes. */
export async function openSource({ input, charset, open }: SourceFile): Promise<ByteSource> {
  const { first, all } = await lookAhead(open(), (chunk) => chunk.length / SNIFFED_BYTES)
  return {
    input,
    head: Buffer.concat(first).subarray(0, SNIFFED_BYTES),
    chunks: all,
    charset: charset ?? null,
  }
}

/** All of a page or feed as text, or why there is none. */
export async function wholeText({
  chunks,
  charset,
}: ByteSource): Promise<{ readonly text: string } | { readonly reason: string }> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > MAX_FILE_BYTES) return { reason: `the file is over ${MAX_FILE_BYTES / MEGABYTE} MB` }
    parts.push(chunk)
  }
  const decoded = decode(Buffer.concat(parts), charset)
  if (decoded.kind === "binary") return { reason: "a binary file, or text in an unknown encoding" }
  return decoded.text.trim() === "" ? { reason: "the file is empty" } : { text: decoded.text }
}
