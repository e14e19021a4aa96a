import { createHash } from "node:crypto"
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs"
import { basename, join } from "node:path"
import { z } from "zod"
import { replaceFile } from "../files.ts"
import { lineOf } from "../text/error-line.ts"
import type { GraphFile } from "./build-graph.ts"
import { ExactScan, type ScanRows, sharedVectors } from "./exact-scan.ts"
import { digestOf, isWholeGraph, SPACE } from "./graph-file.ts"
import { HnswIndex } from "./hnsw-index.ts"

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

const FORMAT_VERSION = 2
const MANIFEST = "vectors.json"
/** Read at once; the system reads less than 2 GiB. */
const MOST_BYTES = 1 << 30
const DATA_FILE = /^vectors-[0-9a-f]{16}\.(rows|hnsw)$/
/** Data files, and what a crash left of writing one. */
const OURS = /^vectors-[0-9a-f]{16}\.(rows|hnsw)/

const FileEntry = z.object({ name: z.string().regex(DATA_FILE), bytes: z.int(), sha256: z.string() })
const Manifest = z.object({
  archive: z.string(),
  embedderId: z.string(),
  dimensions: z.int().positive(),
  space: z.string(),
  /** Rows, those of removed passages included. */
  count: z.int().nonnegative(),
  rows: FileEntry,
  /** Of the first rows, as many as it says. */
  graph: FileEntry.extend({ rows: z.int().positive() }).nullable(),
})
type FileEntry = z.infer<typeof FileEntry>
type Manifest = z.infer<typeof Manifest>

/** The vectors of an archive and their graph, in files of its folder. */
export class VectorFiles {
  readonly #folder: string
  readonly #identity: VectorIdentity
  /** The rows that the manifest names, as they were when they were read or written. */
  #rows: { readonly scan: ExactScan; readonly revision: number; readonly entry: FileEntry } | undefined

  constructor(folder: string, identity: VectorIdentity) {
    this.#folder = folder
    this.#identity = identity
  }

  /** Whether all rows are in the files, so that a save has little to write. */
  hasRowsOf({ scan }: HnswIndex): boolean {
    return this.#rows?.scan === scan && this.#rows.revision === scan.revision
  }

  /**
   * Writes the vectors beside those in use, then the manifest with them and the graph, then deletes what it no longer
   * names: a crash at any moment leaves a manifest whose files are whole. Throws where something cannot be written.
   */
  save(index: HnswIndex): void {
    const folder = this.#folder
    mkdirSync(folder, { recursive: true })
    const { scan, graphFile } = index
    const rows = this.#rows && this.hasRowsOf(index) ? this.#rows.entry : writeRows(folder, scan.toRows())
    const graph = graphFile && existsSync(graphFile.path) ? graphFile : undefined
    const manifest = {
      format: FORMAT_VERSION,
      ...this.#identity,
      space: SPACE,
      count: scan.rows,
      rows,
      graph: graph
        ? { name: basename(graph.path), bytes: graph.bytes, sha256: graph.sha256, rows: graph.rows }
        : null,
    }
    replaceFile(join(folder, MANIFEST), [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)])
    this.#rows = { scan, revision: scan.revision, entry: rows }
    for (const name of readdirSync(folder)) {
      if (OURS.test(name) && name !== rows.name && name !== manifest.graph?.name) {
        rmSync(join(folder, name))
      }
    }
  }

  /** Every byte is checked against the manifest before hnswlib sees it, since a damaged file ends the process there. Never throws. */
  load(): LoadedVectors {
    try {
      const manifest = this.#manifest()
      const scan = readRows(join(this.#folder, manifest.rows.name), manifest)
      this.#rows = { scan, revision: scan.revision, entry: manifest.rows }
      if (!manifest.graph) return { index: new HnswIndex(scan) }
      const graph = { ...manifest.graph, path: join(this.#folder, manifest.graph.name) }
      if (!isSound(graph, manifest)) return { index: new HnswIndex(scan), note: "the graph is damaged" }
      return { index: new HnswIndex(scan, graph) }
    } catch (error) {
      return { refused: lineOf(error) }
    }
  }

  #manifest(): Manifest {
    const read = parsed(readFileSync(join(this.#folder, MANIFEST), "utf8"))
    if (read === undefined) throw new Error(`${MANIFEST} is damaged`)
    const expected = { format: FORMAT_VERSION, ...this.#identity, space: SPACE }
    for (const [key, value] of Object.entries(expected)) {
      if (read[key] !== value)
        throw new Error(`${key} is ${JSON.stringify(read[key])}, not ${JSON.stringify(value)}`)
    }
    const { data } = Manifest.safeParse(read)
    if (!data) throw new Error(`${MANIFEST} is damaged`)
    return data
  }
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const { data } = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text))
    return data
  } catch {
    return undefined
  }
}

function isSound(graph: GraphFile, { count, dimensions }: Manifest): boolean {
  if (graph.rows > count || !isWholeGraph(graph.path, graph.rows, dimensions)) return false
  const { bytes, sha256 } = digestOf(graph.path)
  return bytes === graph.bytes && sha256 === graph.sha256
}

/** The file's order, which aligns all columns without padding. */
function columnsOf({ ids, articles, vectors, dead }: ScanRows): Uint8Array[] {
  return [ids, articles, vectors, dead].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  )
}

function writeRows(folder: string, rows: ScanRows): FileEntry {
  const columns = columnsOf(rows)
  const hash = createHash("sha256")
  for (const column of columns) hash.update(column)
  const sha256 = hash.digest("hex")
  const name = `vectors-${sha256.slice(0, 16)}.rows`
  replaceFile(join(folder, name), columns)
  return { name, bytes: columns.reduce((sum, { length }) => sum + length, 0), sha256 }
}

/** Throws where the file is not what the manifest says. */
function readRows(path: string, { rows: entry, count, dimensions }: Manifest): ExactScan {
  const damaged = new Error("the vectors are damaged")
  const file = openSync(path, "r")
  try {
    const bytes = count * (4 + 4 + 4 * dimensions + 1)
    if (entry.bytes !== bytes || fstatSync(file).size !== bytes) throw damaged
    const rows = {
      ids: new Uint32Array(count),
      articles: new Uint32Array(count),
      vectors: sharedVectors(count * dimensions),
      dead: new Uint8Array(count),
    }
    const hash = createHash("sha256")
    for (const column of columnsOf(rows)) {
      for (let at = 0; at < column.length; ) {
        const read = readSync(file, column, at, Math.min(column.length - at, MOST_BYTES), null)
        if (read === 0) throw damaged
        at += read
      }
      hash.update(column)
    }
    if (hash.digest("hex") !== entry.sha256) throw damaged
    return new ExactScan(dimensions, rows)
  } finally {
    closeSync(file)
  }
}
