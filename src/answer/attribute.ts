import type { ArticleStore, Citation, Claim } from "../corpus.ts"
import { fold } from "../text/scripts.ts"
import { QUOTATION_MARK, speechOf, type Utterance, utterances } from "../text/speech.ts"

/**
 * Gives a claim that repeats somebody's words, as the cited version reports them, and does not say whose they are, its
 * speaker; quotes that are the very words become quotations. Each cited text is read once.
 */
export function createAttribution(articleOf: ArticleStore["get"]): (claim: Claim) => Claim {
  const read = new Map<string, readonly Utterance[]>()
  const saidIn = ({ articleId, version, field }: Citation): readonly Utterance[] => {
    const key = `${version} ${field} ${articleId}`
    const said =
      read.get(key) ?? utterances((field !== "title" && articleOf(articleId, version)?.[field]) || "")
    read.set(key, said)
    return said
  }
  return (claim) => attributed(claim, saidIn)
}

/** Whether an attributed claim repeats the very words of somebody and shows neither whose they are nor that they are. */
export function isUnattributed({ text, citations, speaker }: Claim): boolean {
  const saidOnly = citations.length > 0 && citations.every(({ kind }) => kind === "quotation")
  return saidOnly && speaker === undefined && !QUOTATION_MARK.test(text)
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
