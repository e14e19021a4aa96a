import { saidOtherwise } from "../gate/said-otherwise.ts"
import { type Figure, figures } from "../text/numerals.ts"
import { fold } from "../text/scripts.ts"
import { sentences } from "../text/sentences.ts"
import { properNames, unlistedWords } from "../text/words.ts"
import { readDateline } from "./dateline.ts"
import { bare } from "./lines.ts"
import { shingles } from "./min-hash.ts"

/** What is looked at of an article to tell whether it is another printing of one that is known. */
export interface Printed {
  readonly title: string
  /** Its paragraphs and sub-headings, joined by line feeds. */
  readonly text: string
  readonly source: string | null
  readonly publishedAt: string | null
}

/**
 * How one article relates to another: the same words; a reprint; a part of it; the same report with another figure,
 * name or denial.
 */
export type Relation =
  | { readonly kind: "same-text" | "reprint" | "update" }
  | { readonly kind: "shortened"; readonly shorter: "a" | "b" }

/** Shorter texts are not compared: two notices may well share one line. In letters. */
const LEAST_COMPARED = 40
/** The share of a text's shingles that stand in the other, where that says it again. */
const CONTAINED = 0.85
/** So many letters of sentences that the other lacks are a remark or an advert; more may be news. */
const MOST_OF_ITS_OWN = 30
/** The share of an update's shorter version that stands in the other one in whole sentences. */
const REPEATED = 0.4
/** A shortened version is at least this part of the whole, and begins like it: a day's round-up is none. */
const LEAST_PART = 0.15
const OPENING = 20
const OPENING_WITHIN = 80
const AS_LONG = 0.9
const REPRINTED_WITHIN_DAYS = 7
const UPDATED_WITHIN_DAYS = 2
/** Share of the shorter headline's pairs of characters that stand in the other one. */
const LIKE_HEADLINE = 0.5
const DAY_MS = 86_400_000

/** A text made ready for comparing: what `bandKeys` takes, and what is worth keeping for several comparisons. */
export interface Compared {
  readonly printed: Printed
  /** Without dateline, white space and punctuation, folded. */
  readonly letters: string
  readonly grams: ReadonlySet<number>
}

export function compared(printed: Printed): Compared {
  const letters = lettersOf(printed.text)
  return { printed, letters, grams: new Set(shingles(letters)) }
}

/** The letters and digits of a text from behind its dateline on. */
function lettersOf(text: string): string {
  return bare(fold(text.slice(readDateline(text)?.end ?? 0)))
}

/** Null for two different stories. Symmetric but for `shorter`. */
export function relate(a: Compared, b: Compared): Relation | null {
  if (Math.min(a.letters.length, b.letters.length) < LEAST_COMPARED) return null
  if (a.letters === b.letters) return { kind: "same-text" }
  const days = daysBetween(a.printed.publishedAt, b.printed.publishedAt)
  if (days > REPRINTED_WITHIN_DAYS) return null
  const shared = sharedGrams(a.grams, b.grams)
  const [aInB, bInA] = [contained(a, b, shared), contained(b, a, shared)]
  if (aInB && bInA) return { kind: "reprint" }
  if (aInB) return isPart(a, b) ? { kind: "shortened", shorter: "a" } : null
  if (bInA) return isPart(b, a) ? { kind: "shortened", shorter: "b" } : null
  return days <= UPDATED_WITHIN_DAYS && isUpdate(a, b) ? { kind: "update" } : null
}

/** Whether what stands in another text is its beginning or most of it, not an item of a round-up. */
function isPart(inner: Compared, outer: Compared): boolean {
  const part = inner.letters.length / outer.letters.length
  return part >= AS_LONG || (part >= LEAST_PART && beginsAlike(inner, outer))
}

/** The same headline over whole sentences that are the same. Figures in one form of words are about other names. */
function isUpdate(a: Compared, b: Compared): boolean {
  if (!likeHeadlines(a.printed.title, b.printed.title)) return false
  if (!namesKnown(a.printed.title, b.printed) || !namesKnown(b.printed.title, a.printed)) return false
  const [short, long] = a.letters.length <= b.letters.length ? [a, b] : [b, a]
  let repeated = 0
  for (const sentence of sentenceTexts(short.printed.text)) {
    const letters = bare(fold(sentence))
    if (long.letters.includes(letters)) repeated += letters.length
  }
  return repeated >= short.letters.length * REPEATED
}

/**
 * Whether of two printings that say the same `a` is the one to show: of two papers the earlier, of one paper the words
 * that it printed last.
 */
export function isOriginal(a: Printed, b: Printed, kind: "same-text" | "reprint"): boolean {
  if (a.publishedAt === null || b.publishedAt === null)
    return a.publishedAt !== null && b.publishedAt === null
  const order = compareTimes(a.publishedAt, b.publishedAt)
  return kind === "reprint" && a.source !== null && a.source === b.source ? order > 0 : order < 0
}

/** Below 0 where `a` is earlier; by days where one has no time. */
export function compareTimes(a: string, b: string): number {
  const timed = a.length > 10 && b.length > 10
  return timed ? Date.parse(a) - Date.parse(b) : Date.parse(a.slice(0, 10)) - Date.parse(b.slice(0, 10))
}

/** Whether `outer` says all that `inner` does: nearly all of its words, and each fact in the sentences that differ. */
function contained(inner: Compared, outer: Compared, shared: number): boolean {
  if (shared < inner.grams.size * CONTAINED) return false
  const whole = fold(outer.printed.text)
  const amounts = figures(whole)
  const others = sentenceTexts(outer.printed.text)
  let own = 0
  return sentenceTexts(inner.printed.text).every((sentence) => {
    const letters = bare(fold(sentence))
    if (outer.letters.includes(letters)) return true
    if (figures(sentence).some((figure) => !amounts.some((other) => isSame(figure, other)))) return false
    if (properNames(sentence).some((name) => !whole.includes(name))) return false
    const counterpart = mostAlike(letters, others)
    if (counterpart !== null) return saidOtherwise(fold(sentence), fold(counterpart)) === null
    own += letters.length
    return own <= MOST_OF_ITS_OWN
  })
}

/** One of which it is not known what it counts is the same as any. */
function isSame(a: Figure, b: Figure): boolean {
  return a.value === b.value && (a.unit === b.unit || a.unit === "" || b.unit === "")
}

function sentenceTexts(text: string): string[] {
  const told = text.slice(readDateline(text)?.end ?? 0)
  return sentences(told).map(({ start, end }) => told.slice(start, end))
}

/** The sentence that shares most with the letters; null where none shares half. */
function mostAlike(letters: string, others: readonly string[]): string | null {
  const grams = new Set(shingles(letters))
  let best: string | null = null
  let most = grams.size / 2
  for (const other of others) {
    const shared = sharedGrams(grams, new Set(shingles(bare(fold(other)))))
    if (shared >= most) [best, most] = [other, shared]
  }
  return best
}

function sharedGrams(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let shared = 0
  for (const gram of small) if (large.has(gram)) shared++
  return shared
}

function beginsAlike(short: Compared, long: Compared): boolean {
  return long.letters.slice(0, OPENING_WITHIN).includes(short.letters.slice(0, OPENING))
}

function likeHeadlines(a: string, b: string): boolean {
  const [small, large] = [pairs(a), pairs(b)].sort((x, y) => x.size - y.size) as [Set<string>, Set<string>]
  let shared = 0
  for (const pair of small) if (large.has(pair)) shared++
  return small.size > 0 && shared >= small.size * LIKE_HEADLINE
}

/** Whether all names and code numbers of a headline stand in the other article. */
function namesKnown(headline: string, { title, text }: Printed): boolean {
  const whole = fold(`${title}\n${text}`)
  const names = [...properNames(headline), ...unlistedWords(headline), ...(headline.match(/\d{5,}/g) ?? [])]
  return names.every((name) => whole.includes(name))
}

function pairs(text: string): Set<string> {
  const letters = bare(fold(text))
  const found = new Set<string>()
  for (let i = 1; i < letters.length; i++) found.add(letters.slice(i - 1, i + 1))
  return found
}

/** 0 where one is undated. */
function daysBetween(a: string | null, b: string | null): number {
  if (a === null || b === null) return 0
  return Math.abs(Date.parse(a.slice(0, 10)) - Date.parse(b.slice(0, 10))) / DAY_MS
}
