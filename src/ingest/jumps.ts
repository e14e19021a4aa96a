/** `(下转第二版)`, `（下转A02版）`, `>>>下转3版`, `（紧接第三版）`. */
const TO =
  /(?:[(（【[]\s{0,2}(?:下转|紧接|转)[^()（）。，]{1,16}[版页][^()（）。，]{0,4}[)）\]】]|[>》→\s]{0,6}下转[^()（）。，]{1,10}版)$/
/** `(上接第一版)`, `（上接A01版）`, `上接1版`. */
const FROM =
  /^(?:[(（【[]\s{0,2}(?:上接|紧接|接)[^()（）。，]{1,16}[版页][^()（）。，]{0,4}[)）\]】]|[<《←\s]{0,6}上接[^()（）。，\s]{1,8}版(?=\s|$))\s{0,4}/
const FULL_STOP = /[。！？!?…][”’」』）)】》"']{0,3}$/
/** A marker is looked for in so many characters at the end of a line. */
const MARKER_LENGTH = 40
/** How many lines may stand between the halves of one story: a repeated headline, a page head. */
const MAX_BETWEEN = 3

export interface JumpLine {
  readonly text: string
}

export interface Stitched<T extends JumpLine> {
  readonly lines: T[]
  readonly stitched: boolean
  /** A half without its other half. */
  readonly incomplete: boolean
}

/**
 * Joins what a page jump parted and takes the markers out. In mid-sentence the halves become one paragraph, after a
 * full stop they stay two. Short lines between the halves are the second page's repeated headline and go. Halves
 * with a paragraph between them are not joined: it may be another story's.
 */
export function stitchJumps<T extends JumpLine>(lines: readonly T[]): Stitched<T> {
  const out: T[] = []
  /** Where the second half of a story belongs; -1 when none is awaited. */
  let open = -1
  let joinNext = false
  let stitched = false
  let incomplete = false
  for (const line of lines) {
    let text = line.text
    const from = FROM.exec(text)?.[0]
    if (from !== undefined) {
      text = text.slice(from.length)
      const fits = open >= 0 && out.length - open <= MAX_BETWEEN && out.slice(open).every(isPageHead)
      if (fits) out.length = open
      if (fits) stitched = true
      else incomplete = true
      joinNext = fits
      open = -1
    }
    const to = TO.exec(text.slice(-MARKER_LENGTH))?.[0]
    if (to !== undefined) text = text.slice(0, text.length - to.length).trimEnd()
    if (text !== "") {
      const before = joinNext ? out.at(-1) : undefined
      if (before === undefined || FULL_STOP.test(before.text)) out.push({ ...line, text })
      else out[out.length - 1] = { ...before, text: before.text + text }
      joinNext = false
    }
    if (to !== undefined) {
      if (open >= 0) incomplete = true
      open = out.length
    }
  }
  return { lines: out, stitched, incomplete: incomplete || open >= 0 }
}

function isPageHead(line: JumpLine): boolean {
  return line.text.length <= 40 && !line.text.includes("。")
}
