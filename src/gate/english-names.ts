import { pinyin } from "pinyin-pro"
import { isHan } from "../text/scripts.ts"

/** Kinds of places; behind a name each must stand right behind the name's characters. */
const KINDS: Readonly<Record<string, RegExp>> = {
  county: /^县/u,
  city: /^市/u,
  district: /^区/u,
  town: /^(?:古?镇)/u,
  township: /^乡/u,
  village: /^村/u,
  province: /^省/u,
  river: /^[江河]/u,
  road: /^路/u,
  street: /^[路街]/u,
}
const KIND_WORDS = Object.keys(KINDS)

/** A name of the sentence, and where its characters stand in the Chinese. */
export interface NameFound {
  readonly start: number
  readonly end: number
}

/** Where Chinese characters in a row are spelled so: Baidu for 白渡, Liqun for 立群; every reading of a character counts. */
export function spelledSo(word: string, chinese: string): NameFound[] {
  const wanted = word
    .toLowerCase()
    .replace(/['’](?=[a-z])/gu, "")
    .replaceAll("ü", "v")
  const found: NameFound[] = []
  for (let start = 0; start < chinese.length; start++) {
    const end = spelledFrom(wanted, chinese, start)
    if (end !== undefined) found.push({ start, end })
  }
  return found
}

function spelledFrom(rest: string, chinese: string, at: number): number | undefined {
  if (rest === "") return at
  const unit = chinese.charCodeAt(at)
  if (!isHan(unit)) return undefined
  for (const syllable of readings(chinese.charAt(at))) {
    if (!rest.startsWith(syllable)) continue
    const end = spelledFrom(rest.slice(syllable.length), chinese, at + 1)
    if (end !== undefined) return end
  }
  return undefined
}

const known = new Map<string, readonly string[]>()

function readings(char: string): readonly string[] {
  const before = known.get(char)
  if (before) return before
  const all = pinyin(char, { toneType: "none", multiple: true, type: "array", v: true })
  known.set(char, all)
  return all
}

/**
 * Whether the kind behind a name (Baidu County) is the name's own in the Chinese. True where the word is no kind of
 * place, or the name stands there without one, as names of the paper's own city do, and the sentence adds none.
 */
export function isKindOf(word: string, chinese: string, name: NameFound): boolean {
  const kind = KINDS[word.toLowerCase()]
  return kind === undefined || kind.test(chinese.slice(name.end))
}

export function isKind(word: string): boolean {
  return KIND_WORDS.includes(word.toLowerCase().replace(/s$/u, ""))
}
