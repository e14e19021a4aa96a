/** The two kinds of models that the house can use; both are optional. */

export interface CallOptions {
  readonly signal?: AbortSignal
  /** Whole time the call may take, retries included. */
  readonly deadlineMs?: number
  readonly maxTokens?: number
}

export interface Prompt {
  readonly system: string
  readonly user: string
}

export const MODEL_ERRORS = ["quota", "timeout", "cut-off", "refused", "unavailable", "rubbish"] as const
export type ModelErrorKind = (typeof MODEL_ERRORS)[number]

/** Why a model gave nothing that can be used. Thrown by `generate` and `embed`; callers fall back. */
export class ModelError extends Error {
  override readonly name = "ModelError"
  readonly kind: ModelErrorKind
  constructor(kind: ModelErrorKind, message: string) {
    super(message)
    this.kind = kind
  }
}

export interface LanguageModel {
  readonly id: string
  /** Pieces of the reply in order. Throws ModelError; a reply that was cut off throws after its last piece. */
  generate(prompt: Prompt, options?: CallOptions): AsyncIterable<string>
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
