import type { ArticleId, ArticleStore, LinkKind, StoredArticle } from "../corpus.ts"
import { contentWords } from "../text/words.ts"
import type { LexicalIndex } from "./lexical-index.ts"

/** An article that tells more of the matter of another one. */
export interface RelatedArticle {
  readonly article: StoredArticle
  /** How the one asked about is linked to it; null where only their words are alike. */
  readonly kind: LinkKind | null
  /** How well it answers the other one's terms, as a share of how well that one does itself. */
  readonly score: number
}

/** At most `limit` articles, best first; empty for an article that is retracted or not there. By id or url. */
export type RelatedTo = (article: ArticleId, limit: number) => RelatedArticle[]

export interface RelatedParts {
  readonly store: Pick<ArticleStore, "get" | "byNumbers">
  readonly lexical: Pick<LexicalIndex, "size" | "documentFrequency" | "search">
}

const MOST_TERMS = 40
/** An article with fewer is measured as if it had so many: two or three common words in common mean nothing. */
const ENOUGH_TERMS = 20
/** Of the text, in UTF-16 code units: news tells the matter first. */
const LEAD_UNITS = 600
/** A title says in a few words what the matter is. */
const TITLE_TIMES = 2
/** From this share on an article reports the same event. */
const SAME_EVENT = 0.6
/**
 * Chosen by reading: below it lie articles that share a place or a form, not a matter. Of articles that answer the
 * same question and come among the first ten, 19 in 20 lie above it.
 */
const LEAST_SHARE = 0.25
/** Articles whose shares round to the same twentieth are equally near. */
const STEPS = 20
/** What a reader should know first. */
const KINDS_FIRST: readonly (LinkKind | null)[] = ["corrected-by", "updated-by", "corrects", "updates", null]

/**
 * The paper's own corrections and follow-ups, then what is alike: the most telling words of the article by tf · idf
 * make the query, as Lucene's MoreLikeThis does it (its lead for the whole text; on choosing terms by weight see
 * Robertson, "On term selection for query expansion", 1990). A story comes once, by the printing that stands for it.
 */
export function createRelated(parts: RelatedParts): RelatedTo {
  return (article, limit) => relatedTo(parts, article, limit)
}

function relatedTo({ store, lexical }: RelatedParts, id: ArticleId, limit: number): RelatedArticle[] {
  const article = standing(store, id)
  if (!article || limit < 1) return []
  const linked = linkedArticles(store, article)
  const shares = alike({ store, lexical }, article, limit + linked.size)
  const numbers = [...shares.keys()].filter((number) => !linked.has(number))
  return [...linked.values(), ...store.byNumbers(numbers).map((alike) => ({ article: alike, kind: null }))]
    .map((found) => ({ ...found, score: shares.get(found.article.number) ?? 0 }))
    .sort(bestFirst)
    .slice(0, limit)
}

/** The live article that stands for this one in search; undefined where there is none. */
function standing(store: RelatedParts["store"], id: ArticleId): StoredArticle | undefined {
  const article = store.get(id)
  const lead = article?.lead ? store.get(article.lead.id) : article
  return lead?.status === "live" ? lead : undefined
}

function linkedArticles(store: RelatedParts["store"], { number, links }: StoredArticle) {
  const linked = new Map<number, { readonly article: StoredArticle; readonly kind: LinkKind }>()
  const inOrder = [...links].sort((a, b) => KINDS_FIRST.indexOf(a.kind) - KINDS_FIRST.indexOf(b.kind))
  for (const { id, kind } of inOrder) {
    const article = standing(store, id)
    if (article && article.number !== number && !linked.has(article.number))
      linked.set(article.number, { article, kind })
  }
  return linked
}

/**
 * Numbers of articles that are not below the floor, with their shares. Another paper's report of the same event has
 * most of the rare words: what is told of the matter elsewhere is asked for once more without the words of such
 * reports alone, and is never nearer than they are.
 */
function alike({ store, lexical }: RelatedParts, article: StoredArticle, limit: number): Map<number, number> {
  const found = sharesOf(lexical, article, tellingTerms(lexical, article, []), limit)
  const sameEvent = [...found].filter(([, share]) => share >= SAME_EVENT).map(([number]) => number)
  if (sameEvent.length > 0) {
    const terms = tellingTerms(lexical, article, store.byNumbers(sameEvent))
    for (const [number, share] of sharesOf(lexical, article, terms, limit + sameEvent.length))
      if (!sameEvent.includes(number))
        found.set(number, Math.max(Math.min(share, SAME_EVENT), found.get(number) ?? 0))
  }
  return new Map([...found].filter(([, share]) => share >= LEAST_SHARE))
}

/** How well each of the best articles answers the terms, as a share of how well this one does. */
function sharesOf(
  lexical: RelatedParts["lexical"],
  { number: own }: StoredArticle,
  terms: readonly string[],
  limit: number,
): Map<number, number> {
  const query = terms.map((term) => ({ term, weight: 1 }))
  const search = (most: number, accept: (number: number) => boolean) => lexical.search(query, most, accept)
  const score = search(1, (number) => number === own)[0]?.score ?? Number.POSITIVE_INFINITY
  const whole = score * Math.max(1, ENOUGH_TERMS / terms.length)
  return new Map(search(limit, (number) => number !== own).map((hit) => [hit.article, hit.score / whole]))
}

/** Those that occur beyond the article and `others`, the most telling first. */
function tellingTerms(
  lexical: RelatedParts["lexical"],
  { title, abstract, text }: StoredArticle,
  others: readonly StoredArticle[],
): string[] {
  const times = new Map<string, number>()
  const count = (part: string, weight: number) => {
    for (const word of contentWords(part)) times.set(word, (times.get(word) ?? 0) + weight)
  }
  count(title, TITLE_TIMES)
  count(abstract ?? "", 1)
  count(text.slice(0, LEAD_UNITS), 1)
  const theirs = others.map((one) => new Set(contentWords([one.title, one.abstract, one.text].join("\n"))))
  return [...times]
    .flatMap(([term, frequency]) => {
      const articles = lexical.documentFrequency(term)
      const elsewhere = articles - 1 - theirs.filter((words) => words.has(term)).length
      return elsewhere < 1 ? [] : { term, weight: frequency * Math.log(lexical.size / articles) }
    })
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_TERMS)
    .map(({ term }) => term)
}

/** Linked before alike; the nearer before the farther; newest first among equals, undated last. */
function bestFirst(a: RelatedArticle, b: RelatedArticle): number {
  const nearness = a.kind === null ? Math.round(b.score * STEPS) - Math.round(a.score * STEPS) : 0
  const day = ({ article }: RelatedArticle) => article.publishedAt?.slice(0, 10) ?? ""
  return (
    KINDS_FIRST.indexOf(a.kind) - KINDS_FIRST.indexOf(b.kind) ||
    nearness ||
    (day(a) < day(b) ? 1 : day(a) > day(b) ? -1 : 0)
  )
}
