import { basename, isAbsolute } from "node:path"
import { type CallOptions, type Embedder, ModelError } from "../models.ts"
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
  const embed = (texts: readonly string[], { signal, deadlineMs = DEADLINE_MS }: CallOptions = {}) =>
    embedAll(extract, texts, AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])]))
  const [probe] = await embed(["一"])
  const dimensions = probe?.length ?? 0
  return {
    id: `transformers:${isAbsolute(model) ? basename(model) : model}:${dimensions}`,
    dimensions,
    embed,
  }
}

async function embedAll(
  extract: Extractor,
  texts: readonly string[],
  ending: AbortSignal,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let from = 0; from < texts.length; from += AT_ONCE) {
    const some = texts.slice(from, from + AT_ONCE).map((text) => text.slice(0, LONGEST_TEXT))
    const { dims, data } = await unlessEnded(() => extract(some, { pooling: "cls", normalize: true }), ending)
    const [count, size = 0] = dims
    if (count !== some.length || dims.length !== 2 || size === 0 || data.length !== some.length * size)
      throw new ModelError("rubbish", `numbers of the shape ${dims.join("×")} for ${some.length} texts`)
    for (let i = 0; i < some.length; i++)
      vectors.push(toUnit(Array.from(data).slice(i * size, (i + 1) * size)))
  }
  return vectors
}

/** The work itself cannot be stopped: it goes on, and nobody waits for it. */
async function unlessEnded<T>(work: () => Promise<T>, ending: AbortSignal): Promise<T> {
  const ended = () => new ModelError("timeout", "ended before the model was done")
  if (ending.aborted) throw ended()
  let onEnd: () => void = () => undefined
  const end = new Promise<never>((_, reject) => {
    onEnd = () => reject(ended())
    ending.addEventListener("abort", onEnd, { once: true })
  })
  try {
    return await Promise.race([work(), end])
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError("unavailable", error instanceof Error ? error.message : String(error))
  } finally {
    ending.removeEventListener("abort", onEnd)
  }
}

function toUnit(numbers: readonly number[]): Float32Array {
  const norm = Math.hypot(...numbers)
  if (!(norm > 1e-6) || !Number.isFinite(norm))
    throw new ModelError("rubbish", "a vector without a direction")
  return Float32Array.from(numbers, (value) => value / norm)
}
