import type { Claim, Evidence } from "../corpus.ts"
import { outside, withoutOrders } from "../gate/machine-words.ts"
import type { Question } from "../retrieve/question.ts"
import type { RankedArticle } from "../retrieve/retriever.ts"
import { isAdvertising } from "../text/advertising.ts"
import { isInstruction } from "../text/instructions.ts"
import { sentences } from "../text/sentences.ts"
import type { Answerer } from "./answer.ts"

/**
 * What was found without sentences that speak to a machine. An article whose headline or source does so goes out whole,
 * since these are shown with everything.
 */
export function safe(found: readonly RankedArticle[]): RankedArticle[] {
  return found.flatMap((article) => {
    const [first] = article.passages
    if ([first?.title, first?.source].some((words) => words && isInstruction(words))) return []
    return withPassages(article, withoutOrders)
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
      const started = performance.now()
      const trusted = withoutOffers(found)
      const answer = await answerer.answer(question, trusted, options)
      if (lengthOf(trusted) === lengthOf(found)) return answer
      const stands =
        answer.kind === "answered" && (answer.mode === "model" || isSure(question, trusted, answer.claims))
      if (stands) return answer
      const deadlineMs = options?.deadlineMs
      const left = deadlineMs && { deadlineMs: Math.max(1, deadlineMs - (performance.now() - started)) }
      return answerer.answer(question, found, { ...options, ...left })
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
