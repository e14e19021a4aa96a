import { createHash } from "node:crypto"
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs"
import { join } from "node:path"
import hnswlib, { type HierarchicalNSW } from "hnswlib-node"
import { z } from "zod"
import { replaceFile, syncFolder } from "../files.ts"
import { ExactScan, type ScanRows } from "./exact-scan.ts"
import { HnswIndex, SPACE } from "./hnsw-index.ts"

/** What the vectors belong to: files of another archive, embedder or size are refused. */
export interface VectorIdentity {
  /** Names the database whose passages were indexed. */
  readonly archive: string
  readonly embedderId: string
  readonly dimensions: number
}

/** The index, or why the files were not believed; `note` says what had to be left out and is to be built again. */
export type LoadedVectors =
  | { readonly index: HnswIndex; readonly note?: string }
  | { readonly refused: string }

const FORMAT_VERSION = 1
const MANIFEST = "vectors.json"
const DATA_FILE = /^vectors-[0-9a-f]{16}\.(rows|hnsw)(\.tmp)?$/

const FileEntry = z.object({ name: z.string().regex(DATA_FILE), bytes: z.int(), sha256: z.string() })
const Manifest = z.object({
  format: z.literal(FORMAT_VERSION),
  archive: z.string(),
  embedderId: z.string(),
  dimensions: z.int().positive(),
  space: z.literal(SPACE),
  /** Rows, those of removed passages included. */
  count: z.int().nonnegative(),
  graphRows: z.int().nonnegative(),
  rows: FileEntry,
  graph: FileEntry.nullable(),
})
type FileEntry = z.infer<typeof FileEntry>

/**
 * Writes the vectors and their graph beside the files in use, then the manifest, then deletes what it no longer
 * names: a crash at any moment leaves a manifest whose files are whole. Throws where something cannot be written.
 */
export function saveVectors(folder: string, index: HnswIndex, identity: VectorIdentity): void {
  mkdirSync(folder, { recursive: true })
  const { scan, graph, graphRows } = index.parts()
  const rows = writeRows(folder, scan.toRows())
  const written = graph ? writeGraph(folder, graph, graphRows) : null
  const manifest = {
    format: FORMAT_VERSION,
    ...identity,
    space: SPACE,
    count: scan.rows,
    graphRows: written ? graphRows : 0,
    rows,
    graph: written,
  }
  replaceFile(join(folder, MANIFEST), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])
  for (const name of readdirSync(folder)) {
    if (DATA_FILE.test(name) && name !== rows.name && name !== written?.name) rmSync(join(folder, name))
  }
}

/**
 * Reads what `saveVectors` wrote. Every byte is checked against the manifest before hnswlib sees it, since a damaged
 * file ends the process there. Never throws.
 */
export function loadVectors(folder: string, identity: VectorIdentity): LoadedVectors {
  try {
    return load(folder, identity)
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) }
  }
}

function load(folder: string, identity: VectorIdentity): LoadedVectors {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, MANIFEST), "utf8")))
  for (const key of ["archive", "embedderId", "dimensions"] as const) {
    if (manifest[key] !== identity[key])
      return { refused: `${key} is ${manifest[key]}, not ${identity[key]}` }
  }
  const { count, dimensions } = manifest
  const bytes = readChecked(folder, manifest.rows)
  if (!bytes || bytes.length !== rowsBytes(count, dimensions)) return { refused: "vectors are damaged" }
  const scan = new ExactScan(dimensions, viewRows(bytes, count, dimensions))
  if (!manifest.graph) return { index: new HnswIndex(scan) }
  if (!readChecked(folder, manifest.graph)) return { index: new HnswIndex(scan), note: "graph is damaged" }
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimensions)
  graph.readIndexSync(join(folder, manifest.graph.name))
  return { index: new HnswIndex(scan, graph, manifest.graphRows) }
}

/** Ids, articles and vectors, then the flags of the dead: all aligned without padding. */
function writeRows(folder: string, { ids, articles, vectors, dead }: ScanRows): FileEntry {
  const chunks = [ids, articles, vectors, dead].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  )
  const hash = createHash("sha256")
  for (const chunk of chunks) hash.update(chunk)
  const sha256 = hash.digest("hex")
  const name = `vectors-${sha256.slice(0, 16)}.rows`
  replaceFile(join(folder, name), chunks)
  return { name, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0), sha256 }
}

function rowsBytes(count: number, dimensions: number): number {
  return count * (4 + 4 + 4 * dimensions + 1)
}

function viewRows(bytes: Buffer<ArrayBuffer>, count: number, dimensions: number): ScanRows {
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)
  const vectors = byteOffset + 8 * count
  return {
    ids: new Uint32Array(buffer, byteOffset, count),
    articles: new Uint32Array(buffer, byteOffset + 4 * count, count),
    vectors: new Float32Array(buffer, vectors, count * dimensions),
    dead: new Uint8Array(buffer, vectors + 4 * count * dimensions, count),
  }
}

/** hnswlib reports no error on a full disk, so what it wrote is read again and walked through. */
function writeGraph(folder: string, graph: HierarchicalNSW, graphRows: number): FileEntry {
  const temporary = join(folder, `vectors-${"0".repeat(16)}.hnsw.tmp`)
  graph.writeIndexSync(temporary)
  const bytes = readFileSync(temporary)
  if (!isWholeGraph(bytes, graphRows)) {
    rmSync(temporary, { force: true })
    throw new Error(`${temporary}: written only in part`)
  }
  const handle = openSync(temporary, "r+")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  const name = `vectors-${sha256.slice(0, 16)}.hnsw`
  renameSync(temporary, join(folder, name))
  syncFolder(folder)
  return { name, bytes: bytes.length, sha256 }
}

const GRAPH_HEADER_BYTES = 96

/**
 * Walks hnswlib's file (hnswalg.h, saveIndex): a header of 96 bytes with the count of elements at 16 and the bytes
 * an element at 24, the elements, then for each one a length and that many bytes of links.
 */
export function isWholeGraph(bytes: Buffer, count: number): boolean {
  if (bytes.length < GRAPH_HEADER_BYTES || bytes.readBigUInt64LE(16) !== BigInt(count)) return false
  let at = GRAPH_HEADER_BYTES + count * Number(bytes.readBigUInt64LE(24))
  for (let i = 0; i < count; i++) {
    if (at + 4 > bytes.length) return false
    at += 4 + bytes.readUInt32LE(at)
  }
  return at === bytes.length
}

function readChecked(folder: string, { name, bytes, sha256 }: FileEntry): Buffer<ArrayBuffer> | undefined {
  const read = readFileSync(join(folder, name))
  const same = read.length === bytes && createHash("sha256").update(read).digest("hex") === sha256
  return same ? read : undefined
}
