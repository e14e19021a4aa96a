import { APIError } from "openai"
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions"
import type { GenerateOptions, Prompt, ReplyShape } from "../models.ts"
import { isOpenAi, type OpenAiAccess } from "./client.ts"
import { isCurable } from "./failure.ts"

/** What some servers refuse: a parameter, or a kind of `response_format`. */
type Optional = "temperature" | "max_tokens" | "max_completion_tokens" | "store" | "stream_options" | Format
type Format = "json_schema" | "json_object"

const FORMATS: readonly Format[] = ["json_schema", "json_object"]
const PARAMETERS = ["temperature", "max_tokens", "max_completion_tokens", "store", "stream_options"] as const

/** What one server is asked with: everything that helps, without what it has refused. */
export interface ChatRequests {
  /** Sends the request, again and again with less while the server refuses something that it can do without. */
  negotiate<T>(
    prompt: Prompt,
    options: GenerateOptions,
    send: (body: ChatCompletionCreateParamsStreaming) => Promise<T>,
  ): Promise<T>
  /** Is not asked for any more. */
  forget(what: Optional): void
}

/** Whatever a server took a request without stays out of those that follow. */
export function createChatRequests(access: OpenAiAccess): ChatRequests {
  let lacking: ReadonlySet<Optional> = new Set()
  return {
    async negotiate(prompt, options, send) {
      const without = new Set(lacking)
      for (;;) {
        const body = request(access, prompt, options, without)
        try {
          const taken = await send(body)
          lacking = new Set([...lacking, ...without])
          return taken
        } catch (error) {
          const refused = refusedBy(error, body)
          if (refused === undefined) throw error
          without.add(refused)
        }
      }
    },
    forget(what) {
      lacking = new Set([...lacking, what])
    },
  }
}

function request(
  access: OpenAiAccess,
  prompt: Prompt,
  { maxTokens, shape, onUsage }: GenerateOptions,
  without: ReadonlySet<Optional>,
): ChatCompletionCreateParamsStreaming {
  const limit = isOpenAi(access) ? "max_completion_tokens" : "max_tokens"
  const format = shape && FORMATS.find((one) => !without.has(one))
  const has = (name: Optional) => !without.has(name)
  return {
    model: access.model,
    stream: true,
    messages: [
      { role: "system", content: prompt.system },
      { role: "user", content: prompt.user },
    ],
    ...(has("temperature") && { temperature: 0 }),
    ...(isOpenAi(access) && has("store") && { store: false }),
    ...(maxTokens !== undefined && has(limit) && { [limit]: maxTokens }),
    ...(onUsage && has("stream_options") && { stream_options: { include_usage: true } }),
    ...(format && { response_format: responseFormat(format, shape) }),
  }
}

function responseFormat(format: Format, { name, schema }: ReplyShape) {
  if (format === "json_object") return { type: format } as const
  return { type: format, json_schema: { name, strict: true, schema: { ...schema } } } as const
}

/**
 * What of the request the server refuses: what its 400 or 422 names, else, since many name nothing, what is refused
 * most often. undefined where something else is wrong.
 */
function refusedBy(error: unknown, body: ChatCompletionCreateParamsStreaming): Optional | undefined {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return undefined
  if (!isCurable(error)) return undefined
  const said = `${error.param ?? ""} ${error.message}`
  const named = PARAMETERS.find((name) => name in body && new RegExp(`\\b${name}\\b`).test(said))
  const format = body.response_format?.type
  if (named && !said.includes("response_format")) return named
  if (format === "json_schema" || format === "json_object") return format
  return named ?? (body.stream_options ? "stream_options" : undefined)
}
