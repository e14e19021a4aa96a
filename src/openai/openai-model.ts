import type { ChatCompletionChunk } from "openai/resources/chat/completions"
import { type GenerateOptions, type LanguageModel, ModelError, type Prompt } from "../models.ts"
import { createBreaker } from "./breaker.ts"
import { type Call, startCall } from "./call.ts"
import { createChatRequests } from "./chat-requests.ts"
import { createClient, type OpenAiAccess } from "./client.ts"
import { explain, failure, RequestFailed, withRepeats } from "./failure.ts"

const DEADLINE_MS = 30_000
/** A reply beyond this many characters is not one of ours. */
const LONGEST_REPLY = 100_000

export interface ModelLimits {
  readonly firstPieceMs: number
  readonly gapMs: number
  /** Wait before the first repeat, where the service names none; doubles with each. */
  readonly backoffMs: number
  /** How long the count of tokens may come after the reply. */
  readonly usageMs: number
}

const LIMITS: ModelLimits = { firstPieceMs: 10_000, gapMs: 10_000, backoffMs: 250, usageMs: 500 }

/** A stream whose first piece has come. */
interface Begun {
  readonly first: Delta
  readonly rest: AsyncIterator<ChatCompletionChunk>
}

interface Delta {
  readonly text: string
  /** How the reply ended, with this piece. */
  readonly end?: "stop" | ModelError
  readonly tokens?: number | undefined
}

/**
 * A chat model behind any OpenAI-compatible service. A call takes at most `deadlineMs` (30 s), three requests beside
 * those in which it learns what the server takes, 10 s to the first chunk and 10 s between chunks; nothing is asked
 * again once a piece was handed out. A reply that does not end with `finish_reason: "stop"` throws. Errors hold
 * neither the key nor the service's own words.
 */
export function createOpenAiModel(
  access: OpenAiAccess,
  given: Partial<ModelLimits> = {},
  clock: () => number = () => performance.now(),
): LanguageModel {
  const limits = { ...LIMITS, ...given }
  const client = createClient(access)
  const breaker = createBreaker(clock)
  const requests = createChatRequests(access)

  function begin(prompt: Prompt, options: GenerateOptions, call: Call): Promise<Begun> {
    return requests.negotiate(prompt, options, (body) =>
      call.within(limits.firstPieceMs, "no first piece", async () => {
        const { data, response } = await client.chat.completions
          .create(body, { signal: call.signal })
          .withResponse()
        if (response.headers.get("content-type")?.startsWith("text/html")) {
          data.controller.abort()
          throw new RequestFailed(failure("unavailable", "a web page instead of a reply", 2))
        }
        const rest = data[Symbol.asyncIterator]()
        for (;;) {
          const first = await next(rest)
          if (first?.text.trim()) return { first, rest }
          if (first?.end instanceof ModelError) throw first.end
          if (first === undefined || first.end) {
            throw new RequestFailed(failure("rubbish", "an empty reply", 1))
          }
        }
      }),
    )
  }

  async function* generate(prompt: Prompt, options: GenerateOptions = {}): AsyncGenerator<string> {
    breaker.enter()
    const call = startCall(options.deadlineMs ?? DEADLINE_MS, options.signal)
    try {
      const begun = await withRepeats(call, limits.backoffMs, () => begin(prompt, options, call))
      const last = yield* pieces(begun, call, limits.gapMs)
      if (options.onUsage) await readUsage(last, begun.rest, options.onUsage)
      if (last.end instanceof ModelError) throw last.end
      breaker.succeeded()
    } catch (error) {
      const reason = explain(error, call).error
      if (!call.byCaller()) breaker.failed(reason.kind)
      throw reason
    } finally {
      call.close()
    }
  }

  /** Most services count in a chunk of its own, behind the last piece. */
  async function readUsage(
    last: Delta,
    rest: AsyncIterator<ChatCompletionChunk>,
    onUsage: (tokens: number) => void,
  ): Promise<void> {
    if (last.tokens !== undefined) return onUsage(last.tokens)
    const late = after(limits.usageMs)
    try {
      for (;;) {
        const delta = await Promise.race([late.passed, next(rest)])
        if (delta === "late") return requests.forget("stream_options")
        if (delta === undefined) return
        if (delta.tokens !== undefined) return onUsage(delta.tokens)
      }
    } catch {
      // The reply is whole: only its count is lost.
    } finally {
      late.cancel()
    }
  }

  return { id: access.model, generate }
}

/** Returns the last one. */
async function* pieces(
  { first, rest }: Begun,
  call: Call,
  gapMs: number,
): AsyncGenerator<string, Delta, undefined> {
  let delta: Delta | undefined = first
  let length = 0
  while (delta !== undefined) {
    length += delta.text.length
    if (length > LONGEST_REPLY)
      throw new ModelError("rubbish", `a reply of more than ${LONGEST_REPLY} characters`)
    if (delta.text !== "") yield delta.text
    if (delta.end) return delta
    delta = await call
      .within(gapMs, "nothing more", () => next(rest))
      .catch((error: unknown) => {
        const { error: reason } = explain(error, call)
        throw reason.kind === "unavailable" ? new ModelError("cut-off", reason.message) : reason
      })
  }
  throw new ModelError("cut-off", "the reply ended without a finish reason")
}

/** The next chunk, or undefined at the end of the stream. */
async function next(chunks: AsyncIterator<ChatCompletionChunk>): Promise<Delta | undefined> {
  const step = await chunks.next()
  if (step.done) return undefined
  const choice = step.value?.choices?.[0]
  const content: unknown = choice?.delta?.content
  const tokens: unknown = step.value?.usage?.total_tokens
  const end = choice?.delta?.refusal
    ? new ModelError("refused", "the model refused")
    : endOf(choice?.finish_reason)
  return {
    text: typeof content === "string" ? content : "",
    ...(end && { end }),
    ...(typeof tokens === "number" && Number.isFinite(tokens) && { tokens }),
  }
}

function endOf(reason: string | null | undefined): Delta["end"] {
  if (!reason) return undefined
  if (reason === "stop") return "stop"
  if (reason === "content_filter") return new ModelError("refused", "the service filtered the reply")
  return new ModelError("cut-off", `the reply ended by ${reason}`)
}

function after(ms: number) {
  let timer: NodeJS.Timeout | undefined
  const passed = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), ms)
  })
  return { passed, cancel: () => clearTimeout(timer) }
}
