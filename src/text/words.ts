import { Jieba } from "@node-rs/jieba"
import { dict } from "@node-rs/jieba/dict.js"
import { normalTerms } from "./normal-terms.ts"
import { fold, isHan, toSimplified } from "./scripts.ts"
import type { Span } from "./sentences.ts"

/** Grows with each change of what `searchTerms` returns: indexes made by another version are rebuilt. */
export const ANALYZER_VERSION = 2

/** A word with its place in the text; `text` is folded (see `fold`). */
export interface Word extends Span {
  readonly text: string
}

/** Words of a question that say nothing of what is asked about. */
const STOP_WORDS = new Set(
  (
    "的 了 着 过 地 得 之 是 在 有 和 与 及 或 也 都 就 而 则 被 把 将 对 于 从 向 以 为 由 到 等 个 又 还 其 该 此 这 那 这个 那个 " +
    "我 你 您 他 她 它 我们 你们 他们 它们 " +
    "吗 呢 吧 啊 呀 么 嘛 哪 谁 何 何时 何地 何种 多少 几 几个 什么 什么样 怎么 怎么样 怎样 如何 为何 为什么 哪些 哪个 哪里 哪儿 哪 哪年 " +
    "哪一 哪一个 哪位 哪种 是否 是不是 有没有 有无 能否 多久 " +
    "请 请问 请教 告诉 告诉我 想 想知道 知道 了解 一下 说说 谈谈 介绍 关于 有关 " +
    "the a an of is are was were what who when where which how why in on to for do does did"
  ).split(" "),
)

/** Part-of-speech tags of jieba (ICTCLAS) for names. */
const PROPER_NAME = /^(?:nr|ns|nt|nz)/
/** What names a place before one of these: a noun, a name, or a word that the dictionary does not have. */
const NAMED_PLACE = /^(?:n|x)/
const DIVISION = /^[镇乡村县市区路街]$/u
/** 这座 and 每村 are no names. */
const UNLISTED = /^(?:(?![这那该此每各几个的了是在到也])\p{Script=Han}){2,}$/u

const STATING = /^(?:n|v|a|i|l|x|b|d|s|f|j|z)/
const NOUN_LIKE = /^(?:n|x|m|q|uj|t|eng|k|s|f|b)/

let segmenter: Jieba | undefined

function jieba(): Jieba {
  segmenter ??= Jieba.withDict(dict)
  return segmenter
}

const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

function isTerm(piece: string): boolean {
  const unit = piece.charCodeAt(0)
  return (
    isHan(unit) ||
    (unit >= 0x61 && unit <= 0x7a) ||
    (unit >= 0x30 && unit <= 0x39) ||
    LETTER_OR_DIGIT.test(piece)
  )
}

/** The words of a text in order, with offsets into the text as given; no punctuation and no white space. */
export function words(text: string): Word[] {
  const found: Word[] = []
  let start = 0
  for (const piece of jieba().cut(fold(text), true)) {
    const end = start + piece.length
    if (isTerm(piece)) found.push({ text: piece, start, end })
    start = end
  }
  return found
}

/** Whether a folded word says nothing of what is asked about: 的, 什么. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word)
}

/** The words of a text without stop words, as `searchTerms` writes them: no words inside words, no pairs. Repeats are kept. */
export function contentWords(text: string): string[] {
  return words(toSimplified(text)).flatMap((word) => (STOP_WORDS.has(word.text) ? [] : word.text))
}

/**
 * The terms by which a text is found: words of jieba's search mode (a long word and the words inside it), and
 * pairs of neighbouring Chinese characters; amounts and days also in normal form (see normal-terms.ts). Folded;
 * Traditional text in mainland words. Repeats are kept.
 */
export function searchTerms(text: string): string[] {
  const folded = fold(toSimplified(text))
  return [...termsOf(folded), ...normalTerms(folded)]
}

/** Terms of a question: those of `searchTerms` without stop words, and without pairs across a stop word. */
export function queryTerms(text: string): string[] {
  const pieces = jieba().cut(fold(toSimplified(text)), true)
  return termsOf(pieces.map((piece) => (STOP_WORDS.has(piece) ? "\n" : piece)).join(""))
}

function termsOf(folded: string): string[] {
  const terms = jieba().cutForSearch(folded, true).filter(isTerm)
  for (let i = 1; i < folded.length; i++) {
    if (isHan(folded.charCodeAt(i)) && isHan(folded.charCodeAt(i - 1))) terms.push(folded.slice(i - 1, i + 1))
  }
  return terms
}

/** A word with jieba's part of speech (ICTCLAS): n…, v…, x for what the dictionary does not have. */
export interface TaggedWord extends Word {
  readonly tag: string
}

/** The words of a text and what stands between them, in order; with offsets into the text as given. */
export function taggedWords(text: string): TaggedWord[] {
  let start = 0
  return jieba()
    .tag(fold(text), true)
    .map(({ tag, word }) => {
      const end = start + word.length
      const tagged = { text: word, tag, start, end }
      start = end
      return tagged
    })
}

/** Names of persons, places, organizations and works in a text, folded: 沙头镇 as a whole, too. */
export function properNames(text: string): string[] {
  const tagged = jieba().tag(fold(text), true)
  return tagged.flatMap(({ tag, word }, at) => {
    const next = tagged[at + 1]?.word ?? ""
    if (NAMED_PLACE.test(tag) && word.length > 1 && DIVISION.test(next)) return [word + next]
    return PROPER_NAME.test(tag) && word.length > 1 ? [word] : []
  })
}

/** Part-of-speech tags of nouns and of what is used as one: verbal nouns, idioms, words for places and times. */
const COMMON_NOUN = /^(?:n(?![rstz])|vn|an|[jlist])/

/** Nouns of a text that name nothing in particular. Folded. */
export function commonNouns(text: string): string[] {
  return jieba()
    .tag(fold(text), true)
    .filter(({ tag }) => COMMON_NOUN.test(tag))
    .map(({ word }) => word)
}

/** Names of persons that the dictionary knows or that look like one to it. Folded. */
export function personNames(text: string): string[] {
  return jieba()
    .tag(fold(text), true)
    .filter(({ tag, word }) => tag.startsWith("nr") && word.length > 1)
    .map(({ word }) => word)
}

/** Whether a text is one word that says what somebody does or what happens. */
export function isVerb(text: string): boolean {
  const tagged = jieba().tag(fold(text), true)
  return tagged.length === 1 && /^v(?!n)/.test(tagged[0]?.tag ?? "")
}

/** Words of two or more characters that name a thing, a person, a deed or a quality: what a text says. */
export function statedWords(text: string): Word[] {
  let at = 0
  return jieba()
    .tag(fold(text), true)
    .flatMap(({ tag, word }) => {
      const start = at
      at += word.length
      return STATING.test(tag) && word.length > 1 && !/\d/.test(word) ? [{ text: word, start, end: at }] : []
    })
}

/** The nouns, names and numbers with which a text begins: what it speaks of, where it says so first. */
export function leadingNouns(text: string): string {
  let at = 0
  for (const { tag, word } of jieba().tag(fold(text), true)) {
    if (!NOUN_LIKE.test(tag)) break
    at += word.length
  }
  return text.slice(0, at)
}

/** Words of two or more Chinese characters that the dictionary does not have: names for the most part. Folded. */
export function unlistedWords(text: string): string[] {
  return jieba()
    .tag(fold(text), true)
    .filter(({ tag, word }) => tag === "x" && UNLISTED.test(word))
    .map(({ word }) => word)
}

/** Whether a text begins with a noun, a name, a time or an amount: with what it speaks of. */
export function beginsWithNoun(text: string): boolean {
  const first = jieba().tag(fold(text.trimStart().slice(0, BEGINNING)), true)[0]
  return first !== undefined && SUBJECT.test(first.tag)
}

const BEGINNING = 20
const SUBJECT = /^(?:n|t|m|s|r|x|eng)/
