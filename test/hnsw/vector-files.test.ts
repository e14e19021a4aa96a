import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, it } from "vitest"
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import { VectorFiles } from "../../src/hnsw/vector-files.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { unitVectors } from "./vectors.ts"

const dimensions = 16
const identity = { archive: "archive-1", embedderId: "test-16", dimensions }
const vectors = unitVectors(1_200, dimensions, 11)
let folder: string
let files: VectorFiles
/** A folder with what `builtIndex` gives. */
let saved: string

beforeAll(async () => {
  folder = temporaryFolder()
  new VectorFiles(folder, identity).save(await builtIndex())
  saved = folder
})
beforeEach(() => {
  folder = temporaryFolder()
  files = new VectorFiles(folder, identity)
})

/** Rows 1 to 1200, of which 5 is removed, under a graph. */
async function builtIndex(): Promise<HnswIndex> {
  const maker = new PassageMaker()
  const index = new HnswIndex(new ExactScan(dimensions))
  index.add(vectors.map((vector, i) => maker.passage(i, "text", "", vector)))
  await index.build(folder)
  index.remove([5])
  return index
}

const nameOf = (kind: string) => readdirSync(folder).find((name) => name.endsWith(kind)) as string
const pathOf = (kind: string) => join(folder, nameOf(kind))
const anew = (other = identity) => new VectorFiles(folder, other).load()

function loaded(): HnswIndex {
  const result = anew()
  if (!("index" in result)) throw new Error(result.refused)
  return result.index
}

const manifest = () => JSON.parse(readFileSync(pathOf(".json"), "utf8"))

function changeManifest(change: Record<string, unknown>): void {
  writeFileSync(pathOf(".json"), JSON.stringify({ ...manifest(), ...change }))
}

describe("VectorFiles", () => {
  it("give back the same index, which goes on growing", async () => {
    const index = await builtIndex()
    files.save(index)
    const copy = loaded()
    expect([copy.size, copy.graphFile?.rows, copy.highestId]).toEqual([1_199, 1_200, 1_200])
    for (const i of [0, 4, 77, 1_199]) {
      expect(copy.search(vectors[i] as Float32Array, 10)).toEqual(
        index.search(vectors[i] as Float32Array, 10),
      )
    }
    const more = new PassageMaker().passage(1, "text", "", vectors[4] as Float32Array)
    copy.add([{ ...more, id: 3_000 }])
    await copy.build(folder)
    expect(copy.search(vectors[4] as Float32Array, 1)).toMatchObject([{ id: 3_000 }])
    new VectorFiles(folder, identity).save(copy)
    expect([loaded().size, loaded().graphFile?.rows]).toEqual([1_200, 1_201])
    expect(readdirSync(folder)).toHaveLength(3)
  })

  it("keep an index without a graph, and an empty one", () => {
    const small = new HnswIndex(new ExactScan(dimensions))
    files.save(small)
    expect(loaded().size).toBe(0)
    small.add([new PassageMaker().passage(1, "text", "", vectors[0] as Float32Array)])
    files.save(small)
    expect(loaded().search(vectors[0] as Float32Array, 1)).toMatchObject([{ id: 1, article: 1 }])
  })

  it("write the rows only where they have changed", async () => {
    const index = await builtIndex()
    expect(files.hasRowsOf(index)).toBe(false)
    files.save(index)
    expect(files.hasRowsOf(index)).toBe(true)
    writeFileSync(pathOf(".rows"), "left as it is")
    files.save(index)
    expect(readFileSync(pathOf(".rows"), "utf8")).toBe("left as it is")
    index.remove([6])
    expect(files.hasRowsOf(index)).toBe(false)
    files.save(index)
    expect(loaded().size).toBe(1_198)
    const again = new VectorFiles(folder, identity)
    const read = again.load()
    expect("index" in read && again.hasRowsOf(read.index)).toBe(true)
  })

  it("name no graph whose file is gone, and leave what others keep in the folder", async () => {
    const index = await builtIndex()
    writeFileSync(join(folder, "lexical.idx"), "")
    writeFileSync(join(folder, "vectors-0123456789abcdef.rows.17.tmp"), "")
    files.save(index)
    expect(readdirSync(folder)).toHaveLength(4)
    const elsewhere = temporaryFolder()
    new VectorFiles(elsewhere, identity).save(index)
    expect(readdirSync(elsewhere)).toHaveLength(2)
  })

  const strangers: [string, Record<string, unknown>, RegExp][] = [
    ["of another archive", { archive: "b" }, /^archive is "b", not "archive-1"$/],
    ["of another embedder", { embedderId: "b" }, /^embedderId is "b", not "test-16"$/],
    ["of another dimension", { dimensions: 17 }, /^dimensions is 17, not 16$/],
    ["of another space", { space: "l2" }, /^space is "l2", not "ip"$/],
    ["of a newer format", { format: 3 }, /^format is 3, not 2$/],
    ["without a format", { format: undefined }, /^format is undefined, not 2$/],
    ["of more rows than there are", { count: 1_201 }, /^the vectors are damaged$/],
    ["of fewer rows than there are", { count: 1_199 }, /^the vectors are damaged$/],
    ["of absurdly many rows", { count: 2 ** 52 }, /^the vectors are damaged$/],
    ["without its rows", { rows: undefined }, /^vectors\.json is damaged$/],
    [
      "that leads out of the folder",
      { rows: { name: "../vectors-0123456789abcdef.rows", bytes: 1, sha256: "" } },
      /^vectors\.json is damaged$/,
    ],
  ]
  it.each(strangers)("refuse in one line a manifest %s", (_, change, line) => {
    cpSync(saved, folder, { recursive: true })
    changeManifest(change)
    expect(anew()).toEqual({ refused: expect.stringMatching(line) })
  })

  it.each([
    ["is not there", undefined],
    ["is empty", ""],
    ["is cut", '{"format": 2, "arch'],
    ["is no record", "[2]"],
    ["is of another kind", "null"],
  ])("refuse in one line a manifest that %s", (_, text) => {
    if (text !== undefined) writeFileSync(join(folder, "vectors.json"), text)
    expect(anew()).toEqual({ refused: expect.stringMatching(/^[^\n]*vectors\.json[^\n]*$/) })
  })

  const damages: [name: string, damage: (bytes: Buffer) => Buffer][] = [
    ["emptied", () => Buffer.alloc(0)],
    ["cut in half", (bytes) => bytes.subarray(0, bytes.length >> 1)],
    ["cut by one byte", (bytes) => bytes.subarray(0, -1)],
    ["changed by one bit", (bytes) => flip(bytes, bytes.length >> 1)],
    ["zeroed for a page", (bytes) => Buffer.from(bytes).fill(0, 4_096, 8_192)],
    ["lengthened by one byte", (bytes) => Buffer.concat([bytes, Buffer.alloc(1)])],
  ]
  it.each(damages)("believe no file that was %s", (_, damage) => {
    cpSync(saved, folder, { recursive: true })
    writeFileSync(pathOf(".hnsw"), damage(readFileSync(pathOf(".hnsw"))))
    expect(anew()).toMatchObject({ note: "the graph is damaged" })
    expect(loaded().graphFile).toBeUndefined()
    expect(loaded().search(vectors[9] as Float32Array, 1)).toMatchObject([{ id: 10 }])
    writeFileSync(pathOf(".rows"), damage(readFileSync(pathOf(".rows"))))
    expect(anew()).toEqual({ refused: "the vectors are damaged" })
  })

  it("believe no graph of other rows or another dimension, even with its checksum", async () => {
    cpSync(saved, folder, { recursive: true })
    for (const rows of [1_199, 1_201]) {
      changeManifest({ graph: { ...manifest().graph, rows } })
      expect(anew()).toMatchObject({ note: "the graph is damaged" })
    }
    const narrow = new HnswIndex(new ExactScan(8))
    const maker = new PassageMaker()
    narrow.add(unitVectors(1_200, 8, 1).map((vector, i) => maker.passage(i, "text", "", vector)))
    await narrow.build(folder)
    const { path, ...digest } = narrow.graphFile as NonNullable<typeof narrow.graphFile>
    changeManifest({ graph: { ...digest, name: path.slice(folder.length + 1) } })
    expect(anew()).toMatchObject({ note: "the graph is damaged" })
  })
})

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] as number) ^ 1
  return copy
}
