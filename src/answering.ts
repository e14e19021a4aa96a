import { randomBytes } from "node:crypto"
import { fileURLToPath } from "node:url"
import type { AnswerCache } from "./answer/answer-cache.ts"
import { type Budget, withinBudget } from "./answer/budget.ts"
import { createAskBack } from "./answer/clarify.ts"
import { createConfidence } from "./answer/confidence.ts"
import { createExtractiveAnswerer } from "./answer/extractive-answerer.ts"
import { createGenerativeAnswerer, type GenerativeAnswererOptions } from "./answer/generative-answerer.ts"
import { createPremiseCheck } from "./answer/premise/premise.ts"
import type { World } from "./answer/world.ts"
import { type Config, type ModelConfig, TOKENS_PER_ANSWER } from "./config.ts"
import { access } from "./embedding.ts"
import type { ModelFault } from "./gate/model-claims.ts"
import type { LanguageModel } from "./models.ts"
import { loadPrompts } from "./prompts.ts"
import { createCachedSummarizer } from "./summarize/cached-summarizer.ts"
import { createExtractiveSummarizer } from "./summarize/extractive-summarizer.ts"
import { createGenerativeSummarizer } from "./summarize/generative-summarizer.ts"
import type { Summarizer } from "./summarize/summary.ts"

/** How long a model may take, all in all, before the reader gets the extractive answer. */
const ANSWER_MS = 30_000
const PROMPTS = fileURLToPath(new URL("../prompts", import.meta.url))

export interface ModelUse {
  readonly budget: (limits: BudgetLimits) => Budget
  readonly cache: AnswerCache
  /** A line for the operator. */
  readonly note: (line: string) => void
  /** Why a reply of the model did not reach a reader. */
  readonly onFault: (kind: ModelFault["kind"]) => void
}

interface BudgetLimits {
  readonly perReaderDay: number
  readonly perDay: number
  readonly timeZone: string
}

/** Who answers and who summarizes. */
export interface AnsweringParts {
  readonly asConfigured: World["answering"]
  /** Without a model. */
  readonly extractive: World["answering"]
  /** By this model, without budget and cache; its faults are noted nowhere. */
  readonly through: (model: LanguageModel) => World["answering"]
  readonly summarizer: Summarizer
}

type Watched = Pick<GenerativeAnswererOptions, "cache" | "onFault">

/** Throws PromptError where a prompt cannot be used. */
export async function chooseAnswering(config: Config, use: ModelUse): Promise<AnsweringParts> {
  const prompts = loadPrompts(PROMPTS)
  const shared = {
    deadlineMs: ANSWER_MS,
    maxTokens: config.model?.tokensPerAnswer ?? TOKENS_PER_ANSWER,
    newMark: () => randomBytes(6).toString("hex"),
  }
  const extractive: World["answering"] = (weight) => ({
    answerer: createExtractiveAnswerer({ weight }),
    confidence: createConfidence(weight),
    askBack: createAskBack(weight),
    premise: createPremiseCheck(weight),
  })
  const through = (model: LanguageModel, watched: Watched = {}): World["answering"] => {
    const parts = { ...shared, ...watched, model, template: prompts.answer }
    return (weight) => {
      const { answerer: fallback, ...judges } = extractive(weight)
      return { answerer: createGenerativeAnswerer({ ...parts, fallback }), ...judges }
    }
  }
  const summarizer = createCachedSummarizer(createExtractiveSummarizer())
  if (!config.model) return { asConfigured: extractive, extractive, through, summarizer }
  const { tokensPerReaderDay: perReaderDay, tokensPerDay: perDay } = config.model
  const budget = use.budget({ perReaderDay, perDay, timeZone: config.timeZone })
  // That a budget is spent is said once, by itself.
  const onFault = ({ kind }: ModelFault) => kind !== "budget" && use.onFault(kind)
  const model = withinBudget(await openModel(config.model), budget, () => new Date(), use.note)
  return {
    asConfigured: through(model, { cache: use.cache, onFault }),
    extractive,
    through,
    summarizer: createCachedSummarizer(
      createGenerativeSummarizer({
        ...shared,
        model,
        onFault,
        template: prompts.summarize,
        fallback: summarizer,
      }),
    ),
  }
}

/** Where there is no model its package, which is large, is not loaded. */
export async function openModel(config: ModelConfig): Promise<LanguageModel> {
  const { createOpenAiModel } = await import("./openai/openai-model.ts")
  return createOpenAiModel({ ...access(config), model: config.model })
}
