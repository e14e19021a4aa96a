/** What of an article matters when articles are spread over places and topics. */
export interface Spreadable {
  readonly place: string
  readonly score: number
  /** Of title and beginning. */
  readonly words: ReadonlySet<string>
}

/** Taken off for each article that the place has already. */
const SAME_PLACE = 0.5
/** Taken off for words in common with what is chosen, as a share of all words of both (Jaccard). */
const SAME_TOPIC = 4
/** With so much in common, and no figure against it, it is the same news in other words, and not told twice. */
const SAME_NEWS = 0.6
/** Nobody gets more than this while a place that has news has no line. */
export const FIRST_ROUND = 2

/**
 * Chooses up to `most` greedily by score, less what is alike among those chosen already (maximal marginal relevance,
 * Carbonell & Goldstein 1998). No place gets its third before every place that has news has its first. The best come
 * first; of equals the one that is given first. `leaveOut` hears of each that is chosen, and says which of the others
 * are then left out.
 */
export function spread<T extends Spreadable>(
  given: readonly T[],
  most: number,
  leaveOut: (chosen: T) => (other: T) => boolean = () => () => false,
): { readonly chosen: readonly T[]; readonly told: readonly T[]; readonly left: readonly T[] } {
  let open = given.map((item) => ({ item, likeness: 0 }))
  const chosen: T[] = []
  const told: T[] = []
  const left: T[] = []
  const count = new Map<string, number>()
  const lines = (place: string) => count.get(place) ?? 0
  while (chosen.length < most && open.length > 0) {
    const waiting = open.some(({ item }) => lines(item.place) === 0)
    const worth = ({ item, likeness }: { item: T; likeness: number }) =>
      item.score - SAME_PLACE * lines(item.place) - SAME_TOPIC * likeness
    const best = open
      .filter(({ item }) => !waiting || lines(item.place) < FIRST_ROUND)
      .reduce<(typeof open)[number] | undefined>(
        (first, next) => (first && worth(first) >= worth(next) ? first : next),
        undefined,
      )
    if (!best) break
    chosen.push(best.item)
    count.set(best.item.place, lines(best.item.place) + 1)
    const isLeftOut = leaveOut(best.item)
    const rest: typeof open = []
    for (const { item, likeness } of open) {
      if (item === best.item) continue
      const alike = jaccard(item.words, best.item.words)
      if (isSameNews(item.words, best.item.words, alike)) told.push(item)
      else if (isLeftOut(item)) left.push(item)
      else rest.push({ item, likeness: Math.max(likeness, alike) })
    }
    open = rest
  }
  return { chosen, told, left }
}

/** Of words of titles and beginnings; `alike` where their likeness is known. */
export function isSameNews(a: ReadonlySet<string>, b: ReadonlySet<string>, alike = jaccard(a, b)): boolean {
  return alike >= SAME_NEWS && sameFigures(a, b)
}

/** Whether all figures of the one that has fewer stand in the other. */
function sameFigures(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [x, y] = [a, b].map((words) => [...words].filter((word) => /\d/.test(word))) as [string[], string[]]
  const [few, many] = x.length < y.length ? [x, b] : [y, a]
  return few.every((figure) => many.has(figure))
}

/** The share of all words of both that both have, from 0 to 1. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a]
  let common = 0
  for (const word of small) if (large.has(word)) common++
  return common === 0 ? 0 : common / (a.size + b.size - common)
}
