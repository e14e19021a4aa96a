import { textWithDates } from "../answer/annotate.ts"
import { isUnattributed } from "../answer/attribute.ts"
import type { Claim } from "../corpus.ts"
import { QUOTATION_MARK } from "../text/speech.ts"
import type { Texts } from "./texts.ts"

/** One sentence behind the name of whoever says it, without its source. `today`: YYYY-MM-DD. */
export function renderClaim(claim: Claim, today: string, texts: Texts): string {
  return renderSaid([claim], today, texts)
}

/**
 * Sentences that follow one another, a paragraph for each speaker and for the paper's own words, so that nobody is taken
 * to say what another one does.
 */
export function renderClaims(claims: readonly Claim[], today: string, texts: Texts): string[] {
  const runs: Claim[][] = []
  for (const claim of claims) {
    const last = runs.at(-1)
    if (last?.[0] && voiceOf(last[0]) === voiceOf(claim)) last.push(claim)
    else runs.push([claim])
  }
  return runs.map((run) => renderSaid(run, today, texts))
}

/** Claims of one voice. */
function renderSaid(claims: readonly Claim[], today: string, texts: Texts): string {
  const [first] = claims
  const words = claims
    .map((claim) => {
      const shown = textWithDates(claim, today)
      return isVeryWords(claim) ? quoted(shown) : shown
    })
    .join("")
  if (first?.speaker === undefined) return texts.inScript(words)
  const { speaker } = first
  return texts.inScript(texts.say(isVeryWords(first) ? "claim-said" : "claim-reported", { speaker, words }))
}

function voiceOf(claim: Claim): string {
  return claim.speaker === undefined ? "" : `${isVeryWords(claim)} ${claim.speaker}`
}

/** Whether it is shown in quotation marks: not what a model wrote, nor what says itself where the words begin. */
function isVeryWords(claim: Claim): boolean {
  const { citations, speaker } = claim
  const text = claim.text.replace(/^[“「『"]|[”」』"]$/gu, "")
  return (
    (speaker !== undefined || isUnattributed(claim)) &&
    citations.every(({ kind }) => kind === "quotation") &&
    citations.some(({ quote }) => quote.includes(text)) &&
    !QUOTATION_MARK.test(text)
  )
}

/** Whole again where half of the marks were left behind. */
function quoted(words: string): string {
  const open = /^[“「『"]/u.test(words) ? "" : "“"
  const close = /[”」』"]$/u.test(words) ? "" : "”"
  return `${open}${words}${close}`
}
