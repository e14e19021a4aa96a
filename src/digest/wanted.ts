import type { StoredArticle } from "../corpus.ts"
import { memoized } from "../text/memoized.ts"
import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"
import type { Wants } from "./subscription.ts"

/** What is read of an article. */
export type Matched = Pick<StoredArticle, "title" | "abstract" | "section" | "place" | "text">

/**
 * Which articles readers want: an inverted index that grows with what is asked for, so that each place, topic and keyword
 * is looked for once, whoever names it. Articles have the numbers 0, 1, … in the order in which they are added.
 */
export class WantedIndex {
  readonly #paths: ReadonlySet<string>[] = []
  readonly #heads: string[] = []
  readonly #wholes: string[] = []
  readonly #inPlace = memoized((name: string) => numbersOf(this.#paths, (path) => path.has(name)))
  readonly #inHead = memoized((word: string) => numbersOf(this.#heads, (text) => text.includes(word)))
  readonly #inWhole = memoized((word: string) => numbersOf(this.#wholes, (text) => text.includes(word)))

  /** Before anything is asked for. */
  add({ title, abstract, section, place, text }: Matched): void {
    const head = fold([title, abstract, section].join("\n"))
    this.#paths.push(new Set(place.map(shortName)))
    this.#heads.push(head)
    this.#wholes.push(`${head}\n${fold(text)}`)
  }

  /** Tells by an article's number whether it is wanted. */
  accepting({ places, topics, keywords }: Wants): (at: number) => boolean {
    const located = places.length > 0 ? union(places.map(shortName), this.#inPlace) : undefined
    const topical = union(topics.map(fold), this.#inHead)
    const named = union(keywords.map(fold), this.#inWhole)
    const anyWords = topics.length + keywords.length === 0
    return (at) => (located?.has(at) ?? true) && (anyWords || topical.has(at) || named.has(at))
  }
}

function union(names: readonly string[], listOf: (name: string) => readonly number[]): ReadonlySet<number> {
  return new Set(names.flatMap(listOf))
}

/** Where those that hold it stand, ascending. */
function numbersOf<T>(all: readonly T[], holds: (one: T) => boolean): number[] {
  return all.flatMap((one, at) => (holds(one) ? [at] : []))
}
