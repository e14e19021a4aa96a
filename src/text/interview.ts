import { atFirstMention, endsInRole, looksLikeName, namings, type Person } from "./persons.ts"
import type { Span } from "./sentences.ts"

export interface Turn extends Span {
  readonly speaker: Person | undefined
}

const LABEL = /^\s*([\p{L}·]{1,16})[：:]\s*(?=\S)/u
const ASKS = /^(?:本报)?(?:记者|主持人)$/u
const QUESTION = /^(?:问|Q)$/u
const ANSWER = /^(?:答|A)$/u

/**
 * The turns of an interview that is printed as one (记者：…… 李四：……). A paragraph without a name belongs to the turn
 * before it, where another turn follows. None where nobody asks or nobody answers.
 */
export function interviewTurns(text: string): Turn[] {
  const lines: { readonly label: string | undefined; readonly start: number; readonly end: number }[] = []
  let from = 0
  for (const line of text.split("\n")) {
    const match = LABEL.exec(line)
    const label = match?.[1] && isLabel(match[1]) ? match[1] : undefined
    lines.push({ label, start: from + (label && match ? match[0].length : 0), end: from + line.length })
    from += line.length + 1
  }
  const labels = lines.flatMap(({ label }) => label ?? [])
  const asks = (label: string) => ASKS.test(label) || QUESTION.test(label)
  if (!labels.some(asks) || labels.every(asks)) return []
  const firstAt = lines.find(({ label }) => label)?.start ?? 0
  const lastLabelled = lines.findLastIndex(({ label }) => label)
  const turns: Turn[] = []
  let speaker: Person | undefined
  let begun = false
  for (const [i, { label, start, end }] of lines.entries()) {
    if (label) [speaker, begun] = [speakerOf(label, text, firstAt), true]
    if (begun && i <= lastLabelled && end > start) turns.push({ start, end, speaker })
  }
  return turns
}

function isLabel(label: string): boolean {
  return [ASKS, QUESTION, ANSWER].some((one) => one.test(label)) || looksLikeName(label) || endsInRole(label)
}

function speakerOf(label: string, text: string, firstAt: number): Person | undefined {
  if (ASKS.test(label)) return { full: label, name: label }
  if (QUESTION.test(label)) return undefined
  if (!ANSWER.test(label)) return { full: atFirstMention(label, text.slice(0, firstAt)), name: label }
  const named = namings(text.slice(0, firstAt))
  const names = new Set(named.map(({ name }) => name))
  const [only] = named
  return names.size === 1 && only ? { full: only.full, name: only.name } : undefined
}
