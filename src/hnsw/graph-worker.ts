/** The thread that builds a graph: takes a GraphRequest, writes the file, and posts a FileDigest. */
import { closeSync, fsyncSync, openSync } from "node:fs"
import { parentPort, workerData } from "node:worker_threads"
import hnswlib, { type HierarchicalNSW } from "hnswlib-node"
import type { GraphRequest } from "./build-graph.ts"
import { digestOf, isWholeGraph, SPACE } from "./graph-file.ts"

/** Links a node; HNSW's M (Malkov and Yashunin 2018, section 4.1). */
const LINKS = 16
const EF_CONSTRUCTION = 100

const request = workerData as GraphRequest
build(request)
parentPort?.postMessage(digestOf(request.path))

function build({ dimensions, vectors, skipped, path }: GraphRequest): void {
  const rows = vectors.length / dimensions
  const { graph, first } = beginning(request, rows)
  let label = first
  for (let row = first; row < rows; row++) {
    if (skipped[row] === 1) continue
    graph.addPoint(Array.from(vectors.subarray(row * dimensions, (row + 1) * dimensions)), label++)
  }
  graph.writeIndexSync(path)
  // hnswlib reports no error on a full disk.
  if (!isWholeGraph(path, label, dimensions)) throw new Error(`${path}: written only in part`)
  const handle = openSync(path, "r+")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** The graph to go on with, and the first row that it lacks. */
function beginning(
  { dimensions, base }: GraphRequest,
  rows: number,
): { readonly graph: HierarchicalNSW; readonly first: number } {
  const graph = new hnswlib.HierarchicalNSW(SPACE, dimensions)
  if (base && isWholeGraph(base.path, base.rows, dimensions) && digestOf(base.path).sha256 === base.sha256) {
    graph.readIndexSync(base.path)
    graph.resizeIndex(rows)
    return { graph, first: base.rows }
  }
  graph.initIndex(rows, LINKS, EF_CONSTRUCTION)
  return { graph, first: 0 }
}
