import type { Article, Passage, PreparedArticle } from "../../src/corpus.ts"
import { BLANK_DRAFT } from "../../src/ingest/draft.ts"
import { sentences } from "../../src/text/sentences.ts"
import { type Material, passagesOf } from "./material.ts"

const LENGTH = 650
/** Sentences that are taken from one article before the next one is turned to. */
const IN_A_ROW = 2
const DAYS = 3_650
const FIRST_DAY = Date.UTC(2015, 0, 1)
const DAY_MS = 86_400_000

/** The day of the article with this number: they are spread evenly over ten years. */
export function dayOf(number: number): string {
  return new Date(FIRST_DAY + (number % DAYS) * DAY_MS).toISOString().slice(0, 10)
}

/** Articles out of sentences of the given ones, always the same, one at a time. Each says its number: 第…件. */
export function* recombined({ articles }: Material, count: number): Generator<PreparedArticle> {
  const texts = articles.map(({ passages }) => {
    const text = passages.join("\n")
    return sentences(text).map(({ start, end }) => text.slice(start, end))
  })
  const random = xorshift(1)
  for (let number = 0; number < count; number++) {
    let text = `第${number}件。`
    while (text.length < LENGTH) {
      const from = texts[random() % texts.length] ?? []
      const at = random() % Math.max(1, from.length)
      text += from.slice(at, at + IN_A_ROW).join("")
    }
    yield prepared(number, text)
  }
}

export function prepared(number: number, text: string): PreparedArticle {
  const title = text.slice(0, 24)
  const article: Article = {
    ...BLANK_DRAFT,
    id: `n${number}`,
    title,
    publishedAt: dayOf(number),
    body: [{ text }],
  }
  const passages: Passage[] = [{ field: "title", start: 0, end: title.length, text: title }]
  let at = 0
  for (const part of passagesOf(text)) {
    const start = text.indexOf(part, at)
    at = start + part.length
    passages.push({ field: "text", start, end: at, text: part })
  }
  return { article, passages }
}

/** Marsaglia 2003, "Xorshift RNGs": 32 bits, never 0. */
function xorshift(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}
