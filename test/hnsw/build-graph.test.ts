import { execFile } from "node:child_process"
import { readdirSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"
import { beforeEach, describe, expect, it } from "vitest"
import { buildGraph, type GraphRequest } from "../../src/hnsw/build-graph.ts"
import { sharedVectors } from "../../src/hnsw/exact-scan.ts"
import { isWholeGraph } from "../../src/hnsw/graph-file.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { unitVectors } from "./vectors.ts"

const DIMENSIONS = 8
let folder: string
beforeEach(() => {
  folder = temporaryFolder()
})

function request(rows: number, more: Partial<GraphRequest> = {}): Omit<GraphRequest, "path"> {
  const vectors = sharedVectors(rows * DIMENSIONS)
  for (const [i, vector] of unitVectors(rows, DIMENSIONS, 21).entries()) vectors.set(vector, i * DIMENSIONS)
  return { dimensions: DIMENSIONS, vectors, skipped: new Uint8Array(rows), base: undefined, ...more }
}

describe("buildGraph", () => {
  it("leaves one file of all rows, named for its content", async () => {
    const file = await buildGraph(folder, request(300))
    expect(readdirSync(folder)).toEqual([`vectors-${file.sha256.slice(0, 16)}.hnsw`])
    expect([file.rows, isWholeGraph(file.path, 300, DIMENSIONS)]).toEqual([300, true])
    expect(readFileSync(file.path)).toHaveLength(file.bytes)
  })

  it("leaves out what is skipped", async () => {
    const file = await buildGraph(
      folder,
      request(100, { skipped: Uint8Array.from({ length: 100 }, (_, i) => i % 2) }),
    )
    expect([file.rows, isWholeGraph(file.path, 50, DIMENSIONS)]).toEqual([50, true])
  })

  it("goes on with a graph of the first rows", async () => {
    const base = await buildGraph(folder, request(200))
    const extended = await buildGraph(folder, request(300, { base }))
    expect([extended.rows, isWholeGraph(extended.path, 300, DIMENSIONS)]).toEqual([300, true])
    // hnswlib draws the levels of the later rows from the beginning again.
    expect(extended.sha256).not.toBe((await buildGraph(folder, request(300))).sha256)
  })

  it.each<[string, (path: string) => void]>([
    ["damaged", (path) => writeFileSync(path, readFileSync(path).fill(255, 3_000, 3_100))],
    ["cut", (path) => writeFileSync(path, readFileSync(path).subarray(0, 5_000))],
    ["gone", (path) => rmSync(path)],
  ])("begins anew where the graph to go on with is %s", async (_, damage) => {
    const base = await buildGraph(folder, request(200))
    damage(base.path)
    const anew = await buildGraph(folder, request(300, { base }))
    expect(anew.sha256).toBe((await buildGraph(folder, request(300))).sha256)
  })

  it.each<[string, string, RegExp]>([
    ["throws", "throw new Error('no room\\nat all')", /^no room$/],
    ["ends without a word", "process.exit(3)", /^the thread that builds the graph ended early \(code 3\)$/],
    ["cannot be loaded", "import 'a-package-that-is-not-there'", /^Cannot find package/],
  ])("fails with one line when the thread %s", async (_, code, message) => {
    const entry = join(folder, "entry.mjs")
    writeFileSync(entry, code)
    const built = buildGraph(folder, request(10), undefined, pathToFileURL(entry))
    await expect(built).rejects.toThrow(message)
    expect(readdirSync(folder)).toEqual(["entry.mjs"])
  })

  it("fails with one line where it cannot write", async () => {
    await expect(buildGraph(join(folder, "gone"), request(10))).rejects.toThrow(/^[^\n]*gone[^\n]*$/)
  })

  it("ends a busy thread when aborted, and leaves nothing", async () => {
    const code = `import { writeFileSync } from "node:fs"
      import { workerData } from "node:worker_threads"
      writeFileSync(workerData.path, "begun")
      for (;;);`
    const entry = join(temporaryFolder(), "entry.mjs")
    writeFileSync(entry, code)
    const control = new AbortController()
    const watcher = watch(folder, () => control.abort(new Error("enough")))
    await expect(buildGraph(folder, request(10), control.signal, pathToFileURL(entry))).rejects.toThrow(
      "enough",
    )
    watcher.close()
    await expect(buildGraph(folder, request(10), control.signal)).rejects.toThrow("enough")
    expect(readdirSync(folder)).toEqual([])
  })
})

describe("in a process of its own", () => {
  const script = join(import.meta.dirname, "build-process.ts")
  const byRegister = `import { register } from "tsx/esm/api"; register(); await import(${JSON.stringify(pathToFileURL(script).href)})`
  const calls: [string, string[]][] = [
    ["node --import tsx", ["--import", "tsx", script]],
    ["a loader that registers itself, as the command does", ["--input-type=module", "--eval", byRegister]],
  ]
  it.each(calls)("builds, breaks off, and ends by itself: %s", async (_, words) => {
    const { stdout } = await promisify(execFile)(process.execPath, [...words], {
      env: { ...process.env, FOLDER: folder, NODE_OPTIONS: "" },
      cwd: join(import.meta.dirname, "../.."),
    })
    expect(stdout).toBe("built 2500\nbroken off\n")
    expect(readdirSync(folder)).toHaveLength(1)
  })
})
