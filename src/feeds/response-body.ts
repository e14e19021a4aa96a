import type { IncomingMessage } from "node:http"
import { type Duplex, pipeline, Readable } from "node:stream"
import { constants, createBrotliDecompress, createGunzip, createInflate } from "node:zlib"

export interface BodyLimits {
  /** As they come over the wire. */
  readonly wireBytes: number
  /** As they are unpacked. */
  readonly bytes: number
}

/** What came of a body before its end, or before it was cut; `cut` says why it ends early. */
export interface Body {
  readonly bytes: Uint8Array
  readonly cut: string | null
}

/** A deflated stream that breaks off gives what it holds. */
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH }
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH }

/** The streams that unpack a Content-Encoding, the outermost first; undefined for one that is not known. */
function unpackers(encoding: string): Duplex[] | undefined {
  const streams: Duplex[] = []
  for (const name of encoding.toLowerCase().split(",").reverse()) {
    const method = name.trim()
    if (method === "gzip" || method === "x-gzip") streams.push(createGunzip(ZLIB))
    else if (method === "deflate") streams.push(createInflate(ZLIB))
    else if (method === "br") streams.push(createBrotliDecompress(BROTLI))
    else if (method !== "" && method !== "identity") return undefined
  }
  // Each more would multiply what one can blow up.
  return streams.length <= 2 ? streams : undefined
}

/** Unpacks as it comes and stops at the limits. A string says why nothing could be read. Throws when `signal` ends it. */
export async function readBody(
  response: IncomingMessage,
  limits: BodyLimits,
  signal: AbortSignal,
): Promise<Body | string> {
  const encoding = response.headers["content-encoding"] ?? ""
  const streams = unpackers(encoding)
  if (streams === undefined) return `packed in a way that is not known (${encoding.slice(0, 40)})`
  const parts: Uint8Array[] = []
  let cut: string | null = null
  async function* upTo(most: number, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let left = most
    for await (const part of source) {
      yield part.subarray(0, left)
      left -= part.length
      if (left >= 0) continue
      cut = `over ${Math.round(most / 1e5) / 10} MB`
      return
    }
  }
  const wire = Readable.from(upTo(limits.wireBytes, response))
  // A failure on the way is that of its last stream, which is read here; one that is read to its limit only is left.
  if (streams.length > 0) pipeline([wire, ...streams], () => undefined)
  try {
    for await (const part of upTo(limits.bytes, streams.at(-1) ?? wire)) parts.push(part)
  } catch (error) {
    if (signal.aborted) throw error
    cut ??= broken(error)
  }
  return parts.length === 0 && cut !== null ? cut : { bytes: Buffer.concat(parts), cut }
}

function broken(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return /^Z_|^ERR_.*(?:PADDING|FORMAT)|BROTLI/.test(code)
    ? "packed in a way that cannot be unpacked"
    : "the connection broke off"
}
