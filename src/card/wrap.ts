/** The width of a text in a single line. */
export type Measure = (text: string) => number

const WORDS = new Intl.Segmenter("zh", { granularity: "word" })
const GRAPHEMES = new Intl.Segmenter("zh", { granularity: "grapheme" })
/** Kinsoku: what closes or stops begins no line, what opens ends none. By Unicode's categories of punctuation. */
const BEGINS_NO_LINE = /^[\p{Pe}\p{Pf}\p{Po}\p{Pd}\s～°℃]/u
const ENDS_NO_LINE = /[\p{Ps}\p{Pi}\p{Sc}#@]$/u
/** Stays with the word before it. */
const PARTICLE = /^[的了着著们們]$/u
/** A number stays with what it counts. */
const COUNTS = /\p{Nd}$/u
const ENDS_A_PHRASE = /[，。；：！？、,;:!?\s]$/
/** A break within a phrase is as bad as lines that differ by so much of the width. */
const WITHIN_PHRASE = 0.45
/** So full a line may end with a phrase before it is full. */
const NEARLY_FULL = 0.85
/** The one sign is drawn in the middle of a Chinese line. */
const ellipsisOf = (line: string) => (/\p{Script=Han}/u.test(line) ? "…" : "...")
export const ENDS_IN_ELLIPSIS = /(?:…|\.\.\.)$/

/**
 * A text in one line where it fits, else in two, as even as they can be and cut between phrases if possible, else in
 * two of which the second ends in an ellipsis. A word is only cut where it is wider than a line.
 */
export function wrap(text: string, width: number, measure: Measure): string[] {
  const whole = text.trim()
  if (whole === "" || measure(whole) <= width) return whole === "" ? [] : [whole]
  const pieces = unbreakable(whole).flatMap((piece) =>
    measure(piece.trimEnd()) <= width ? [piece] : [...GRAPHEMES.segment(piece)].map(({ segment }) => segment),
  )
  return inTwo(pieces, width, measure) ?? shortened(pieces, width, measure)
}

/** A text in one line, with an ellipsis where it is too long. */
export function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text
  const letters = [...GRAPHEMES.segment(text)].map(({ segment }) => segment)
  return ended(letters, width, measure)
}

/** Between any two of them a line may end. White space stays with what is before it. */
function unbreakable(text: string): string[] {
  const pieces: string[] = []
  for (const { segment } of WORDS.segment(text)) {
    const last = pieces.at(-1)
    if (last !== undefined && isGlued(last, segment)) pieces[pieces.length - 1] = last + segment
    else pieces.push(segment)
  }
  return pieces
}

function isGlued(before: string, after: string): boolean {
  if (PARTICLE.test(after)) return true
  return BEGINS_NO_LINE.test(after) || ENDS_NO_LINE.test(before) || COUNTS.test(before)
}

function inTwo(pieces: readonly string[], width: number, measure: Measure): string[] | undefined {
  let best: { readonly lines: string[]; readonly cost: number } | undefined
  for (let at = 1; at < pieces.length; at++) {
    const before = pieces.slice(0, at).join("")
    const lines = [before.trimEnd(), pieces.slice(at).join("")]
    const [first, second] = lines.map(measure)
    if (first === undefined || second === undefined || first > width || second > width) continue
    const cost = Math.abs(first - second) / width + (ENDS_A_PHRASE.test(before) ? 0 : WITHIN_PHRASE)
    if (!best || cost < best.cost) best = { lines, cost }
  }
  return best?.lines
}

function shortened(pieces: readonly string[], width: number, measure: Measure): string[] {
  const upTo = (at: number) => pieces.slice(0, at).join("")
  let most = 1
  while (most < pieces.length && measure(upTo(most + 1).trimEnd()) <= width) most++
  let at = most
  while (at > 1 && !ENDS_A_PHRASE.test(upTo(at)) && measure(upTo(at - 1)) >= width * NEARLY_FULL) at--
  if (!ENDS_A_PHRASE.test(upTo(at))) at = most
  return [upTo(at).trimEnd(), ended(pieces.slice(at), width, measure)]
}

/** As many as fit with an ellipsis behind them, which takes the place of punctuation. */
function ended(pieces: readonly string[], width: number, measure: Measure): string {
  for (let at = pieces.length - 1; at > 0; at--) {
    const kept = pieces
      .slice(0, at)
      .join("")
      .replace(/[\s\p{Po}\p{Pd}\p{Ps}\p{Pi}]+$/u, "")
    const line = kept + ellipsisOf(kept)
    if (measure(line) <= width) return line
  }
  return "…"
}
