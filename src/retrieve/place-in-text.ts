import { saysKind, shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"
import { words } from "../text/words.ts"

/** A place of the archive that a text names. */
export interface PlaceInText {
  /** As the archive prints it; a filter by it keeps what lies in it, too. */
  readonly name: string
  /** As the text has it. */
  readonly words: string
  /** Whether the words say what kind of place it is: 白渡县, not 白渡. */
  readonly full: boolean
}

type Paths = readonly { readonly path: readonly string[] }[]

/** What a name is part of that is no place: 东方市场, 汐川日报. */
const OTHER_WORD = /^(?:市(?:场|值|价|盈)|区(?:域|间|块|别|分|隔|位))/u
const PAPER = /^(?:日报|晚报|早报|晨报|商报|时报|都市报|网|电视台|大学)/u

/** The archive's names by their first two characters, the longest first. Kept with the list that they are from. */
const indexes = new WeakMap<Paths, ReadonlyMap<string, readonly { folded: string; name: string }[]>>()

/** The leftmost of the longest names of the archive's places in a text; a narrower one right behind it is meant. */
export function placeInText(text: string, places: Paths): PlaceInText | undefined {
  const index = indexOf(places)
  if (index.size === 0) return undefined
  const folded = fold(text)
  let edges: { starts: Set<number>; ends: Set<number> } | undefined
  const isWord = (start: number, end: number) => {
    edges ??= wordEdges(text)
    return edges.starts.has(start) && edges.ends.has(end)
  }
  let found: PlaceInText | undefined
  for (let at = 0; at < folded.length - 1; at++) {
    const one = index
      .get(folded.slice(at, at + 2))
      ?.find(({ folded: name }) => folded.startsWith(name, at) && stands(folded, at, name, isWord))
    if (!one) {
      if (found) break
      continue
    }
    const end = at + one.folded.length
    found = { name: one.name, words: text.slice(at, end), full: saysKind(one.folded) }
    at = end - 1
  }
  return found
}

function stands(
  text: string,
  at: number,
  name: string,
  isWord: (start: number, end: number) => boolean,
): boolean {
  const end = at + name.length
  if (PAPER.test(text.slice(end, end + 3))) return false
  const kindAt = saysKind(name) ? end - 1 : end
  if (OTHER_WORD.test(text.slice(kindAt, kindAt + 2))) return false
  return saysKind(name) || isWord(at, end)
}

function wordEdges(text: string) {
  const found = words(text)
  return { starts: new Set(found.map(({ start }) => start)), ends: new Set(found.map(({ end }) => end)) }
}

function indexOf(places: Paths) {
  const known = indexes.get(places)
  if (known) return known
  const names = new Map<string, string>()
  for (const { path } of places) {
    for (const name of path) {
      for (const one of [fold(name), shortName(fold(name))]) {
        if (one.length >= 2 && !names.has(one)) names.set(one, name)
      }
    }
  }
  const index = new Map<string, { folded: string; name: string }[]>()
  for (const [folded, name] of names) {
    const prefix = folded.slice(0, 2)
    index.set(prefix, [...(index.get(prefix) ?? []), { folded, name }])
  }
  for (const list of index.values()) list.sort((a, b) => b.folded.length - a.folded.length)
  indexes.set(places, index)
  return index
}
