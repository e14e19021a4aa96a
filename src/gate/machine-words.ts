import type { Evidence } from "../corpus.ts"
import { instructionSpans } from "../text/instructions.ts"
import type { Span } from "../text/sentences.ts"

/**
 * A passage without sentences that speak to a machine: itself, or the parts before, between and behind them, verbatim
 * at their offsets. Nothing else is quoted or given to a model.
 */
export function withoutOrders(evidence: Evidence): readonly Evidence[] {
  return outside(evidence, instructionSpans(evidence.text))
}

/** The parts of a passage between spans of its text, in order. */
export function outside(evidence: Evidence, spans: readonly Span[]): readonly Evidence[] {
  if (spans.length === 0) return [evidence]
  const parts: Evidence[] = []
  let from = 0
  for (const { start, end } of [...spans, { start: evidence.text.length, end: evidence.text.length }]) {
    const text = evidence.text.slice(from, start)
    if (text.trim() !== "") {
      const at = evidence.start + from
      parts.push({ ...evidence, text, start: at, end: at + text.length })
    }
    from = end
  }
  return parts
}
