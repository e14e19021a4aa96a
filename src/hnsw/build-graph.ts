import { renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import { syncFolder } from "../files.ts"
import type { FileDigest } from "./graph-file.ts"

/** A file with the graph of so many rows. */
export interface GraphFile extends FileDigest {
  readonly path: string
  readonly rows: number
}

/** What the thread is told. */
export interface GraphRequest {
  readonly dimensions: number
  /** Row after row; read while the thread runs. */
  readonly vectors: Float32Array<SharedArrayBuffer>
  /** 1 for each row that is left out; the labels in the graph count the others. */
  readonly skipped: Uint8Array
  /** Goes on with the graph of the first rows, of which none are skipped; begins anew where the file is not whole. */
  readonly base: GraphFile | undefined
  /** Where to write. */
  readonly path: string
}

/** Only one graph is built in a folder at a time, so what was left by a crash is overwritten. */
const TEMPORARY = "vectors-building.hnsw.tmp"
const ENTRY = new URL("./graph-worker.mjs", import.meta.url)

/**
 * Builds a graph in a thread of its own, so that nothing waits meanwhile, and leaves a file in the folder whose name
 * is of its content. Throws the signal's reason when aborted, else an Error with one line; no file is left then.
 */
export async function buildGraph(
  folder: string,
  request: Omit<GraphRequest, "path">,
  signal?: AbortSignal,
  entry: URL = ENTRY,
): Promise<GraphFile> {
  signal?.throwIfAborted()
  const temporary = join(folder, TEMPORARY)
  try {
    const { bytes, sha256 } = await runThread(entry, { ...request, path: temporary }, signal)
    const path = join(folder, `vectors-${sha256.slice(0, 16)}.hnsw`)
    renameSync(temporary, path)
    syncFolder(folder)
    const left = request.skipped.reduce((sum, flag) => sum + flag, 0)
    return { path, bytes, sha256, rows: request.vectors.length / request.dimensions - left }
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

/** What the thread posts, after it has ended. */
async function runThread(entry: URL, request: GraphRequest, signal?: AbortSignal): Promise<FileDigest> {
  const worker = new Worker(entry, { workerData: request, execArgv: [] })
  const stop = () => void worker.terminate()
  signal?.addEventListener("abort", stop)
  let posted: FileDigest | undefined
  try {
    const code = await new Promise<number>((resolve, reject) => {
      worker.on("message", (message) => {
        posted = message
      })
      worker.on("error", ({ message }) => reject(new Error(message.split("\n")[0])))
      worker.on("exit", resolve)
    })
    signal?.throwIfAborted()
    if (!posted) throw new Error(`the thread that builds the graph ended early (code ${code})`)
    return posted
  } finally {
    signal?.removeEventListener("abort", stop)
  }
}
