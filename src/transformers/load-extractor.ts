import { existsSync } from "node:fs"
import { basename, dirname, isAbsolute, join } from "node:path"
import { ModelError } from "../models.ts"
import { lineOf } from "../text/error-line.ts"

/** Cannot work until somebody installs or moves something. The message is one line. */
export class SetupError extends Error {
  override readonly name = "SetupError"
}

/** Numbers row by row, a row a text. */
interface Tensor {
  readonly dims: readonly number[]
  readonly data: ArrayLike<number>
}

export type Extractor = (
  texts: string[],
  options: { readonly pooling: "cls"; readonly normalize: true },
) => Promise<Tensor>

/** What is used of Transformers.js 4. */
interface Transformers {
  readonly env: { allowRemoteModels: boolean; localModelPath: string }
  pipeline(
    task: "feature-extraction",
    model: string,
    options: { readonly dtype?: "fp32" | "q8" },
  ): Promise<Extractor>
}

const PACKAGE = "@huggingface/transformers"

export async function loadExtractor(model: string): Promise<Extractor> {
  const dtype = isAbsolute(model) ? checkFolder(model) : undefined
  const { env, pipeline } = await importPackage()
  if (isAbsolute(model)) {
    env.allowRemoteModels = false
    env.localModelPath = dirname(model)
  }
  try {
    const name = isAbsolute(model) ? basename(model) : model
    return await pipeline("feature-extraction", name, dtype ? { dtype } : {})
  } catch (error) {
    const why = lineOf(error)
    if (isAbsolute(model)) throw new SetupError(`the model in ${model} cannot be read: ${why}`)
    throw new ModelError("unavailable", `the model ${model} could not be fetched: ${why}`)
  }
}

/** The weights that the folder has; whole ones go before those cut down to eight bits. */
function checkFolder(folder: string): "fp32" | "q8" {
  for (const name of ["config.json", "tokenizer.json"])
    if (!existsSync(join(folder, name))) throw new SetupError(`there is no ${name} in ${folder}`)
  if (existsSync(join(folder, "onnx", "model.onnx"))) return "fp32"
  if (existsSync(join(folder, "onnx", "model_quantized.onnx"))) return "q8"
  throw new SetupError(`there is no onnx/model.onnx in ${folder}`)
}

/** An optional peer: not installed with the program. */
async function importPackage(): Promise<Transformers> {
  try {
    return (await import(PACKAGE)) as Transformers
  } catch (error) {
    throw new SetupError(
      `needs a package that could not be loaded; npm install ${PACKAGE}@4 (${lineOf(error)})`,
    )
  }
}
