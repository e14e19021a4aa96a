import { type GenerateOptions, type LanguageModel, ModelError, type Prompt } from "../models.ts"
import { estimateTokens } from "../text/tokens.ts"

/** What language models may cost: tokens of prompts and replies, by the day. */
export interface Budget {
  /**
   * Sets tokens aside for a call, so that calls at the same time cannot spend them twice; what a crash leaves
   * unsettled counts as spent. `readerId` 0: nobody in particular.
   */
  reserve(tokens: number, readerId: number, now: Date): Reservation | Exhausted
}

export interface Reservation {
  readonly kind: "reserved"
  /** With what the call took in the end. */
  settle(tokens: number): void
}

export interface Exhausted {
  readonly kind: "exhausted"
  /** One line for the operator, the same until the day ends. */
  readonly why: string
}

const NOBODY = 0
/** Of a reply, where the caller does not say. */
const USUAL_REPLY = 1000
/** After these, where nothing has come, the service has read nothing. */
const UNREAD: ReadonlySet<ModelError["kind"]> = new Set(["unavailable", "quota", "too-long"])
const MOST_NOTES = 100

/**
 * The model, as long as the budget lasts; then it throws ModelError "budget". A call takes what the service counted.
 * Where it does not count, prompt and reply are estimated (`text/tokens.ts`), and a call that the service did not
 * take is free. `note` gets a line when something runs out, once.
 */
export function withinBudget(
  model: LanguageModel,
  budget: Budget,
  now: () => Date,
  note: (line: string) => void,
): LanguageModel {
  const noted = new Set<string>()

  function reserve(prompt: Prompt, { maxTokens = USUAL_REPLY, readerId = NOBODY }: GenerateOptions) {
    const reserved = budget.reserve(tokensOf(prompt) + maxTokens, readerId, now())
    if (reserved.kind === "reserved") return reserved
    if (!noted.has(reserved.why)) {
      if (noted.size === MOST_NOTES) noted.clear()
      noted.add(reserved.why)
      note(reserved.why)
    }
    throw new ModelError("budget", reserved.why)
  }

  async function* generate(prompt: Prompt, options: GenerateOptions = {}): AsyncGenerator<string> {
    const reservation = reserve(prompt, options)
    let counted: number | undefined
    let reply = ""
    let failed: unknown
    const onUsage = (tokens: number) => {
      counted = (counted ?? 0) + tokens
      options.onUsage?.(tokens)
    }
    try {
      for await (const piece of model.generate(prompt, { ...options, onUsage })) {
        reply += piece
        yield piece
      }
    } catch (error) {
      failed = error
      throw error
    } finally {
      const unread = reply === "" && failed instanceof ModelError && UNREAD.has(failed.kind)
      const estimate = unread ? 0 : tokensOf(prompt) + Math.ceil(estimateTokens(reply))
      reservation.settle(counted ?? estimate)
    }
  }

  return { id: model.id, generate }
}

function tokensOf({ system, user }: Prompt): number {
  return Math.ceil(estimateTokens(system) + estimateTokens(user))
}
