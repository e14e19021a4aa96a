import { setImmediate } from "node:timers/promises"
import hnswlib, { type HierarchicalNSW } from "hnswlib-node"
import type { IndexedPassage, PassageId } from "../corpus.ts"
import { Best } from "../retrieve/best.ts"
import type { VectorHit, VectorIndex } from "../retrieve/vector-index.ts"
import { ExactScan } from "./exact-scan.ts"

export const SPACE = "ip"
/** Links a node; HNSW's M (Malkov and Yashunin 2018, section 4.1). */
const LINKS = 16
const EF_CONSTRUCTION = 100
const EF_SEARCH = 200
/** With fewer rows the scan is as quick as the graph. */
const LEAST_ROWS = 2_000
/** Share of dead rows from which on a build begins anew without them. */
const REBUILD_AT = 0.25
/** Longest time that building keeps the event loop. */
const SLICE_MS = 10

/**
 * Approximate nearest neighbours by hnswlib, on top of an exact scan that holds all vectors. The graph covers the
 * first rows, as many as `build` has come to; the rest, all filtered searches, and everything while there is no
 * graph, are scanned. So a passage is found as soon as it is added, and a filter can never abort the process from
 * inside hnswlib. The graph's labels are the scan's rows.
 */
export class HnswIndex implements VectorIndex {
  #scan: ExactScan
  #graph: HierarchicalNSW | undefined
  #graphRows = 0
  #building: Promise<void> | undefined

  /** `graph` must have been made of the first `graphRows` rows of the scan, by this class. */
  constructor(scan: ExactScan, graph?: HierarchicalNSW, graphRows = 0) {
    this.#scan = scan
    this.#graph = graph
    this.#graphRows = graphRows
    graph?.setEf(EF_SEARCH)
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
  /** Rows that the graph covers; 0 while every search is a scan. */
  get graphRows(): number {
    return this.#graphRows
  }

  liveIds(): Uint32Array {
    return this.#scan.liveIds()
  }

  add(passages: readonly IndexedPassage[]): void {
    this.#scan.add(passages)
  }

  remove(ids: readonly PassageId[]): void {
    for (const row of this.#scan.removeRows(ids)) {
      if (row < this.#graphRows) this.#graph?.markDelete(row)
    }
  }

  clear(): void {
    this.#scan = new ExactScan(this.dimensions)
    this.#graph = undefined
    this.#graphRows = 0
  }

  search(query: Float32Array, limit: number, accept?: (article: number) => boolean): VectorHit[] {
    if (!this.#graph || accept || limit < 1) return this.#scan.search(query, limit, accept)
    const best = new Best(limit)
    this.#scan.scan(query, best, this.#graphRows)
    if (!query.every(Number.isFinite)) return []
    const k = Math.min(limit, this.#graphRows)
    this.#graph.setEf(Math.max(EF_SEARCH, k))
    const { neighbors, distances } = this.#graph.searchKnn(Array.from(query), k)
    neighbors.forEach((row, i) => {
      best.offer(row, 1 - (distances[i] as number))
    })
    return best.entries().map(({ key, score }) => this.#scan.hit(key, score))
  }

  /**
   * Brings the graph up to all rows, a few at a time so that other work goes on. Searches, adds and removes may
   * happen meanwhile. Throws the signal's reason when aborted; what is built so far is kept.
   */
  build(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<void> {
    this.#building ??= this.#build(onProgress, signal).finally(() => {
      this.#building = undefined
    })
    return this.#building
  }

  /** What a save writes; good until the next change. */
  parts(): {
    readonly scan: ExactScan
    readonly graph: HierarchicalNSW | undefined
    readonly graphRows: number
  } {
    return { scan: this.#scan, graph: this.#graph, graphRows: this.#graphRows }
  }

  async #build(onProgress?: (done: number, total: number) => void, signal?: AbortSignal): Promise<void> {
    this.#dropDead()
    if (this.#scan.size < LEAST_ROWS) return
    while (this.#graphRows < this.#scan.rows) {
      signal?.throwIfAborted()
      const until = performance.now() + SLICE_MS
      while (this.#graphRows < this.#scan.rows && performance.now() < until) this.#addRow()
      onProgress?.(this.#graphRows, this.#scan.rows)
      await setImmediate()
    }
  }

  #dropDead(): void {
    const { rows, size } = this.#scan
    if (rows - size <= rows * REBUILD_AT) return
    this.#scan = this.#scan.withoutDead()
    this.#graph = undefined
    this.#graphRows = 0
  }

  #addRow(): void {
    const row = this.#graphRows
    this.#graph ??= newGraph(this.dimensions, this.#scan.rows)
    const room = this.#graph.getMaxElements()
    if (row >= room) this.#graph.resizeIndex(Math.max(this.#scan.rows, Math.ceil(room * 1.5)))
    this.#graph.addPoint(Array.from(this.#scan.vector(row)), row)
    if (this.#scan.isDead(row)) this.#graph.markDelete(row)
    this.#graphRows++
  }
}

function newGraph(dimensions: number, rows: number): HierarchicalNSW {
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimensions)
  graph.initIndex(rows, LINKS, EF_CONSTRUCTION)
  graph.setEf(EF_SEARCH)
  return graph
}
