import type { Claim, Evidence } from "../corpus.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { isAdvertising } from "../text/advertising.ts"
import { instructionSpans, isInstruction } from "../text/instructions.ts"
import { type Span, sentences } from "../text/sentences.ts"
import type { Answerer } from "./answer.ts"

/**
 * What was found without sentences that speak to a machine: a passage with such a sentence becomes the parts before and
 * behind it, still verbatim at their offsets. An article whose headline does so goes out whole, since headlines are
 * shown with everything.
 */
export function withoutOrders(found: readonly RankedArticle[]): RankedArticle[] {
  return found.flatMap((article) => {
    if (isInstruction(article.passages[0]?.title ?? "")) return []
    return withPassages(article, (evidence) => outside(evidence, instructionSpans(evidence.text)))
  })
}

/**
 * Answers from reports and opinions alone; from all that was found, advertisements included, only where these do not
 * answer. `isSure` says whether an answer stands.
 */
export function guarded(
  answerer: Answerer,
  isSure: (question: Question, found: readonly RankedArticle[], claims: readonly Claim[]) => boolean,
): Answerer {
  return {
    async answer(question, found, options) {
      const trusted = withoutOffers(found)
      const answer = await answerer.answer(question, trusted, options)
      if (lengthOf(trusted) === lengthOf(found)) return answer
      const stands =
        answer.kind === "answered" && (answer.mode === "model" || isSure(question, trusted, answer.claims))
      return stands ? answer : answerer.answer(question, found, options)
    },
  }
}

function withoutOffers(found: readonly RankedArticle[]): RankedArticle[] {
  return found.flatMap((article) =>
    withPassages(article, (evidence) => {
      if (evidence.kind === "advertisement") return []
      const offers = sentences(evidence.text).filter(({ start, end }) =>
        isAdvertising(evidence.text.slice(start, end)),
      )
      return outside(evidence, offers)
    }),
  )
}

function lengthOf(found: readonly RankedArticle[]): number {
  return found.reduce(
    (sum, { passages }) => sum + passages.reduce((all, { text }) => all + text.length, 0),
    0,
  )
}

function withPassages(
  article: RankedArticle,
  keep: (evidence: Evidence) => readonly Evidence[],
): RankedArticle[] {
  const kept = article.passages.flatMap(keep)
  return kept.length === 0 ? [] : [{ ...article, passages: kept }]
}

/** The parts of a passage between spans of its text. */
function outside(evidence: Evidence, spans: readonly Span[]): Evidence[] {
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
