/** Builds one graph in the folder FOLDER, breaks off another, and must then end. */
import { ExactScan } from "../../src/hnsw/exact-scan.ts"
import { HnswIndex } from "../../src/hnsw/hnsw-index.ts"
import { PassageMaker } from "../fixtures/passages.ts"
import { unitVectors } from "./vectors.ts"

const folder = process.env.FOLDER as string
const maker = new PassageMaker()
const index = new HnswIndex(new ExactScan(8))
const add = (rows: number) =>
  index.add(unitVectors(rows, 8, 1).map((vector, i) => maker.passage(i, "text", "", vector)))
add(2_500)
await index.build(folder)
console.log(`built ${index.graphFile?.rows}`)
add(50_000)
const control = new AbortController()
const broken = index.build(folder, control.signal)
setImmediate(() => control.abort())
await broken.catch(() => console.log("broken off"))
