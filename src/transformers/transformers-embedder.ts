import { existsSync, readdirSync, statSync } from "node:fs"
import { basename, isAbsolute, join } from "node:path"
import { type CallOptions, type Embedder, ModelError } from "../models.ts"
import { lineOf } from "../text/error-line.ts"
import { shortHash } from "../text/hash.ts"
import { type Extractor, loadExtractor } from "./load-extractor.ts"

/** The model keeps the event loop while it works: few texts at once. */
const AT_ONCE = 16
const DEADLINE_MS = 60_000
/** Models read the first 512 tokens or so; more is only cut into tokens in vain. In UTF-16 code units. */
const LONGEST_TEXT = 8_192

/**
 * A model that runs in this process, by Transformers.js: the vector of the first token, scaled to unit length, which
 * is what bge models are made for. `model` is a folder's absolute path, or the name of a model on the hub. Throws
 * SetupError where that cannot work until somebody changes something, ModelError where it may work another time.
 */
export async function createTransformersEmbedder(
  model: string,
  load: (model: string) => Promise<Extractor> = loadExtractor,
): Promise<Embedder> {
  const extract = await load(model)
  const embed = (texts: readonly string[], options: CallOptions = {}) =>
    untilEnd(options, (end) => embedAll(extract, texts, end))
  const [probe] = await embed(["一"])
  const dimensions = probe?.length ?? 0
  return {
    id: `transformers:${isAbsolute(model) ? nameOfFolder(model) : model}:${dimensions}`,
    dimensions,
    embed,
  }
}

/** Its name, and a hash of its files' names and sizes: other weights are another model. */
function nameOfFolder(folder: string): string {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : []
  const sizes = files.sort().map((file) => `${file} ${statSync(join(folder, file)).size}`)
  return `${basename(folder)}:${shortHash(sizes)}`
}

async function embedAll(
  extract: Extractor,
  texts: readonly string[],
  end: Promise<never>,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    const some = texts.slice(from, from + AT_ONCE).map((text) => text.slice(0, LONGEST_TEXT))
    const work = extract(some, { pooling: "cls", normalize: true })
    const { dims, data } = await Promise.race([end, work]).catch((error: unknown) => {
      if (error instanceof ModelError) throw error
      throw new ModelError("unavailable", lineOf(error))
    })
    const [count, size = 0] = dims
    if (count !== some.length || dims.length !== 2 || size === 0 || data.length !== some.length * size)
      throw new ModelError("rubbish", `numbers of the shape ${dims.join("×")} for ${some.length} texts`)
    for (let i = 0; i < some.length; i++)
      vectors.push(toUnit(Array.from(data).slice(i * size, (i + 1) * size)))
  }
  return vectors
}

/**
 * `end` rejects at the deadline and when the caller says so. A batch that is under way then cannot be stopped: it goes
 * on, and nobody waits for it.
 */
async function untilEnd<T>(
  { signal, deadlineMs = DEADLINE_MS }: CallOptions,
  work: (end: Promise<never>) => Promise<T>,
): Promise<T> {
  const ended = () => new ModelError("timeout", "ended before the model was done")
  if (signal?.aborted) throw ended()
  let stop: () => void = () => undefined
  const end = new Promise<never>((_, reject) => {
    stop = () => reject(ended())
  })
  end.catch(() => undefined)
  const timer = setTimeout(stop, deadlineMs)
  signal?.addEventListener("abort", stop, { once: true })
  try {
    return await work(end)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", stop)
  }
}

function toUnit(numbers: readonly number[]): Float32Array {
  const norm = Math.hypot(...numbers)
  if (!(norm > 1e-6) || !Number.isFinite(norm))
    throw new ModelError("rubbish", "a vector without a direction")
  return Float32Array.from(numbers, (value) => value / norm)
}
