import { charTokens } from "../text/tokens.ts"

/** Limits of OpenAI's embeddings endpoint; lesser servers have smaller ones and say so with a 400. */
const MOST_INPUTS = 2048
const MOST_TOKENS = 300_000
const LONGEST_INPUT_TOKENS = 8192
/** Stands for a text of white space alone, which services refuse. */
const BLANK = "—"

/** A text that one input takes: cut to 8192 tokens as estimated, never between surrogates, never blank. */
export function fit(text: string): string {
  const body = text.trim()
  if (body === "") return BLANK
  let tokens = 0
  let end = 0
  for (const char of body) {
    tokens += charTokens(char)
    if (tokens > LONGEST_INPUT_TOKENS) return body.slice(0, end)
    end += char.length
  }
  return body
}

/** Texts in order, in batches within the limits of one request. */
export function* batches(texts: readonly string[]): Generator<string[]> {
  let batch: string[] = []
  let tokens = 0
  for (const text of texts) {
    let own = 0
    for (const char of text) own += charTokens(char)
    if (batch.length > 0 && (batch.length === MOST_INPUTS || tokens + own > MOST_TOKENS)) {
      yield batch
      batch = []
      tokens = 0
    }
    batch.push(text)
    tokens += own
  }
  if (batch.length > 0) yield batch
}
