import { type Config, ConfigError, type ModelConfig } from "./config.ts"
import type { Indexes } from "./indexes.ts"
import { ABSENT_EMBEDDER, type Embedder } from "./models.ts"
import { embedPassages } from "./retrieve/embed-passages.ts"
import type { FusionWeights } from "./retrieve/fuse.ts"
import { EVEN_WEIGHTS, LEXICAL_ONLY } from "./retrieve/hybrid-retriever.ts"
import type { SqliteArticleStore } from "./sqlite/article-store.ts"
import { lineOf } from "./text/error-line.ts"
import { SetupError } from "./transformers/load-extractor.ts"
import { createTransformersEmbedder } from "./transformers/transformers-embedder.ts"

/** How a service is reached. */
export function access({ apiKey, baseURL }: ModelConfig) {
  return { apiKey, ...(baseURL ? { baseURL } : {}) }
}

/**
 * The model that makes the vectors. Without one that is configured there are no vectors at all, nor while a service
 * cannot be asked for their size. Throws ConfigError where a local model cannot be loaded as it is.
 */
export async function chooseEmbedder(
  { model, localEmbedding }: Config,
  note: (line: string) => void,
): Promise<Embedder> {
  try {
    if (localEmbedding) return await createTransformersEmbedder(localEmbedding)
    if (model?.embedding) {
      const { createOpenAiEmbedder } = await import("./openai/openai-embedder.ts")
      return await createOpenAiEmbedder({ ...access(model), ...model.embedding })
    }
  } catch (error) {
    if (error instanceof SetupError) throw new ConfigError(`LOCAL_EMBEDDING_MODEL: ${error.message}`)
    note(`no embeddings for now, search goes by words alone: ${lineOf(error)}`)
  }
  return ABSENT_EMBEDDER
}

/** The service that would be paid, where the size of its vectors is known without asking it. */
export async function billedEmbedder({
  model,
  localEmbedding,
}: Config): Promise<Pick<Embedder, "id" | "billing"> | undefined> {
  if (localEmbedding || !model?.embedding) return undefined
  const { identifyEmbedder } = await import("./openai/openai-embedder.ts")
  return identifyEmbedder({ ...access(model), ...model.embedding })
}

/** How much the vectors count; `given` is somebody's own choice. */
export function chooseWeights({ dimensions }: Embedder, given: number | undefined): FusionWeights {
  if (dimensions === 0) return LEXICAL_ONLY
  return given === undefined ? EVEN_WEIGHTS : { ...EVEN_WEIGHTS, vector: given }
}

/** The vectors of an archive: what is searched by them, and what makes those that are missing. */
export interface VectorLeg {
  /** With 0 for the vectors while too many are missing. */
  readonly weights: FusionWeights
  /** How many passages still have no vector; 0 where none is used. */
  missing(): number
  /** Brings the index in line with what has been made; nothing else may change the archive meanwhile. */
  follow(): Promise<void>
  /** Makes the vectors that are missing; lines for the operator. */
  embed(signal?: AbortSignal): AsyncIterable<string>
}

/** Share of passages without a vector up to which the vectors count: those are found by their words. */
const MOST_MISSING = 0.05

export function createVectorLeg(
  store: SqliteArticleStore,
  indexes: Indexes,
  embedder: Embedder,
  wanted: FusionWeights,
): VectorLeg {
  const used = wanted.vector > 0
  const weights = { ...wanted }
  /** The archive's sequence when all of it was embedded and in the index. */
  let complete = -1
  const missing = () => (used ? store.missingVectors() : 0)
  const follow = async () => {
    if (!used) return
    const { passages, sequence } = store.state()
    const left = missing()
    const enough = left <= passages * MOST_MISSING
    if (enough) await indexes.followVectors(store.embedded())
    weights.vector = enough ? wanted.vector : 0
    if (left === 0) complete = sequence
  }
  return {
    weights,
    missing,
    follow,
    async *embed(signal) {
      if (!used || store.state().sequence === complete) return
      yield* embedPassages(store, embedder, signal)
      await follow()
    },
  }
}
