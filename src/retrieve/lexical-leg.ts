import type { ArticleStore, PassageId, SearchedArticle } from "../corpus.ts"
import { normalTerms } from "../text/normal-terms.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { queryTerms, words } from "../text/words.ts"
import { answerTest } from "./answer-type.ts"
import { termWeight } from "./bm25f.ts"
import type { LexicalIndex, QueryTerm } from "./lexical-index.ts"
import { printedWithin, type Question } from "./question.ts"
import { type Candidate, type Features, type RerankQuery, rankPassages, rerank } from "./rerank.ts"
import type { Spelling } from "./spelling.ts"

export interface LexicalLegParts {
  readonly store: Pick<ArticleStore, "searched" | "accepting">
  readonly lexical: Pick<LexicalIndex, "search" | "documentFrequency" | "size" | "highestId">
  readonly spelling: Pick<Spelling, "correct">
}

/** An article that shares words with the question. */
export interface LexicalHit {
  readonly article: number
  readonly score: number
  /** Its rank and score in the index alone. */
  readonly found: { readonly rank: number; readonly score: number }
  /** Null for an article that the search put too far down to be looked at again. */
  readonly features: Features | null
  readonly preference: number
  readonly passages: readonly { readonly id: PassageId; readonly score: number }[]
}

/** Articles that are ranked anew by their texts, however many are wanted. */
const DEPTH = 30
/** A term of the question as it was typed, where it is read as another one. */
const TYPED_WEIGHT = 1 / 3
/**
 * What the question's hints add to a score: a day or two of a written time, a place, how new an article is where that
 * is asked for. As much as some of the features: a hint turns a close race, and no more.
 */
const PREFERENCES = { days: 0.3, place: 0.3, newest: 1 }
/** An article that is so many days older than the newest one counts half as new. */
const HALF_LIFE_DAYS = 30
const DAY_MS = 86_400_000

/** Search by words: spelling, the index, and a second look at the texts of the articles that it finds. */
export function createLexicalLeg({ store, lexical, spelling }: LexicalLegParts) {
  const idf = rememberedIdf(lexical)
  return (question: Question, limit: number, accept?: (article: number) => boolean): LexicalHit[] => {
    const asked = readAsked(question, spelling.correct(question.searchText))
    const most = asked.query.reduce((sum, { term, weight }) => sum + weight * idf(term), 0)
    if (most === 0) return []

    const hits = lexical.search(asked.query, Math.max(limit, DEPTH), accept)
    const articles = new Map(
      store.searched(hits.map(({ article }) => article)).map((one) => [one.number, one]),
    )
    const known = hits.flatMap((hit, at) => {
      const article = articles.get(hit.article)
      return article ? [{ article, rank: at + 1, score: hit.score }] : []
    })
    const prefer = preferenceOf(question, store)
    const candidates = known.slice(0, DEPTH).map(({ article, score }): Candidate => {
      const whole = `${article.title}\n${article.abstract}\n${article.text}`
      return { lexical: score / most, text: comparable(whole), preference: prefer(article) }
    })
    const compared = { ...asked.compared, idf }
    const below = known.slice(DEPTH).map((_, at) => ({ index: DEPTH + at, score: 0, features: null }))
    return [...rerank(compared, candidates), ...below].slice(0, limit).map(({ index, ...rest }) => {
      const { article, rank, score } = known[index] as (typeof known)[number]
      const preference = candidates[index]?.preference ?? 0
      const passages = passagesOf(compared, article)
      return { article: article.number, found: { rank, score }, preference, passages, ...rest }
    })
  }
}

/** What the index is asked for, and what texts are compared with. `text` is the question as it is read. */
function readAsked({ searchText, wish }: Question, text: string) {
  const terms = queryTerms(text)
  const distinct = new Set(terms)
  const normal = normalTerms(text)
  const typed = queryTerms(searchText).filter((term) => !distinct.has(term))
  const query: QueryTerm[] = [
    ...[...terms, ...normal].map((term) => ({ term, weight: 1 })),
    ...typed.map((term) => ({ term, weight: TYPED_WEIGHT })),
  ]
  const whole = new Set(words(text).map((word) => word.text))
  const compared: Omit<RerankQuery, "idf"> = {
    text,
    terms: [...distinct],
    normal: [...new Set(normal)],
    words: new Set(terms.filter((term) => whole.has(term))),
    answers: wish.kind === "other" || wish.kind === "yes-no" ? undefined : answerTest(wish),
  }
  return { query, compared }
}

/** As the analyzer has it. */
function comparable(text: string): string {
  return fold(toSimplified(text))
}

/** Of an article that was found by its byline, its place or an amount in other words. */
const FIRST_PASSAGES = 2

function passagesOf(query: RerankQuery, article: SearchedArticle): LexicalHit["passages"] {
  const texts = article.passages.map(({ id, field, start, end }) => ({
    id,
    text: comparable(article[field].slice(start, end)),
  }))
  const ranked = rankPassages(query, texts)
  return ranked.length > 0 ? ranked : texts.slice(0, FIRST_PASSAGES).map(({ id }) => ({ id, score: 0 }))
}

/** Terms whose frequency is remembered. */
const MOST_REMEMBERED = 100_000

/** Inverse document frequencies, looked up once while the archive is what it is. */
function rememberedIdf(lexical: LexicalLegParts["lexical"]): (term: string) => number {
  const known = new Map<string, number>()
  let state = ""
  return (term) => {
    const now = `${lexical.size} ${lexical.highestId}`
    if (now !== state || known.size >= MOST_REMEMBERED) known.clear()
    state = now
    const remembered = known.get(term) ?? termWeight(lexical.size, lexical.documentFrequency(term))
    known.set(term, remembered)
    return remembered
  }
}

function preferenceOf(
  { range, placeInText, wish, newestDay }: Question,
  store: LexicalLegParts["store"],
): (article: SearchedArticle) => number {
  const days = range?.kind === "written" ? printedWithin(range) : undefined
  const inDays = days && store.accepting({ fromDay: days.from, toDay: days.to })
  const ofPlace = placeInText && store.accepting({ place: placeInText.name })
  return ({ number, day }) => {
    let preference = 0
    if (inDays?.(number)) preference += PREFERENCES.days
    if (ofPlace?.(number)) preference += PREFERENCES.place
    if (wish.newest && day !== null && newestDay !== null) {
      const age = Math.max(0, Date.parse(newestDay) - Date.parse(day)) / DAY_MS
      preference += PREFERENCES.newest * 2 ** (-age / HALF_LIFE_DAYS)
    }
    return preference
  }
}
