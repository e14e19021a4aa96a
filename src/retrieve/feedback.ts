import { contentWords } from "../text/words.ts"
import { Best } from "./best.ts"

/** A text near the words of the question in an article that was found, and how well the article scored. */
export interface FeedbackText {
  readonly text: string
  /** Share of the best score that a query could have. */
  readonly score: number
}

/** What the best articles say beside the words of the question. */
export interface RelevanceModel {
  /** Terms that tell most, best first, and what each counts. */
  readonly terms: readonly { readonly term: string; readonly weight: number }[]
  /** What the text at this place gave to the weight of a term: an article is not held against its own words. */
  readonly given: readonly ReadonlyMap<string, number>[]
}

/** Texts that are believed, and terms that are kept. */
const TEXTS = 20
const TERMS = 40
/** How fast the belief falls with the score: e^(10 · difference). */
const SHARPNESS = 10

/**
 * The relevance model RM1 (Lavrenko and Croft 2001, method 1): terms by the sum over the best texts of the text's
 * probability times the term's share of it, here times its inverse document frequency. Terms of the question are left
 * out. `texts` best first.
 */
export function relevanceModel(
  texts: readonly FeedbackText[],
  asked: ReadonlySet<string>,
  idf: (term: string) => number,
): RelevanceModel {
  const believed = texts.slice(0, TEXTS)
  const top = believed[0]?.score ?? 0
  const beliefs = believed.map(({ score }) => Math.exp(SHARPNESS * (score - top)))
  const all = beliefs.reduce((sum, belief) => sum + belief, 0)
  const shares = new Map<string, number>()
  const own = believed.map(({ text }, i) => {
    const terms = contentWords(text)
    const one = (beliefs[i] as number) / all / Math.max(1, terms.length)
    const said = new Map<string, number>()
    for (const term of terms) {
      if (term.length > 1 && !asked.has(term)) said.set(term, (said.get(term) ?? 0) + one)
    }
    for (const [term, share] of said) shares.set(term, (shares.get(term) ?? 0) + share)
    return said
  })
  const candidates = [...shares.keys()]
  const best = new Best(TERMS)
  candidates.forEach((term, at) => {
    best.offer(at, (shares.get(term) as number) * idf(term))
  })
  const terms = best.entries().map(({ key, score }) => {
    const term = candidates[key] as string
    return { term, idf: idf(term), weight: score }
  })
  const given = own.map((said) => new Map(terms.map(({ term, idf }) => [term, (said.get(term) ?? 0) * idf])))
  return { terms, given }
}

/** Saturation of a term that stands in the text several times, as BM25's k1. */
const SATURATION = 1.2

/**
 * How much of the model a text says, from 0 to 1. `place` is the text's own among those that the model was made of:
 * what it gave itself does not count.
 */
export function saysOf({ terms, given }: RelevanceModel, text: string, place: number): number {
  const own = given[place]
  let said = 0
  let all = 0
  for (const { term, weight } of terms) {
    const rest = Math.max(0, weight - (own?.get(term) ?? 0))
    if (rest === 0) continue
    all += rest
    let count = 0
    for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) count++
    said += (rest * count) / (count + SATURATION)
  }
  return all === 0 ? 0 : said / all
}
