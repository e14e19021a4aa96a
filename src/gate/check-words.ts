import { fold } from "../text/scripts.ts"
import { type Alignment, align, type Pair, type Source } from "./align.ts"
import { otherwiseAttached } from "./attachment.ts"
import type { Otherwise, WordFault } from "./fault.ts"
import { isNameLike, type Kept, saidTokens } from "./left-out.ts"
import { sameMark } from "./marks.ts"
import { isNominal, readTokens, type Token } from "./reading.ts"
import { otherwiseMeasured } from "./same-changes.ts"
import { otherwiseMarked } from "./same-marks.ts"
import { otherwiseDated } from "./same-times.ts"
import { cutWord, joinedOtherwise } from "./whole-words.ts"

/** A quote within the sentences that it is cut out of: what stands around it may turn it (据称, 尚未, 的计划被否决). */
export interface Quoted {
  readonly context: string
  /** Where the quote stands in the context. */
  readonly start: number
  readonly end: number
  /** YYYY-MM-DD, by which its relative dates are counted; null where it is not known. */
  readonly publishedDay: string | null
}

/**
 * Whether a sentence says nothing that its quotes do not. Each of its words stands in them, or is a synonym of one
 * that does; amounts and dates may be written in another way. Then the words are laid side by side: they must be
 * denied, intended, bounded and reported alike, belong to each other alike, and nothing left out may change them.
 * Conservative: what cannot be told is a fault.
 */
export function checkWords(sentence: string, quotes: readonly Quoted[]): Otherwise | undefined {
  const text = fold(sentence.trim())
  if (quotes.some((quote) => isWholeSentence(text, quote))) return undefined
  const said = readTokens(text)
  const source = readSource(quotes)
  const { pairs, unknown }: Alignment = align(said, source)
  if (unknown.length > 0) return unknownWord(unknown, said, source.tokens)
  if (pairs.length === 0) return { fault: "words", detail: sentence }
  const kept: Kept = {
    tokens: source.tokens,
    said: saidTokens(pairs, source.tokens),
    subject: "",
    words: new Set(said.map(({ text }) => text)),
    marks: new Set(said.flatMap(({ mark }) => mark?.key ?? [])),
  }
  return (
    usedTwice(pairs, source.tokens) ??
    cutWord(pairs, source.tokens) ??
    otherwiseMarked(pairs, source.tokens) ??
    strayMark(said, pairs, source.tokens) ??
    otherwiseMeasured(said, pairs, source.tokens) ??
    otherwiseDated(said, pairs, source.tokens, (offset) => source.publishedDay(offset)) ??
    joinedOtherwise(said, pairs, source.tokens) ??
    otherwiseAttached(said, pairs, kept)
  )
}

/** Sentences of the quote as they are say what they say. */
function isWholeSentence(said: string, { context, start, end }: Quoted): boolean {
  const bare = said.replace(/[。！？!?]+$/u, "")
  const quote = fold(context.slice(start, end))
  const at = bare === "" ? -1 : quote.indexOf(bare)
  if (at === -1) return false
  const before = fold(context.slice(0, start)) + quote.slice(0, at)
  const after = quote.slice(at + bare.length) + fold(context.slice(end))
  return /(?:^|[。！？!?\n…][”’」』）)]*)\s*$/u.test(before) && /^(?:$|\s*[。！？!?\n…])/u.test(after)
}

/** One figure of the quotes for two of the sentence. */
function usedTwice(pairs: readonly Pair[], source: readonly Token[]): Otherwise | undefined {
  const used = new Set<number>()
  for (const { said, at } of pairs) {
    if (source[at]?.kind !== "figure") continue
    if (used.has(at)) return { fault: "figure", detail: said.text }
    used.add(at)
  }
  return undefined
}

/** The claims of an answer quote the same few passages. */
const lastRead = new Map<string, readonly Token[]>()
const MOST_REMEMBERED = 32

function sourceTokens(text: string): readonly Token[] {
  const known = lastRead.get(text)
  if (known) return known
  const tokens = readTokens(text)
  if (lastRead.size >= MOST_REMEMBERED) lastRead.clear()
  lastRead.set(text, tokens)
  return tokens
}

interface ReadSource extends Source {
  publishedDay(offset: number): string | null
}

/** The contexts one after the other; quotes of one context share it. */
function readSource(quotes: readonly Quoted[]): ReadSource {
  let text = ""
  const starts = new Map<string, number>()
  const days: { readonly start: number; readonly day: string | null }[] = []
  const quoted = quotes.map(({ context, start, end, publishedDay }) => {
    const folded = fold(context)
    const at = starts.get(folded) ?? text.length
    if (at === text.length) {
      starts.set(folded, at)
      days.push({ start: at, day: publishedDay })
      text += `${folded}\n`
    }
    return { start: at + start, end: at + end }
  })
  return {
    text,
    tokens: sourceTokens(text),
    quoted,
    publishedDay: (offset) => days.findLast(({ start }) => start <= offset)?.day ?? null,
  }
}

const WORST_FIRST: readonly WordFault[] = [
  "figure",
  "date",
  "name",
  "negation",
  "modality",
  "speaker",
  "quantity",
  "comparison",
]
const COMPARES = /[增升涨降跌减胜负败敌超]|提高|扩大|缩小/u

/** The worst of what the quotes do not have. */
function unknownWord(unknown: readonly Token[], said: readonly Token[], source: readonly Token[]): Otherwise {
  const faults = unknown.map((token) => ({ fault: kindOfUnknown(token, said, source), detail: token.text }))
  const stray = strayMark(said, [], source)
  if (stray && stray.fault !== "roles") faults.push(stray)
  const worst = WORST_FIRST.map((kind) => faults.find(({ fault }) => fault === kind)).find((fault) => fault)
  return worst ?? { fault: "words", detail: unknown.map(({ text }) => text).join(" ") }
}

function kindOfUnknown(token: Token, said: readonly Token[], source: readonly Token[]): WordFault {
  if (token.mark) return token.mark.kind
  if (token.quantity) {
    const otherBound = source.some(
      ({ quantity }) => quantity?.key === token.quantity?.key && quantity?.bound !== token.quantity?.bound,
    )
    return otherBound ? "comparison" : "figure"
  }
  const next = said[said.indexOf(token) + 1]
  const place = next?.start === token.end && /^[省市县区镇乡村路桥]$/u.test(next.text)
  if (place || (isNominal(token) && isNameLike(token) && token.text.length + (token.tag === "n" ? 0 : 1) > 2))
    return "name"
  return COMPARES.test(token.text) ? "comparison" : "words"
}

/** A mark of the sentence that governs no word of it, or a role that the quotes do not have. */
function strayMark(
  said: readonly Token[],
  pairs: readonly Pair[],
  source: readonly Token[],
): Otherwise | undefined {
  const clauses = new Set(pairs.map(({ at }) => source[at]?.clause))
  for (const token of said) {
    const mark = token.mark
    if (mark && !source.some((other) => other.mark && sameMark(mark, other.mark))) {
      return { fault: mark.kind, detail: mark.text }
    }
    if (token.kind !== "role" || /^(?:被|由|遭到?|把|将|从)$/u.test(token.text)) continue
    const same = source.some((other) => clauses.has(other.clause) && other.text === token.text)
    const alike =
      /^[比较]$/u.test(token.text) &&
      source.some((other) => clauses.has(other.clause) && /^[比较]$/u.test(other.text))
    if (!same && !alike) return { fault: "roles", detail: token.text }
  }
  return undefined
}
