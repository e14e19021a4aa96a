import type { Span } from "../text/sentences.ts"

/** A report with the abstract that people, or people and a model, wrote for it. */
export interface ReferenceSummary {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly reference: string
}

/** The body of an export that begins with a line of its head. */
const BODY_MARK = "正文："
/** Sets that are kept to be enlarged in the search for the best possible one. */
const BEAM = 8

/** Records with `ID`, `title`, `text` and `summary`, one a line; a record without them is left out. Throws Error for a line that is no JSON. */
export function parseReferenceSummaries(jsonl: string): ReferenceSummary[] {
  return jsonl.split("\n").flatMap((line, at) => {
    if (line.trim() === "") return []
    const record: Readonly<Record<string, unknown>> = JSON.parse(line)
    const { ID: id, title, text, summary } = record
    if (typeof title !== "string" || typeof text !== "string" || typeof summary !== "string") return []
    const start = text.indexOf(BODY_MARK)
    return {
      id: String(id ?? at + 1),
      title: title.trim(),
      text: text.slice(start === -1 ? 0 : start + BODY_MARK.length).trim(),
      reference: summary.trim(),
    }
  })
}

/**
 * ROUGE-L F1 of characters without white space, 0 to 1 (Lin 2004, "ROUGE: A Package for Automatic Evaluation of
 * Summaries", eq. 2 to 4 with β = 1): the longest common subsequence as a share of both.
 */
export function rougeL(summary: string, reference: string): number {
  const own = summary.replace(/\s/gu, "")
  const wanted = reference.replace(/\s/gu, "")
  if (own === "" || wanted === "") return 0
  return (2 * longestCommon(own, wanted)) / (own.length + wanted.length)
}

function longestCommon(a: string, b: string): number {
  let row = new Uint32Array(b.length + 1)
  let next = new Uint32Array(b.length + 1)
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      next[j + 1] = a[i] === b[j] ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0)
    }
    ;[row, next] = [next, row]
  }
  return row[b.length] ?? 0
}

/** The first three sentences, cut at so many characters. */
export function leadThree(text: string, spans: readonly Span[], units: number): string {
  const [first] = spans
  return first === undefined
    ? ""
    : text.slice(first.start, spans[Math.min(2, spans.length - 1)]?.end).slice(0, units)
}

/** The sentences in the order of their worth as far as they fit, put back in the order of the text. */
export function fillUp(sentences: readonly string[], worth: readonly number[], units: number): string {
  const ranked = sentences.map((_, i) => i).sort((a, b) => (worth[b] ?? 0) - (worth[a] ?? 0))
  let left = units
  const chosen = ranked.filter((i) => {
    const length = sentences[i]?.length ?? 0
    if (length > left) return false
    left -= length
    return true
  })
  return chosen
    .sort((a, b) => a - b)
    .map((i) => sentences[i])
    .join("")
}

/** The best ROUGE-L that whole sentences reach within so many characters, as far as a beam search finds it. */
export function bestPossible(sentences: readonly string[], reference: string, units: number): number {
  let beam: { set: number[]; score: number }[] = [{ set: [], score: 0 }]
  let best = 0
  while (beam.length > 0) {
    const larger = new Map<string, { set: number[]; score: number }>()
    for (const { set } of beam) {
      for (const i of sentences.keys()) {
        if (set.includes(i)) continue
        const more = [...set, i].sort((a, b) => a - b)
        const summary = more.map((at) => sentences[at]).join("")
        if (summary.length <= units && !larger.has(more.join()))
          larger.set(more.join(), { set: more, score: rougeL(summary, reference) })
      }
    }
    beam = [...larger.values()].sort((a, b) => b.score - a.score).slice(0, BEAM)
    best = Math.max(best, beam[0]?.score ?? 0)
  }
  return best
}
