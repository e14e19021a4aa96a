import type { Claim, Evidence } from "../corpus.ts"
import { type GenerateOptions, type LanguageModel, ModelError, type Prompt } from "../models.ts"
import type { Language } from "../text/languages.ts"
import { checkDraft, type DraftFault } from "./check-draft.ts"
import { CLAIMS_SHAPE, createClaimReader } from "./claim-reader.ts"

/**
 * Why nothing, or less than the model wrote, came of a reply. empty: it says that there is nothing to claim. The
 * detail is for the newsroom, never for readers.
 */
export interface ModelFault {
  readonly kind: ModelError["kind"] | DraftFault | "unparsable" | "empty"
  readonly detail: string
}

export interface ReplyRules {
  readonly maxClaims: number
  /** Of the sentences; zh-CN without it. */
  readonly language?: Language | undefined
}

export interface ClaimLimits extends ReplyRules {
  readonly deadlineMs: number
  readonly maxTokens: number
  readonly readerId?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Called with each claim that passes, as soon as it has come, in the order of the reply. */
  readonly onClaim?: ((claim: Claim) => void) | undefined
}

export interface ModelClaims {
  readonly claims: readonly Claim[]
  readonly faults: readonly ModelFault[]
}

export interface ModelReply extends ModelClaims {
  /** As far as it came. */
  readonly reply: string
  /** Why it broke off, or never began; undefined where it came whole. */
  readonly failed: ModelError["kind"] | undefined
}

const LONGEST_REPLY = 50_000
const SHOWN = 200

/**
 * Asks the model once and keeps the sentences that pass the gate, `maxClaims` at most. `evidence[n - 1]` is the
 * passage that the prompt numbers n. Never throws for what the model does: of a reply that breaks off, or is not
 * whole in time even from a model that ignores its signal, what has passed by then stays.
 */
export async function modelClaims(
  model: LanguageModel,
  prompt: Prompt,
  evidence: readonly Evidence[],
  limits: ClaimLimits,
): Promise<ModelReply> {
  const sieve = createSieve(evidence, limits)
  let reply = ""
  try {
    for await (const piece of inTime(model, prompt, limits)) {
      reply += piece
      for (const claim of sieve.read(piece)) limits.onClaim?.(claim)
      if (reply.length > LONGEST_REPLY)
        throw new ModelError("rubbish", `more than ${LONGEST_REPLY} characters`)
    }
  } catch (error) {
    const { claims, faults } = sieve.passed()
    const { kind, message: detail } =
      error instanceof ModelError
        ? error
        : { kind: "unavailable" as const, message: error instanceof Error ? error.name : "unknown error" }
    return { reply, failed: kind, claims, faults: [...faults, { kind, detail }] }
  }
  return { reply, failed: undefined, ...sieve.whole() }
}

/** What of a reply passes the gate: the same as when it came. */
export function replayClaims(reply: string, evidence: readonly Evidence[], rules: ReplyRules): ModelClaims {
  const sieve = createSieve(evidence, rules)
  sieve.read(reply)
  return sieve.whole()
}

/** Takes a reply piece by piece, lets claims through as they pass, and notes why others do not. */
function createSieve(evidence: readonly Evidence[], { maxClaims, language = "zh-CN" }: ReplyRules) {
  const reader = createClaimReader()
  const claims: Claim[] = []
  const faults: ModelFault[] = []
  let reply = ""
  return {
    read(piece: string): Claim[] {
      reply += piece
      const before = claims.length
      for (const draft of reader.read(piece)) {
        if (claims.length === maxClaims) break
        const verdict = checkDraft(draft, evidence, language)
        if (!verdict.passed) faults.push({ kind: verdict.fault, detail: verdict.detail })
        else if (!claims.some(({ text }) => text === verdict.claim.text)) claims.push(verdict.claim)
      }
      return claims.slice(before)
    },
    passed: (): ModelClaims => ({ claims, faults }),
    whole(): ModelClaims {
      const found = reader.found()
      if (found === "empty") return { claims, faults: [...faults, { kind: "empty", detail: "" }] }
      if (found === "claims") return { claims, faults }
      return { claims, faults: [...faults, { kind: "unparsable", detail: reply.slice(0, SHOWN) }] }
    },
  }
}

/** The pieces of the reply. Throws ModelError at the deadline, whatever the model does with its signal. */
async function* inTime(model: LanguageModel, prompt: Prompt, limits: ClaimLimits): AsyncGenerator<string> {
  const { deadlineMs, maxTokens, readerId, signal } = limits
  const controller = new AbortController()
  const stopped = new Promise<never>((_, reject) => {
    const stop = () => reject(new ModelError("timeout", `no complete reply within ${deadlineMs} ms`))
    controller.signal.addEventListener("abort", stop, { once: true })
  })
  stopped.catch(() => {})
  const abort = () => controller.abort()
  const timer = setTimeout(abort, deadlineMs)
  if (signal?.aborted) abort()
  else signal?.addEventListener("abort", abort, { once: true })

  let pieces: AsyncIterator<string> | undefined
  try {
    const options: GenerateOptions = {
      signal: controller.signal,
      deadlineMs,
      maxTokens,
      shape: CLAIMS_SHAPE,
      ...(readerId !== undefined && { readerId }),
    }
    pieces = model.generate(prompt, options)[Symbol.asyncIterator]()
    for (;;) {
      const step = await Promise.race([stopped, pieces.next()])
      if (step.done) return
      yield step.value
    }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", abort)
    abort()
    // Not awaited: a model that stalls would stall this too.
    pieces?.return?.()?.catch(() => {})
  }
}
