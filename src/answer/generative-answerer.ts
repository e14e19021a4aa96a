import type { Evidence } from "../corpus.ts"
import { type ModelFault, type ModelReply, modelClaims, replayClaims } from "../gate/model-claims.ts"
import type { LanguageModel, PromptTemplate } from "../models.ts"
import type { Question } from "../retrieve/question.ts"
import { bestPassages, type RankedArticle } from "../retrieve/retriever.ts"
import type { Language } from "../text/languages.ts"
import type { Answered, Answerer, AnswerOptions, Generation } from "./answer.ts"
import { type AnswerCache, cacheKey } from "./answer-cache.ts"

export type AnswerHole = "now" | "question" | "passages" | "mark" | "language"

export interface GenerativeAnswererOptions {
  readonly model: LanguageModel
  readonly template: PromptTemplate<AnswerHole>
  /** Answers, in mode "fallback", whenever no sentence of the model's reaches the reader. */
  readonly fallback: Answerer
  readonly cache?: AnswerCache
  /** Whole time of an answer, the fallback's included. A shorter deadline of the call wins. */
  readonly deadlineMs: number
  readonly maxTokens: number
  /** An unguessable word, new for each call: fences off what others wrote (Hines et al., arXiv 2403.14720). */
  readonly newMark: () => string
  readonly onFault?: (fault: ModelFault) => void
}

/** How many sentences of a model's an answer has. */
export const MOST_CLAIMS = 3
const MOST_ARTICLES = 6
const MOST_PASSAGES = 12
/** Kept back for the fallback, at most a fifth of the deadline. */
const RESERVE_MS = 1000
const MOST_REQUESTS = 2

/** What the prompt asks sentences to be written in. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  "zh-CN": "简体中文",
  "zh-TW": "繁體中文",
  en: "英文（English）",
}

/**
 * Answers in the model's words, as far as the gate lets them through. What `onClaim` was given is what the answer
 * says, sentence by sentence, in that order.
 */
export function createGenerativeAnswerer(options: GenerativeAnswererOptions): Answerer {
  const { model, template, fallback, cache, onFault } = options

  /** Asks a second time with fewer passages where they were too many, or where what came was no list of claims. */
  async function generate(question: Question, found: readonly RankedArticle[], call: Call) {
    let most = MOST_PASSAGES
    for (let asked = 1; ; asked++) {
      const evidence = choosePassages(found, most)
      const prompt = template.render(describe(question, evidence, call.language, options.newMark()))
      const reply = await modelClaims(model, prompt, evidence, {
        ...call,
        deadlineMs: call.leftMs(),
        maxTokens: options.maxTokens,
        maxClaims: MOST_CLAIMS,
      })
      for (const fault of reply.faults) onFault?.(fault)
      if (asked === MOST_REQUESTS || call.leftMs() < RESERVE_MS) return { evidence, reply }
      if (reply.failed === "too-long" && evidence.length > 1) most = Math.floor(evidence.length / 2)
      else if (reply.failed !== undefined || !has(reply, "unparsable")) return { evidence, reply }
    }
  }

  function recall(key: string, evidence: readonly Evidence[], language: Language): Answered | undefined {
    const generation = cache?.find(key)?.generation
    if (!generation) return undefined
    const { claims } = replayClaims(generation.reply, evidence, { maxClaims: MOST_CLAIMS, language })
    if (claims.length === 0) return undefined
    const { version: promptVersion } = template
    return { kind: "answered", claims, mode: "model", promptVersion, generation, cacheKey: key }
  }

  return {
    async answer(question, found, given = {}) {
      const call = begin(options.deadlineMs, given)
      const { language } = call
      const all = choosePassages(found, MOST_PASSAGES)
      if (all.length === 0) return fallBack()
      const promptVersion = template.version
      const key = cacheKey({ question, evidence: all, promptVersion, model: model.id, language })
      const known = recall(key, all, language)
      if (known) return known

      const { evidence, reply } = await generate(question, found, call)
      const { claims } = reply
      const generation: Generation = {
        model: model.id,
        promptVersion,
        language,
        passages: evidence.map(({ articleId, version, field, start, end }) => ({
          articleId,
          version,
          field,
          start,
          end,
        })),
        reply: reply.reply,
        faults: reply.faults,
      }
      if (claims.length === 0) return { ...(await fallBack()), generation }
      const answered: Answered = { kind: "answered", claims, mode: "model", promptVersion, generation }
      if (reply.failed !== undefined)
        return claims.length < MOST_CLAIMS ? { ...answered, cutShort: true } : answered
      return evidence.length === all.length ? { ...answered, cacheKey: key } : answered

      async function fallBack() {
        const deadlineMs = Math.max(1, call.leftMs() + call.reserveMs)
        return {
          ...(await fallback.answer(question, found, { ...given, deadlineMs })),
          mode: "fallback",
        } as const
      }
    },
  }
}

/** Whether the model read the passages to the end and said that they hold no answer. */
export function foundNothing(generation: Generation | undefined): boolean {
  return generation !== undefined && has(generation, "empty")
}

function has({ faults }: Pick<ModelReply, "faults">, kind: ModelFault["kind"]): boolean {
  return faults.some((fault) => fault.kind === kind)
}

type Call = ReturnType<typeof begin>

function begin(longestMs: number, { deadlineMs = longestMs, language = "zh-CN", ...rest }: AnswerOptions) {
  const started = performance.now()
  const wholeMs = Math.min(longestMs, deadlineMs)
  const reserveMs = Math.min(RESERVE_MS, wholeMs / 5)
  const { signal, readerId, onClaim } = rest
  return {
    signal,
    readerId,
    onClaim,
    language,
    reserveMs,
    /** For the model, to the millisecond. */
    leftMs: () => Math.ceil(wholeMs - reserveMs - (performance.now() - started)),
  }
}

/** In the order of the articles. */
function choosePassages(found: readonly RankedArticle[], most: number): Evidence[] {
  const articles = found.slice(0, MOST_ARTICLES)
  const chosen = new Set(bestPassages(articles, most))
  return articles.flatMap(({ passages }) => passages.filter((passage) => chosen.has(passage)))
}

function describe(
  question: Question,
  evidence: readonly Evidence[],
  language: Language,
  mark: string,
): Record<AnswerHole, string> {
  const { now, timeZone, text } = question
  const format = new Intl.DateTimeFormat("zh-CN", { dateStyle: "full", timeStyle: "short", timeZone })
  const passages = numbered(evidence, mark)
  return { now: format.format(now), question: text, passages, mark, language: LANGUAGE_NAMES[language] }
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
