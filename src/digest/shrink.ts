import type { StoredArticle } from "../corpus.ts"
import { memoized } from "../text/memoized.ts"
import type { Candidate } from "./candidate.ts"
import { type Choice, choiceKey, choicesOf, dimensionsOf, isPlace, type StandsFor } from "./choice.ts"
import type { ChoicePresses, Unpressed } from "./choice-presses.ts"
import type { ToldChoice } from "./edition.ts"
import type { Selection } from "./select.ts"
import { isSameNews } from "./spread.ts"
import type { Subscription, Wants } from "./subscription.ts"

/** Two weeks of working days: a choice that is of interest now and then has had its turn. */
export const SHRINK_AFTER = 10
/** Where two choices interest a reader alike, so many presses all miss one of them once in 32 times. */
export const PASSED_OVER = 5
/** More buttons are not looked through. */
export const MOST_BUTTONS = 6
/** Of the articles of one choice that a press tells. */
export const MOST_TOLD = 8
/** Of the articles of one choice that are compared by their words. */
const MOST_COMPARED = 20

/**
 * The choices that have shrunk: since its last press, or since it was chosen, the button of such a choice stood below
 * ten digests that were sent, and below five of them the reader pressed another one. Both counts only grow until the
 * next press, so that a choice does not come and go. What a reader has restored in so many words does not shrink again.
 *
 * Who presses no button at all reads the digest as it is, and loses nothing. Places are weighed against places, topics
 * and keywords against each other: who presses topics does not pass over the place that they are all of. Where a whole
 * dimension would shrink, as one that has a single choice would, nothing of it does.
 */
export function shrunkChoices(wants: Wants, unpressed: ReadonlyMap<string, Unpressed>): Choice[] {
  return dimensionsOf(wants).flatMap((dimension) => {
    const tired = dimension.filter((choice) => {
      const known = unpressed.get(choiceKey(choice))
      return known !== undefined && known.digests >= SHRINK_AFTER && known.passed >= PASSED_OVER
    })
    return tired.length < dimension.length ? tired : []
  })
}

/** The choices of one digest that have shrunk, by what was pressed below it. */
export function shrunkOf(
  { id, wants }: Pick<Subscription, "id" | "wants">,
  presses: Pick<ChoicePresses, "unpressed">,
): Choice[] {
  return shrunkChoices(wants, presses.unpressed(id))
}

/** Keys of the choices that a press of one passes over, of those that stood beside it. */
export function passedOver(stood: readonly Choice[], pressed: Choice): string[] {
  const key = choiceKey(pressed)
  const others = stood.filter((choice) => isPlace(choice) === isPlace(pressed))
  return others.map(choiceKey).filter((other) => other !== key)
}

/**
 * What a selection leaves out for choices that have shrunk, told of each article in the order in which they are chosen:
 * such a choice brings the first that is chosen of it, its most important one, and no other. An article stays where, of
 * places and of words, it stands for one that has not shrunk, and where it stands for a choice that has brought nothing
 * yet. So no choice is lost wholly, and the most important article of all is always there. Corrections are not asked
 * about.
 */
export function shrinking(
  wants: Wants,
  shrunk: readonly Choice[],
  standsFor: StandsFor,
): (chosen: StoredArticle) => (other: StoredArticle) => boolean {
  if (shrunk.length === 0) return () => () => false
  const keys = new Set(shrunk.map(choiceKey))
  const dimensions = dimensionsOf(wants).map((dimension) =>
    dimension.map((choice) => ({ choice, isShrunk: keys.has(choiceKey(choice)) })),
  )
  const own = memoized((article: StoredArticle) =>
    dimensions.map((dimension) => dimension.filter(({ choice }) => standsFor(article, choice))),
  )
  const brought = new Set<object>()
  return (chosen) => {
    for (const one of own(chosen).flat()) brought.add(one)
    return (other) => {
      const stands = own(other)
      const passed = stands.some((of) => of.length > 0 && of.every(({ isShrunk }) => isShrunk))
      return passed && stands.flat().every((one) => brought.has(one))
    }
  }
}

/**
 * The choices that get a button below a digest, each with its articles, the same news once: those with most articles,
 * and all of which something is left out.
 */
export function toldChoices(
  { groups, ranked, shrunk: leftOut }: Pick<Selection, "groups" | "ranked" | "shrunk">,
  wants: Wants,
  shrunk: readonly Choice[],
  standsFor: StandsFor,
): ToldChoice[] {
  const shown = new Set(groups.flatMap(({ articles }) => articles))
  const missing = new Set(leftOut)
  const keys = new Set(shrunk.map(choiceKey))
  const told = choicesOf(wants).flatMap((choice): ToldChoice[] => {
    const standing = ranked.filter(({ article }) => standsFor(article, choice))
    if (!standing.some(({ article }) => shown.has(article))) return []
    const again = retold(standing, shown)
    const own = standing.filter((one) => !again.has(one)).map(({ article }) => article)
    const left = keys.has(choiceKey(choice)) ? own.filter((article) => missing.has(article)).length : 0
    const articles = own.slice(0, MOST_TOLD).map(({ id }) => id)
    return [{ ...choice, articles, count: own.length, left }]
  })
  const first = told.toSorted((a, b) => Number(b.left > 0) - Number(a.left > 0) || b.count - a.count)
  const kept = new Set(first.slice(0, MOST_BUTTONS))
  return told.filter((choice) => kept.has(choice))
}

/** Of the first that would be told, those that tell again what is shown or more important; nobody reads the words of the rest. */
function retold(standing: readonly Candidate[], shown: ReadonlySet<StoredArticle>): Set<Candidate> {
  const told = standing.filter(({ article }) => shown.has(article))
  const again = new Set<Candidate>()
  for (const one of standing) {
    if (told.length >= MOST_COMPARED) break
    if (shown.has(one.article)) continue
    if (told.some(({ words }) => isSameNews(one.words, words))) again.add(one)
    else told.push(one)
  }
  return again
}
