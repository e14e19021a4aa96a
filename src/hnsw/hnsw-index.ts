import hnswlib, { type HierarchicalNSW } from "hnswlib-node"
import type { IndexedPassage, PassageId } from "../corpus.ts"
import { Best } from "../retrieve/best.ts"
import type { VectorHit, VectorIndex } from "../retrieve/vector-index.ts"
import { buildGraph, type GraphFile } from "./build-graph.ts"
import type { ExactScan } from "./exact-scan.ts"
import { SPACE } from "./graph-file.ts"

const EF_SEARCH = 200
/** Rows outside the graph from which on a build pays: fewer are scanned in some 3 ms, and the scan misses nothing. */
const BUILD_AT = 100_000
/** Share of dead rows from which on they are taken out. */
const DROP_AT = 0.25

/** hnswlib's graph of the first rows of a scan, dead ones included; its labels are the rows. */
interface Graph {
  readonly native: HierarchicalNSW
  readonly file: GraphFile
}

/**
 * Approximate nearest neighbours by hnswlib, on top of an exact scan that holds all vectors. The graph covers the
 * rows that were there when its building began; the rest, all filtered searches, and everything while there is no
 * graph, are scanned. So a passage is found as soon as it is added, and a filter can never abort the process from
 * inside hnswlib. A graph is built beside the one in use, in another thread, and then takes its place.
 */
export class HnswIndex implements VectorIndex {
  readonly #scan: ExactScan
  #graph: Graph | undefined
  #building: Promise<void> | undefined
  /** Grows with `clear`: a graph that was begun before is not of these rows. */
  #generation = 0

  /** `file` has the graph of the scan's first rows, and must be whole: hnswlib ends the process otherwise. */
  constructor(scan: ExactScan, file?: GraphFile) {
    this.#scan = scan
    if (!file) return
    const native = new hnswlib.HierarchicalNSW(SPACE, scan.dimensions)
    native.readIndexSync(file.path)
    this.#replaceGraph({ native, file })
  }

  get dimensions(): number {
    return this.#scan.dimensions
  }
  get size(): number {
    return this.#scan.size
  }
  get highestId(): PassageId {
    return this.#scan.highestId
  }
  get scan(): ExactScan {
    return this.#scan
  }
  /** Of the rows that the graph covers; undefined while every search is a scan. */
  get graphFile(): GraphFile | undefined {
    return this.#graph?.file
  }
  /** Whether there are enough rows outside the graph, or dead ones within. */
  get buildDue(): boolean {
    return this.#scan.rows - this.#graphRows >= BUILD_AT || (this.#graph !== undefined && this.#manyDead)
  }

  liveIds(): Uint32Array {
    return this.#scan.liveIds()
  }

  add(passages: readonly IndexedPassage[]): void {
    this.#scan.add(passages)
  }

  remove(ids: readonly PassageId[]): void {
    for (const row of this.#scan.removeRows(ids)) {
      if (row < this.#graphRows) this.#graph?.native.markDelete(row)
    }
    if (!this.#graph && !this.#building && this.#manyDead) this.#scan.drop(this.#scan.toRows().dead)
  }

  clear(): void {
    this.#scan.clear()
    this.#graph = undefined
    this.#generation++
  }

  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[] {
    if (!this.#graph || accept || limit < 1) return this.#scan.search(query, limit, accept)
    const outside = this.#scan.nearest(query, limit, this.#graphRows)
    // hnswlib answers a query that is not finite with any rows.
    if (!query.every(Number.isFinite)) return []
    const best = new Best(limit)
    for (const { key, score } of outside) best.offer(key, score)
    // It throws where k is more than it holds.
    const k = Math.min(limit, this.#graphRows)
    this.#graph.native.setEf(Math.max(EF_SEARCH, k))
    const { neighbors, distances } = this.#graph.native.searchKnn(Array.from(query), k)
    neighbors.forEach((row, i) => {
      best.offer(row, 1 - (distances[i] as number))
    })
    return best.entries().map(({ key, score }) => this.#scan.hit(key, score))
  }

  /**
   * Brings the graph up to all rows that are there now, by a file in the folder; searches, adds and removes go on
   * meanwhile. Throws the signal's reason when aborted, else an Error with one line; all is then as it was.
   */
  build(folder: string, signal?: AbortSignal): Promise<void> {
    this.#building ??= this.#build(folder, signal).finally(() => {
      this.#building = undefined
    })
    return this.#building
  }

  get #graphRows(): number {
    return this.#graph?.file.rows ?? 0
  }

  get #manyDead(): boolean {
    return this.#scan.rows - this.#scan.size > this.#scan.rows * DROP_AT
  }

  async #build(folder: string, signal?: AbortSignal): Promise<void> {
    const { dimensions } = this
    const { vectors, dead } = this.#scan.toRows()
    const base = this.#manyDead ? undefined : this.#graph?.file
    if (this.#scan.size === 0 || base?.rows === this.#scan.rows) return
    const skipped = base ? new Uint8Array(dead.length) : dead
    const generation = this.#generation
    const file = await buildGraph(folder, { dimensions, vectors, skipped, base }, signal)
    const native = new hnswlib.HierarchicalNSW(SPACE, dimensions)
    await native.readIndex(file.path)
    if (generation !== this.#generation) return
    this.#scan.drop(skipped)
    this.#replaceGraph({ native, file })
  }

  #replaceGraph(graph: Graph): void {
    for (let row = 0; row < graph.file.rows; row++) if (this.#scan.isDead(row)) graph.native.markDelete(row)
    // Frees the old one now, not when the garbage collector learns of it.
    this.#graph?.native.initIndex(1)
    this.#graph = graph
  }
}
