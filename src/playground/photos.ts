import { createHash } from "node:crypto"
import type { PhotoSize } from "grammy/types"

/** As Telegram's for a photo. */
const PHOTO_LIMIT_BYTES = 10 << 20
/** Of width and height together. */
const SIDES_LIMIT = 10_000
const PHOTOS_LIMIT = 50
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

interface Kept {
  readonly size: PhotoSize
  readonly bytes: Uint8Array
}

/** The photos that the bot has uploaded: PNG only, the latest 50, in memory. */
export class Photos {
  readonly #kept = new Map<string, Kept>()

  /** A photo in its one size, or the words in which Telegram refuses it. */
  keep(bytes: Uint8Array): PhotoSize | string {
    if (bytes.length === 0) return "file must be non-empty"
    if (bytes.length > PHOTO_LIMIT_BYTES) {
      return `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${PHOTO_LIMIT_BYTES} bytes`
    }
    const sides = sidesOf(bytes)
    if (!sides) return "IMAGE_PROCESS_FAILED"
    if (sides.width + sides.height > SIDES_LIMIT) return "PHOTO_INVALID_DIMENSIONS"
    const id = createHash("sha256").update(bytes).digest("base64url").slice(0, 20)
    const size = { file_id: `AgAC${id}`, file_unique_id: `AQAD${id}`, ...sides, file_size: bytes.length }
    this.#kept.set(size.file_id, { size, bytes })
    const [oldest] = this.#kept.keys()
    if (oldest !== undefined && this.#kept.size > PHOTOS_LIMIT) this.#kept.delete(oldest)
    return size
  }

  find(fileId: string): PhotoSize | undefined {
    return this.#kept.get(fileId)?.size
  }

  bytes(fileId: string): Uint8Array | undefined {
    return this.#kept.get(fileId)?.bytes
  }
}

/** Of a PNG, by its first chunk. */
function sidesOf(bytes: Uint8Array): Pick<PhotoSize, "width" | "height"> | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (head.length < 33 || !head.subarray(0, 8).equals(PNG) || head.toString("latin1", 12, 16) !== "IHDR") {
    return undefined
  }
  return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) }
}
