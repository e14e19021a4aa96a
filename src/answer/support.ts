import type { Claim } from "../corpus.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { fold, toSimplified } from "../text/scripts.ts"
import { sentences } from "../text/sentences.ts"
import { commonNouns, words } from "../text/words.ts"
import { saidIn } from "./coverage.ts"
import { type Focus, readFocus } from "./question-focus.ts"

/**
 * What speaks for and against that the archive answers a question. The article is that of the first claim. A share is
 * one of the question's words, a mass the sum of some of them, both by inverse document frequency.
 */
export interface Support {
  /** Shares: said in a passage of the article and its title, in a sentence and its title, in the title. */
  readonly passage: number
  readonly sentence: number
  readonly title: number
  /** Logarithms of masses: the question; what the article does not say of its words, of its words but for a character, of its terms. */
  readonly subject: number
  readonly missing: number
  readonly unlike: number
  readonly unmatched: number
  /** Mass of the common nouns that the article does not say. */
  readonly nouns: number
  /** How many names, figures and words in Latin letters of the question the article does not say. */
  readonly names: number
  readonly figures: number
  readonly latin: number
  /** How much less of the question's terms the best sentence with something of the kind that is asked for says than any. */
  readonly otherKind: number
  /** How many words say only what kind of thing is asked for: 哪个国家. Articles that answer need not say them. */
  readonly category: number
}

/** Undefined where nothing is claimed, or asked about nothing. */
export function readSupport(
  question: Question,
  found: readonly RankedArticle[],
  claims: readonly Claim[],
  weight: (term: string) => number,
): Support | undefined {
  const cited = claims[0]?.citations[0]?.articleId
  const article = found.find(({ articleId }) => articleId === cited) ?? found[0]
  const asked = readAsked(question, weight)
  if (!article || claims.length === 0 || asked.words.length === 0) return undefined
  const own = readArticle(article, asked)
  const told = own.passages.flatMap((passage) => readSentences(passage, asked))
  const best = highest(told, ({ share }) => share)?.text
  return {
    ...readShares(own, best ?? "", asked),
    ...readMissing(own, best, asked, question),
    otherKind: otherKind(told, asked),
  }
}

/** A word of three characters or more that is not there as such counts by its pairs of characters, and less. */
const PARTLY = 0.8
/** A word of two characters of which one is there (派遣, 派往) is missing by half. */
const ALIKE = 0.5

interface Asked {
  readonly focus: Focus
  readonly words: readonly (readonly [word: string, weight: number])[]
  readonly total: number
  /** Of the focus, without extra weight for any. */
  readonly terms: readonly (readonly [term: string, weight: number])[]
  readonly allTerms: number
  /** As it is searched for. */
  readonly searched: string
}

function readAsked(question: Question, weight: (term: string) => number): Asked {
  const focus = readFocus(question, weight)
  const words = [...focus.words]
  const terms = [...focus.terms.keys()].map((term) => [term, weight(term)] as const)
  return {
    focus,
    words,
    total: sum(words.map(([, one]) => one)) || 1,
    terms,
    allTerms: sum(terms.map(([, one]) => one)) || 1,
    searched: comparable(question.searchText),
  }
}

interface ReadArticle {
  readonly title: string
  readonly passages: readonly string[]
  readonly text: string
  /** How far each word of the question stands in it, from 0 to 1. */
  readonly said: readonly number[]
}

function readArticle({ passages: evidence }: RankedArticle, asked: Asked): ReadArticle {
  const [first] = evidence
  const title = comparable(first?.title ?? "")
  const passages = evidence.map((passage) => comparable(saidIn(passage)))
  const text = [title, ...passages].join("\n")
  const year = first?.publishedAt?.slice(0, 4)
  // What is printed in a year says 今年 of it.
  const said = asked.words.map(([word]) => (word === year ? 1 : presence(word, text)))
  return { title, passages, text, said }
}

interface ReadSentence {
  readonly text: string
  readonly share: number
  readonly terms: number
}

function readSentences(passage: string, asked: Asked): ReadSentence[] {
  return sentences(passage).map(({ start, end }) => {
    const text = passage.slice(start, end)
    return { text, share: shareIn(text, asked), terms: termShare(text, asked) }
  })
}

function readShares({ title, passages }: ReadArticle, best: string, asked: Asked) {
  return {
    passage: Math.max(...passages.map((passage) => shareIn(`${title}\n${passage}`, asked))),
    sentence: shareIn(`${title}\n${best}`, asked),
    title: shareIn(title, asked),
  }
}

function otherKind(told: readonly ReadSentence[], { focus: { wish, answers } }: Asked): number {
  if (wish.kind === "other" || wish.kind === "yes-no") return 0
  const most = (of: readonly ReadSentence[]) => Math.max(0, ...of.map(({ terms }) => terms))
  return most(told) - most(told.filter(({ text, terms }) => terms > 0 && answers(text)))
}

const FIGURE = /\d+(?:\.\d+)?/gu
const LATIN = /[a-z][a-z0-9.-]+/gu

function readMissing(
  { text, said }: ReadArticle,
  best: string | undefined,
  asked: Asked,
  { names, plainText }: Question,
) {
  const missing = asked.words.map(([word, weight], at) => ({ word, weight: weight * (1 - (said[at] ?? 0)) }))
  const isAlike = (word: string) => word.length === 2 && [...word].some((one) => (best ?? text).includes(one))
  const nouns = new Set(commonNouns(plainText))
  const lacks = (pieces: Iterable<string>) => [...new Set(pieces)].filter((one) => !text.includes(one)).length
  return {
    subject: Math.log1p(asked.total),
    missing: Math.log1p(sum(missing.map(({ weight }) => weight))),
    unlike: Math.log1p(sum(missing.map(({ word, weight }) => (isAlike(word) ? ALIKE : 1) * weight))),
    unmatched: Math.log1p(sum(asked.terms.map(([term, weight]) => (text.includes(term) ? 0 : weight)))),
    nouns: sum(missing.map(({ word, weight }) => (nouns.has(word) ? weight : 0))),
    names: names.filter((name) => presence(name, text) < 1).length,
    figures: lacks(asked.searched.match(FIGURE) ?? []),
    latin: lacks(asked.searched.match(LATIN) ?? []),
    category: categories(plainText, asked.focus),
  }
}

const WHICH =
  /什么样的?|什么|啥|何种|何(?=[^时地处])|哪(?:一|几|两|三)?(?:个|些|种|类|项|位|名|家|支|座|款|部|条|届|所|方面?)?/gu

/** Words of two or more characters right behind 什么 or 哪个. */
function categories(plainText: string, focus: Focus): number {
  const text = comparable(plainText)
  const spans = words(text)
  const behind = [...text.matchAll(WHICH)].flatMap(({ 0: asking, index }) => {
    const word = spans.find(({ start }) => start >= index + asking.length)
    return word && word.start - index - asking.length <= 1 ? [word.text] : []
  })
  return new Set(behind.filter((word) => word.length > 1 && focus.words.has(word))).size
}

function comparable(text: string): string {
  return fold(toSimplified(text))
}

function presence(word: string, text: string): number {
  if (text.includes(word)) return 1
  const pairs = word.length - 1
  if (pairs < 2) return 0
  let shared = 0
  for (let at = 0; at < pairs; at++) if (text.includes(word.slice(at, at + 2))) shared++
  return (PARTLY * shared) / pairs
}

function share(said: readonly number[], { words, total }: Asked): number {
  return sum(words.map(([, weight], at) => weight * (said[at] ?? 0))) / total
}

function shareIn(text: string, asked: Asked): number {
  return share(
    asked.words.map(([word]) => presence(word, text)),
    asked,
  )
}

function termShare(text: string, { terms, allTerms }: Asked): number {
  return sum(terms.map(([term, weight]) => (text.includes(term) ? weight : 0))) / allTerms
}

/** The first of those with the highest value, where that is above 0. */
function highest<T>(items: readonly T[], value: (item: T) => number): T | undefined {
  let best: { item: T; worth: number } | undefined
  for (const item of items) {
    const worth = value(item)
    if (worth > (best?.worth ?? 0)) best = { item, worth }
  }
  return best?.item
}

function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0)
}
