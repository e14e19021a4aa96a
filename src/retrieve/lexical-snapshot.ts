import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { replaceFile } from "../files.ts"
import { ANALYZER_VERSION } from "../text/words.ts"
import { FIELD_WEIGHTS, LexicalIndex } from "./lexical-index.ts"
import type { Postings } from "./postings.ts"
import { TermTable } from "./term-table.ts"

const MAGIC = "NEWSROOM-LEXICAL"
const FORMAT_VERSION = 1
const ALIGNMENT = 8
const DIGEST_BYTES = 32
/** Magic, then the length of the header as a 32-bit number, little endian. */
const PREFIX_BYTES = MAGIC.length + 4

/** The index, or why the file was not believed. */
export type LoadedIndex = { readonly index: LexicalIndex } | { readonly refused: string }

const ARRAYS = [
  "units",
  "ends",
  "slots",
  "articleOffsets",
  "articles",
  "articleCounts",
  "passageOffsets",
  "passages",
  "passageCounts",
  "numbers",
  "firsts",
  "articleLengths",
  "ids",
  "passageLengths",
] as const
type ArrayName = (typeof ARRAYS)[number]

const BYTES_PER_VALUE: Readonly<Partial<Record<ArrayName, number>>> = {
  units: 2,
  articleCounts: 1,
  passageCounts: 1,
}

/** What has to be equal in the file and here; `archive` names the database whose passages were indexed. */
function identity(archive: string): string {
  return JSON.stringify({
    format: FORMAT_VERSION,
    analyzer: ANALYZER_VERSION,
    weights: FIELD_WEIGHTS,
    archive,
  })
}

/**
 * Snapshot of an index, to be written one chunk after the other: magic, header length, header (JSON: identity and
 * length of each array), the arrays as they are in memory, each on a multiple of 8 bytes, then SHA-256 of all before.
 */
export function* lexicalSnapshot(postings: Postings, archive: string): Generator<Uint8Array> {
  const { terms, ...rest } = postings
  const arrays = { ...terms.parts(), ...rest }
  const lengths = ARRAYS.map((name) => arrays[name].length)
  const header = Buffer.from(JSON.stringify({ identity: identity(archive), lengths }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(header.length)
  const hash = createHash("sha256")
  for (const chunk of [Buffer.from(MAGIC), length, header, padding(PREFIX_BYTES + header.length)]) {
    hash.update(chunk)
    yield chunk
  }
  for (const name of ARRAYS) {
    const { buffer, byteOffset, byteLength } = arrays[name]
    for (const chunk of [new Uint8Array(buffer, byteOffset, byteLength), padding(byteLength)]) {
      hash.update(chunk)
      yield chunk
    }
  }
  yield hash.digest()
}

/** Reads a snapshot; the index goes on using the bytes, so they must not change. */
export function readLexicalSnapshot(bytes: Uint8Array<ArrayBuffer>, archive: string): LoadedIndex {
  const aligned = bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice()
  const { buffer, byteOffset } = aligned
  const body = aligned.length - DIGEST_BYTES
  if (body < PREFIX_BYTES) return { refused: "too short" }
  const file = Buffer.from(buffer, byteOffset, aligned.length)
  if (file.toString("latin1", 0, MAGIC.length) !== MAGIC) return { refused: "not an index" }
  const digest = createHash("sha256").update(file.subarray(0, body)).digest()
  if (!digest.equals(file.subarray(body))) return { refused: "checksum does not fit" }

  const headerEnd = PREFIX_BYTES + file.readUInt32LE(MAGIC.length)
  const header = JSON.parse(file.toString("utf8", PREFIX_BYTES, headerEnd)) as {
    identity: string
    lengths: number[]
  }
  if (header.identity !== identity(archive)) return { refused: `made as ${header.identity}` }
  const arrays = new Map<ArrayName, Uint8Array | Uint16Array | Uint32Array>()
  let at = headerEnd + padding(headerEnd).length
  ARRAYS.forEach((name, i) => {
    const length = header.lengths[i] as number
    const view = viewOf(name, buffer, byteOffset + at, length)
    arrays.set(name, view)
    at += view.byteLength + padding(view.byteLength).length
  })
  return { index: new LexicalIndex({}, postingsOf(arrays)) }
}

/** Replaces the snapshot file as a whole. Throws where it cannot be written. */
export function saveLexicalIndex(path: string, index: LexicalIndex, archive: string): void {
  replaceFile(path, lexicalSnapshot(index.freeze(), archive))
}

/** Never throws: what cannot be read is refused, and the caller begins with an empty index. */
export function loadLexicalIndex(path: string, archive: string): LoadedIndex {
  try {
    return readLexicalSnapshot(readFileSync(path), archive)
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}

function padding(length: number): Uint8Array {
  return new Uint8Array((ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT)
}

function viewOf(name: ArrayName, buffer: ArrayBuffer, offset: number, length: number) {
  const bytes = BYTES_PER_VALUE[name] ?? 4
  if (bytes === 1) return new Uint8Array(buffer, offset, length)
  if (bytes === 2) return new Uint16Array(buffer, offset, length)
  return new Uint32Array(buffer, offset, length)
}

function postingsOf(arrays: ReadonlyMap<ArrayName, Uint8Array | Uint16Array | Uint32Array>): Postings {
  const wide = (name: ArrayName) => arrays.get(name) as Uint32Array<ArrayBuffer>
  const narrow = (name: ArrayName) => arrays.get(name) as Uint8Array<ArrayBuffer>
  return {
    terms: new TermTable({
      units: arrays.get("units") as Uint16Array<ArrayBuffer>,
      ends: wide("ends"),
      slots: wide("slots"),
    }),
    articleOffsets: wide("articleOffsets"),
    articles: wide("articles"),
    articleCounts: narrow("articleCounts"),
    passageOffsets: wide("passageOffsets"),
    passages: wide("passages"),
    passageCounts: narrow("passageCounts"),
    numbers: wide("numbers"),
    firsts: wide("firsts"),
    articleLengths: wide("articleLengths"),
    ids: wide("ids"),
    passageLengths: wide("passageLengths"),
  }
}
