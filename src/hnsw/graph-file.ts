import { createHash } from "node:crypto"
import { closeSync, fstatSync, openSync, readSync } from "node:fs"

/** hnswlib's distance: 1 − the inner product. */
export const SPACE = "ip"

export interface FileDigest {
  readonly bytes: number
  readonly sha256: string
}

const CHUNK_BYTES = 1 << 20
const HEADER_BYTES = 96
const FLOAT_BYTES = 4

/** Length and checksum; reads a piece at a time. Throws where there is no such file. */
export function digestOf(path: string): FileDigest {
  const file = openSync(path, "r")
  try {
    const hash = createHash("sha256")
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    let bytes = 0
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      hash.update(chunk.subarray(0, read))
      bytes += read
    }
    return { bytes, sha256: hash.digest("hex") }
  } finally {
    closeSync(file)
  }
}

/**
 * Whether hnswlib's file (hnswalg.h, saveIndex) is there as a whole, with so many elements of so many dimensions: a
 * header of 96 bytes with the count at 16, the bytes of an element at 24 and within it the offsets of its label at 32
 * and of its vector at 40; the elements; then for each one a length and that many bytes of links.
 */
export function isWholeGraph(path: string, count: number, dimensions: number): boolean {
  let file: number
  try {
    file = openSync(path, "r")
  } catch {
    return false
  }
  try {
    const { size } = fstatSync(file)
    const header = Buffer.alloc(HEADER_BYTES)
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return false
    const [found, element, label, vector] = [16, 24, 32, 40].map((at) => Number(header.readBigUInt64LE(at)))
    if (found !== count || (label as number) - (vector as number) !== dimensions * FLOAT_BYTES) return false
    const start = HEADER_BYTES + count * (element as number)
    if (start > size) return false
    const links = Buffer.alloc(size - start)
    readSync(file, links, 0, links.length, start)
    return areLinks(links, count)
  } finally {
    closeSync(file)
  }
}

function areLinks(links: Buffer, count: number): boolean {
  let at = 0
  for (let i = 0; i < count; i++) {
    if (at + 4 > links.length) return false
    at += 4 + links.readUInt32LE(at)
  }
  return at === links.length
}
