import { existsSync } from "node:fs"
import { join } from "node:path"
import type { PassageIndex, PassageSource } from "./corpus.ts"
import { ExactScan } from "./hnsw/exact-scan.ts"
import { HnswIndex } from "./hnsw/hnsw-index.ts"
import { VectorFiles } from "./hnsw/vector-files.ts"
import type { Embedder } from "./models.ts"
import { catchUp, type FollowingIndex } from "./retrieve/catch-up.ts"
import { LexicalIndex } from "./retrieve/lexical-index.ts"
import { loadLexicalIndex, saveLexicalIndex } from "./retrieve/lexical-snapshot.ts"
import { followingByPassages } from "./retrieve/vector-index.ts"
import { lineOf } from "./text/error-line.ts"

export interface Indexes {
  readonly lexical: LexicalIndex
  /** Empty, and left so, where vectors are not used. */
  readonly vectors: HnswIndex
  /** Those that follow the store. */
  readonly all: readonly PassageIndex[]
  /** Brings the lexical index in line with the database; nothing else may change the archive meanwhile. */
  follow(source: PassageSource): Promise<void>
  /** The same for the vectors, whose source has those passages that have one. */
  followVectors(source: PassageSource): Promise<void>
  /** Writes those that have changed since they were read or written, and begins to build the vectors' graph where that is due. */
  save(): Promise<void>
  /** Writes what has changed, and breaks off a build. */
  close(): Promise<void>
}

interface Options {
  readonly dataDir: string
  /** Names the database, so that no index of another one is taken for its own. */
  readonly archive: string
  readonly embedder: Embedder
  readonly useVectors: boolean
  /** A line for the operator. */
  readonly note: (line: string) => void
}

/** One index, its files, and how it was when they were last in step. */
interface Kept {
  readonly name: string
  readonly index: FollowingIndex
  readonly size: () => number
  readonly save: () => Promise<void>
  onDisk: string | undefined
}

/** The lexical index and, where they are used, the vectors: as their files have them, or empty. */
export function openIndexes(options: Options): Indexes {
  const { dataDir, archive, useVectors, note } = options
  const path = join(dataDir, "lexical.idx")
  const loaded = loadLexicalIndex(path, archive)
  const lexical = "index" in loaded ? loaded.index : new LexicalIndex()
  if ("refused" in loaded && existsSync(path))
    note(`the lexical index is made anew: ${loaded.refused.slice(0, 80)}`)
  const saveLexical = async () => {
    await lexical.compact()
    saveLexicalIndex(path, lexical, archive)
  }
  const ofWords: Kept = {
    name: "lexical",
    index: lexical,
    size: () => lexical.size,
    save: saveLexical,
    onDisk: undefined,
  }
  const { vectors, files } = openVectors(options)
  const ofVectors: Kept = {
    name: "vector",
    index: followingByPassages(vectors),
    size: () => vectors.size,
    save: async () => files.save(vectors),
    onDisk: undefined,
  }
  const kept = useVectors ? [ofWords, ofVectors] : [ofWords]
  const stopping = new AbortController()
  let building: Promise<void> | undefined

  async function build(): Promise<void> {
    try {
      await vectors.build(dataDir, stopping.signal)
      ofVectors.onDisk = undefined
      // Else with the next save: readers would wait for all rows to be written.
      if (files.hasRowsOf(vectors)) await saveChanged([ofVectors], note)
    } catch (error) {
      if (stopping.signal.aborted) return
      note(`the graph of the vectors could not be built, searches go on as before: ${lineOf(error)}`)
    } finally {
      building = undefined
    }
  }

  const bringInLine = async (one: Kept, source: PassageSource) => {
    const before = one.size()
    const { added, removed, rebuilt } = await catchUp(one.index, source)
    if (rebuilt && before > 0) note(`the ${one.name} index did not fit the database and was made anew`)
    if (added + removed === 0) one.onDisk = stateOf(one)
  }
  return {
    lexical,
    vectors,
    all: useVectors ? [lexical, onlyRemoving(vectors)] : [lexical],
    follow: (source) => bringInLine(ofWords, source),
    followVectors: (source) => (useVectors ? bringInLine(ofVectors, source) : Promise.resolve()),
    async save() {
      await saveChanged(kept, note)
      if (useVectors && vectors.buildDue) building ??= build()
    },
    async close() {
      stopping.abort()
      await building
      await saveChanged(kept, note)
    },
  }
}

function openVectors({ dataDir, archive, embedder, useVectors, note }: Options) {
  const { id: embedderId, dimensions } = embedder
  const files = new VectorFiles(dataDir, { archive, embedderId, dimensions })
  const read = useVectors ? files.load() : undefined
  if (read && "index" in read) {
    if (read.note) note(`${read.note}: it is built again, and until then all vectors are scanned`)
    return { files, vectors: read.index }
  }
  if (read && existsSync(join(dataDir, "vectors.json"))) {
    note(`the vector index is made anew: ${read.refused.slice(0, 80)}`)
  }
  return { files, vectors: new HnswIndex(new ExactScan(dimensions)) }
}

async function saveChanged(kept: readonly Kept[], note: (line: string) => void): Promise<void> {
  for (const one of kept) {
    if (stateOf(one) === one.onDisk) continue
    try {
      await one.save()
      one.onDisk = stateOf(one)
    } catch (error) {
      note(`the ${one.name} index could not be saved and will be made anew: ${lineOf(error)}`)
    }
  }
}

/** A passage comes into the index when its vector is made, and leaves it with its article. */
function onlyRemoving(index: Pick<PassageIndex, "remove">): PassageIndex {
  return { add: () => undefined, remove: (ids) => index.remove(ids) }
}

/** Changes with each add and remove: ids only grow. */
function stateOf({ index, size }: Kept): string {
  return `${index.highestId} ${size()}`
}
