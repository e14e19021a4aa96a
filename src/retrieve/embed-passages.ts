import type { PassageId } from "../corpus.ts"
import { type Billing, type Embedder, ModelError } from "../models.ts"

/** A passage that has no vector of the embedder yet. */
export interface UnembeddedPassage {
  readonly id: PassageId
  readonly text: string
}

export interface EmbeddedPassage extends UnembeddedPassage {
  readonly vector: Float32Array
}

/** Keeps vectors by the text that they were made of: a text that has one is never given out again. */
export interface VectorStore {
  /** How many passages have no vector yet. */
  missingVectors(): number
  /** The next of them with an id above `after`, in the order of ids. */
  unembedded(after: PassageId, limit: number): UnembeddedPassage[]
  /** All of the batch or nothing. */
  keepVectors(batch: readonly EmbeddedPassage[]): void
}

/** Passages in one call of the embedder, which is what a broken run may lose. */
const AT_ONCE = 256
/** Whole time for one call. */
const EMBED_MS = 120_000
/** Passages from which on it is said what is coming, and how far it is. */
const LARGE = 1_000
const PROGRESS_LINES = 20

/**
 * Makes the vectors that are missing, batch by batch, each kept before the next is asked for: a run that was broken
 * off goes on where it stopped. Yields lines for the operator: before a large run what it takes, then how far it is;
 * and why it stopped, where the embedder fails. Passages may come and go meanwhile.
 */
export async function* embedPassages(
  store: VectorStore,
  embedder: Embedder,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const total = store.missingVectors()
  const large = total >= LARGE
  if (large) yield `embedding ${describeWork(store, embedder)}`
  let [done, said] = [0, 0]
  for (let after = 0; ; ) {
    const passages = store.unembedded(after, AT_ONCE)
    const last = passages.at(-1)
    if (!last || signal?.aborted) return
    try {
      store.keepVectors(await withVectors(passages, embedder, signal))
    } catch (error) {
      if (signal?.aborted) return
      if (!(error instanceof ModelError)) throw error
      yield `${store.missingVectors()} passages have no vector yet (${error.kind}: ${error.message}); the next run goes on with them`
      return
    }
    after = last.id
    done += passages.length
    const step = Math.floor((done * PROGRESS_LINES) / total)
    if (large && step > said) yield `embedded ${done} of ${Math.max(done, total)} passages`
    said = step
  }
}

async function withVectors(
  passages: readonly UnembeddedPassage[],
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<EmbeddedPassage[]> {
  const texts = [...new Set(passages.map(({ text }) => text))]
  const vectors = await embedder.embed(texts, { deadlineMs: EMBED_MS, ...(signal ? { signal } : {}) })
  if (vectors.length !== texts.length)
    throw new ModelError("rubbish", `${vectors.length} vectors for ${texts.length} texts`)
  const byText = new Map(texts.map((text, i) => [text, vectors[i] as Float32Array]))
  return passages.map((passage) => ({ ...passage, vector: byText.get(passage.text) as Float32Array }))
}

/** What is missing, and what a service that is paid by tokens takes for it. */
export function describeWork(store: VectorStore, { id, billing }: Pick<Embedder, "id" | "billing">): string {
  const passages = `${store.missingVectors()} passages with ${id}`
  if (!billing) return passages
  const tokens = countTokens(store, billing)
  const price =
    billing.dollarsPerMillion === undefined
      ? "at a price that is not known here"
      : `about ${((tokens * billing.dollarsPerMillion) / 1e6).toFixed(2)} USD`
  return `${passages}: about ${inWords(tokens)} tokens, ${price}`
}

function countTokens(store: VectorStore, billing: Billing): number {
  const seen = new Set<string>()
  let tokens = 0
  for (let after = 0; ; ) {
    const passages = store.unembedded(after, AT_ONCE)
    const last = passages.at(-1)
    if (!last) return Math.round(tokens)
    for (const { text } of passages) {
      if (!seen.has(text)) tokens += billing.tokens(text)
      seen.add(text)
    }
    after = last.id
  }
}

function inWords(count: number): string {
  return count < 1e6 ? `${Math.ceil(count / 1e3)} thousand` : `${(count / 1e6).toFixed(1)} million`
}
