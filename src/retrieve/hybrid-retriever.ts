import type { ArticleFilter, ArticleStore, Evidence, PassageId } from "../corpus.ts"
import { type CallOptions, type Embedder, ModelError } from "../models.ts"
import { toSimplified } from "../text/scripts.ts"
import { queryTerms, searchTerms } from "../text/words.ts"
import type { LexicalIndex } from "./lexical-index.ts"
import type { Question } from "./question.ts"
import type { RankedArticle, Retriever } from "./retriever.ts"
import type { VectorHit, VectorIndex } from "./vector-index.ts"

/** How much the rank in each leg counts. With 0 for the vectors nothing is embedded. */
export interface FusionWeights {
  readonly lexical: number
  readonly vector: number
}

export interface RetrieverParts {
  readonly store: Pick<ArticleStore, "numbers" | "evidence">
  readonly lexical: Pick<LexicalIndex, "search" | "passageIds">
  readonly vectors: Pick<VectorIndex, "search">
  readonly embedder: Embedder
  readonly weights: FusionWeights
}

/** The local embedder finds nothing that BM25 does not find better: test/eval/RESULTS.md. */
export const LOCAL_WEIGHTS: FusionWeights = { lexical: 1, vector: 0 }
/** Cormack et al. weigh all legs alike. */
export const MODEL_WEIGHTS: FusionWeights = { lexical: 1, vector: 1 }

/** The constant of reciprocal rank fusion: the first ranks differ little, so that both legs have a say. */
const RANK_CONSTANT = 60
/** Articles taken from the lexical leg, and passages from the vector leg, where both are asked. */
const DEPTH = 100
export const PASSAGES_PER_ARTICLE = 12
const EMBED_DEADLINE_MS = 3_000
/** A question is cut here, in UTF-16 code units. */
const MAX_QUESTION = 2_000

/**
 * Lexical and vector search side by side, fused on articles by reciprocal ranks: the sum over the legs of
 * weight / (60 + rank) (Cormack, Clarke and Büttcher 2009, eq. 1). A filter of days or place is exact in both legs.
 * Where the embedder fails or is late, the lexical leg answers alone.
 */
export function createRetriever(parts: RetrieverParts): Retriever {
  return { retrieve: (question, limit, options) => retrieve(parts, question, limit, options) }
}

async function retrieve(
  { store, lexical, vectors, embedder, weights }: RetrieverParts,
  question: Question,
  limit: number,
  options: CallOptions = {},
): Promise<RankedArticle[]> {
  const text = question.text.slice(0, MAX_QUESTION)
  const terms = queryTerms(text)
  if (terms.length === 0 || limit < 1) return []
  const accept = acceptor(store, question)
  const fusing = weights.vector > 0
  const depth = fusing ? Math.max(DEPTH, limit) : limit
  const embedding = fusing ? embedQuestion(embedder, toSimplified(text), options) : undefined
  const weighed = terms.map((term) => ({ term, weight: 1 }))
  const hits = weights.lexical > 0 ? lexical.search(weighed, depth, accept) : []
  const found = hits.map(({ article }) => ({
    article,
    passages: bestPassages(store.evidence(lexical.passageIds(article)), new Set(terms)),
  }))
  const query = await embedding
  const near = query ? vectors.search(query, depth, accept) : []
  return withEvidence(store, fuse(found, near, weights).slice(0, limit))
}

function acceptor(store: RetrieverParts["store"], { range, place }: Question) {
  if (!range && !place) return undefined
  const filter: ArticleFilter = {
    ...(range && { fromDay: range.from, toDay: range.to }),
    ...(place && { place }),
  }
  const kept = store.numbers(filter)
  return (article: number) => kept.has(article)
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

interface LexicalHit {
  readonly article: number
  /** Best first. */
  readonly passages: readonly PassageId[]
}

/** Those that share a term with the question, those that share most terms first. */
function bestPassages(evidence: readonly Evidence[], terms: ReadonlySet<string>): PassageId[] {
  return evidence
    .map(({ passageId, text }) => ({
      passageId,
      shared: new Set(searchTerms(text).filter((term) => terms.has(term))).size,
    }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ passageId }) => passageId)
    .slice(0, PASSAGES_PER_ARTICLE)
}

interface FusedArticle {
  readonly article: number
  score: number
  readonly passages: Map<PassageId, number>
}

/** Articles by fused rank, best first; within each, passages fused in the same way. */
function fuse(
  found: readonly LexicalHit[],
  near: readonly VectorHit[],
  weights: FusionWeights,
): FusedArticle[] {
  const fused = new Map<number, FusedArticle>()
  const entry = (article: number): FusedArticle => {
    const known = fused.get(article) ?? { article, score: 0, passages: new Map() }
    fused.set(article, known)
    return known
  }
  const addPassage = ({ passages }: FusedArticle, id: PassageId, score: number) => {
    passages.set(id, (passages.get(id) ?? 0) + score)
  }
  found.forEach(({ article, passages }, rank) => {
    const target = entry(article)
    target.score += weights.lexical / (RANK_CONSTANT + rank + 1)
    passages.forEach((id, i) => {
      addPassage(target, id, weights.lexical / (RANK_CONSTANT + i + 1))
    })
  })
  const nearby = new Map<number, VectorHit[]>()
  for (const hit of near) nearby.set(hit.article, [...(nearby.get(hit.article) ?? []), hit])
  ;[...nearby].forEach(([article, hits], rank) => {
    const target = entry(article)
    target.score += weights.vector / (RANK_CONSTANT + rank + 1)
    hits.forEach(({ id }, i) => {
      addPassage(target, id, weights.vector / (RANK_CONSTANT + i + 1))
    })
  })
  return [...fused.values()].sort((a, b) => b.score - a.score)
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
