import type { ArticleId, ArticleStore, Evidence, Field, PassageId, StoredArticle } from "../corpus.ts"
import { passageEvidence } from "../gate/field-evidence.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import type { World } from "./world.ts"

/** An article in the version that was used. */
interface TracedArticle {
  readonly id: ArticleId
  readonly version: number
}

interface TracedHit extends TracedArticle {
  readonly score: number
  readonly passages: readonly (readonly [id: PassageId, field: Field, start: number, end: number])[]
}

/** All that an answer was made from, besides the model's reply, so that it can be made again. JSON. */
export interface Trace {
  readonly question: Omit<Question, "now"> & { readonly now: string }
  /** What each search found, in order. */
  readonly searches: readonly (readonly TracedHit[])[]
  /** What each list of newest articles gave, in order. */
  readonly lists: readonly (readonly TracedArticle[])[]
  /** The question as the spelling corrected it. */
  readonly corrected: string
  /** Of the terms that were asked for, as they were. */
  readonly weights: Readonly<Record<string, number>>
  readonly threshold: number
}

export interface Recorder {
  /** As the one given, and all that it gives is noted. */
  readonly world: World
  trace(): Trace
}

export function createRecorder(question: Question, world: World): Recorder {
  const searches: RankedArticle[][] = []
  const lists: StoredArticle[][] = []
  const weights = new Map<string, number>()
  let corrected = question.plainText
  return {
    world: {
      ...world,
      async retrieve(...call) {
        const found = await world.retrieve(...call)
        searches.push(found)
        return found
      },
      list(...call) {
        const listed = world.list(...call)
        lists.push(listed)
        return listed
      },
      correct(text) {
        corrected = world.correct(text)
        return corrected
      },
      weight(term) {
        const weight = weights.get(term) ?? world.weight(term)
        weights.set(term, weight)
        return weight
      },
    },
    trace: () => ({
      question: { ...question, now: question.now.toISOString() },
      searches: searches.map((found) => found.map(tracedHit)),
      lists: lists.map((listed) => listed.map(({ id, version }) => ({ id, version }))),
      corrected,
      weights: Object.fromEntries(weights),
      threshold: world.threshold,
    }),
  }
}

function tracedHit({ articleId, score, passages }: RankedArticle): TracedHit {
  return {
    id: articleId,
    version: passages[0]?.version ?? 0,
    score,
    passages: passages.map(({ passageId, field, start, end }) => [passageId, field, start, end]),
  }
}

/** The world of a trace, read from the versions that are kept; an article that is gone was never found. */
export function tracedWorld(
  trace: Trace,
  articles: Pick<ArticleStore, "get">,
  answering: World["answering"],
): World {
  const searches = trace.searches.values()
  const lists = trace.lists.values()
  const articleOf = ({ id, version }: TracedArticle) => articles.get(id, version)
  return {
    retrieve: async () => (searches.next().value ?? []).flatMap((hit) => foundAgain(hit, articleOf(hit))),
    list: () => (lists.next().value ?? []).flatMap((one) => articleOf(one) ?? []),
    article: (id, version) => articles.get(id, version),
    correct: () => trace.corrected,
    weight: (term) => trace.weights[term] ?? 0,
    answering,
    threshold: trace.threshold,
  }
}

function foundAgain({ id, score, passages }: TracedHit, article: StoredArticle | undefined): RankedArticle[] {
  if (!article) return []
  const evidence: Evidence[] = passages.map(([passageId, field, start, end]) =>
    passageEvidence(article, { field, start, end }, passageId),
  )
  return [{ articleId: id, score, passages: evidence }]
}
