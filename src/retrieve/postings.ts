import { Growing } from "./growing.ts"
import { TermTable } from "./term-table.ts"

/**
 * A frozen part of the lexical index. An article is a run of passages; runs and passages are counted from 0 within
 * the part, in the order in which they were added. Postings of term `t` stand at `offsets[t] … offsets[t + 1]`.
 */
export interface Postings {
  readonly terms: TermTable
  readonly articleOffsets: Uint32Array<ArrayBuffer>
  /** Runs that have the term, ascending. */
  readonly articles: Uint32Array<ArrayBuffer>
  /** How often, each field counted with its weight; at most 255. */
  readonly articleCounts: Uint8Array<ArrayBuffer>
  readonly passageOffsets: Uint32Array<ArrayBuffer>
  /** Passages that have the term, ascending. */
  readonly passages: Uint32Array<ArrayBuffer>
  readonly passageCounts: Uint8Array<ArrayBuffer>
  /** Number of the article in the store, for each run. */
  readonly numbers: Uint32Array<ArrayBuffer>
  /** First passage of each run, and one more: the number of passages. */
  readonly firsts: Uint32Array<ArrayBuffer>
  /** Length of each run in terms, each field counted with its weight. */
  readonly articleLengths: Uint32Array<ArrayBuffer>
  /** Id in the store, for each passage; ascending. */
  readonly ids: Uint32Array<ArrayBuffer>
  /** Length of each passage in terms. */
  readonly passageLengths: Uint32Array<ArrayBuffer>
}

export const MAX_COUNT = 255

/** A part and the runs of it that still live. */
export interface LivePostings {
  readonly postings: Postings
  /** 1 for each run that was removed. */
  readonly dead: Uint8Array
}

/**
 * One part out of several, in their order, without dead runs and without terms that no run has any more. Linear in
 * the number of postings.
 */
export function mergePostings(parts: readonly LivePostings[]): Postings {
  const plans = planMerge(parts)
  const last = plans.at(-1)
  const runs = last?.endRun ?? 0
  const passages = last?.endPassage ?? 0
  const terms = new TermTable()
  const counts = {
    articles: new Growing(new Uint32Array(1024)),
    passages: new Growing(new Uint32Array(1024)),
  }
  for (const plan of plans) countTerms(plan, terms, counts)

  const articleOffsets = offsetsOf(counts.articles)
  const passageOffsets = offsetsOf(counts.passages)
  const merged: Postings = {
    terms,
    articleOffsets,
    articles: new Uint32Array(articleOffsets.at(-1) as number),
    articleCounts: new Uint8Array(articleOffsets.at(-1) as number),
    passageOffsets,
    passages: new Uint32Array(passageOffsets.at(-1) as number),
    passageCounts: new Uint8Array(passageOffsets.at(-1) as number),
    numbers: new Uint32Array(runs),
    firsts: new Uint32Array(runs + 1),
    articleLengths: new Uint32Array(runs),
    ids: new Uint32Array(passages),
    passageLengths: new Uint32Array(passages),
  }
  const nextArticle = articleOffsets.slice()
  const nextPassage = passageOffsets.slice()
  for (const plan of plans) {
    copyRuns(plan, merged)
    copyPostings(plan, merged, nextArticle, nextPassage)
  }
  merged.firsts[runs] = passages
  return merged
}

const GONE = 0xffffffff

interface MergePlan {
  readonly from: Postings
  /** New number of each run and each passage, or GONE. */
  readonly run: Uint32Array
  readonly passage: Uint32Array
  readonly endRun: number
  readonly endPassage: number
  /** New ordinal of each term, or GONE. */
  readonly term: Uint32Array
}

function planMerge(parts: readonly LivePostings[]): MergePlan[] {
  let endRun = 0
  let endPassage = 0
  return parts.map(({ postings, dead }) => {
    const run = new Uint32Array(postings.numbers.length).fill(GONE)
    const passage = new Uint32Array(postings.ids.length).fill(GONE)
    for (let i = 0; i < run.length; i++) {
      if (dead[i] === 1) continue
      run[i] = endRun++
      for (let p = postings.firsts[i] as number; p < (postings.firsts[i + 1] as number); p++) {
        passage[p] = endPassage++
      }
    }
    const term = new Uint32Array(postings.terms.size).fill(GONE)
    return { from: postings, run, passage, endRun, endPassage, term }
  })
}

interface TermCounts {
  readonly articles: Growing<Uint32Array<ArrayBuffer>>
  readonly passages: Growing<Uint32Array<ArrayBuffer>>
}

function countTerms(plan: MergePlan, terms: TermTable, counts: TermCounts): void {
  const { from, run, passage, term } = plan
  for (let t = 0; t < term.length; t++) {
    const articles = countKept(from.articles, from.articleOffsets, t, run)
    if (articles === 0) continue
    const ordinal = terms.internFrom(from.terms, t)
    term[t] = ordinal
    if (ordinal === counts.articles.length) {
      counts.articles.push(0)
      counts.passages.push(0)
    }
    ;(counts.articles.values[ordinal] as number) += articles
    ;(counts.passages.values[ordinal] as number) += countKept(from.passages, from.passageOffsets, t, passage)
  }
}

function countKept(
  postings: Uint32Array,
  offsets: Uint32Array,
  term: number,
  renumbered: Uint32Array,
): number {
  let kept = 0
  const end = offsets[term + 1] as number
  for (let i = offsets[term] as number; i < end; i++) {
    if (renumbered[postings[i] as number] !== GONE) kept++
  }
  return kept
}

function offsetsOf(counts: Growing<Uint32Array<ArrayBuffer>>): Uint32Array<ArrayBuffer> {
  const offsets = new Uint32Array(counts.length + 1)
  for (let t = 0; t < counts.length; t++) {
    offsets[t + 1] = (offsets[t] as number) + (counts.values[t] as number)
  }
  return offsets
}

function copyRuns({ from, run, passage }: MergePlan, to: Postings): void {
  for (let i = 0; i < run.length; i++) {
    const kept = run[i] as number
    if (kept === GONE) continue
    to.numbers[kept] = from.numbers[i] as number
    to.articleLengths[kept] = from.articleLengths[i] as number
    to.firsts[kept] = passage[from.firsts[i] as number] as number
  }
  for (let i = 0; i < passage.length; i++) {
    const kept = passage[i] as number
    if (kept === GONE) continue
    to.ids[kept] = from.ids[i] as number
    to.passageLengths[kept] = from.passageLengths[i] as number
  }
}

function copyPostings(
  { from, run, passage, term }: MergePlan,
  to: Postings,
  nextArticle: Uint32Array,
  nextPassage: Uint32Array,
): void {
  for (let t = 0; t < term.length; t++) {
    const ordinal = term[t] as number
    if (ordinal === GONE) continue
    let at = nextArticle[ordinal] as number
    for (let i = from.articleOffsets[t] as number; i < (from.articleOffsets[t + 1] as number); i++) {
      const kept = run[from.articles[i] as number] as number
      if (kept === GONE) continue
      to.articles[at] = kept
      to.articleCounts[at++] = from.articleCounts[i] as number
    }
    nextArticle[ordinal] = at
    at = nextPassage[ordinal] as number
    for (let i = from.passageOffsets[t] as number; i < (from.passageOffsets[t + 1] as number); i++) {
      const kept = passage[from.passages[i] as number] as number
      if (kept === GONE) continue
      to.passages[at] = kept
      to.passageCounts[at++] = from.passageCounts[i] as number
    }
    nextPassage[ordinal] = at
  }
}
