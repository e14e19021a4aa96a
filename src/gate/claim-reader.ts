import { z } from "zod"

/** A sentence as a model gave it, with the number (from 1) of the passage that it claims to quote. */
export interface DraftClaim {
  readonly text: string
  readonly quote: string
  readonly source: number
}

/** Reads a reply as it comes. The same reply gives the same drafts, however it is cut into pieces. */
export interface ClaimReader {
  /** The drafts that the piece completes. */
  read(piece: string): DraftClaim[]
  /** What the reply has held so far: an empty list says that there is nothing to claim. */
  found(): "claims" | "empty" | undefined
}

/** In UTF-16 code units; a Chinese sentence needs a third of what an English one does. */
export const LONGEST_SENTENCE = 500
const LONGEST_QUOTE = 1000
const MOST_DRAFTS = 20

/** What `Draft` takes, for services that can hold a model to a shape. The quote comes first: it is what is written from. */
export const CLAIMS_SHAPE = {
  name: "claims",
  schema: {
    type: "object",
    properties: {
      claims: {
        type: "array",
        items: {
          type: "object",
          properties: {
            source: { type: "integer" },
            quote: { type: "string" },
            text: { type: "string" },
          },
          required: ["source", "quote", "text"],
          additionalProperties: false,
        },
      },
    },
    required: ["claims"],
    additionalProperties: false,
  },
} as const

const Draft = z.object({
  text: z.string().transform(plainLine).pipe(z.string().min(1).max(LONGEST_SENTENCE)),
  quote: z.string().min(1).max(LONGEST_QUOTE),
  source: z
    .union([z.number(), z.string().regex(/^\D{0,10}\d{1,4}\D{0,10}$/)])
    .transform((given) => Number(String(given).replace(/[^\d.-]/g, "")))
    .pipe(z.number().int().positive()),
})
const EmptyList = z.object({ claims: z.array(z.unknown()).length(0) })
const THOUGHTS = "<think>"
const THOUGHTS_END = "</think>"

/**
 * Any JSON object in the reply that has the shape of a claim is one, up to the twentieth: alone, in a list, in a code
 * fence, with prose around it, with broken ones beside it. Thoughts are left out. Linear in the length of the reply.
 */
export function createClaimReader(): ClaimReader {
  let text = ""
  let at = 0
  /** Where the objects begin that are open. */
  let open: number[] = []
  /** Whether the innermost of them holds another one. */
  let holds = false
  let inString = false
  let thinking = false
  let found: "claims" | "empty" | undefined
  let drafts = 0

  /** What the object from there to here is, which holds no other one. */
  function close(start: number): DraftClaim[] {
    const value = parse(text.slice(start, at + 1))
    if (EmptyList.safeParse(value).success) found ??= "empty"
    const draft = Draft.safeParse(value)
    if (!draft.success || drafts === MOST_DRAFTS) return []
    found = "claims"
    drafts++
    return [draft.data]
  }

  /** One step; false where more of the reply is needed first. */
  function step(into: DraftClaim[]): boolean {
    if (thinking) {
      const end = text.indexOf(THOUGHTS_END, at)
      thinking = end === -1
      at = thinking ? Math.max(at, text.length - THOUGHTS_END.length) : end + THOUGHTS_END.length
      return !thinking
    }
    const char = text[at]
    if (inString) {
      if (char === "\\" && at + 1 === text.length) return false
      if (char === "\\") at++
      else if (char === '"') inString = false
      // No string of JSON goes over a line: it was none, or is broken.
      else if (char === "\n") [inString, open, holds] = [false, [], false]
    } else if (char === "<") {
      const rest = text.slice(at, at + THOUGHTS_END.length)
      if (rest === THOUGHTS_END) [open, holds] = [[], false]
      else if (rest.startsWith(THOUGHTS) && open.length === 0) thinking = true
      else if (text.length - at < THOUGHTS_END.length && isBeginOfTag(rest)) return false
    } else if (char === '"' && open.length > 0) inString = true
    else if (char === "{") {
      open.push(at)
      holds = false
    } else if (char === "}") {
      const start = open.pop()
      if (start !== undefined && !holds) into.push(...close(start))
      holds = true
    }
    at++
    return true
  }

  return {
    read(piece) {
      text += piece
      const complete: DraftClaim[] = []
      while (at < text.length) if (!step(complete)) break
      return complete
    },
    found: () => found,
  }
}

function isBeginOfTag(text: string): boolean {
  return THOUGHTS.startsWith(text) || THOUGHTS_END.startsWith(text)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** One line without control, zero-width or direction characters, which could change what a reader sees. */
function plainLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}/gu, "")
    .trim()
}
