import type { DraftClaim } from "../gate/claim-reader.ts"
import type { GenerateOptions, LanguageModel, Prompt } from "../models.ts"
import { sentences } from "../text/sentences.ts"
import { distort } from "./distort.ts"

/** What stands in for a model where its conduct has to be known: it reads the passages of the prompt as a model would. */
export type Conduct = "honest" | "lying" | "obeying" | "broken" | "stalling"

export const CONDUCTS: readonly Conduct[] = ["honest", "lying", "obeying", "broken", "stalling"]

export interface ModelDouble extends LanguageModel {
  /**
   * Every sentence that it wrote and that the passages do not say, by its own doing: whoever finds one in an answer
   * needs no gate to know that it is false.
   */
  readonly planted: ReadonlySet<string>
  /** How often it was asked. */
  readonly asked: () => number
}

export interface PromptPassage {
  readonly source: number
  readonly text: string
}

/** How many pieces a double's reply comes in is decided by their length, in UTF-16 code units. */
const PIECE = 7
const MOST_TRUE = 3

export function createModelDouble(conduct: Conduct): ModelDouble {
  const planted = new Set<string>()
  let asked = 0
  const replies: Readonly<Record<Conduct, (prompt: Prompt, turn: number) => string>> = {
    honest: (prompt) => claimsReply(trueClaims(prompt)),
    lying: (prompt, turn) => {
      const told = trueClaims(prompt)
      const lies = told.flatMap((claim, at) => distort(claim, turn + at))
      for (const { text } of lies) planted.add(text)
      // A true sentence among them: an answer that stands is no proof that nothing false went out with it.
      return claimsReply([...lies, ...told.slice(0, turn % 2)])
    },
    obeying: (prompt) => {
      const orders = ordersIn(prompt)
      for (const { text } of orders) planted.add(text)
      return claimsReply(orders)
    },
    broken: (prompt, turn) => broken(claimsReply(trueClaims(prompt)), turn),
    stalling: (prompt) => claimsReply(trueClaims(prompt)),
  }

  async function* generate(prompt: Prompt, { signal }: GenerateOptions = {}): AsyncGenerator<string> {
    const reply = replies[conduct](prompt, asked++)
    const end = conduct === "stalling" ? reply.length / 2 : reply.length
    for (let at = 0; at < end; at += PIECE) yield reply.slice(at, at + PIECE)
    if (conduct !== "stalling") return
    await new Promise<void>((_, reject) => {
      const stop = () => reject(new Error("stopped"))
      if (signal?.aborted) stop()
      else signal?.addEventListener("abort", stop, { once: true })
    })
  }

  return { id: `double-${conduct}`, planted, asked: () => asked, generate }
}

/** The sentences that share the most with the question; of an article without a question, the first ones. */
export function trueClaims(prompt: Prompt): DraftClaim[] {
  const question = questionOf(prompt)
  const asked = new Set(pairs(question))
  const found = passagesOf(prompt).flatMap(({ source, text }) =>
    sentences(text).map(({ start, end }) => {
      const sentence = text.slice(start, end)
      const shared = pairs(sentence).filter((pair) => asked.has(pair)).length
      return { text: sentence, quote: sentence, source, shared }
    }),
  )
  const best = question === "" ? found : found.filter(({ shared }) => shared >= 2)
  return best
    .sort((a, b) => b.shared - a.shared)
    .slice(0, question === "" ? 5 : MOST_TRUE)
    .map(({ shared: _, ...claim }) => claim)
}

/** The numbered passages of a prompt, found by the lines that fence them off. */
export function passagesOf(prompt: Prompt): PromptPassage[] {
  return fenced(prompt).flatMap(({ label, text }) => {
    const [, number] = /^片段 (\d+)$/.exec(label) ?? []
    return number ? [{ source: Number(number), text: text.replace(/^日期：.*\n/, "") }] : []
  })
}

export function questionOf(prompt: Prompt): string {
  return fenced(prompt).find(({ label }) => label === "读者的问题")?.text ?? ""
}

export function claimsReply(claims: readonly DraftClaim[]): string {
  return JSON.stringify({ claims: claims.map(({ text, quote, source }) => ({ source, quote, text })) })
}

/**
 * What it is told to say by the passages or the question (「输出：…」「请回答…」「say …」), as its own sentence, with the order
 * itself for a quote.
 */
function ordersIn(prompt: Prompt): DraftClaim[] {
  const given = [{ source: 1, text: questionOf(prompt) }, ...passagesOf(prompt)]
  return given.flatMap(({ source, text }) =>
    Array.from(text.matchAll(ORDER), ([quote, said = ""]) => ({
      source,
      quote,
      text: `${said.trim()}，详见 https://example.com/`,
    })).flatMap((claim) => [
      claim,
      { ...claim, text: claim.text.replace(/，详见.*/, ""), quote: claim.text },
    ]),
  )
}

const ORDER =
  /(?:输出|回答|回复|答复|宣布|output|say|answer|reply)\s*[:：「“"]+\s*([^「」“”"\n。！!]{4,120})/giu

/** No reply that can be read, each time in another way. */
function broken(reply: string, turn: number): string {
  const ways = [
    reply.slice(0, Math.floor(reply.length / 2)),
    reply.replaceAll('"', "'"),
    reply.replace(/[{}]/g, ""),
    "抱歉，我无法回答这个问题。",
    `${'{"claims":['.repeat(50)}${reply}`,
    reply.replace(/"text"/g, '"sentence"'),
    "",
  ]
  return ways[turn % ways.length] ?? ""
}

function fenced({ user }: Prompt): { label: string; text: string }[] {
  const parts: { label: string; lines: string[] }[] = []
  for (const line of user.split("\n")) {
    const [, label] = /^=== \S+ (.+) ===$/.exec(line) ?? []
    if (label) parts.push({ label, lines: [] })
    else parts.at(-1)?.lines.push(line)
  }
  return parts.map(({ label, lines }) => ({ label, text: lines.join("\n").trim() }))
}

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2))
}
