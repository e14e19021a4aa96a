import type { Evidence } from "../corpus.ts"
import { type ModelFault, modelClaims } from "../gate/model-claims.ts"
import type { LanguageModel, PromptTemplate } from "../models.ts"
import type { Question } from "../retrieve/question.ts"
import { bestPassages, type RankedArticle } from "../retrieve/retriever.ts"
import type { Answerer } from "./answer.ts"

export type AnswerHole = "now" | "question" | "passages" | "mark"

export interface GenerativeAnswererOptions {
  readonly model: LanguageModel
  readonly template: PromptTemplate<AnswerHole>
  /** Answers, in mode "fallback", whenever no sentence of the model's reaches the reader. */
  readonly fallback: Answerer
  /** Whole time of an answer, the fallback's included. A shorter deadline of the call wins. */
  readonly deadlineMs: number
  readonly maxTokens: number
  /** An unguessable word, new for each call: fences off what others wrote (Hines et al., arXiv 2403.14720). */
  readonly newMark: () => string
  readonly onFault?: (fault: ModelFault) => void
}

const MOST_CLAIMS = 3
const MOST_ARTICLES = 6
const MOST_PASSAGES = 12
/** Kept back for the fallback, at most a fifth of the deadline. */
const RESERVE_MS = 1000

/** Answers in the model's words, as far as the gate lets them through. */
export function createGenerativeAnswerer(options: GenerativeAnswererOptions): Answerer {
  const { model, template, fallback, maxTokens, newMark, onFault } = options
  return {
    async answer(question, found, call = {}) {
      const started = performance.now()
      const deadlineMs = Math.min(options.deadlineMs, call.deadlineMs ?? Number.POSITIVE_INFINITY)
      const evidence = choosePassages(found)
      if (evidence.length > 0) {
        const prompt = template.render(describe(question, evidence, newMark()))
        const claims = await modelClaims(model, prompt, evidence, {
          deadlineMs: deadlineMs - Math.min(RESERVE_MS, deadlineMs / 5),
          maxTokens,
          maxClaims: MOST_CLAIMS,
          signal: call.signal,
          onFault,
        })
        if (claims.length > 0)
          return { kind: "answered", claims, mode: "model", promptVersion: template.version }
      }
      const leftMs = Math.max(1, deadlineMs - (performance.now() - started))
      return {
        ...(await fallback.answer(question, found, { ...call, deadlineMs: leftMs })),
        mode: "fallback",
      }
    },
  }
}

/** In the order of the articles. */
function choosePassages(found: readonly RankedArticle[]): Evidence[] {
  const articles = found.slice(0, MOST_ARTICLES)
  const chosen = new Set(bestPassages(articles, MOST_PASSAGES))
  return articles.flatMap(({ passages }) => passages.filter((passage) => chosen.has(passage)))
}

function describe(
  question: Question,
  evidence: readonly Evidence[],
  mark: string,
): Record<AnswerHole, string> {
  const { now, timeZone, text } = question
  const format = new Intl.DateTimeFormat("zh-CN", { dateStyle: "full", timeStyle: "short", timeZone })
  return { now: format.format(now), question: text, passages: numbered(evidence, mark), mark }
}

function numbered(evidence: readonly Evidence[], mark: string): string {
  return evidence
    .map(({ title, source, publishedAt, text }, i) => {
      const date = publishedAt?.slice(0, 10) ?? "不详"
      const head = `=== ${mark} 片段 ${i + 1} ===\n日期：${date}　来源：${line(source ?? "不详")}　标题：${line(title)}`
      return `${head}\n${text}\n=== ${mark} 片段 ${i + 1} 完 ===`
    })
    .join("\n\n")
}

function line(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 100)
}
