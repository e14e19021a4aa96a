import { existsSync } from "node:fs"
import { join } from "node:path"
import type { PassageIndex, PassageSource } from "./corpus.ts"
import { ExactScan } from "./hnsw/exact-scan.ts"
import { loadVectors, saveVectors } from "./hnsw/hnsw-files.ts"
import { HnswIndex } from "./hnsw/hnsw-index.ts"
import type { Embedder } from "./models.ts"
import { catchUp, type FollowingIndex } from "./retrieve/catch-up.ts"
import { LexicalIndex } from "./retrieve/lexical-index.ts"
import { loadLexicalIndex, saveLexicalIndex } from "./retrieve/lexical-snapshot.ts"
import { followingByPassages } from "./retrieve/vector-index.ts"

export interface Indexes {
  readonly lexical: LexicalIndex
  /** Empty, and left so, where vectors are not used. */
  readonly vectors: HnswIndex
  /** Those that follow the store. */
  readonly all: readonly PassageIndex[]
  /** Brings them in line with the database, the vectors only where all are the embedder's; nothing else may change the archive meanwhile. */
  follow(source: PassageSource, withVectors: boolean): Promise<void>
  /** Writes those that have changed since they were read or written. */
  save(): Promise<void>
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
export function openIndexes({ dataDir, archive, embedder, useVectors, note }: Options): Indexes {
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

  const identity = { archive, embedderId: embedder.id, dimensions: embedder.dimensions }
  const read = useVectors ? loadVectors(dataDir, identity) : undefined
  const vectors = read && "index" in read ? read.index : new HnswIndex(new ExactScan(embedder.dimensions))
  if (read && "refused" in read && existsSync(join(dataDir, "vectors.json"))) {
    note(`the vector index is made anew: ${read.refused.slice(0, 80)}`)
  }
  const saveGraph = async () => {
    await vectors.build()
    saveVectors(dataDir, vectors, identity)
  }
  const ofVectors: Kept = {
    name: "vector",
    index: followingByPassages(vectors),
    size: () => vectors.size,
    save: saveGraph,
    onDisk: undefined,
  }
  const kept = useVectors ? [ofWords, ofVectors] : [ofWords]

  return {
    lexical,
    vectors,
    all: kept.map(({ index }) => index),
    async follow(source, withVectors) {
      for (const one of withVectors ? kept : kept.slice(0, 1)) {
        const before = one.size()
        const { added, removed, rebuilt } = await catchUp(one.index, source)
        if (rebuilt && before > 0) note(`the ${one.name} index did not fit the database and was made anew`)
        if (added + removed === 0) one.onDisk = stateOf(one)
      }
    },
    async save() {
      for (const one of kept) {
        if (stateOf(one) === one.onDisk) continue
        try {
          await one.save()
          one.onDisk = stateOf(one)
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error)
          note(`the ${one.name} index could not be saved and will be made anew: ${why}`)
        }
      }
    },
  }
}

/** Changes with each add and remove: ids only grow. */
function stateOf({ index, size }: Kept): string {
  return `${index.highestId} ${size()}`
}
