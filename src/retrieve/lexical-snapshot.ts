import { createHash, type Hash } from "node:crypto"
import { closeSync, fstatSync, openSync, readSync } from "node:fs"
import { replaceFile } from "../files.ts"
import { lineOf } from "../text/error-line.ts"
import { ANALYZER_VERSION } from "../text/words.ts"
import { FIELD_WEIGHTS } from "./bm25f.ts"
import { FrozenSegment } from "./frozen-segment.ts"
import { LexicalIndex } from "./lexical-index.ts"
import type { Segment } from "./segment.ts"

const MAGIC = "NEWSROOM-LEXICAL"
const FORMAT_VERSION = 2
const ALIGNMENT = 8
const DIGEST_BYTES = 32
/** Magic, then the length of the header as a 32-bit number, little endian. */
const PREFIX_BYTES = MAGIC.length + 4
const MAX_HEADER = 1 << 20
/** Read or written at a time: Node.js does no more than 2 GiB. */
const CHUNK = 1 << 26

/** The index, or why the file was not believed. */
export type LoadedIndex = { readonly index: LexicalIndex } | { readonly refused: string }

/** The arrays of a segment in the order in which they stand in the file, and bytes a value. */
const ARRAYS = [
  ["numbers", 4],
  ["firstIds", 4],
  ["idCounts", 4],
  ["lengths", 2],
  ["dead", 1],
  ["terms", 1],
  ["groupKeys", 4],
  ["groupTerms", 4],
  ["groupTails", 4],
  ["groupBlocks", 4],
  ["tails", 1],
  ["words", 4],
  ["blockLast", 4],
  ["blockAt", 4],
  ["blockWidths", 2],
  ["blockMost", 1],
  ["blockLeast", 2],
  ["usualCount", 1],
] as const satisfies readonly (readonly [keyof Segment | "dead", 1 | 2 | 4])[]

type Arrays = Segment & { readonly dead: Uint8Array<ArrayBuffer> }

interface Header {
  readonly identity: string
  /** Of each segment, the lengths of its arrays in values. */
  readonly segments: readonly (readonly number[])[]
}

/** What has to be equal in the file and here; `archive` names the database whose articles were indexed. */
function identity(archive: string): string {
  return JSON.stringify({
    format: FORMAT_VERSION,
    analyzer: ANALYZER_VERSION,
    weights: FIELD_WEIGHTS,
    archive,
  })
}

/**
 * Snapshot of an index, to be written one chunk after the other: magic, header length, header (JSON), SHA-256 of these;
 * the arrays of each segment as they are in memory, each filled up to a multiple of 8 bytes; SHA-256 of all before.
 */
export function* lexicalSnapshot(segments: readonly FrozenSegment[], archive: string): Generator<Uint8Array> {
  const all = segments.map(({ data, dead }): Arrays => ({ ...data, dead }))
  const lengths = all.map((arrays) => ARRAYS.map(([name]) => arrays[name].length))
  const header = Buffer.from(
    JSON.stringify({ identity: identity(archive), segments: lengths } satisfies Header),
  )
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const head = Buffer.concat([Buffer.from(MAGIC), length, header])
  const hash = createHash("sha256")
  for (const chunk of [head, createHash("sha256").update(head).digest()]) {
    hash.update(chunk)
    yield chunk
  }
  for (const arrays of all) {
    for (const [name] of ARRAYS) {
      const { buffer, byteOffset, byteLength } = arrays[name]
      for (let at = 0; at < byteLength; at += CHUNK) {
        const chunk = new Uint8Array(buffer, byteOffset + at, Math.min(CHUNK, byteLength - at))
        hash.update(chunk)
        yield chunk
      }
      const padding = new Uint8Array(paddingAfter(byteLength))
      hash.update(padding)
      yield padding
    }
  }
  yield hash.digest()
}

/** Replaces the snapshot file as a whole. Throws where it cannot be written. */
export function saveLexicalIndex(path: string, index: LexicalIndex, archive: string): void {
  replaceFile(path, lexicalSnapshot(index.freeze(), archive))
}

/** Never throws: what cannot be read or is not whole is refused, and the caller begins with an empty index. */
export function loadLexicalIndex(path: string, archive: string): LoadedIndex {
  let file: number | undefined
  try {
    file = openSync(path, "r")
    const segments = readSegments(file, archive)
    return typeof segments === "string" ? { refused: segments } : { index: new LexicalIndex({}, segments) }
  } catch (error) {
    return { refused: lineOf(error) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** The segments in a file, or why it is not believed. */
function readSegments(file: number, archive: string): FrozenSegment[] | string {
  const size = fstatSync(file).size
  if (size < PREFIX_BYTES) return "it is too short"
  const hash = createHash("sha256")
  const prefix = readBytes(file, PREFIX_BYTES, hash)
  if (prefix.toString("latin1", 0, MAGIC.length) !== MAGIC) return "it is not an index"
  const headerLength = prefix.readUInt32LE(MAGIC.length)
  if (headerLength > MAX_HEADER || PREFIX_BYTES + headerLength + DIGEST_BYTES > size)
    return "its head is damaged"
  const text = readBytes(file, headerLength, hash)
  const digest = createHash("sha256").update(prefix).update(text).digest()
  if (!digest.equals(readBytes(file, DIGEST_BYTES, hash))) return "its head is damaged"
  const header = JSON.parse(text.toString()) as Header
  if (header.identity !== identity(archive))
    return "it was made for another archive or by another version of the program"

  const bytes = header.segments.map(bytesOf).reduce((sum, length) => sum + length, 0)
  const wanted = PREFIX_BYTES + headerLength + DIGEST_BYTES + bytes + DIGEST_BYTES
  if (size !== wanted) return `it has ${size} bytes where ${wanted} belong`
  const segments = header.segments.map((lengths) => readSegment(file, lengths, hash))
  const all = hash.digest()
  return all.equals(readBytes(file, DIGEST_BYTES)) ? segments : "its checksum does not fit"
}

/** All arrays of a segment are views of one buffer. */
function readSegment(file: number, lengths: readonly number[], hash: Hash): FrozenSegment {
  const bytes = new Uint8Array(bytesOf(lengths))
  fill(file, bytes, hash)
  let at = 0
  const arrays = ARRAYS.map(([name, width], i) => {
    const length = lengths[i] as number
    const make = width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array
    const array = new make(bytes.buffer, at, length)
    at += array.byteLength + paddingAfter(array.byteLength)
    return [name, array] as const
  })
  // The compiler does not see that ARRAYS names every array of a segment, each with its width.
  const { dead, ...data } = Object.fromEntries(arrays) as unknown as Arrays
  return new FrozenSegment(data, dead)
}

function bytesOf(lengths: readonly number[]): number {
  return ARRAYS.reduce((sum, [, width], i) => {
    const length = width * (lengths[i] as number)
    return sum + length + paddingAfter(length)
  }, 0)
}

function paddingAfter(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT
}

function readBytes(file: number, length: number, hash?: Hash): Buffer {
  const bytes = Buffer.alloc(length)
  fill(file, bytes, hash)
  return bytes
}

/** Throws where the file ends before. */
function fill(file: number, bytes: Uint8Array, hash?: Hash): void {
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, Math.min(CHUNK, bytes.length - at), null)
    if (read === 0) throw new Error("it ends too early")
    hash?.update(bytes.subarray(at, at + read))
    at += read
  }
}
