import type { Span } from "./sentences.ts"

/** Words between quotation marks, the outermost ones. */
export interface Quotation {
  /** With its marks. */
  readonly start: number
  readonly end: number
  /** Without them, a part for each paragraph that it runs over. */
  readonly parts: readonly Span[]
  /** False where no mark closes it: it is taken to end with its paragraph. */
  readonly closed: boolean
}

const PAIRS: Readonly<Record<string, string>> = { "“": "”", "「": "」", "『": "』", '"': '"', "＂": "＂" }
const STRAIGHT = /["＂]/u

interface Open {
  readonly start: number
  readonly mark: string
  readonly parts: Span[]
  from: number
  depth: number
}

/**
 * Quotations in order, without those inside others. One that its paragraph does not close goes on where the next
 * paragraph opens with the same mark, as papers set speech of several paragraphs. Linear in the length of the text.
 */
export function quotations(text: string): Quotation[] {
  const found: Quotation[] = []
  const lines = text.split("\n")
  let open: Open | undefined
  let start = 0
  for (const [n, line] of lines.entries()) {
    open = readLine(line, start, open, found)
    const end = start + line.length
    if (open) {
      open.parts.push({ start: open.from, end })
      open.depth = 1
      if (lines[n + 1]?.trimStart()[0] !== open.mark) {
        found.push({ start: open.start, end, parts: open.parts, closed: false })
        open = undefined
      }
    }
    start = end + 1
  }
  return found
}

/** Adds what the line closes; gives what it leaves open. */
function readLine(
  line: string,
  start: number,
  before: Open | undefined,
  found: Quotation[],
): Open | undefined {
  const indent = line.length - line.trimStart().length
  const straight = hasPairs(line)
  let open = before
  for (let i = indent; i < line.length; i++) {
    const char = line[i] as string
    const at = start + i
    if (!open) {
      if (!PAIRS[char] || (STRAIGHT.test(char) && !straight)) continue
      open = { start: at, mark: char, parts: [], from: at + 1, depth: 1 }
    } else if (i === indent && char === open.mark && open.parts.length > 0) open.from = at + 1
    else if (char === PAIRS[open.mark]) {
      open.depth--
      if (open.depth > 0) continue
      const parts = [...open.parts, { start: open.from, end: at }]
      found.push({ start: open.start, end: at + 1, parts, closed: true })
      open = undefined
    } else if (char === open.mark) open.depth++
  }
  return open
}

/** Straight marks open and close alike: an odd one in a paragraph says nothing. */
function hasPairs(line: string): boolean {
  return [...line].filter((char) => STRAIGHT.test(char)).length % 2 === 0
}
