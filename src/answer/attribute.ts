import type { ArticleStore, Citation, Claim } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { speechOf, type Utterance, utterances } from "../text/speech.ts"
import type { Answer } from "./answer.ts"

/**
 * The answer with the speaker of each claim that repeats somebody's words, as the cited version reports them, and does
 * not say whose they are; quotes that are the very words become quotations.
 */
export function attribute(answer: Answer, articleOf: ArticleStore["get"]): Answer {
  if (answer.kind !== "answered" && answer.kind !== "contradicted") return answer
  const read = new Map<string, readonly Utterance[]>()
  const saidIn = ({ articleId, version, field }: Citation): readonly Utterance[] => {
    const key = `${version} ${field} ${articleId}`
    const said =
      read.get(key) ?? utterances((field !== "title" && articleOf(articleId, version)?.[field]) || "")
    read.set(key, said)
    return said
  }
  const claims = answer.claims.map((claim) => attributed(claim, saidIn))
  if (answer.kind === "contradicted" || !answer.series) return { ...answer, claims }
  const rows = answer.series.rows.map((row) => ({ ...row, claim: attributed(row.claim, saidIn) }))
  return { ...answer, claims, series: { ...answer.series, rows } }
}

function attributed(claim: Claim, saidIn: (citation: Citation) => readonly Utterance[]): Claim {
  const said = claim.citations.map((citation) => speechOf(saidIn(citation), citation))
  const [first] = said
  if (!first) return claim
  const citations = claim.citations.map((citation, at) =>
    said[at]?.direct && citation.kind !== "advertisement"
      ? { ...citation, kind: "quotation" as const }
      : citation,
  )
  const { speaker } = first
  const one = speaker && said.every((other) => other?.speaker?.full === speaker.full)
  if (!one || names(claim.text, speaker)) return { ...claim, citations }
  return { ...claim, citations, speaker: speaker.full }
}

function names(text: string, { full, name }: NonNullable<Utterance["speaker"]>): boolean {
  return fold(text).includes(fold(name === "" ? full : name))
}
