import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { describe, expect, test } from "vitest"
import { ModelError } from "../../src/models.ts"
import { type Extractor, loadExtractor, SetupError } from "../../src/transformers/load-extractor.ts"
import { createTransformersEmbedder } from "../../src/transformers/transformers-embedder.ts"
import { testEmbedder } from "../contract/embedder.ts"
import { hashVector } from "../fixtures/fake-openai.ts"
import { temporaryFolder } from "../fixtures/temporary-folder.ts"
import { writeTinyModel } from "../fixtures/tiny-model.ts"

const PACKAGE = "@huggingface/transformers"
const installed = await import(/* @vite-ignore */ PACKAGE).then(
  () => true,
  () => false,
)

const SIZE = 16
const fake: Extractor = async (texts) => ({
  dims: [texts.length, SIZE],
  data: Float32Array.from(texts.flatMap((text) => hashVector(text, SIZE))),
})
const make = (extract: Extractor = fake, model = "owner/model") =>
  createTransformersEmbedder(model, async () => extract)

describe("with a pipeline of ours", () => {
  testEmbedder({
    make: () => make(),
    makeStalling() {
      let probed = false
      return make((texts, options) => {
        if (probed) return new Promise(() => {})
        probed = true
        return fake(texts, options)
      })
    },
  })

  test.each([["owner/model", "transformers:owner/model:16"]])("%s is called %s", async (model, id) => {
    expect((await make(fake, model)).id).toBe(id)
  })

  test("a folder is called by its name and its files: other weights are another model", async () => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()].map((one) =>
      join(one, "small-zh"),
    )
    for (const [at, folder] of folders.entries()) {
      mkdirSync(folder)
      writeFileSync(join(folder, "model.onnx"), at === 2 ? "other weights" : "weights")
    }
    const ids = await Promise.all(folders.map(async (folder) => (await make(fake, folder)).id))
    for (const id of ids) expect(id).toMatch(/^transformers:small-zh:[0-9a-f]+:16$/)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
  })

  test("asks for the first token's vector, few texts at once, none longer than a model reads", async () => {
    const asked: { texts: string[]; options: unknown }[] = []
    const embedder = await make((texts, options) => {
      asked.push({ texts, options })
      return fake(texts, options)
    })
    await embedder.embed(Array.from({ length: 40 }, () => "字".repeat(100_000)))
    for (const { texts, options } of asked) {
      expect(options).toEqual({ pooling: "cls", normalize: true })
      expect(texts.length).toBeLessThanOrEqual(16)
      expect(texts.every((text) => text.length <= 8_192)).toBe(true)
    }
    expect(asked.flatMap(({ texts }) => texts)).toHaveLength(41)
  })

  const rubbish: [name: string, tensor: { dims: number[]; data: number[] }][] = [
    ["a vector a token", { dims: [1, 2, 2], data: [1, 0, 1, 0] }],
    ["a vector too many", { dims: [2, 2], data: [1, 0, 1, 0] }],
    ["fewer numbers than it says", { dims: [1, 4], data: [1, 0] }],
    ["zeros", { dims: [1, 2], data: [0, 0] }],
    ["NaN", { dims: [1, 2], data: [Number.NaN, 1] }],
    ["nothing", { dims: [1, 0], data: [] }],
  ]
  test.each(rubbish)("refuses %s", async (_, tensor) => {
    await expect(make(async () => tensor)).rejects.toMatchObject({ name: "ModelError", kind: "rubbish" })
  })

  test("what the model throws is a ModelError", async () => {
    await expect(make(() => Promise.reject(new Error("out of memory")))).rejects.toThrow(
      new ModelError("unavailable", "out of memory"),
    )
  })
})

describe("a model's folder", () => {
  const lacking: [gone: string | null, said: string][] = [
    ["config.json", "there is no config.json in "],
    ["tokenizer.json", "there is no tokenizer.json in "],
    ["onnx", "there is no onnx/model.onnx in "],
  ]
  test.each(lacking)("without %s is refused in a line", async (gone, said) => {
    const folder = temporaryFolder()
    writeTinyModel(folder)
    rmSync(join(folder, gone ?? ""), { recursive: true })
    const refused = loadExtractor(folder)
    await expect(refused).rejects.toBeInstanceOf(SetupError)
    await expect(refused).rejects.toThrow(said + folder)
  })
})

test.skipIf(installed)("without the package a line says what to install", async () => {
  const refused = loadExtractor("owner/model")
  await expect(refused).rejects.toBeInstanceOf(SetupError)
  await expect(refused).rejects.toThrow(`npm install ${PACKAGE}@4`)
})

describe.skipIf(!installed)(`with ${PACKAGE} (skipped where it is not installed)`, () => {
  const folder = temporaryFolder()
  writeTinyModel(folder)
  testEmbedder({ make: () => createTransformersEmbedder(folder) })

  test("reads the model of a folder", async () => {
    const { id, dimensions } = await createTransformersEmbedder(folder)
    expect({ id, dimensions }).toEqual({ id: `transformers:${basename(folder)}:8`, dimensions: 8 })
  })
})
