/** A half-open range of UTF-16 code units. */
export interface Span {
  readonly start: number
  readonly end: number
}

const ENDS = new Set(["。", "！", "？", "!", "?", "…", "\n"])
const CLOSERS = new Set(["”", "’", "」", "』", "》", "）", ")", '"', "]", "】"])

/**
 * Sentences of a Chinese text, in order, without surrounding white space. A sentence ends after 。！？!?… or a
 * line feed, together with the closing quotation marks and brackets that follow. Punctuation inside 《》 and
 * brackets does not end one. Linear in the length of the text.
 */
export function sentences(text: string): Span[] {
  const spans: Span[] = []
  let start = 0
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === "《" || char === "（" || char === "(") depth++
    else if (char === "》" || char === "）" || char === ")") depth = Math.max(0, depth - 1)
    if (char === "\n") depth = 0
    if (!ENDS.has(char) || depth > 0) continue
    let end = i + 1
    if (char !== "\n") {
      while (end < text.length && (ENDS.has(text[end] as string) || CLOSERS.has(text[end] as string))) {
        if (text[end] === "\n") break
        end++
      }
    }
    push(spans, text, start, end)
    start = end
    i = end - 1
  }
  push(spans, text, start, text.length)
  return spans
}

function push(spans: Span[], text: string, start: number, end: number): void {
  const raw = text.slice(start, end)
  const body = raw.trim()
  if (body === "") return
  const offset = start + raw.indexOf(body)
  spans.push({ start: offset, end: offset + body.length })
}

/** The parts of a sentence between its punctuation marks. */
export function clauses(text: string): string[] {
  return text.split(/[,;:。!?，；：！？\n]/u)
}
