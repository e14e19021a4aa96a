import { APIError } from "openai"
import { type Billing, type CallOptions, type Embedder, ModelError } from "../models.ts"
import { estimateTokens } from "../text/tokens.ts"
import { createBreaker } from "./breaker.ts"
import { type Call, startCall } from "./call.ts"
import { createClient, isOpenAi, type OpenAiAccess } from "./client.ts"
import { batches, fit } from "./embedding-batches.ts"
import { explain, failure, RequestFailed, withRepeats } from "./failure.ts"

const DEADLINE_MS = 60_000

/** OpenAI's own models: the size of their vectors, and US dollars for a million tokens (price list of 2025). */
const KNOWN_MODELS: Readonly<Record<string, { readonly dimensions: number; readonly dollars: number }>> = {
  "text-embedding-3-small": { dimensions: 1536, dollars: 0.02 },
  "text-embedding-3-large": { dimensions: 3072, dollars: 0.13 },
  "text-embedding-ada-002": { dimensions: 1536, dollars: 0.1 },
}

export interface EmbedderAccess extends OpenAiAccess {
  /** Asked of the service; none: the model's own size. */
  readonly dimensions?: number | undefined
}

/** A 400 or 413, which a smaller batch may cure. */
class BadBatch extends ModelError {}

/**
 * Embeddings of any OpenAI-compatible service, scaled to unit length. Asks the service once where the size of the
 * vectors is neither given nor known, and throws ModelError if that fails. A call takes at most `deadlineMs` (60 s).
 */
export async function createOpenAiEmbedder(
  access: EmbedderAccess,
  backoffMs = 250,
  clock: () => number = () => performance.now(),
): Promise<Embedder> {
  const client = createClient(access)
  const breaker = createBreaker(clock)

  async function request(input: readonly string[], call: Call): Promise<unknown> {
    const size = access.dimensions === undefined ? {} : { dimensions: access.dimensions }
    try {
      return await client.embeddings.create(
        { model: access.model, input: [...input], encoding_format: "float", ...size },
        { signal: call.signal },
      )
    } catch (error) {
      const status = error instanceof APIError ? error.status : undefined
      throw status === 400 || status === 413
        ? new BadBatch("unavailable", explain(error, call).error.message)
        : error
    }
  }

  async function send(input: readonly string[], call: Call, dimensions?: number): Promise<Float32Array[]> {
    try {
      return await withRepeats(call, backoffMs, async () =>
        readVectors(await request(input, call), input.length, dimensions),
      )
    } catch (error) {
      if (!(error instanceof BadBatch) || input.length === 1) throw error
      const half = Math.ceil(input.length / 2)
      const front = await send(input.slice(0, half), call, dimensions)
      return [...front, ...(await send(input.slice(half), call, dimensions))]
    }
  }

  async function embed(
    texts: readonly string[],
    options: CallOptions,
    dimensions?: number,
  ): Promise<Float32Array[]> {
    breaker.enter()
    const call = startCall(options.deadlineMs ?? DEADLINE_MS, options.signal)
    try {
      const vectors: Float32Array[] = []
      for (const batch of batches(texts.map(fit))) {
        for (const vector of await send(batch, call, dimensions)) vectors.push(vector)
      }
      breaker.succeeded()
      return vectors
    } catch (error) {
      const reason = explain(error, call).error
      if (!call.byCaller()) breaker.failed(reason.kind)
      throw reason
    } finally {
      call.close()
    }
  }

  async function probe(): Promise<number> {
    const [vector] = await embed([""], {})
    return vector?.length ?? 0
  }

  const dimensions = knownDimensions(access) ?? (await probe())
  return {
    id: idOf(access, dimensions),
    dimensions,
    billing: billingOf(access),
    embed: async (texts, options = {}) => (texts.length === 0 ? [] : embed(texts, options, dimensions)),
  }
}

/** What is known of the embedder without asking the service; undefined where the size of its vectors is not. */
export function identifyEmbedder(access: EmbedderAccess): Pick<Embedder, "id" | "billing"> | undefined {
  const dimensions = knownDimensions(access)
  return dimensions === undefined ? undefined : { id: idOf(access, dimensions), billing: billingOf(access) }
}

function knownDimensions({ model, dimensions }: EmbedderAccess): number | undefined {
  return dimensions ?? KNOWN_MODELS[model]?.dimensions
}

function idOf({ model }: EmbedderAccess, dimensions: number): string {
  return `openai:${model}:${dimensions}`
}

/** Another service may ask another price for a model of the same name. */
function billingOf(access: EmbedderAccess): Billing {
  const dollars = isOpenAi(access) ? KNOWN_MODELS[access.model]?.dollars : undefined
  return { tokens: (text) => estimateTokens(fit(text)), dollarsPerMillion: dollars }
}

/**
 * One unit vector an input, in the order of the inputs. Throws where the reply is anything else: a server that ignores
 * `encoding_format` or `dimensions` must not fill an index with noise.
 */
function readVectors(reply: unknown, count: number, dimensions?: number): Float32Array[] {
  if (typeof reply === "string" && reply.trimStart().startsWith("<")) {
    throw new RequestFailed(failure("unavailable", "a web page instead of vectors", 2))
  }
  const data = typeof reply === "object" && reply !== null && "data" in reply ? reply.data : undefined
  if (!Array.isArray(data)) throw rubbish("no list of vectors")
  if (data.length !== count) throw rubbish(`${data.length} vectors for ${count} texts`)
  const vectors = new Array<Float32Array | undefined>(count)
  for (const item of data as readonly unknown[]) {
    const { index, embedding } = (item ?? {}) as { index?: unknown; embedding?: unknown }
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= count) {
      throw rubbish("a vector with a wrong index")
    }
    if (vectors[index]) throw rubbish("two vectors with one index")
    vectors[index] = readVector(embedding, dimensions)
  }
  return vectors as Float32Array[]
}

function readVector(embedding: unknown, dimensions: number | undefined): Float32Array {
  if (!Array.isArray(embedding) || embedding.length === 0)
    throw rubbish("a vector that is not a list of numbers")
  if (dimensions !== undefined && embedding.length !== dimensions) {
    throw rubbish(`a vector of ${embedding.length} numbers instead of ${dimensions}`)
  }
  const numbers = embedding as readonly unknown[]
  let squares = 0
  for (const value of numbers) {
    if (typeof value !== "number" || !Number.isFinite(value))
      throw rubbish("a vector with something that is no number")
    squares += value * value
  }
  const norm = Math.sqrt(squares)
  if (!(norm > 1e-6) || !Number.isFinite(norm)) throw rubbish("a vector without a direction")
  return Float32Array.from(numbers as readonly number[], (value) => value / norm)
}

function rubbish(message: string): ModelError {
  return new ModelError("rubbish", message)
}
