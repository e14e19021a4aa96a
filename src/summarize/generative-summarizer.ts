import type { Claim, Evidence, StoredArticle } from "../corpus.ts"
import { fieldEvidence } from "../gate/field-evidence.ts"
import { withoutOrders } from "../gate/machine-words.ts"
import { type ModelFault, modelClaims } from "../gate/model-claims.ts"
import type { LanguageModel, PromptTemplate } from "../models.ts"
import { sentences } from "../text/sentences.ts"
import { LONGEST_POST, type Summarizer, type SummaryStyle } from "./summary.ts"

export type SummaryHole = "style" | "passages" | "mark"

export interface GenerativeSummarizerOptions {
  readonly model: LanguageModel
  readonly template: PromptTemplate<SummaryHole>
  /** Summarizes, in mode "fallback", whenever too few sentences of the model's pass the gate. */
  readonly fallback: Summarizer
  /** Whole time of a summary, the fallback's included. A shorter deadline of the call wins. */
  readonly deadlineMs: number
  readonly maxTokens: number
  /** An unguessable word, new for each call: fences off what others wrote (Hines et al., arXiv 2403.14720). */
  readonly newMark: () => string
  readonly onFault?: (fault: ModelFault) => void
}

interface Shape {
  /** Holds as far as the article has that many sentences. */
  readonly least: number
  readonly most: number
  /** Of all sentences together, and of each. */
  readonly characters: number
  readonly sentence?: number
}

const SHAPES: Readonly<Record<SummaryStyle, Shape>> = {
  brief: { least: 1, most: 2, characters: 120 },
  points: { least: 3, most: 5, characters: 600 },
  long: { least: 3, most: 8, characters: 1200 },
  headlines: { least: 2, most: 3, characters: 120, sentence: 40 },
  social: { least: 1, most: 3, characters: LONGEST_POST },
  english: { least: 1, most: 5, characters: 1500 },
}
const HAN = /\p{Script=Han}/u
/** How much of an article the model reads, in UTF-16 code units. */
const LONGEST_READ = 12_000
const MOST_PASSAGES = 80
/** Kept back for the fallback, at most a fifth of the deadline. */
const RESERVE_MS = 1000

/** Summaries in the model's words, as far as the gate lets them through. */
export function createGenerativeSummarizer(options: GenerativeSummarizerOptions): Summarizer {
  const { model, template, fallback, maxTokens, newMark, onFault } = options
  return {
    async summarize(article, style, call = {}) {
      const started = performance.now()
      const deadlineMs = Math.min(options.deadlineMs, call.deadlineMs ?? Number.POSITIVE_INFINITY)
      const evidence = paragraphs(article).flatMap(withoutOrders)
      if (evidence.length > 0) {
        const mark = newMark()
        const prompt = template.render({ style, mark, passages: fence(article, evidence, mark) })
        const { claims, faults } = await modelClaims(model, prompt, evidence, {
          deadlineMs: deadlineMs - Math.min(RESERVE_MS, deadlineMs / 5),
          maxTokens,
          maxClaims: SHAPES[style].most,
          ...(style === "english" && { language: "en" }),
          signal: call.signal,
          readerId: call.readerId,
        })
        for (const fault of faults) onFault?.(fault)
        const kept = shape(claims, style)
        const least = Math.min(SHAPES[style].least, sentences(article.text).length)
        if (kept.length >= least) {
          return { articleId: article.id, version: article.version, style, sentences: kept, mode: "model" }
        }
      }
      const leftMs = Math.max(1, deadlineMs - (performance.now() - started))
      return {
        ...(await fallback.summarize(article, style, { ...call, deadlineMs: leftMs })),
        mode: "fallback",
      }
    },
  }
}

/** The first sentences that keep within the characters of the style, in its language. */
function shape(claims: readonly Claim[], style: SummaryStyle): Claim[] {
  const { characters, sentence = characters } = SHAPES[style]
  let left = characters
  return claims.filter(({ text }) => {
    if (text.length > Math.min(left, sentence) || (style === "english" && HAN.test(text))) return false
    left -= text.length
    return true
  })
}

/** The paragraphs as evidence, in order, without sub-headings; the last that is read may end at a sentence. */
export function paragraphs(article: StoredArticle): Evidence[] {
  const { text, body } = article
  const whole = fieldEvidence(article, "text")
  const headings = new Set(body.flatMap((block) => ("heading" in block ? [block.heading] : [])))
  const evidence: Evidence[] = []
  let start = 0
  let left = LONGEST_READ
  for (const line of text.split("\n")) {
    if (evidence.length === MOST_PASSAGES || left <= 0) break
    const end = start + lengthWithin(line, left)
    if (line.trim() !== "" && !headings.has(line) && end > start) {
      evidence.push({ ...whole, start, end, text: text.slice(start, end) })
      left -= line.length
    }
    start += line.length + 1
  }
  return evidence
}

/** The length of the whole line, or of its leading sentences that fit. */
function lengthWithin(line: string, limit: number): number {
  if (line.length <= limit) return line.length
  return sentences(line).findLast(({ end }) => end <= limit)?.end ?? 0
}

function fence(
  { title, source, publishedAt }: StoredArticle,
  evidence: readonly Evidence[],
  mark: string,
): string {
  const date = publishedAt?.slice(0, 10) ?? "不详"
  const head = `标题：${oneLine(title)}\n日期：${date}　来源：${oneLine(source ?? "不详")}`
  const body = evidence.map(({ text }, i) => `=== ${mark} 片段 ${i + 1} ===\n${text}`).join("\n")
  return `=== ${mark} 报道 ===\n${head}\n${body}\n=== ${mark} 报道完 ===`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 100)
}
