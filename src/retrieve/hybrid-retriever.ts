import type { ArticleStore, Evidence, PassageId } from "../corpus.ts"
import { type CallOptions, type Embedder, ModelError } from "../models.ts"
import { toSimplified } from "../text/scripts.ts"
import { queryTerms } from "../text/words.ts"
import { type FusedArticle, type FusionWeights, fuse } from "./fuse.ts"
import { createLexicalLeg, type LexicalHit, type LexicalLegParts } from "./lexical-leg.ts"
import type { Question } from "./question.ts"
import { weighedFeatures } from "./rerank.ts"
import type { Explanation, RankedArticle, RetrieveOptions, Retriever } from "./retriever.ts"
import type { VectorHit, VectorIndex } from "./vector-index.ts"

export interface RetrieverParts extends LexicalLegParts {
  readonly store: LexicalLegParts["store"] & Pick<ArticleStore, "evidence">
  readonly vectors: Pick<VectorIndex, "search">
  readonly embedder: Embedder
  /** Read at each question. */
  readonly weights: FusionWeights
}

/** Keyless: there are no vectors. None that were learnt from the archive alone helped: test/eval/RESULTS.md. */
export const LEXICAL_ONLY: FusionWeights = { lexical: 1, vector: 0 }
/** With an embedding model: Cormack et al. weigh all legs alike. */
export const EVEN_WEIGHTS: FusionWeights = { lexical: 1, vector: 1 }

/** Articles taken from the lexical leg, and passages from the vector leg, where both are asked. */
const DEPTH = 100
export const PASSAGES_PER_ARTICLE = 12
const EMBED_DEADLINE_MS = 3_000

/**
 * Lexical and vector search side by side, fused by reciprocal ranks. A reader's filter of days or place is exact in
 * both legs. Where the embedder fails or is late, the lexical leg answers alone.
 */
export function createRetriever(parts: RetrieverParts): Retriever {
  const searchWords = createLexicalLeg(parts)
  const retrieve = async (
    question: Question,
    limit: number,
    { accept: wanted, ...options }: RetrieveOptions = {},
  ): Promise<Retrieved> => {
    const { store, vectors, embedder, weights } = parts
    if (limit < 1 || queryTerms(question.searchText).length === 0)
      return { articles: [], found: [], near: [] }
    const accept = both(acceptor(store, question), wanted)
    const fusing = weights.vector > 0
    const depth = fusing ? Math.max(DEPTH, limit) : limit
    const embedding = fusing ? embedQuestion(embedder, toSimplified(question.plainText), options) : undefined
    const found = weights.lexical > 0 ? searchWords(question, depth, accept) : []
    const query = await embedding
    const near = query ? vectors.search(query, depth, accept) : []
    return { articles: fuse(found, near, weights).slice(0, limit), found, near }
  }
  return {
    async retrieve(question, limit, options) {
      const { articles } = await retrieve(question, limit, options)
      return withEvidence(parts.store, articles)
    },
    async explain(question, limit) {
      const { articles, found, near } = await retrieve(question, limit)
      return explainRanking(withEvidence(parts.store, articles), found, near)
    },
  }
}

/** The ranking, and what each leg found. */
interface Retrieved {
  readonly articles: readonly FusedArticle[]
  readonly found: readonly LexicalHit[]
  readonly near: readonly VectorHit[]
}

function acceptor(store: RetrieverParts["store"], { days, place }: Question) {
  if (!days && !place) return undefined
  return store.accepting({
    ...(days && { fromDay: days.from, toDay: days.to }),
    ...(place && { place }),
  })
}

type Accept = RetrieveOptions["accept"]

function both(a: Accept, b: Accept): Accept {
  return a && b ? (article) => a(article) && b(article) : (a ?? b)
}

/** Undefined where the embedder gave nothing in time. */
async function embedQuestion(
  embedder: Embedder,
  text: string,
  options: CallOptions,
): Promise<Float32Array | undefined> {
  const deadlineMs = Math.min(options.deadlineMs ?? EMBED_DEADLINE_MS, EMBED_DEADLINE_MS)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ModelError("timeout", "the embedder is late")), deadlineMs)
  })
  try {
    const [vector] = await Promise.race([embedder.embed([text], { ...options, deadlineMs }), late])
    return vector
  } catch (error) {
    if (error instanceof ModelError) return undefined
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** What each leg says of the articles of a ranking, and of what its score in the lexical leg is made. */
function explainRanking(
  ranked: readonly RankedArticle[],
  found: readonly LexicalHit[],
  near: readonly VectorHit[],
): Explanation[] {
  const nearest = [...new Set(near.map(({ article }) => article))]
  return ranked.map(({ articleId, score, passages }) => {
    const number = passages[0]?.article ?? -1
    const at = found.findIndex(({ article }) => article === number)
    const hit = found[at]
    const parts = hit
      ? [
          { name: "lexical", rank: at + 1, score: hit.score },
          { name: "index", rank: hit.found.rank, score: hit.found.score },
          ...(hit.features ? weighedFeatures(hit.features) : []).map((one) => ({ ...one, rank: null })),
          { name: "preference", rank: null, score: hit.preference },
        ]
      : [{ name: "lexical", rank: null, score: 0 }]
    const place = nearest.indexOf(number)
    if (near.length > 0) {
      const close = near.find(({ article }) => article === number)
      parts.push({ name: "vector", rank: place < 0 ? null : place + 1, score: close?.score ?? 0 })
    }
    return { articleId, score, parts }
  })
}

function withEvidence(store: RetrieverParts["store"], fused: readonly FusedArticle[]): RankedArticle[] {
  const chosen = fused.map(({ passages }) =>
    [...passages]
      .sort((a, b) => b[1] - a[1])
      .slice(0, PASSAGES_PER_ARTICLE)
      .map(([id]) => id),
  )
  const byId = new Map(store.evidence(chosen.flat()).map((evidence) => [evidence.passageId, evidence]))
  return fused.flatMap(({ score }, i) => {
    const passages = (chosen[i] as PassageId[]).flatMap((id) => byId.get(id) ?? [])
    const first = passages[0]
    if (!first) return []
    return [{ articleId: first.articleId, score, passages: withBody(store, passages) }]
  })
}

/** Where only the title or the abstract matched, the first passage of the body is added. */
function withBody(store: RetrieverParts["store"], passages: readonly Evidence[]): readonly Evidence[] {
  const last = passages.reduce((a, b) => (b.passageId > a.passageId ? b : a))
  if (passages.some(({ field }) => field === "text")) return passages
  const following = store.evidence([last.passageId + 1, last.passageId + 2])
  const body = following.find(({ article, field }) => article === last.article && field === "text")
  return body ? [...passages.slice(0, PASSAGES_PER_ARTICLE - 1), body] : passages
}
