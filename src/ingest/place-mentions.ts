import { type Division, liesIn, type NameIndex, nationalNames, type PlaceName } from "./gazetteer.ts"

/** A name of a place in a text. */
export interface Mention {
  readonly start: number
  readonly end: number
  readonly full: boolean
  /** What it may stand for; fewer than the name where the name before it says which. */
  readonly divisions: readonly Division[]
  /** Whether it follows a place that it lies in: 梧州苍梧. */
  readonly follows: boolean
}

/** A sign that the name ends in another word: 东方市|场, 西湖区|域. */
const OTHER_WORD = /^(?:市(?:场|值|价|盈)|区(?:域|间|块|别|分|隔|位))/

/** Names of places from left to right, the longest first, without overlap. */
export function placeMentions(text: string, archive: NameIndex): Mention[] {
  const mentions: Mention[] = []
  let last: Mention | undefined
  for (let at = 0; at < text.length - 1; ) {
    const found = longest(text, at, nationalNames(), archive)
    if (!found) {
      at++
      continue
    }
    // The archive may know a county by its short name alone.
    const kind =
      !found.full &&
      found.divisions[0]?.code === null &&
      /^[县市区]$/.test(text.charAt(at + found.name.length))
    const end = at + found.name.length + (kind ? 1 : 0)
    const before: Mention | undefined = last?.end === at ? last : undefined
    const below = before
      ? found.divisions.filter((one) => before.divisions.some((outer) => one !== outer && liesIn(one, outer)))
      : []
    last = {
      start: at,
      end,
      full: found.full || kind,
      divisions: below.length > 0 ? below : found.divisions,
      follows: below.length > 0,
    }
    mentions.push(last)
    at = end
  }
  return mentions
}

function longest(text: string, at: number, ...indexes: readonly NameIndex[]): PlaceName | undefined {
  const prefix = text.slice(at, at + 2)
  let best: PlaceName | undefined
  for (const index of indexes) {
    const names = index.get(prefix)
    const found = names?.find(({ name }) => text.startsWith(name, at) && isWhole(text, at, name))
    if (found && found.name.length > (best?.name.length ?? 0)) best = found
  }
  return best
}

function isWhole(text: string, at: number, name: string): boolean {
  const end = at + name.length
  return !OTHER_WORD.test(text.slice(end - 1, end + 1))
}
