import type { Span } from "../text/sentences.ts"
import { sameMark } from "./marks.ts"
import { sameAmount } from "./quantities.ts"
import { isContent, type Token } from "./reading.ts"
import { wordsThatSay } from "./synonyms.ts"

/** A word or figure of the sentence, and where in the quotes it stands. */
export interface Pair {
  /** Of the sentence. */
  readonly said: Token
  readonly saidStart: number
  readonly saidEnd: number
  readonly start: number
  readonly end: number
  /** Index of the source token in which it begins. */
  readonly at: number
}

export interface Alignment {
  /** In the order of the sentence. */
  readonly pairs: readonly Pair[]
  /** Content of the sentence that the quotes do not have. */
  readonly unknown: readonly Token[]
}

/** The quotes of a sentence within the sentences that they are cut out of. */
export interface Source {
  readonly text: string
  readonly tokens: readonly Token[]
  /** Where the quotes stand: no word of the sentence may stand on anything else. */
  readonly quoted: readonly Span[]
}

interface Place extends Span {
  readonly at: number
  /** Whether it begins or ends within a word of the quotes. */
  readonly cut: boolean
}

interface Unit extends Span {
  readonly said: Token
  readonly places: readonly Place[]
}

const MOST_PLACES = 12
/** What a part of a word costs against the whole word elsewhere. */
const CUT = 0.7

/** Finds for each word and figure of a sentence where in the quotes it stands, so that neighbours stay neighbours. */
export function align(tokens: readonly Token[], source: Source): Alignment {
  const units: Unit[] = []
  const unknown: Token[] = []
  for (const token of tokens) {
    if (!isContent(token)) continue
    const found =
      token.kind === "figure"
        ? [figureUnit(token, source)]
        : token.mark
          ? [markUnit(token, source)]
          : wordUnits(token, source)
    if (found.some(({ places }) => places.length === 0)) unknown.push(token)
    else units.push(...found)
  }
  return { pairs: unknown.length > 0 ? [] : best(units, source.tokens), unknown }
}

function figureUnit(said: Token, source: Source): Unit {
  const places = source.tokens.flatMap((token, at) => {
    const [mine, theirs] = [said.quantity, token.quantity]
    const same = mine && theirs && isQuoted(token, source) && sameAmount(mine, theirs)
    return same ? [{ start: token.start, end: token.end, at, cut: false }] : []
  })
  return { said, start: said.start, end: said.end, places }
}

function markUnit(said: Token, source: Source): Unit {
  const places = source.tokens.flatMap(({ start, end, mark }, at) =>
    mark && said.mark && sameMark(mark, said.mark) && isQuoted({ start, end }, source)
      ? [{ start, end, at, cut: false }]
      : [],
  )
  return { said, start: said.start, end: said.end, places }
}

/** The word as it stands, or what says it, or its parts where the quotes are cut into words in another way. */
function wordUnits(said: Token, source: Source): Unit[] {
  const whole = placesOf(said.text, source)
  for (const other of wordsThatSay(said.text))
    whole.push(
      ...placesOf(other, source).filter(({ start, end, at }) => {
        const token = source.tokens[at]
        return token !== undefined && ((token.start === start && token.end === end) || other.length > 1)
      }),
    )
  if (said.text.length === 1 && whole.some(({ cut }) => !cut)) {
    return [
      {
        said,
        start: said.start,
        end: said.end,
        places: whole.filter(({ cut }) => !cut).slice(0, MOST_PLACES),
      },
    ]
  }
  if (whole.length > 0)
    return [{ said, start: said.start, end: said.end, places: whole.slice(0, MOST_PLACES) }]
  const units: Unit[] = []
  for (let at = 0; at < said.text.length; ) {
    let length = said.text.length - at
    let places: Place[] = []
    for (; length > 0 && places.length === 0; length--)
      places = placesOf(said.text.slice(at, at + length), source)
    if (places.length === 0) return [{ said, start: said.start, end: said.end, places }]
    units.push({
      said,
      start: said.start + at,
      end: said.start + at + length + 1,
      places: places.slice(0, MOST_PLACES),
    })
    at += length + 1
  }
  return units
}

function placesOf(word: string, source: Source): Place[] {
  const places: Place[] = []
  for (let at = source.text.indexOf(word); at !== -1; at = source.text.indexOf(word, at + 1)) {
    const span = { start: at, end: at + word.length }
    if (!isQuoted(span, source)) continue
    const first = tokenAt(source.tokens, at)
    const token = source.tokens[first]
    // What is part of a figure, a date or a mark is no word.
    if (token && (token.kind === "word" || token.kind === "light")) {
      const last = tokenEndingAt(source.tokens, first, span.end)
      places.push({ ...span, at: first, cut: token.start !== at || last?.end !== span.end })
    }
  }
  return places
}

function tokenEndingAt(tokens: readonly Token[], from: number, end: number): Token | undefined {
  let i = from
  while (i + 1 < tokens.length && (tokens[i]?.end ?? 0) < end) i++
  return tokens[i]
}

function isQuoted({ start, end }: Span, { quoted }: Source): boolean {
  return quoted.some((span) => span.start <= start && end <= span.end)
}

/** Index of the token that covers an offset, or of the first behind it. */
function tokenAt(tokens: readonly Token[], offset: number): number {
  let [low, high] = [0, tokens.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** The places that leave most neighbours together (Viterbi). */
function best(units: readonly Unit[], tokens: readonly Token[]): Pair[] {
  let costs: number[] = []
  const ways: number[][] = []
  units.forEach((unit, u) => {
    const previous = units[u - 1]
    const way: number[] = []
    const next = unit.places.map((place, p) => {
      let least = Number.POSITIVE_INFINITY
      const own = place.cut ? CUT : 0
      if (!previous) return own
      previous.places.forEach((from, f) => {
        const cost = (costs[f] ?? 0) + step(previous, unit, from, place, tokens) + own
        if (cost >= least) return
        least = cost
        way[p] = f
      })
      return least
    })
    costs = next
    ways.push(way)
  })
  let p = costs.indexOf(Math.min(...costs))
  const pairs: Pair[] = []
  for (let u = units.length - 1; u >= 0; u--) {
    const unit = units[u] as Unit
    const place = unit.places[p] as Place
    const { start, end, at } = place
    pairs.push({ said: unit.said, saidStart: unit.start, saidEnd: unit.end, start, end, at })
    p = ways[u]?.[p] ?? 0
  }
  return pairs.reverse()
}

function step(before: Unit, unit: Unit, from: Place, to: Place, tokens: readonly Token[]): number {
  const [a, b] = [tokens[from.at], tokens[to.at]]
  if (!a || !b) return 0
  const newClause = before.said.clause !== unit.said.clause
  if (to.start >= from.end) {
    if (to.start === from.end) return 0
    const apart = Math.min(20, to.at - from.at) * 0.05
    if (a.sentence !== b.sentence) return (newClause ? 2 : 5) + apart
    return (a.clause === b.clause ? 0.5 : newClause ? 1 : 2) + apart
  }
  if (to.start < from.end && from.start < to.end) return 20
  // A figure moves around its noun.
  if (a.clause === b.clause) return from.at - to.at <= 4 ? 1.2 : 4
  return newClause ? 2 : 5
}
