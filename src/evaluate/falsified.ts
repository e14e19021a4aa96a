import { z } from "zod"
import type { Evidence } from "../corpus.ts"
import { gate } from "../gate/gate.ts"
import { sentences } from "../text/sentences.ts"

/** A sentence, and the same with what it says falsified. */
export interface FalsifiedPair {
  readonly honest: string
  readonly falsified: string
}

/** How the gate judges falsified sentences; each pair is tried both ways. */
export interface FalsifiedFigures {
  readonly pairs: number
  /** Sentences that pass by themselves: should be all. */
  readonly honestPassed: number
  /** Falsified ones that passed on the honest quote, or honest ones on the falsified: should be none. */
  readonly falsePassed: number
}

const Line = z.object({ positive: z.array(z.string()), positive_wrong: z.array(z.string()) })

/**
 * The sentences of documents beside which stands a copy with a figure or a name replaced (`fact.jsonl` of RGB, Chen et
 * al. 2024): JSON Lines with `positive` and `positive_wrong`, document by document. Lines of another shape give none.
 */
export function parseFalsified(text: string): FalsifiedPair[] {
  return text.split("\n").flatMap((line) => {
    const { data } = Line.safeParse(parseOrNothing(line))
    return (data?.positive ?? []).flatMap((honest, at) => pairsOf(honest, data?.positive_wrong[at] ?? ""))
  })
}

/** Sentence by sentence; documents that do not have as many sentences are left out. */
function pairsOf(honest: string, falsified: string): FalsifiedPair[] {
  const [one, other] = [cut(honest), cut(falsified)]
  if (one.length !== other.length) return []
  return one.flatMap((sentence, at) => {
    const changed = other[at] ?? ""
    return bare(sentence) === bare(changed) ? [] : [{ honest: sentence, falsified: changed }]
  })
}

export function judgeFalsified(pairs: readonly FalsifiedPair[]): FalsifiedFigures {
  const passes = (sentence: string, quote: string) =>
    gate(sentence, [{ quote, evidence: evidenceOf(quote) }]).passed
  let [honestPassed, falsePassed] = [0, 0]
  for (const { honest, falsified } of pairs) {
    if (passes(honest, honest)) honestPassed++
    for (const [sentence, quote] of [
      [falsified, honest],
      [honest, falsified],
    ] as const)
      if (passes(sentence, quote)) falsePassed++
  }
  return { pairs: pairs.length, honestPassed, falsePassed }
}

function cut(text: string): string[] {
  return sentences(text).map(({ start, end }) => text.slice(start, end))
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "")
}

/** A text that stands alone, of no article. */
function evidenceOf(text: string): Evidence {
  return {
    passageId: 0,
    articleId: "",
    article: 0,
    version: 1,
    title: "",
    url: null,
    source: null,
    publishedAt: null,
    place: [],
    printings: [],
    correcting: false,
    kind: "report",
    incomplete: false,
    corrections: [],
    updates: [],
    field: "text",
    start: 0,
    end: text.length,
    text,
  }
}

function parseOrNothing(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
