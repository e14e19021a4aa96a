import { type Article, articleText, type Block, type Passage } from "../corpus.ts"
import { sentences } from "../text/sentences.ts"

/** A passage holds whole sentences up to so many UTF-16 code units; one longer sentence may stand alone. */
const PASSAGE_LENGTH = 256
/** A sentence over this is cut at a clause, or where there is none, anywhere between two characters. */
const MAX_SENTENCE = 400

interface Splitter {
  splitText(text: string): Promise<string[]>
}

let loading: Promise<Splitter> | undefined

/**
 * The passages of an article: title and abstract whole, the text in runs of sentences that do not overlap, leave
 * nothing out but white space, and begin anew at each sub-heading.
 */
export async function splitPassages(article: Article): Promise<Passage[]> {
  const passages: Passage[] = []
  for (const field of ["title", "abstract"] as const) {
    const text = article[field]
    if (text !== null && text.trim() !== "") passages.push({ field, start: 0, end: text.length, text })
  }
  loading ??= sentenceSplitter()
  const splitter = await loading
  const whole = articleText(article.body)
  for (const section of sections(article.body)) {
    let at = section.start
    for (const text of await splitter.splitText(whole.slice(section.start, section.end))) {
      // The splitter trims its chunks and leaves out nothing else, so each begins after white space only.
      while (whole[at] !== text[0]) at++
      passages.push({ field: "text", start: at, end: at + text.length, text })
      at += text.length
    }
  }
  return passages
}

/** Spans of the article's text from one sub-heading to the next. Several in a row stay together. */
function sections(body: readonly Block[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = []
  let offset = 0
  let afterHeading = false
  for (const block of body) {
    const heading = "heading" in block
    const length = heading ? block.heading.length : block.text.length
    const last = spans.at(-1)
    if (last === undefined || (heading && !afterHeading)) spans.push({ start: offset, end: offset + length })
    else last.end = offset + length
    afterHeading = heading
    offset += length + 1
  }
  return spans
}

/**
 * LangChain's packing of pieces into chunks, with sentences as the pieces. Its own separators would begin chunks
 * with punctuation. A piece never counts for more than a chunk, so that a long sentence fills one by itself.
 */
async function sentenceSplitter(): Promise<Splitter> {
  const { TextSplitter } = await import("@langchain/textsplitters")
  class SentenceSplitter extends TextSplitter {
    async splitText(text: string): Promise<string[]> {
      return this.mergeSplits(pieces(text), "")
    }
  }
  return new SentenceSplitter({
    chunkSize: PASSAGE_LENGTH,
    chunkOverlap: 0,
    lengthFunction: (piece: string) => Math.min(piece.length, PASSAGE_LENGTH),
  })
}

/** Sentences with the white space before them; together they are the text. Over-long ones in several pieces. */
function pieces(text: string): string[] {
  const found: string[] = []
  let start = 0
  const spans = sentences(text)
  for (const [i, span] of spans.entries()) {
    const end = i === spans.length - 1 ? text.length : span.end
    if (span.end - span.start <= MAX_SENTENCE) found.push(text.slice(start, end))
    else found.push(...clauses(text.slice(start, end)))
    start = end
  }
  return found
}

/** Pieces of at most a passage's length, cut after the last ；，、 that fits in the second half of each. */
function clauses(sentence: string): string[] {
  const found: string[] = []
  let start = 0
  while (sentence.length - start > PASSAGE_LENGTH) {
    const end = cutBefore(sentence, start, start + PASSAGE_LENGTH)
    found.push(sentence.slice(start, end))
    start = end
  }
  found.push(sentence.slice(start))
  return found
}

function cutBefore(text: string, start: number, limit: number): number {
  for (const marks of ["；;", "，,", "、 "]) {
    for (let end = limit; end > start + PASSAGE_LENGTH / 2; end--) {
      if (marks.includes(text[end - 1] as string)) return end
    }
  }
  const low = text.charCodeAt(limit)
  return low >= 0xdc00 && low <= 0xdfff ? limit - 1 : limit
}
