import OpenAI from "openai"
import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from "openai/resources/chat/completions"
import { type CallOptions, type LanguageModel, ModelError, type Prompt } from "../models.ts"
import { createBreaker } from "./breaker.ts"
import { type Call, startCall } from "./call.ts"
import { createClient, isOpenAi, type OpenAiAccess } from "./client.ts"
import { explain, failure, RequestFailed, withRepeats } from "./failure.ts"

const DEADLINE_MS = 30_000
/** A reply beyond this many characters is not one of ours. */
const LONGEST_REPLY = 100_000

export interface ModelLimits {
  readonly firstPieceMs: number
  readonly gapMs: number
  /** Wait before the first repeat, where the service names none; doubles with each. */
  readonly backoffMs: number
}

const LIMITS: ModelLimits = { firstPieceMs: 10_000, gapMs: 10_000, backoffMs: 250 }

/** Parameters that some servers refuse; one that is refused is left out from then on. */
type Optional = "temperature" | "max_tokens" | "max_completion_tokens" | "store"

/** A stream whose first piece has come. */
interface Begun {
  readonly first: Delta
  readonly rest: AsyncIterator<ChatCompletionChunk>
}

interface Delta {
  readonly text: string
  readonly finished: boolean
}

/**
 * A chat model behind any OpenAI-compatible service. A call takes at most `deadlineMs` (30 s), three requests, 10 s to
 * the first chunk and 10 s between chunks; nothing is asked again once a piece was handed out. A reply that does not
 * end with `finish_reason: "stop"` throws. Errors hold neither the key nor the service's own words.
 */
export function createOpenAiModel(
  access: OpenAiAccess,
  limits: ModelLimits = LIMITS,
  clock: () => number = () => performance.now(),
): LanguageModel {
  const client = createClient(access)
  const breaker = createBreaker(clock)
  const refused = new Set<string>()

  async function begin(prompt: Prompt, options: CallOptions, call: Call): Promise<Begun> {
    const body = request(access, prompt, options, refused)
    return call.within(limits.firstPieceMs, "no first piece", async () => {
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
        if (first === undefined) throw new RequestFailed(failure("rubbish", "an empty reply", 1))
        if (first.text.trim() !== "") return { first, rest }
        if (first.finished) throw new RequestFailed(failure("rubbish", "an empty reply", 1))
      }
    })
  }

  async function beginTolerantly(prompt: Prompt, options: CallOptions, call: Call): Promise<Begun> {
    try {
      return await begin(prompt, options, call)
    } catch (error) {
      const name = refusedParameter(error)
      if (name === undefined || refused.has(name)) throw error
      refused.add(name)
      throw new RequestFailed(failure("unavailable", `400 ${name} is not supported`, 2))
    }
  }

  async function* generate(prompt: Prompt, options: CallOptions = {}): AsyncGenerator<string> {
    breaker.enter()
    const call = startCall(options.deadlineMs ?? DEADLINE_MS, options.signal)
    try {
      const { first, rest } = await withRepeats(call, limits.backoffMs, () =>
        beginTolerantly(prompt, options, call),
      )
      yield* pieces(first, rest, call, limits.gapMs)
      breaker.succeeded()
    } catch (error) {
      const reason = explain(error, call).error
      if (!call.byCaller()) breaker.failed(reason.kind)
      throw reason
    } finally {
      call.close()
    }
  }

  return { id: access.model, generate }
}

async function* pieces(
  first: Delta,
  rest: AsyncIterator<ChatCompletionChunk>,
  call: Call,
  gapMs: number,
): AsyncGenerator<string> {
  let delta: Delta | undefined = first
  let length = 0
  while (delta !== undefined) {
    length += delta.text.length
    if (length > LONGEST_REPLY)
      throw new ModelError("rubbish", `a reply of more than ${LONGEST_REPLY} characters`)
    if (delta.text !== "") yield delta.text
    if (delta.finished) return
    delta = await call
      .within(gapMs, "nothing more", () => next(rest))
      .catch((error: unknown) => {
        const { error: reason } = explain(error, call)
        throw reason.kind === "unavailable" ? new ModelError("cut-off", reason.message) : reason
      })
  }
  throw new ModelError("cut-off", "the reply ended without a finish reason")
}

/** The next chunk, or undefined at the end of the stream. Throws ModelError for refusals and cut replies. */
async function next(chunks: AsyncIterator<ChatCompletionChunk>): Promise<Delta | undefined> {
  const step = await chunks.next()
  if (step.done) return undefined
  const choice = step.value?.choices?.[0]
  if (choice?.delta?.refusal) throw new ModelError("refused", "the model refused")
  const reason = choice?.finish_reason
  if (reason === "content_filter") throw new ModelError("refused", "the service filtered the reply")
  if (reason && reason !== "stop") throw new ModelError("cut-off", `the reply ended by ${reason}`)
  const content: unknown = choice?.delta?.content
  return { text: typeof content === "string" ? content : "", finished: reason === "stop" }
}

function request(
  access: OpenAiAccess,
  prompt: Prompt,
  { maxTokens }: CallOptions,
  refused: ReadonlySet<string>,
): ChatCompletionCreateParamsStreaming {
  const optional: Partial<Pick<ChatCompletionCreateParamsStreaming, Optional>> = { temperature: 0 }
  if (isOpenAi(access)) {
    optional.store = false
    if (maxTokens !== undefined) optional.max_completion_tokens = maxTokens
  } else if (maxTokens !== undefined) optional.max_tokens = maxTokens
  for (const name of Object.keys(optional) as Optional[]) if (refused.has(name)) delete optional[name]
  return {
    model: access.model,
    stream: true,
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    ...optional,
  }
}

/** The optional parameter that a 400 names. */
function refusedParameter(error: unknown): Optional | undefined {
  if (!(error instanceof OpenAI.APIError) || error.status !== 400) return undefined
  const names: readonly Optional[] = ["temperature", "max_tokens", "max_completion_tokens", "store"]
  return names.find((name) => name === error.param)
}
