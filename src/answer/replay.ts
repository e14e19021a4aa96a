import type { ArticleStore } from "../corpus.ts"
import { passageEvidence } from "../gate/field-evidence.ts"
import { replayClaims } from "../gate/model-claims.ts"
import type { Answer, Answerer, Generation } from "./answer.ts"
import { conclude } from "./ask.ts"
import { MOST_CLAIMS } from "./generative-answerer.ts"
import { type Trace, tracedWorld } from "./trace.ts"
import type { World } from "./world.ts"

/** The answer made again from what it was made from, the model's words included: neither search nor network. */
export async function replay(
  answer: Answer,
  trace: Trace,
  articles: Pick<ArticleStore, "get">,
  extractive: World["answering"],
): Promise<Answer> {
  const question = { ...trace.question, now: new Date(trace.question.now) }
  const generation = "generation" in answer ? answer.generation : undefined
  const answering: World["answering"] = (weight) => {
    const parts = extractive(weight)
    const { answerer } = parts
    return generation ? { ...parts, answerer: answersAgain(generation, articles, answerer) } : parts
  }
  return (await conclude(question, tracedWorld(trace, articles, answering), {})).answer
}

/** Answers by what passes the gate of what the model said then, else as it fell back then. */
function answersAgain(
  generation: Generation,
  articles: Pick<ArticleStore, "get">,
  fallback: Answerer,
): Answerer {
  const { promptVersion, language, passages, reply } = generation
  const evidence = passages.flatMap((passage) => {
    const article = articles.get(passage.articleId, passage.version)
    return article ? [passageEvidence(article, passage, 0)] : []
  })
  return {
    async answer(question, found, options) {
      const { claims } = replayClaims(reply, evidence, { maxClaims: MOST_CLAIMS, language })
      if (claims.length > 0) return { kind: "answered", claims, mode: "model", promptVersion, generation }
      return { ...(await fallback.answer(question, found, options)), mode: "fallback", generation }
    },
  }
}

/** Whether two answers tell a reader the same: in kind, sentences, and the spans that these stand on. */
export function sameAnswer(one: Answer, other: Answer): boolean {
  return JSON.stringify(told(one)) === JSON.stringify(told(other))
}

function told(answer: Answer): unknown {
  const claims = "claims" in answer ? answer.claims : []
  return [
    answer.kind,
    claims.map(({ text, citations }) => [
      text,
      citations.map(({ articleId, version, field, start, end, quote }) => [
        articleId,
        version,
        field,
        start,
        end,
        quote,
      ]),
    ]),
    answer.kind === "not-found" ? answer.nearest.map(({ articleId }) => articleId) : [],
    answer.kind === "clarify" ? answer.choices : [],
    answer.kind === "contradicted" ? answer.premise : "",
  ]
}
