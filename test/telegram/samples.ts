import type { Asked } from "../../src/answer/ask.ts"
import type { Freshness } from "../../src/answer/freshness.ts"
import type { Trace } from "../../src/answer/trace.ts"
import type { Citation, Claim, StoredArticle } from "../../src/corpus.ts"
import { type Question, readQuestion } from "../../src/retrieve/question.ts"
import { article as paperArticle, stored } from "../fixtures/articles.ts"

export function citation(change: Partial<Citation> = {}): Citation {
  const quote = change.quote ?? "新桥长115米。"
  return {
    articleId: "a1",
    version: 1,
    title: "新桥通车",
    url: "https://paper.example/a1",
    source: "青江日报",
    publishedAt: "2025-10-24T07:00:00+08:00",
    printings: [],
    incomplete: false,
    corrections: [],
    updates: [],
    field: "text",
    quote,
    start: 0,
    end: quote.length,
    ...change,
  }
}

/** A sentence that is its own quote. */
export function verbatim(text: string, change: Partial<Citation> = {}): Claim {
  return { text, citations: [citation({ ...change, quote: text, end: text.length })] }
}

export function answered(claims: readonly Claim[], change: Partial<Asked> = {}): Asked {
  return asked({ kind: "answered", claims, mode: "keyless" }, change)
}

export function asked(answer: Asked["answer"], change: Partial<Asked> = {}): Asked {
  const question = readQuestion("新桥多长？", {
    now: new Date("2025-10-25T00:00:00Z"),
    timeZone: "Asia/Shanghai",
  })
  return {
    question,
    answer,
    freshness: NO_DAYS,
    trace: emptyTrace(question),
    judged: [],
    ms: { retrieve: 0, answer: 0, total: 0 },
    ...change,
  }
}

/** Of an archive without dates: nothing is said of it. */
const NO_DAYS: Freshness = { asOf: null, undated: 0, archiveEnds: null, beyond: false, oldDays: null }

/** Of an answer that was made from nothing. */
function emptyTrace(question: Question): Trace {
  const read = { ...question, now: question.now.toISOString() }
  return { question: read, searches: [], lists: [], corrected: "", weights: {}, threshold: 0 }
}

export function article(change: Partial<StoredArticle> = {}): StoredArticle {
  const text = "新桥长115米。昨天通车。"
  const bridge = paperArticle("a1", [text], {
    url: "https://paper.example/a1",
    title: "新桥通车",
    bylines: [],
    source: "青江日报",
    publishedAt: "2025-10-24T07:00:00+08:00",
    place: ["青江市", "临河"],
  })
  return stored(bridge, { ingestedAt: "2025-10-24T08:00:00Z", ...change })
}
