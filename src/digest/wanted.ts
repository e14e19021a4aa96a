import type { StoredArticle } from "../corpus.ts"
import { shortName } from "../text/place-names.ts"
import { fold } from "../text/scripts.ts"
import type { Wants } from "./subscription.ts"

/** What is read of an article. */
export type Matched = Pick<StoredArticle, "title" | "abstract" | "section" | "place" | "text">

/** Of a place, topic or keyword the numbers of its articles, in the order in which they were added. */
type Lists = Map<string, readonly number[]>

/**
 * Which articles readers want: an inverted index that grows with what is asked for, so that each place, topic and keyword
 * is looked for once, whoever names it. Articles have the numbers 0, 1, … in the order in which they are added.
 */
export class WantedIndex {
  readonly #paths: ReadonlySet<string>[] = []
  readonly #heads: string[] = []
  readonly #wholes: string[] = []
  readonly #inPlace: Lists = new Map()
  readonly #inHead: Lists = new Map()
  readonly #inWhole: Lists = new Map()

  /** Before anything is asked for. */
  add({ title, abstract, section, place, text }: Matched): void {
    const head = fold([title, abstract, section].join("\n"))
    this.#paths.push(new Set(place.map(shortName)))
    this.#heads.push(head)
    this.#wholes.push(`${head}\n${fold(text)}`)
  }

  /** Tells by an article's number whether it is wanted. */
  accepting({ places, topics, keywords }: Wants): (at: number) => boolean {
    const located = places.length > 0 ? this.#union(places, (place) => this.#located(place)) : undefined
    const topical = this.#union(topics, (word) => this.#holding(word, this.#heads, this.#inHead))
    const named = this.#union(keywords, (word) => this.#holding(word, this.#wholes, this.#inWhole))
    const anyWords = topics.length + keywords.length === 0
    return (at) => (located?.has(at) ?? true) && (anyWords || topical.has(at) || named.has(at))
  }

  #located(place: string): readonly number[] {
    const name = shortName(place)
    return remembered(this.#inPlace, name, () => numbersOf(this.#paths, (path) => path.has(name)))
  }

  #holding(word: string, texts: readonly string[], lists: Lists): readonly number[] {
    const folded = fold(word)
    return remembered(lists, folded, () => numbersOf(texts, (text) => text.includes(folded)))
  }

  #union(names: readonly string[], listOf: (name: string) => readonly number[]): ReadonlySet<number> {
    return new Set(names.flatMap(listOf))
  }
}

function remembered(lists: Lists, name: string, find: () => readonly number[]): readonly number[] {
  const list = lists.get(name) ?? find()
  lists.set(name, list)
  return list
}

function numbersOf<T>(all: readonly T[], holds: (one: T) => boolean): number[] {
  return all.flatMap((one, at) => (holds(one) ? [at] : []))
}
