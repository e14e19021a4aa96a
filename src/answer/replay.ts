import type { ArticleStore } from "../corpus.ts"
import { type LanguageModel, MODEL_ERRORS, ModelError, type ModelErrorKind } from "../models.ts"
import type { Answer, Generation } from "./answer.ts"
import { conclude } from "./ask.ts"
import { type Trace, tracedWorld } from "./trace.ts"
import type { World } from "./world.ts"

/** The answer made again from what it was made from: neither search nor network. */
export async function replay(
  trace: Trace,
  articles: Pick<ArticleStore, "get">,
  answering: World["answering"],
): Promise<Answer> {
  const question = { ...trace.question, now: new Date(trace.question.now) }
  return (await conclude(question, tracedWorld(trace, articles, answering), {})).answer
}

/** A model that says again what it said then, and fails as it failed then. */
export function recordedModel({ model, reply, faults }: Generation): LanguageModel {
  const error = faults.find(({ kind }) => isModelError(kind))
  return {
    id: model,
    async *generate() {
      if (reply !== "") yield reply
      if (error && isModelError(error.kind)) throw new ModelError(error.kind, error.detail)
    },
  }
}

function isModelError(kind: string): kind is ModelErrorKind {
  return (MODEL_ERRORS as readonly string[]).includes(kind)
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
