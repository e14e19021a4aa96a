import type { Head, TitleLine } from "./head.ts"
import { bare, type Line } from "./lines.ts"
import { withoutTail } from "./title.ts"

const MAX_TITLE = 120
/** In how many letters of the story the words of a title are looked for. */
const COMPARED = 4000
/** A shorter title must not win by one word. */
const LEAST_PAIRS = 8
const BELOW = -0.3
const LONG = 0.1
/** Of the best one's score, for a line directly above it. */
const ABOUT_AS_WELL = 0.7

/**
 * The line above the story whose words the story takes up most, one near the date line and above it preferred; of
 * several together, as a headline and what stands below it, the first that fares about as well. Null where there is none.
 */
export function printedTitle(
  { titles }: Head,
  story: readonly Line[],
  names: readonly string[],
): string | null {
  const words = pairsOf(storyWords(story))
  const rated = titles.flatMap((line) => {
    const title = withoutTail(line.text, names)
    return title.length < 2 || title.length > MAX_TITLE
      ? []
      : [{ line, title, score: rate(title, line, words) }]
  })
  let at = 0
  for (const [i, { score }] of rated.entries()) if (score > (rated[at]?.score ?? 0)) at = i
  const least = (rated[at]?.score ?? 0) * ABOUT_AS_WELL
  for (let above = rated[at - 1]; above !== undefined; above = rated[at - 1]) {
    const line = rated[at]?.line
    if (line === undefined || above.score < least || !isNextTo(above.line, line)) break
    at--
  }
  return rated[at]?.title ?? null
}

function storyWords(story: readonly Line[]): string {
  let words = ""
  for (const { text } of story) {
    if (words.length > COMPARED) break
    words += `${text}\n`
  }
  return words
}

function rate(title: string, { distance, below }: TitleLine, words: ReadonlySet<string>): number {
  const own = pairsOf(title)
  const shared = [...own].filter((pair) => words.has(pair)).length / Math.max(LEAST_PAIRS, own.size)
  return shared + 1 / (distance + 2) + (below ? BELOW : 0) + (title.length >= LEAST_PAIRS ? LONG : 0)
}

function isNextTo(a: TitleLine, b: TitleLine): boolean {
  return a.below === b.below && Math.abs(a.distance - b.distance) === 1
}

/** Every two letters that stand together. */
function pairsOf(text: string): Set<string> {
  const letters = bare(text)
  const pairs = new Set<string>()
  for (let at = 0; at + 2 <= letters.length; at++) pairs.add(letters.slice(at, at + 2))
  return pairs
}
