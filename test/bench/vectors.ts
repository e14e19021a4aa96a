import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout } from "node:timers/promises"
import type { IndexedPassage } from "../../src/corpus.ts"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import { VectorFiles } from "../../src/hnsw/vector-files.ts"
import { Best } from "../../src/retrieve/best.ts"
import { unitVectors } from "../hnsw/vectors.ts"
import { type Quantiles, quantiles, timed } from "./times.ts"

const DIMENSIONS = 384
const QUERIES = 200
const NEAREST = 10
/** Rows of one cluster, on average. */
const CLUSTER = 100
/** Passages of one article. */
const PASSAGES = 4
/** Between two searches while the graph is built. */
const PAUSE_MS = 20
/** Of a row: id, article, flag; and scale and error of its codes. */
const IDS_BYTES = 9
const BOUNDS_BYTES = 8

type Search = (query: Float32Array) => readonly number[]

interface SearchReport extends Quantiles {
  readonly name: string
  readonly buildSeconds: number
  /** Share of the true nearest that are found. */
  readonly recall: number
  readonly bytesPerVector: number
}

export interface VectorsReport {
  /** Comparing in full, the scan by int8 codes, and the graph, on the same vectors and queries. */
  readonly searches: readonly SearchReport[]
  /** Of the scan, where a filter keeps every second article, and every tenth. */
  readonly filtered: readonly Quantiles[]
  readonly whileBuilding: { readonly loopKeptMs: number; readonly search: Quantiles }
  readonly loadSeconds: number
}

export async function measureVectors(rows: number): Promise<VectorsReport> {
  const all = unitVectors(rows + QUERIES, DIMENSIONS, 31, Math.ceil(rows / CLUSTER))
  const vectors = all.slice(0, rows)
  const queries = all.slice(rows)
  const folder = mkdtempSync(join(tmpdir(), "bench-vectors-"))
  try {
    const float = floatScan(vectors)
    const wanted = queries.map((query) => new Set(float(query)))
    const index = new HnswIndex(new ExactScan(DIMENSIONS))
    const search: Search = (query) => index.search(query, NEAREST).map(({ id }) => id)
    const keeping = (every: number) => (query: Float32Array) =>
      index.search(query, NEAREST, (article) => article % every === 0)

    const floatReport = measured(float, queries, wanted)
    const codingSeconds = timed(() => index.add(passagesOf(vectors))) / 1_000
    const int8Report = measured(search, queries, wanted)
    const filtered = [2, 10].map((every) =>
      quantiles(queries.map((query) => timed(() => keeping(every)(query)))),
    )
    const built = await buildMeasured(index, folder, () => search(queries[0] as Float32Array))
    const graphReport = measured(search, queries, wanted)

    const floatBytes = 4 * DIMENSIONS + IDS_BYTES
    const int8Bytes = floatBytes + DIMENSIONS + BOUNDS_BYTES
    const graphBytes = int8Bytes + (index.graphFile?.bytes ?? 0) / rows
    return {
      searches: [
        { name: "float scan", buildSeconds: 0, bytesPerVector: floatBytes, ...floatReport },
        { name: "int8 scan", buildSeconds: codingSeconds, bytesPerVector: int8Bytes, ...int8Report },
        { name: "graph", buildSeconds: built.seconds, bytesPerVector: graphBytes, ...graphReport },
      ],
      filtered,
      whileBuilding: built,
      loadSeconds: savedAndLoaded(folder, index) / 1_000,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function passagesOf(vectors: readonly Float32Array[]): IndexedPassage[] {
  return vectors.map((vector, i) => {
    return { id: i + 1, article: Math.floor(i / PASSAGES), field: "text", start: 0, end: 0, text: "", vector }
  })
}

/** Every vector in full; ids from 1 on. */
function floatScan(vectors: readonly Float32Array[]): Search {
  const rows = new Float32Array(vectors.length * DIMENSIONS)
  for (const [i, vector] of vectors.entries()) rows.set(vector, i * DIMENSIONS)
  return (query) => {
    const best = new Best(NEAREST)
    for (let row = 0, at = 0; row < vectors.length; row++) {
      let sum = 0
      for (let i = 0; i < DIMENSIONS; i++, at++) sum += (query[i] as number) * (rows[at] as number)
      best.offer(row + 1, sum)
    }
    return best.entries().map(({ key }) => key)
  }
}

function measured(
  search: Search,
  queries: readonly Float32Array[],
  wanted: readonly ReadonlySet<number>[],
): Quantiles & { readonly recall: number } {
  let found = 0
  const times = queries.map((query, i) => {
    let ids: readonly number[] = []
    const ms = timed(() => {
      ids = search(query)
    })
    found += ids.filter((id) => wanted[i]?.has(id)).length
    return ms
  })
  return { ...quantiles(times), recall: found / (NEAREST * queries.length) }
}

/** Builds the graph while a reader searches now and then. */
async function buildMeasured(index: HnswIndex, folder: string, search: () => unknown) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const times: number[] = []
  let done = false
  const begun = performance.now()
  delay.enable()
  const building = index.build(folder).finally(() => {
    done = true
  })
  while (!done) {
    times.push(timed(search))
    await setTimeout(PAUSE_MS)
  }
  await building
  delay.disable()
  const seconds = (performance.now() - begun) / 1_000
  return { seconds, loopKeptMs: delay.max / 1e6, search: quantiles(times) }
}

/** Milliseconds of reading and checking the files. */
function savedAndLoaded(folder: string, index: HnswIndex): number {
  const files = new VectorFiles(folder, { archive: "bench", embedderId: "bench", dimensions: DIMENSIONS })
  files.save(index)
  return timed(() => {
    if ("refused" in files.load()) throw new Error("the files just written were refused")
  })
}
