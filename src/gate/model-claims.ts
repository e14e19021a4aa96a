import { z } from "zod"
import type { Claim, Evidence } from "../corpus.ts"
import { type LanguageModel, ModelError, type Prompt } from "../models.ts"
import { fold } from "../text/scripts.ts"
import { type Fault, gate, type Verdict } from "./gate.ts"

/** A sentence as the model gave it, with the number (from 1) of the passage that it claims to quote. */
export interface DraftClaim {
  readonly text: string
  readonly quote: string
  readonly source: number
}

/** Why nothing, or less than the model wrote, came of a reply. The detail is for the log, never for readers. */
export interface ModelFault {
  readonly kind: ModelError["kind"] | Fault | "unparsable" | "empty" | "no-such-source" | "address"
  readonly detail: string
}

export interface ClaimLimits {
  readonly deadlineMs: number
  readonly maxTokens: number
  readonly maxClaims: number
  readonly signal?: AbortSignal | undefined
  readonly onFault?: ((fault: ModelFault) => void) | undefined
}

const LONGEST_REPLY = 50_000
const MOST_DRAFTS = 20
const MOST_CANDIDATES = 8

/**
 * Asks the model once and keeps the sentences that pass the gate, `maxClaims` at most. `evidence[n - 1]` is the
 * passage that the prompt numbers n. Never throws for what the model does: nothing usable, or nothing in time even
 * from a model that ignores its signal, is an empty list.
 */
export async function modelClaims(
  model: LanguageModel,
  prompt: Prompt,
  evidence: readonly Evidence[],
  limits: ClaimLimits,
): Promise<Claim[]> {
  const fault = (kind: ModelFault["kind"], detail: string) => limits.onFault?.({ kind, detail })
  let reply: string
  try {
    reply = await collect(model, prompt, limits)
  } catch (error) {
    if (error instanceof ModelError) fault(error.kind, error.message)
    else fault("unavailable", error instanceof Error ? error.name : "unknown error")
    return []
  }
  const drafts = parseClaims(reply)
  if (drafts === undefined) fault("unparsable", reply.slice(0, 200))
  else if (drafts.length === 0) fault("empty", "")

  const claims: Claim[] = []
  for (const draft of drafts ?? []) {
    if (claims.length === limits.maxClaims) break
    const source = evidence[draft.source - 1]
    if (!source) {
      fault("no-such-source", String(draft.source))
      continue
    }
    if (hasAddress(draft.text)) {
      fault("address", draft.text)
      continue
    }
    const verdict = check(draft, source)
    if (!verdict.passed) fault(verdict.fault, verdict.detail)
    else if (!claims.some(({ text }) => text === verdict.claim.text)) claims.push(verdict.claim)
  }
  return claims
}

/**
 * The gate's verdict on the draft with its quote widened to whole clauses, since the words that a quote leaves out at
 * its ends (不, 未, 拟) may turn its sense; a sentence cut out of that quote is widened with it.
 */
function check({ text, quote }: DraftClaim, evidence: Evidence): Verdict {
  let verdict: Verdict | undefined
  for (const whole of wideQuotes(quote.trim(), evidence.text)) {
    const sentence = fold(whole).includes(fold(text).replace(CLOSING, "")) ? closed(whole) : text
    verdict =
      sentence.length > LONGEST_SENTENCE
        ? { passed: false, fault: "words", detail: `${sentence.length} characters` }
        : gate(sentence, [{ quote: whole, evidence }])
    if (verdict.passed) return verdict
  }
  return verdict ?? gate(text, [{ quote, evidence }])
}

function closed(words: string): string {
  return /[。！？!?…][”’」』）]?$/u.test(words) ? words : `${words.replace(CLOSING, "")}。`
}

/** Where the quote stands in the text, the first few times, each with the rest of its clauses. */
function wideQuotes(quote: string, text: string): string[] {
  if (quote.length < SHORTEST_QUOTE) return []
  const [wanted, within] = [fold(quote), fold(text)]
  const spans: string[] = []
  for (let at = within.indexOf(wanted); at !== -1 && spans.length < MOST_PLACES; ) {
    let [start, end] = [at, at + wanted.length]
    while (start > 0 && !isBoundary(text, start - 1)) start--
    while (end < text.length && !isBoundary(text, end - 1) && !isBoundary(text, end)) end++
    spans.push(text.slice(start, end).trim())
    at = within.indexOf(wanted, at + wanted.length)
  }
  return spans
}

function isBoundary(text: string, at: number): boolean {
  const char = text[at] ?? ""
  if (!CLAUSE_ENDS.has(char)) return false
  return char !== "," || !/\d/.test(text[at + 1] ?? "")
}

/** The whole reply. Throws ModelError at the deadline, whatever the model does with its signal. */
async function collect(model: LanguageModel, prompt: Prompt, limits: ClaimLimits): Promise<string> {
  const { deadlineMs, maxTokens, signal } = limits
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
    pieces = model
      .generate(prompt, { signal: controller.signal, deadlineMs, maxTokens })
      [Symbol.asyncIterator]()
    let reply = ""
    for (;;) {
      const step = await Promise.race([stopped, pieces.next()])
      if (step.done) return reply
      reply += step.value
      if (reply.length > LONGEST_REPLY)
        throw new ModelError("rubbish", `more than ${LONGEST_REPLY} characters`)
    }
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", abort)
    abort()
    // Not awaited: a model that stalls would stall this too.
    pieces?.return?.()?.catch(() => {})
  }
}

const CLAUSE_ENDS = new Set("，。；！？,;!?\n")
const CLOSING = /[。！？!?；;，,]+$/u
const SHORTEST_QUOTE = 4
const LONGEST_SENTENCE = 300
const MOST_PLACES = 5

const Reply = z.object({ claims: z.array(z.unknown()) })
const Draft = z.object({
  text: z.string().transform(plainLine).pipe(z.string().min(1).max(LONGEST_SENTENCE)),
  quote: z.string().min(1).max(1000),
  source: z.coerce.number().int().positive(),
})

/**
 * The claims of a reply: a JSON object, alone, in a code fence, or with prose around it. Claims of another shape or
 * beyond the twentieth are left out; undefined where there is no such object. Linear in the length of the reply.
 */
export function parseClaims(reply: string): DraftClaim[] | undefined {
  const text = reply.slice(reply.lastIndexOf("</think>") + 1)
  let at = 0
  for (let tried = 0; tried < MOST_CANDIDATES; tried++) {
    const key = text.indexOf('"claims"', at)
    if (key === -1) return undefined
    const start = text.lastIndexOf("{", key)
    const parsed = start >= at ? Reply.safeParse(parseObject(text, start)) : undefined
    if (parsed?.success) {
      return parsed.data.claims.slice(0, MOST_DRAFTS).flatMap((item) => {
        const draft = Draft.safeParse(item)
        return draft.success ? [draft.data] : []
      })
    }
    at = key + 1
  }
  return undefined
}

/** The JSON object that begins at `start`, or undefined. */
function parseObject(text: string, start: number): unknown {
  let depth = 0
  let inString = false
  for (let i = start; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === "\\") i++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === "{") depth++
    else if (char === "}" && --depth === 0) {
      try {
        return JSON.parse(text.slice(start, i + 1))
      } catch {
        return undefined
      }
    }
  }
  return undefined
}

/** One line without control, zero-width or direction characters, which could change what a reader sees. */
function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .trim()
}

/** A web address, a domain or a @name: Telegram makes links of them, and ours come from the archive alone. */
function hasAddress(text: string): boolean {
  return /:\/\/|www\.|[\p{L}\p{N}]\.(?:[a-z]{2,}|中国|公司|网络)|@[a-z]/iu.test(text.normalize("NFKC"))
}
