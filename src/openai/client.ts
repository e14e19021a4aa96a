import OpenAI from "openai"

export interface OpenAiAccess {
  /** None: a local server that asks for no key. */
  readonly apiKey?: string | undefined
  /** None: OpenAI's own service. */
  readonly baseURL?: string | undefined
  readonly model: string
}

/** Nothing is read from the environment, logged, or repeated behind our back. */
export function createClient({ apiKey, baseURL }: OpenAiAccess): OpenAI {
  return new OpenAI({
    apiKey: apiKey || "none",
    adminAPIKey: null,
    baseURL: baseURL || null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: "off",
  })
}

/** Whether the address is OpenAI's own, which takes parameters that lesser servers refuse. */
export function isOpenAi({ baseURL }: OpenAiAccess): boolean {
  return !baseURL || new URL(baseURL).hostname === "api.openai.com"
}
