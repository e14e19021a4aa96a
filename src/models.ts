/** The two kinds of models that the house can use; both are optional. */

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Whole time the call may take, retries included. */
  readonly deadlineMs?: number
  /** Whose budget pays for a language model; nobody's in particular without it. */
  readonly readerId?: number
}

/** The JSON object that a reply is to be. A service that cannot hold a model to it is asked by the prompt alone. */
export interface ReplyShape {
  readonly name: string
  /** JSON Schema, within what strict structured outputs take: every property required, none beside them. */
  readonly schema: Readonly<Record<string, unknown>>
}

export interface GenerateOptions extends CallOptions {
  /** Of the reply. */
  readonly maxTokens?: number
  readonly shape?: ReplyShape
  /** Called with the tokens of each request, prompt and reply, that the service counted. */
  readonly onUsage?: (tokens: number) => void
}

export interface Prompt {
  readonly system: string
  readonly user: string
}

/**
 * Why a model gave nothing that can be used. Thrown by `generate` and `embed`; callers fall back. too-long: less text
 * might do. budget: ours, not the service's (quota).
 */
export class ModelError extends Error {
  override readonly name = "ModelError"
  readonly kind:
    | "budget"
    | "quota"
    | "timeout"
    | "cut-off"
    | "refused"
    | "too-long"
    | "unavailable"
    | "rubbish"
  constructor(kind: ModelError["kind"], message: string) {
    super(message)
    this.kind = kind
  }
}

export interface LanguageModel {
  readonly id: string
  /** Pieces of the reply in order. Throws ModelError; a reply that was cut off throws after its last piece. */
  generate(prompt: Prompt, options?: GenerateOptions): AsyncIterable<string>
}

export interface Embedder {
  /** Names model and size; vectors of two ids are never compared. */
  readonly id: string
  readonly dimensions: number
  /** Of a service that is paid by tokens. */
  readonly billing?: Billing
  /** One unit vector a text, in order, equal ones for equal texts; blank texts have one, too. Throws ModelError. */
  embed(texts: readonly string[], options?: CallOptions): Promise<Float32Array[]>
}

export interface Billing {
  /** An estimate of the tokens of one text. */
  tokens(text: string): number
  /** US dollars; undefined where the price is not known. */
  readonly dollarsPerMillion: number | undefined
}

/** Stands where there is no embedder: its vectors are empty, and nothing is searched by them. */
export const ABSENT_EMBEDDER: Embedder = {
  id: "none",
  dimensions: 0,
  embed: async (texts) => texts.map(() => new Float32Array(0)),
}

/** A prompt with named holes. `version` changes with its text, so that answers can say which prompt they came from. */
export interface PromptTemplate<Hole extends string> {
  readonly version: string
  render(values: Readonly<Record<Hole, string>>): Prompt
}
